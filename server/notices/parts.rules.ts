/** What the texts of several documents are put together from: who, which land, why it lies idle, what can be done against it. */
import type { Day } from "../../geodata/days.ts"
import type { NoticeFacts, NoticeFields } from "./notice.rules.ts"
import {
  CAUSES,
  dayText,
  hanText,
  m2Text,
  muText,
  originText,
  wanYuanText,
} from "./wording.rules.ts"

export type Block =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "items"; texts: string[] }
  | { kind: "facts"; facts: (readonly [name: string, value: string])[] }

export type NoticeText = {
  title: string
  /** Null while it is a draft. */
  number: string | null
  /** Who it speaks to; null for a plan and for a form. */
  addressee: string | null
  blocks: Block[]
  /** Who signs, the issuing body last. */
  signers: { role: string; name: string }[]
  day: string
  /** Who else is sent it. */
  copies: string | null
}

/** Everything that a text is made of; `number` is null while it is a draft. */
export type Draft = { fields: NoticeFields; facts: NoticeFacts; number: string | null }

export const ORDER = "《闲置土地处置办法》（国土资源部令第53号）"
export const UNKNOWN = "未登记"

export const paragraph = (text: string): Block => ({ kind: "paragraph", text })
/** Several things are counted; one alone stands as a sentence. */
export const items = (...texts: string[]): Block =>
  texts.length === 1
    ? paragraph(`${texts[0]}。`)
    : {
        kind: "items",
        texts: texts.map(
          (text, at) => `（${hanText(at + 1)}）${text}${at + 1 < texts.length ? "；" : "。"}`,
        ),
      }

export type Section = { title: string; blocks: Block[] }
export const numbered = (sections: readonly Section[]): Block[] =>
  sections.flatMap(({ title, blocks }, at) => [
    { kind: "heading", text: `${hanText(at + 1)}、${title}` } as const,
    ...blocks,
  ])

export function describeHolder({ fields, facts }: Draft): Block {
  const holder = facts.holders.find(({ name }) => name === fields.addressee)
  return {
    kind: "facts",
    facts: [
      ["名称", fields.addressee],
      ["统一社会信用代码", holder?.creditCode ?? UNKNOWN],
      ["地址", fields.address],
    ],
  }
}

const told = (day: Day | null | undefined): string => (day ? dayText(day) : UNKNOWN)

export function describeLand({ facts: { parcel, contract, project } }: Draft): Block {
  const rows: [string, string][] = [
    ["宗地", [parcel.name, parcel.parcelCode].filter(Boolean).join(" ") || UNKNOWN],
    ["坐落", parcel.location ?? UNKNOWN],
    ["土地用途", parcel.landUse ?? UNKNOWN],
    ["土地面积", `${m2Text(parcel.areaM2)}（${muText(parcel.areaMu)}）`],
  ]
  if (contract)
    rows.push(
      ["合同或划拨决定书", contract.contractNo],
      ...(contract.supervisionNo
        ? [["电子监管号", contract.supervisionNo] as [string, string]]
        : []),
      ["签订日期", told(contract.signedOn)],
      ["交付日期", told(contract.deliveredOn)],
      ["约定动工日期", told(contract.supplementStart ?? contract.agreedStart)],
      ["约定竣工日期", told(contract.agreedCompletion)],
      [
        "土地价款",
        contract.landPriceWanYuan === null ? UNKNOWN : wanYuanText(contract.landPriceWanYuan),
      ],
    )
  if (project)
    rows.push(
      ["项目", project.name],
      ["实际动工日期", project.startedOn ? dayText(project.startedOn) : "未动工"],
    )
  return { kind: "facts", facts: rows }
}

/** The facts of idleness in words, the days that did not count, and where each was read. */
export function describeIdleness({ facts }: Draft): Block[] {
  const { clock, pauses, supplements, contract, project, on } = facts
  const rule =
    clock.rule === "type2"
      ? "该宗地已动工开发，但开发建设面积或者投资额不足法定比例，中止开发建设满一年。"
      : "国有建设用地使用权人超过约定、规定的动工开发日期满一年未动工开发。"
  const stops = pauses
    .filter(({ cause, from }) => cause !== "holder" && from <= on)
    .map(
      ({ from, to, cause, origin }) =>
        `${dayText(from)}至${to ? dayText(to) : "今"}因${CAUSES[cause]}停工，不计入期间，依据${originText(origin)}`,
    )
  const amended = supplements.map(
    ({ on: day, startOn, origin }) =>
      `${dayText(day)}签订补充协议，动工日期改为${dayText(startOn)}，依据${originText(origin)}`,
  )
  const sources = [
    ...(contract ? [`供地和约定：${originText(contract.origin)}`] : []),
    ...(project ? [`动工和投资：${originText(project.origin)}`] : []),
    `宗地面积：${originText(facts.parcel.origin)}`,
  ]
  const files = facts.evidence.map(
    ({ filename, takenOn }) => `${filename}${takenOn ? `（${dayText(takenOn)}）` : ""}`,
  )
  return [
    paragraph(`截至${dayText(on)}：`),
    items(...clock.reasons.map(writeDays), ...amended, ...stops),
    paragraph(
      `${rule}依据${ORDER}${clock.clauses.map(nameClause).join("、")}${clock.since ? `，自${dayText(clock.since)}起符合上述条件` : ""}。`,
    ),
    paragraph(
      `事实来源：${sources.join("；")}。${files.length > 0 ? `证据材料：${files.join("、")}。` : ""}`,
    ),
  ]
}

const writeDays = (text: string) =>
  text.replace(/ ?(\d{4}-\d{2}-\d{2}) ?/g, (_, day: Day) => dayText(day))

const CLAUSES: Readonly<Record<string, string>> = {
  "53-2(1)": "第二条第一款",
  "53-2(2)": "第二条第二款",
  "53-12": "第十二条",
  "53-14(1)": "第十四条第（一）项",
  "53-14(2)": "第十四条第（二）项",
}
export const nameClause = (clause: string): string => CLAUSES[clause] ?? clause

export const contact = (fields: NoticeFields): Section => ({
  title: "其他事项",
  blocks: [
    ...(fields.remarks ? [paragraph(fields.remarks)] : []),
    paragraph(`联系方式：${fields.contact}。`),
  ],
})

export const refer = ({ facts }: Draft): string => {
  const { documentNo, decidedOn, body } = facts.determination!
  return `${body}${dayText(decidedOn)}作出的《闲置土地认定书》（${documentNo}）`
}

export const remedies = (review: string, court: string): Section => ({
  title: "救济途径和期限",
  blocks: [
    paragraph(
      `对本决定不服的，可以自收到本决定书之日起六十日内向${review}申请行政复议，或者自收到本决定书之日起六个月内向${court}提起行政诉讼。复议、诉讼期间，除法律另有规定外，不停止本决定的执行。`,
    ),
  ],
})

export type Of<Kind extends NoticeFields["kind"]> = Draft & {
  fields: Extract<NoticeFields, { kind: Kind }>
}
export type Body = Pick<NoticeText, "blocks"> &
  Partial<Pick<NoticeText, "addressee" | "copies" | "signers" | "title">>
