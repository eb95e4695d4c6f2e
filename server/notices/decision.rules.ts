/** Hearing and decision: the route of article 14. */
import {
  type Block,
  type Body,
  contact,
  describeHolder,
  describeIdleness,
  describeLand,
  type Draft,
  numbered,
  type Of,
  ORDER,
  paragraph,
  refer,
  remedies,
} from "./parts.rules.ts"
import { dayText, moneyText, parcelText, wanYuanText } from "./wording.rules.ts"

export const hearing = (draft: Of<"hearing">): Body => {
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

export const feeDecision = (draft: Of<"feeDecision">): Body => {
  const { facts, fields } = draft
  const price = wanYuanText(facts.contract!.landPriceWanYuan!)
  return {
    blocks: decide(draft, {
      decision: `根据${ORDER}第十四条第（一）项，${approvalText(fields)}，决定征缴土地闲置费。土地价款${price}，按百分之二十计${moneyText(facts.clock.feeWanYuan!)}。土地闲置费不得列入生产成本。`,
      performance: `自本决定书送达之日起三十日内缴纳。缴纳方式：${fields.payment}。`,
    }),
  }
}

export const recoveryDecision = (draft: Of<"recoveryDecision">): Body => ({
  blocks: decide(draft, {
    decision: `根据《中华人民共和国土地管理法》第三十八条、《中华人民共和国城市房地产管理法》第二十六条和${ORDER}第十四条第（二）项，${approvalText(draft.fields)}，决定无偿收回该宗地的国有建设用地使用权。`,
    performance: `自本决定书送达之日起三十日内，到${draft.fields.handover}办理国有建设用地使用权注销登记，交回土地权利证书。逾期不办理的，依法公告注销。`,
  }),
  copies: "土地抵押权人（有抵押的）",
})
