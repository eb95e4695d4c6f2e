/**
 * The text of the documents of idle land: what each must hold by Order 53 (articles 6, 10, 13, 16), said from facts that
 * are frozen and from what its author filled in. The same text is shown, printed and written to DOCX.
 */
import type { Day } from "../../geodata/days.ts"
import { type NoticeFacts, type NoticeFields, NOTICES, WAYS } from "./notice.rules.ts"
import {
  CAUSES,
  dayText,
  hanText,
  m2Text,
  moneyText,
  muText,
  originText,
  parcelText,
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

const ORDER = "《闲置土地处置办法》（国土资源部令第53号）"
const UNKNOWN = "未登记"

const paragraph = (text: string): Block => ({ kind: "paragraph", text })
/** Several things are counted; one alone stands as a sentence. */
const items = (...texts: string[]): Block =>
  texts.length === 1
    ? paragraph(`${texts[0]}。`)
    : {
        kind: "items",
        texts: texts.map(
          (text, at) => `（${hanText(at + 1)}）${text}${at + 1 < texts.length ? "；" : "。"}`,
        ),
      }

type Section = { title: string; blocks: Block[] }
const numbered = (sections: readonly Section[]): Block[] =>
  sections.flatMap(({ title, blocks }, at) => [
    { kind: "heading", text: `${hanText(at + 1)}、${title}` } as const,
    ...blocks,
  ])

function describeHolder({ fields, facts }: Draft): Block {
  const holder = facts.holders.find(({ name }) => name === fields.addressee) ?? facts.holders[0]
  return {
    kind: "facts",
    facts: [
      ["名称", fields.addressee],
      ["统一社会信用代码", holder?.name === fields.addressee ? holder.creditCode : UNKNOWN],
      ["地址", fields.address],
    ],
  }
}

const told = (day: Day | null | undefined): string => (day ? dayText(day) : UNKNOWN)

function describeLand({ facts: { parcel, contract, project } }: Draft): Block {
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
function describeIdleness({ facts }: Draft): Block[] {
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

const contact = (fields: NoticeFields): Section => ({
  title: "其他事项",
  blocks: [
    ...(fields.remarks ? [paragraph(fields.remarks)] : []),
    paragraph(`联系方式：${fields.contact}。`),
  ],
})

const refer = ({ facts }: Draft): string => {
  const { documentNo, decidedOn, body } = facts.determination!
  return `${body}${dayText(decidedOn)}作出的《闲置土地认定书》（${documentNo}）`
}

const remedies = (review: string, court: string): Section => ({
  title: "救济途径和期限",
  blocks: [
    paragraph(
      `对本决定不服的，可以自收到本决定书之日起六十日内向${review}申请行政复议，或者自收到本决定书之日起六个月内向${court}提起行政诉讼。复议、诉讼期间，除法律另有规定外，不停止本决定的执行。`,
    ),
  ],
})

type Of<Kind extends NoticeFields["kind"]> = Draft & {
  fields: Extract<NoticeFields, { kind: Kind }>
}
type Body = Pick<NoticeText, "blocks"> &
  Partial<Pick<NoticeText, "addressee" | "copies" | "signers" | "title">>

const investigation = (draft: Of<"investigation">): Body => ({
  blocks: [
    paragraph(
      `经查，你单位使用的国有建设用地${parcelText(draft.facts.parcel)}涉嫌构成闲置土地。根据${ORDER}${NOTICES.investigation.article}，现对该宗地开展调查核实。`,
    ),
    ...numbered([
      { title: "国有建设用地使用权人", blocks: [describeHolder(draft)] },
      { title: "涉嫌闲置土地的基本情况", blocks: [describeLand(draft)] },
      { title: "涉嫌闲置的事实和依据", blocks: describeIdleness(draft) },
      {
        title: "调查的主要内容及提交材料的期限",
        blocks: [
          paragraph("请自接到本通知书之日起三十日内提交下列材料："),
          items(
            "土地开发利用情况，包括动工、已开发面积、已投资额及其证明",
            "未动工或者中止开发建设的原因及其证明；属于政府原因或不可抗力的，附有关文件",
            "与该宗地有关的合同、批准文件、抵押和查封情况",
          ),
        ],
      },
      {
        title: "权利和义务",
        blocks: [
          paragraph(
            "你单位有权就调查的事实、理由和依据陈述、申辩。调查人员可以询问当事人和证人，现场勘测、拍照、摄像，查阅、复制有关的土地资料，并要求就有关土地权利及使用问题作出说明；你单位应当配合，如实提供材料。逾期不提交的，依现有材料认定。",
          ),
        ],
      },
      contact(draft.fields),
    ]),
  ],
})

const determination = (draft: Of<"determination">): Body => {
  const { facts, fields } = draft
  const isGovernment = facts.clock.route === "art12" && facts.clock.rule === "type1"
  return {
    blocks: [
      paragraph(
        `根据${ORDER}${NOTICES.determination.article}，经调查核实，对你单位使用的国有建设用地${parcelText(facts.parcel)}认定如下。`,
      ),
      ...numbered([
        { title: "国有建设用地使用权人", blocks: [describeHolder(draft)] },
        { title: "闲置土地的基本情况", blocks: [describeLand(draft)] },
        { title: "认定闲置的事实和依据", blocks: describeIdleness(draft) },
        {
          title: "闲置原因及认定结论",
          blocks: [
            paragraph(fields.cause),
            paragraph(
              `上述宗地构成闲置土地${isGovernment ? "，闲置由政府、政府有关部门的行为或不可抗力造成" : ""}，依据${ORDER}${facts.clock.clauses.map(nameClause).join("、")}处置。`,
            ),
          ],
        },
        {
          title: "其他事项",
          blocks: [
            paragraph(
              "本认定书下达后，该宗地的位置、使用权人名称、闲置时间等信息依法向社会公开，至处置完毕为止。",
            ),
            ...(fields.remarks ? [paragraph(fields.remarks)] : []),
            paragraph(`联系方式：${fields.contact}。`),
          ],
        },
      ]),
    ],
  }
}

const hearing = (draft: Of<"hearing">): Body => {
  const { clock } = draft.facts
  const isFee = clock.route === "fee20"
  const intended = isFee
    ? `按照土地出让或者划拨价款的百分之二十征缴土地闲置费${clock.feeWanYuan === null ? "" : `，计${moneyText(clock.feeWanYuan)}`}`
    : "无偿收回国有建设用地使用权"
  return {
    blocks: [
      paragraph(
        `你单位使用的国有建设用地${parcelText(draft.facts.parcel)}，已由${refer(draft)}认定为闲置土地。`,
      ),
      ...numbered([
        { title: "拟作出决定的事实和依据", blocks: describeIdleness(draft) },
        {
          title: "拟作出的决定",
          blocks: [
            paragraph(
              `根据${ORDER}${isFee ? "第十四条第（一）项" : "第十四条第（二）项"}，拟报经有批准权的人民政府批准后，${intended}。`,
            ),
          ],
        },
        {
          title: "听证的权利",
          blocks: [
            paragraph(
              `根据${ORDER}第十五条，你单位有要求举行听证的权利。要求听证的，应当自收到本告知书之日起五个工作日内书面提出；逾期未提出的，视为放弃听证。`,
            ),
          ],
        },
        contact(draft.fields),
      ]),
    ],
  }
}

const approvalText = ({ approval }: Of<"feeDecision" | "recoveryDecision">["fields"]): string =>
  `经${approval.body}批准（${approval.documentNo}，${dayText(approval.approvedOn)}）`

const hearingText = ({ facts }: Draft): string => {
  const told = facts.before.findLast((one) => one.kind === "hearing" && one.servedOn !== null)
  return told ? `听证告知书（${told.number}）已于${dayText(told.servedOn!)}送达。` : ""
}

/** The seven parts of a decision (article 16). */
const decide = (
  draft: Of<"feeDecision" | "recoveryDecision">,
  { decision, performance }: { decision: string; performance: string },
): Block[] =>
  numbered([
    { title: "国有建设用地使用权人", blocks: [describeHolder(draft), describeLand(draft)] },
    {
      title: "违反法律、法规或者规章的事实和证据",
      blocks: [
        paragraph(`该宗地已由${refer(draft)}认定为闲置土地。${hearingText(draft)}`),
        ...describeIdleness(draft),
      ],
    },
    { title: "决定的种类和依据", blocks: [paragraph(decision)] },
    { title: "履行方式和期限", blocks: [paragraph(performance)] },
    remedies(draft.fields.review, draft.fields.court),
    {
      title: "作出决定的机关和日期",
      blocks: [paragraph(`${draft.fields.body}，${dayText(draft.fields.issuedOn)}。`)],
    },
    contact(draft.fields),
  ])

const feeDecision = (draft: Of<"feeDecision">): Body => {
  const { facts, fields } = draft
  const price = wanYuanText(facts.contract!.landPriceWanYuan!)
  return {
    blocks: decide(draft, {
      decision: `根据${ORDER}第十四条第（一）项，${approvalText(fields)}，决定征缴土地闲置费。土地价款${price}，按百分之二十计${moneyText(facts.clock.feeWanYuan!)}。土地闲置费不得列入生产成本。`,
      performance: `自本决定书送达之日起三十日内缴纳。缴纳方式：${fields.payment}。`,
    }),
  }
}

const recoveryDecision = (draft: Of<"recoveryDecision">): Body => ({
  blocks: decide(draft, {
    decision: `根据《中华人民共和国土地管理法》第三十八条、《中华人民共和国城市房地产管理法》第二十六条和${ORDER}第十四条第（二）项，${approvalText(draft.fields)}，决定无偿收回该宗地的国有建设用地使用权。`,
    performance: `自本决定书送达之日起三十日内，到${draft.fields.handover}办理国有建设用地使用权注销登记，交回土地权利证书。逾期不办理的，依法公告注销。`,
  }),
  copies: "土地抵押权人（有抵押的）",
})

const disposalPlan = (draft: Of<"disposalPlan">): Body => {
  const { fields } = draft
  return {
    addressee: null,
    blocks: numbered([
      { title: "国有建设用地使用权人", blocks: [describeHolder(draft)] },
      { title: "闲置土地的基本情况", blocks: [describeLand(draft)] },
      {
        title: "闲置的事实、原因和认定",
        blocks: [...describeIdleness(draft), paragraph(`该宗地已由${refer(draft)}认定。`)],
      },
      {
        title: "处置方式",
        blocks: [
          paragraph(
            `根据${ORDER}第十二条，经与国有建设用地使用权人协商一致，拟采取下列方式处置：${WAYS[fields.way]}。`,
          ),
          paragraph(fields.measures),
          paragraph(
            fields.way === "paidRecovery"
              ? "该宗地收回后，依法供应给新的使用权人、纳入土地储备或者恢复耕种。"
              : "自处置方案确定的动工日期起，动工开发的期间重新起算。",
          ),
        ],
      },
      {
        title: "抵押权人和备案",
        blocks: [
          paragraph(
            fields.mortgagees
              ? `该宗地设有抵押权，已书面通知抵押权人：${fields.mortgagees}。`
              : "该宗地未设抵押权。",
          ),
          paragraph(`土地市场动态监测与监管系统备案：${fields.filing}。`),
        ],
      },
      {
        title: "报批",
        blocks: [
          paragraph(`本方案报本级人民政府批准后实施。${fields.remarks ?? ""}`),
          paragraph(`联系方式：${fields.contact}。`),
        ],
      },
    ]),
  }
}

const supplement = (draft: Of<"supplement">): Body => {
  const { fields, facts } = draft
  return {
    addressee: null,
    blocks: [
      {
        kind: "facts",
        facts: [
          ["甲方（出让人）", fields.body],
          ["乙方（使用权人）", fields.addressee],
          ["原合同", facts.contract?.contractNo ?? UNKNOWN],
        ],
      },
      paragraph(`因${refer(draft)}，双方根据${ORDER}第十二条协商一致，对原合同补充约定如下。`),
      ...numbered([
        { title: "宗地", blocks: [describeLand(draft)] },
        {
          title: "动工和竣工期限",
          blocks: [
            paragraph(
              `乙方应于${dayText(fields.startOn)}前动工开发，于${dayText(fields.completeOn)}前竣工。动工按${ORDER}第三十条的标准认定。`,
            ),
          ],
        },
        { title: "违约责任", blocks: [paragraph(fields.liability)] },
        {
          title: "其他",
          blocks: [
            paragraph(
              `原合同其他条款不变。本协议经甲、乙双方盖章后生效，并报土地市场动态监测与监管系统备案（${fields.filing}）。${fields.remarks ?? ""}`,
            ),
          ],
        },
      ]),
    ],
    signers: [
      { role: "乙方（盖章）", name: fields.addressee },
      { role: "甲方（盖章）", name: fields.body },
    ],
  }
}

const mortgagee = (draft: Of<"mortgagee">): Body => {
  const { fields, facts } = draft
  const isPlan = facts.clock.route === "art12"
  const holders = facts.holders.map(({ name }) => name).join("、") || UNKNOWN
  return {
    blocks: [
      paragraph(
        `你单位为国有建设用地${parcelText(facts.parcel)}的抵押权人（${fields.mortgage}）。该宗地的使用权人为${holders}，已由${refer(draft)}认定为闲置土地。`,
      ),
      paragraph(
        `根据${ORDER}${isPlan ? "第十三条第二款，在拟订处置方案时" : "第十四条，在处理该宗地时"}书面通知你单位：${fields.matter}`,
      ),
      ...numbered([
        { title: "土地的基本情况", blocks: [describeLand(draft)] },
        {
          title: "意见的提出",
          blocks: [paragraph("对上述事项有意见的，请在收到本通知书后书面提出。")],
        },
        contact(fields),
      ]),
    ],
  }
}

const closure = (draft: Of<"closure">): Body => {
  const { facts, fields } = draft
  const { determination } = facts
  const { end } = determination!
  const holders = facts.holders.map(({ name }) => name).join("、") || fields.addressee
  return {
    addressee: null,
    blocks: [
      describeLand(draft),
      {
        kind: "facts",
        facts: [
          ["使用权人", holders],
          [
            "认定",
            `${determination!.documentNo}（${dayText(determination!.decidedOn)}，${determination!.body}）`,
          ],
          [
            "终止",
            `${end!.documentNo ?? UNKNOWN}（${dayText(end!.on)}，${end!.body ?? UNKNOWN}）${end!.reason ? `：${end!.reason}` : ""}`,
          ],
          ...facts.before.map(
            ({ kind, number, issuedOn, servedOn }) =>
              [
                NOTICES[kind].title,
                `${number}，${dayText(issuedOn)}${servedOn ? `，${dayText(servedOn)}送达` : ""}`,
              ] as const,
          ),
          ["处置结果", fields.outcome],
          ["公开信息", "自终止之日起撤销"],
          ...(fields.remarks ? [["备注", fields.remarks] as const] : []),
          ["联系方式", fields.contact],
        ],
      },
    ],
    signers: [
      { role: "经办人（签字）", name: "" },
      { role: "审核人（签字）", name: "" },
      { role: "单位（盖章）", name: fields.body },
    ],
  }
}

function composeBody(draft: Draft): Body {
  const { fields } = draft
  switch (fields.kind) {
    case "investigation":
      return investigation({ ...draft, fields })
    case "determination":
      return determination({ ...draft, fields })
    case "hearing":
      return hearing({ ...draft, fields })
    case "feeDecision":
      return feeDecision({ ...draft, fields })
    case "recoveryDecision":
      return recoveryDecision({ ...draft, fields })
    case "disposalPlan":
      return disposalPlan({ ...draft, fields })
    case "supplement":
      return supplement({ ...draft, fields })
    case "mortgagee":
      return mortgagee({ ...draft, fields })
    case "closure":
      return closure({ ...draft, fields })
  }
}

/** Composes a document. It may be drawn up only where `findRefusal` has nothing against it. */
export function composeNotice(draft: Draft): NoticeText {
  const { fields, number } = draft
  return {
    title: NOTICES[fields.kind].title,
    number,
    addressee: fields.addressee,
    signers: [{ role: "", name: fields.body }],
    day: dayText(fields.issuedOn),
    copies: null,
    ...composeBody(draft),
  }
}
