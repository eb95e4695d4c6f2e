import type { NoticeFacts, NoticeFields, NoticeKind } from "../../server/notices/notice.rules.ts"

const origin = { title: "国有建设用地使用权出让合同", documentNo: "示合〔2021〕3号" }

/** A parcel that should have been started on 2022-03-01 and was not, on a day when a fee is owed. */
export const makeFacts = (changes: Partial<NoticeFacts> = {}): NoticeFacts => ({
  zone: "示例经济开发区",
  on: "2023-06-01",
  knownAt: "2023-06-01T02:00:00.000Z",
  parcel: {
    id: 7,
    version: 1,
    name: "示例地块甲",
    parcelCode: "341602001001GB00007",
    location: "示例路 7 号",
    landUse: "一类工业用地",
    areaM2: "20000.00",
    areaMu: "30.000000",
    origin: { title: "宗地图", documentNo: null },
  },
  holders: [{ name: "示例制造有限公司", creditCode: "91341602MA0000001X", origin }],
  contract: {
    contractNo: "3416022021B00003",
    supervisionNo: "3416022021B00003-1",
    signedOn: "2021-09-01",
    landPriceWanYuan: "1285",
    totalInvestWanYuan: "20000",
    deliveredOn: "2021-10-01",
    agreedStart: "2022-03-01",
    supplementStart: null,
    agreedCompletion: "2024-03-01",
    devAreaDueM2: "20000",
    origin,
  },
  project: null,
  clock: {
    state: "idleFee",
    rule: "type1",
    clauses: ["53-2(1)", "53-14(1)"],
    route: "fee20",
    feeWanYuan: "257",
    since: "2023-03-02",
    startDue: "2022-03-01",
    oneYearEnds: "2023-03-01",
    twoYearsEnd: "2024-03-01",
    pushedDays: 0,
    reasons: ["应于 2022-03-01 动工，已满一年未动工，满期日 2023-03-01"],
  },
  pauses: [],
  supplements: [],
  determination: {
    id: 3,
    documentNo: "示资闲认〔2023〕1号",
    decidedOn: "2023-04-10",
    body: "示例自然资源局",
    reason: "满一年未动工",
    publicFrom: null,
    end: null,
  },
  evidence: [],
  before: [
    {
      kind: "hearing",
      number: "闲听告〔2023〕1号",
      issuedOn: "2023-04-20",
      servedOn: "2023-04-24",
    },
  ],
  ...changes,
})

const shared = {
  issuedOn: "2023-06-01",
  body: "示例自然资源局",
  series: "示资闲",
  addressee: "示例制造有限公司",
  address: "示例路 7 号",
  contact: "利用科，0558-0000000",
  remarks: null,
}
const approval = { documentNo: "示政〔2023〕9号", approvedOn: "2023-05-20", body: "示例区人民政府" }

const FIELDS: { [Kind in NoticeKind]: Extract<NoticeFields, { kind: Kind }> } = {
  investigation: { kind: "investigation", ...shared },
  determination: { kind: "determination", cause: "使用权人资金不足，未动工。", ...shared },
  hearing: { kind: "hearing", ...shared },
  feeDecision: {
    kind: "feeDecision",
    approval,
    payment: "到示例区税务局缴纳",
    review: "示例区人民政府",
    court: "示例区人民法院",
    ...shared,
  },
  recoveryDecision: {
    kind: "recoveryDecision",
    approval,
    handover: "示例区不动产登记中心",
    review: "示例区人民政府",
    court: "示例区人民法院",
    ...shared,
  },
  disposalPlan: {
    kind: "disposalPlan",
    way: "extend",
    measures: "自2023年9月1日起六个月内动工。",
    filing: "2023-0031",
    mortgagees: null,
    ...shared,
  },
  supplement: {
    kind: "supplement",
    startOn: "2024-06-01",
    completeOn: "2026-06-01",
    liability: "逾期按日支付违约金。",
    filing: "2023-0031",
    ...shared,
  },
  mortgagee: {
    kind: "mortgagee",
    mortgage: "皖（2022）示例不动产证明第12号",
    matter: "拟延长动工开发期限。",
    ...shared,
    addressee: "示例银行",
  },
  closure: { kind: "closure", outcome: "已动工，恢复正常开发。", ...shared },
}

/** What an author fills in for a document of this kind. */
export const makeFields = <Kind extends NoticeKind>(
  kind: Kind,
  changes: Partial<Extract<NoticeFields, { kind: Kind }>> = {},
): Extract<NoticeFields, { kind: Kind }> => ({ ...FIELDS[kind], ...changes })

type ClockFacts = NoticeFacts["clock"]
const { clock: FEE } = makeFacts()
export const BY_AGREEMENT: ClockFacts = {
  ...FEE,
  state: "idleAgreement",
  clauses: ["53-2(1)", "53-12"],
  route: "art12",
  feeWanYuan: null,
}
export const RECOVERY: ClockFacts = {
  ...FEE,
  state: "idleRecovery",
  clauses: ["53-2(1)", "53-14(2)"],
  route: "recover_free",
  feeWanYuan: null,
}
export const ENDED: NoticeFacts["determination"] = {
  ...makeFacts().determination!,
  end: {
    documentNo: "示资〔2023〕8号",
    on: "2023-05-30",
    body: "示例自然资源局",
    reason: "已动工",
  },
}

/** Facts on which a document of this kind may be drawn up. */
export function factsFor(kind: NoticeKind): NoticeFacts {
  if (kind === "recoveryDecision") return makeFacts({ clock: RECOVERY })
  if (kind === "disposalPlan" || kind === "supplement") return makeFacts({ clock: BY_AGREEMENT })
  return kind === "closure" ? makeFacts({ determination: ENDED }) : makeFacts()
}
