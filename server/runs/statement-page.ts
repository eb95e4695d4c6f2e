import { type Area, type Cell, createPaper } from "../documents/paper.ts"
import type { Pen } from "../documents/pdf.ts"
import { type Bar, hashStatement, type Statement } from "./statement.ts"

const BAR = "#2f6fb5"
const TOTAL_BAR = "#1b1f24"
const TRACK = "#e4e8ec"
const BAR_HEIGHT = 7
const MARK_REACH = 2

const drawBar =
  ({ from, to, mark }: Bar, color: string) =>
  (pen: Pen, { x, y, width, height }: Area) => {
    const top = y + (height - BAR_HEIGHT) / 2
    pen.rect(x, top, width, BAR_HEIGHT).fill(TRACK)
    // Something that is there is seen.
    pen.rect(x + from * width, top, Math.max(0.6, (to - from) * width), BAR_HEIGHT).fill(color)
    if (mark === null) return
    const at = x + mark * width
    pen
      .moveTo(at, top - MARK_REACH)
      .lineTo(at, top + BAR_HEIGHT + MARK_REACH)
      .lineWidth(0.8)
      .stroke(TOTAL_BAR)
  }

export type StatementJob = { kind: "statement"; statement: Statement }

/** Sets the statement of one firm as a PDF. Its bytes are the same whenever the statement is. */
export async function setStatement(statement: Statement): Promise<Uint8Array<ArrayBuffer>> {
  const { zone, fiscalYear, runNumber, firm } = statement
  const paper = createPaper({
    title: "亩均效益评价结果告知书",
    subject: `${zone} ${fiscalYear} 年度 ${firm}`,
    author: zone,
    at: statement.sealedAt,
    foot: `${zone} ${fiscalYear} 年度亩均效益评价 · 编号 ${statement.number}`,
  })
  paper.title("亩均效益评价结果告知书", `${zone} · ${fiscalYear} 年度 · 第 ${runNumber} 次测算`)
  paper.figures(statement.figures)
  paper.facts(statement.facts)
  paper.heading("一、得分")
  if (statement.points) {
    const { lines, total, totalBar } = statement.points
    paper.table({
      columns: [
        { head: "指标", share: 26 },
        { head: "本企业", share: 16, isNumber: true },
        { head: "基准值", share: 16, isNumber: true },
        { head: "权重", share: 9, isNumber: true },
        { head: "上限", share: 9, isNumber: true },
        { head: "得分", share: 11, isNumber: true },
        { head: "累计得分，竖线为达到基准", share: 34 },
      ],
      rows: lines.map((line): Cell[] => [
        { text: line.name, note: line.note },
        line.value,
        line.benchmark,
        line.weight,
        line.cap,
        { text: line.points, isBold: true },
        { draw: drawBar(line.bar, BAR) },
      ]),
      foot: ["总分", "", "", "", "", total, { draw: drawBar(totalBar, TOTAL_BAR) }],
    })
  }
  for (const note of statement.pointNotes) paper.note(note)
  paper.heading("二、名次与等级")
  if (statement.ranking.length > 0) paper.list(statement.ranking)
  else paper.paragraph("没有需要说明的事项。")
  paper.heading("三、数据及来源")
  if (statement.inputs.length > 0)
    paper.table({
      columns: [
        { head: "数据", share: 26 },
        { head: "数值", share: 18, isNumber: true },
        { head: "来源", share: 48 },
        { head: "登记日期", share: 15 },
        { head: "登记人", share: 18 },
      ],
      rows: statement.inputs.map(({ name, value, source, documentNo, recordedOn, recordedBy }) => [
        name,
        value,
        { text: source, note: documentNo === null ? undefined : `文号 ${documentNo}` },
        recordedOn,
        recordedBy,
      ]),
    })
  else paper.paragraph("没有登记任何指标数据。")
  paper.heading("四、用地")
  if (statement.landSum)
    paper.table({
      columns: [
        { head: "宗地", share: 34 },
        { head: "方式", share: 9 },
        { head: "面积（亩）", share: 24, isNumber: true },
        { head: "期间", share: 24 },
        { head: "当年天数", share: 11, isNumber: true },
        { head: "计入（亩）", share: 15, isNumber: true },
      ],
      rows: statement.land.map(({ parcel, use, areaMu, note, time, days, countedMu }): Cell[] => [
        parcel,
        use,
        { text: areaMu, note },
        time,
        days,
        countedMu,
      ]),
      foot: [
        { text: "合计", note: statement.landSum.words },
        "",
        "",
        "",
        "",
        statement.landSum.landMu,
      ],
    })
  else paper.paragraph("没有用地记录。")
  if (statement.claims.length > 0) {
    paper.heading("五、加减分与事项")
    paper.table({
      columns: [
        { head: "种类", share: 12 },
        { head: "项目", share: 30 },
        { head: "分值", share: 10, isNumber: true },
        { head: "依据", share: 48 },
        { head: "有效期至", share: 15 },
      ],
      rows: statement.claims.map(({ kind, item, points, evidence, validTo }) => [
        kind,
        item,
        points,
        evidence,
        validTo,
      ]),
    })
  }
  paper.heading(statement.claims.length > 0 ? "六、异议" : "五、异议")
  for (const text of statement.objection) paper.paragraph(text)
  paper.heading(statement.claims.length > 0 ? "七、核验" : "六、核验")
  paper.facts([
    ["测算结果", `SHA-256 ${statement.resultSha256}`],
    ["告知内容", `SHA-256 ${hashStatement(statement)}`],
  ])
  paper.note(
    "测算封存后不可更改，同一测算的告知书内容不变。本告知书仅列本企业数据，含税收等涉密信息，请妥善保管。",
  )
  return paper.finish()
}
