/** What is to be told of an upload: the first findings of each rule, and how many there are of all. */
import type { ColumnPlan } from "../../geodata/check/columns.ts"
import type { ReadReport } from "../../geodata/read/report.ts"
import type { Entry } from "./entry.ts"
import type { Finding, Preview } from "./schema.ts"

/** Enough to understand a rule; the list of rejected rows holds every one. */
const KEPT_PER_RULE = 100
const KEPT_IN_ALL = 1000
/** Texts that could not be decoded: committed only with another encoding, or with a person's word. */
const ENCODING_DOUBTFUL = "encoding-doubtful"

type Collected = Pick<Preview, "findings" | "totals">

function createCollector() {
  const findings: Finding[] = []
  const totals = new Map<string, Preview["totals"][number]>()
  const totalOf = ({ rule, severity }: Pick<Finding, "rule" | "severity">) => {
    const key = `${rule} ${severity}`
    const total = totals.get(key) ?? { rule, severity, count: 0 }
    totals.set(key, total)
    return total
  }
  return {
    add(finding: Finding): void {
      const total = totalOf(finding)
      total.count += 1
      if (total.count <= KEPT_PER_RULE && findings.length < KEPT_IN_ALL) findings.push(finding)
    },
    /** The reader tells the first findings of a rule and how many there are. */
    setTotal(total: Preview["totals"][number]): void {
      totalOf(total).count = total.count
    },
    take: (): Collected => ({ findings, totals: [...totals.values()] }),
  }
}

const place = (row: number, pointer: string, message: string) =>
  `第 ${row} 行${pointer === "" || message.includes(pointer) ? "" : ` ${pointer}`}：${message}`

/** Everything found, file first, then row by row. Rows that the reader rejected are told from the rows. */
export function collectFindings(
  report: ReadReport,
  plan: ColumnPlan,
  entries: readonly Entry[] | null,
): Collected {
  const collector = createCollector()
  const isOfRow = ({ row, severity }: ReadReport["findings"][number]) =>
    row !== null && severity === "error"
  const told = report.findings.filter((finding) => entries === null || !isOfRow(finding))
  for (const finding of told)
    collector.add({ ...finding, confirm: finding.rule === ENCODING_DOUBTFUL })
  for (const total of report.totals)
    if (told.some(({ rule, severity }) => rule === total.rule && severity === total.severity))
      collector.setTotal(total)
  for (const { rule, severity, column, field, message } of plan.findings)
    collector.add({
      row: null,
      pointer: column ?? field ?? "",
      rule,
      severity,
      message,
      confirm: false,
    })
  if (report.crs?.confidence === "unsure")
    collector.add({
      row: null,
      pointer: "crs",
      rule: "crs-unsure",
      severity: "error",
      message: report.crs.reason,
      confirm: false,
    })
  for (const { row, problems, notes } of entries ?? []) {
    for (const { pointer, rule, message } of problems)
      collector.add({
        row,
        pointer,
        rule,
        severity: "error",
        message: place(row, pointer, message),
        confirm: false,
      })
    if (problems.length === 0)
      for (const { pointer, rule, severity, message, confirm } of notes)
        collector.add({
          row,
          pointer,
          rule,
          severity,
          message: place(row, pointer, message),
          confirm,
        })
  }
  return collector.take()
}
