/** What is filled in for a document: which fields its kind has, and the document that they make. */
import { addMonths, addYears, type Day } from "../../geodata/days.ts"
import type { NoticeFields, NoticeKind, Way } from "../../server/notices/notice.rules.ts"
import type { Offer } from "./shapes.ts"

const MONTHS_TO_START = 6
const YEARS_TO_COMPLETE = 2

/** Everything that any kind asks for, as it is typed. */
export type Values = {
  issuedOn: Day
  body: string
  series: string
  addressee: string
  address: string
  contact: string
  remarks: string
  cause: string
  approvalNo: string
  approvedOn: Day
  approvalBody: string
  payment: string
  handover: string
  review: string
  court: string
  way: Way
  measures: string
  filing: string
  mortgagees: string
  startOn: Day
  completeOn: Day
  liability: string
  mortgage: string
  matter: string
  outcome: string
}
export type FieldName = keyof Values
export type FieldType = "line" | "passage" | "day" | "way"

const TYPES: Partial<Record<FieldName, FieldType>> = {
  issuedOn: "day",
  approvedOn: "day",
  startOn: "day",
  completeOn: "day",
  way: "way",
  remarks: "passage",
  cause: "passage",
  payment: "passage",
  measures: "passage",
  mortgagees: "passage",
  liability: "passage",
  matter: "passage",
  outcome: "passage",
}
export const typeOf = (field: FieldName): FieldType => TYPES[field] ?? "line"

const OPTIONAL: ReadonlySet<FieldName> = new Set(["remarks", "mortgagees"])
export const isNeeded = (field: FieldName): boolean => !OPTIONAL.has(field)

const HEAD: readonly FieldName[] = ["issuedOn", "series", "body", "addressee", "address", "contact"]
const APPROVAL = ["approvalBody", "approvalNo", "approvedOn"] as const
const OWN: Record<NoticeKind, readonly FieldName[]> = {
  investigation: [],
  determination: ["cause"],
  hearing: [],
  feeDecision: [...APPROVAL, "payment", "review", "court"],
  recoveryDecision: [...APPROVAL, "handover", "review", "court"],
  disposalPlan: ["way", "measures", "filing", "mortgagees"],
  supplement: ["startOn", "completeOn", "liability", "filing"],
  mortgagee: ["mortgage", "matter"],
  closure: ["outcome"],
}

/** The fields of a kind in the order in which they are filled in. A determination has its day and number already. */
export const listFields = (kind: NoticeKind): FieldName[] => [
  ...HEAD.filter(
    (field) => kind !== "determination" || (field !== "issuedOn" && field !== "series"),
  ),
  ...OWN[kind],
  "remarks",
]

/** What a form begins with: what the record knows, and what was written in the document before. */
export function beginValues(
  kind: NoticeKind,
  { facts, kinds, last, address }: Offer,
  day: Day,
): Values {
  const { determination, holders } = facts
  const issuedOn = kind === "determination" && determination ? determination.decidedOn : day
  const isToHolder = kind !== "mortgagee"
  return {
    issuedOn,
    series: kinds.find((one) => one.kind === kind)?.series ?? "",
    body: determination?.body ?? last?.body ?? "",
    addressee: isToHolder ? (holders[0]?.name ?? "") : "",
    address: isToHolder ? (address ?? "") : "",
    contact: last?.contact ?? "",
    remarks: "",
    cause: determination?.reason ?? "",
    approvalNo: "",
    approvedOn: issuedOn,
    approvalBody: "",
    payment: "",
    handover: "",
    review: "",
    court: "",
    way: "extend",
    measures: "",
    filing: "",
    mortgagees: "",
    startOn: addMonths(issuedOn, MONTHS_TO_START),
    completeOn: addYears(addMonths(issuedOn, MONTHS_TO_START), YEARS_TO_COMPLETE),
    liability: "",
    mortgage: "",
    matter: "",
    outcome: "",
  }
}

/**
 * The document that values make.
 *
 * @param blank stands for a line that is not filled in yet
 */
export function toFields(kind: NoticeKind, values: Values, blank = ""): NoticeFields {
  const text = (field: Exclude<FieldName, "way">) => values[field].trim() || blank
  const optional = (field: "remarks" | "mortgagees") => values[field].trim() || null
  const day = (field: "approvedOn" | "startOn" | "completeOn"): Day =>
    values[field] || values.issuedOn
  const shared = {
    issuedOn: values.issuedOn,
    body: text("body"),
    series: text("series"),
    addressee: text("addressee"),
    address: text("address"),
    contact: text("contact"),
    remarks: optional("remarks"),
  }
  const approval = {
    documentNo: text("approvalNo"),
    approvedOn: day("approvedOn"),
    body: text("approvalBody"),
  }
  switch (kind) {
    case "investigation":
    case "hearing":
      return { kind, ...shared }
    case "determination":
      return { kind, cause: text("cause"), ...shared }
    case "feeDecision":
      return {
        kind,
        approval,
        payment: text("payment"),
        review: text("review"),
        court: text("court"),
        ...shared,
      }
    case "recoveryDecision":
      return {
        kind,
        approval,
        handover: text("handover"),
        review: text("review"),
        court: text("court"),
        ...shared,
      }
    case "disposalPlan":
      return {
        kind,
        way: values.way,
        measures: text("measures"),
        filing: text("filing"),
        mortgagees: optional("mortgagees"),
        ...shared,
      }
    case "supplement":
      return {
        kind,
        startOn: day("startOn"),
        completeOn: day("completeOn"),
        liability: text("liability"),
        filing: text("filing"),
        ...shared,
      }
    case "mortgagee":
      return { kind, mortgage: text("mortgage"), matter: text("matter"), ...shared }
    case "closure":
      return { kind, outcome: text("outcome"), ...shared }
  }
}
