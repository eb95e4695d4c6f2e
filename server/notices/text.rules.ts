/**
 * The text of the documents of idle land: what each must hold by Order 53 (articles 6, 10, 13, 16), said from facts that
 * are frozen and from what its author filled in. The same text is shown, printed and written to DOCX.
 */
import { closure, disposalPlan, mortgagee, supplement } from "./agreement.rules.ts"
import { feeDecision, hearing, recoveryDecision } from "./decision.rules.ts"
import { NOTICES } from "./notice.rules.ts"
import {
  type Body,
  contact,
  describeHolder,
  describeIdleness,
  describeLand,
  type Draft,
  items,
  nameClause,
  type NoticeText,
  numbered,
  type Of,
  ORDER,
  paragraph,
} from "./parts.rules.ts"
import { dayText, parcelText } from "./wording.rules.ts"

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
