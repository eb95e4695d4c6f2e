/**
 * The documents of a case of idle land (闲置土地处置办法, Order 53): which there are, what each of them freezes, when it
 * may be drawn up, and by when its addressee must answer.
 */
import { addDays, addYears, type Day } from "../../geodata/days.ts"
import { addWorkdays } from "../../geodata/workdays.ts"
import type { ClockState } from "../flags/clock-state.rules.ts"
import type { Route } from "../flags/hit.rules.ts"

export const NOTICE_KINDS = [
  "investigation",
  "determination",
  "hearing",
  "feeDecision",
  "recoveryDecision",
  "disposalPlan",
  "supplement",
  "mortgagee",
  "closure",
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

type Entry = {
  title: string
  /** Stands before 〔year〕 in its number until an office writes its own. */
  series: string
  article: string
}

export const NOTICES = {
  investigation: { title: "闲置土地调查通知书", series: "闲调", article: "第五条、第六条" },
  determination: { title: "闲置土地认定书", series: "闲认", article: "第九条、第十条" },
  hearing: { title: "听证告知书", series: "闲听告", article: "第十五条" },
  feeDecision: {
    title: "征缴土地闲置费决定书",
    series: "闲费决",
    article: "第十四条第（一）项、第十六条",
  },
  recoveryDecision: {
    title: "收回国有建设用地使用权决定书",
    series: "闲收决",
    article: "第十四条第（二）项、第十六条",
  },
  disposalPlan: {
    title: "闲置土地处置方案",
    series: "闲处案",
    article: "第十二条、第十三条",
  },
  supplement: {
    title: "国有建设用地使用权出让合同补充协议",
    series: "闲补协",
    article: "第十二条",
  },
  mortgagee: { title: "抵押权人通知书", series: "闲抵通", article: "第十三条、第十四条" },
  closure: { title: "闲置土地处置结案表", series: "闲结", article: "第十一条、第十九条" },
} as const satisfies Record<NoticeKind, Entry>

/** Article 12(1): the ways of disposal by agreement. */
export const WAYS = {
  extend: "延长动工开发期限",
  change: "调整土地用途、规划条件",
  temporary: "由政府安排临时使用",
  paidRecovery: "协议有偿收回国有建设用地使用权",
  swap: "置换土地",
  other: "根据实际情况规定的其他处置方式",
} as const
export type Way = keyof typeof WAYS

/** How a document comes to its addressee (送达). */
export const SERVICE_WAYS = [
  "direct",
  "left",
  "post",
  "entrusted",
  "publication",
  "electronic",
] as const

/** A document of another body that this one rests on. */
export type Approval = { documentNo: string; approvedOn: Day; body: string }

type Shared = {
  /** The day the document bears; its facts are those of that day. */
  issuedOn: Day
  /** Who issues it. */
  body: string
  /** What stands before 〔year〕 in its number; the number of a determination is the determination's own. */
  series: string
  addressee: string
  address: string
  contact: string
  remarks: string | null
}

/** What the author fills in: what no record tells. */
export type NoticeFields = Shared &
  (
    | { kind: "investigation" }
    | { kind: "determination"; cause: string }
    | { kind: "hearing" }
    | { kind: "feeDecision"; approval: Approval; payment: string; review: string; court: string }
    | {
        kind: "recoveryDecision"
        approval: Approval
        handover: string
        review: string
        court: string
      }
    | {
        kind: "disposalPlan"
        way: Way
        measures: string
        filing: string
        mortgagees: string | null
      }
    | { kind: "supplement"; startOn: Day; completeOn: Day; liability: string; filing: string }
    | { kind: "mortgagee"; mortgage: string; matter: string }
    | { kind: "closure"; outcome: string }
  )

/** Where a record was read. */
export type Origin = { title: string; documentNo: string | null }

/** What the records say of a parcel on the day of a document: frozen with it. */
export type NoticeFacts = {
  zone: string
  on: Day
  /** Instant of knowledge, ISO 8601. */
  knownAt: string
  parcel: {
    id: number
    version: number
    name: string | null
    parcelCode: string | null
    location: string | null
    landUse: string | null
    /** m² that count in law. */
    areaM2: string
    areaMu: string
    origin: Origin
  }
  /** Owners of the right to use the land on that day. */
  holders: { name: string; creditCode: string; origin: Origin }[]
  contract: {
    contractNo: string
    supervisionNo: string | null
    signedOn: Day | null
    landPriceWanYuan: string | null
    totalInvestWanYuan: string | null
    deliveredOn: Day | null
    agreedStart: Day | null
    supplementStart: Day | null
    agreedCompletion: Day | null
    devAreaDueM2: string | null
    origin: Origin
  } | null
  project: {
    name: string
    startedOn: Day | null
    suspendedOn: Day | null
    completedOn: Day | null
    devAreaM2: string | null
    investedWanYuan: string | null
    origin: Origin
  } | null
  clock: {
    state: ClockState
    rule: "type1" | "type2" | null
    clauses: string[]
    route: Route | null
    feeWanYuan: string | null
    since: Day | null
    startDue: Day | null
    oneYearEnds: Day | null
    twoYearsEnd: Day | null
    /** Days that pauses pushed the first anniversary by. */
    pushedDays: number
    /** In words, each fact beside what it was held against. */
    reasons: string[]
  }
  pauses: {
    from: Day
    to: Day | null
    cause: "government" | "forceMajeure" | "holder"
    origin: Origin
  }[]
  supplements: { on: Day; startOn: Day; origin: Origin }[]
  /** The latest determination of idleness that is not later than the day. */
  determination: {
    id: number
    documentNo: string
    decidedOn: Day
    body: string
    reason: string | null
    publicFrom: Day | null
    end: { documentNo: string | null; on: Day; body: string | null; reason: string | null } | null
  } | null
  evidence: { filename: string; kind: string; takenOn: Day | null; sha256: string }[]
  /** Documents of this case that were issued before. */
  before: { kind: NoticeKind; number: string; issuedOn: Day; servedOn: Day | null }[]
}

/** Why a document cannot be drawn up: a stable code, and the same in words. */
export type Refusal = { code: RefusalCode; text: string }
const REFUSALS = {
  notIdle: "按其日期的计时结果，该宗地不构成闲置土地。",
  notDetermined: "该宗地没有生效的闲置土地认定。",
  ended: "闲置土地认定已经终止。",
  notEnded: "闲置土地认定尚未终止，处置未完毕。",
  byAgreement:
    "闲置由政府原因、不可抗力造成或属中止开发，按第十二条协商处置，不征缴闲置费，也不无偿收回。",
  notByAgreement: "不属于第十二条协商处置的情形。",
  notFee: "未动工已满二年，应按第十四条第（二）项无偿收回，不再征缴闲置费。",
  notRecovery: "未动工未满二年，不能无偿收回。",
  noPrice: "没有登记土地出让或划拨价款，无法计算闲置费。",
  noHearing: "作出决定前须先送达听证告知书（第十五条）。",
  hearingOpen: "申请听证的期限尚未届满。",
  beforeDetermination: "日期早于闲置土地认定。",
} as const
export type RefusalCode = keyof typeof REFUSALS
export const REFUSAL_CODES = Object.keys(REFUSALS) as [RefusalCode]
const refuse = (code: RefusalCode): Refusal => ({ code, text: REFUSALS[code] })

/** 自然资源听证规定: an application for a hearing is made within five working days of being told. */
const HEARING_WORKDAYS = 5
/** Order 53, articles 5 and 17. */
const ANSWER_DAYS = 30

/** Until when, and what, the addressee must answer once a document was served; null where nothing is due. */
export function findAnswer(kind: NoticeKind, servedOn: Day): { on: Day; what: string } | null {
  switch (kind) {
    case "investigation":
      return { on: addDays(servedOn, ANSWER_DAYS), what: "提交开发利用情况、闲置原因等材料" }
    case "feeDecision":
      return { on: addDays(servedOn, ANSWER_DAYS), what: "缴纳土地闲置费" }
    case "recoveryDecision":
      return { on: addDays(servedOn, ANSWER_DAYS), what: "办理注销登记，交回土地权利证书" }
    case "hearing":
      return { on: addWorkdays(servedOn, HEARING_WORKDAYS), what: "申请听证" }
    default:
      return null
  }
}

/** Whether a document may be drawn up on facts as they are; null where it may. */
export function findRefusal(kind: NoticeKind, facts: NoticeFacts): Refusal | null {
  const { clock, determination } = facts
  if (kind === "investigation") return clock.rule === null ? refuse("notIdle") : null
  if (!determination) return refuse("notDetermined")
  if (kind === "closure") return determination.end ? null : refuse("notEnded")
  if (determination.end) return refuse("ended")
  if (kind !== "determination" && facts.on < determination.decidedOn)
    return refuse("beforeDetermination")
  if (clock.rule === null) return refuse("notIdle")
  const isByAgreement = clock.route === "art12"
  if (kind === "disposalPlan" || kind === "supplement")
    return isByAgreement ? null : refuse("notByAgreement")
  if (kind === "hearing") return isByAgreement ? refuse("byAgreement") : null
  if (kind === "feeDecision" || kind === "recoveryDecision") return findDecisionRefusal(kind, facts)
  return null
}

function findDecisionRefusal(
  kind: "feeDecision" | "recoveryDecision",
  { clock, before, on, determination }: NoticeFacts,
): Refusal | null {
  if (clock.route === "art12") return refuse("byAgreement")
  if (kind === "feeDecision" && clock.route !== "fee20") return refuse("notFee")
  if (kind === "recoveryDecision" && clock.route !== "recover_free") return refuse("notRecovery")
  if (kind === "feeDecision" && clock.feeWanYuan === null) return refuse("noPrice")
  const told = before.find(
    (one) =>
      one.kind === "hearing" && one.servedOn !== null && one.issuedOn >= determination!.decidedOn,
  )
  if (!told) return refuse("noHearing")
  return on <= findAnswer("hearing", told.servedOn!)!.on ? refuse("hearingOpen") : null
}

const FAULTS = {
  startNotLater: "新的动工日期应晚于协议日期",
  startTooLate: "延长动工开发期限最长不得超过一年",
  completeNotLater: "竣工日期应晚于动工日期",
  approvedAfter: "批准日期晚于决定日期",
} as const
export type Fault = { code: keyof typeof FAULTS; pointer: string; message: string }
const fault = (code: Fault["code"], pointer: string): Fault => ({
  code,
  pointer,
  message: FAULTS[code],
})

/** What is wrong with what the author filled in, by the place of it. */
export function listFaults(fields: NoticeFields): Fault[] {
  const faults: Fault[] = []
  if (fields.kind === "supplement") {
    if (fields.startOn <= fields.issuedOn) faults.push(fault("startNotLater", "/startOn"))
    // Article 12(1)(i): the term may be extended by a year at most.
    if (fields.startOn > addYears(fields.issuedOn, 1))
      faults.push(fault("startTooLate", "/startOn"))
    if (fields.completeOn <= fields.startOn) faults.push(fault("completeNotLater", "/completeOn"))
  }
  if (
    (fields.kind === "feeDecision" || fields.kind === "recoveryDecision") &&
    fields.approval.approvedOn > fields.issuedOn
  )
    faults.push(fault("approvedAfter", "/approval/approvedOn"))
  return faults
}

/** The number of a document: the office's series, the year, the place in it. */
export const toNumber = (series: string, year: number, place: number): string =>
  `${series}〔${year}〕${place}号`

/** The facts as a document freezes them: of what was issued before, that alone which it speaks of. */
export function freezeFacts(kind: NoticeKind, facts: NoticeFacts): NoticeFacts {
  if (kind === "closure") return facts
  const isDecision = kind === "feeDecision" || kind === "recoveryDecision"
  return {
    ...facts,
    before: isDecision ? facts.before.filter((one) => one.kind === "hearing") : [],
  }
}
