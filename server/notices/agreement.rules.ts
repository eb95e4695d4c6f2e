/** Plan, supplement, mortgagee and closure: the route of article 12, and the end of either. */
import { NOTICES, WAYS } from "./notice.rules.ts"
import {
  type Body,
  contact,
  describeHolder,
  describeIdleness,
  describeLand,
  numbered,
  type Of,
  ORDER,
  paragraph,
  refer,
  UNKNOWN,
} from "./parts.rules.ts"
import { dayText, parcelText } from "./wording.rules.ts"

export const disposalPlan = (draft: Of<"disposalPlan">): Body => {
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

export const supplement = (draft: Of<"supplement">): Body => {
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

export const mortgagee = (draft: Of<"mortgagee">): Body => {
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

export const closure = (draft: Of<"closure">): Body => {
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
