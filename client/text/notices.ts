import { QUANTITIES } from "../../server/assessment/indicator.rules.ts"
import { type NoticeCode, notice } from "../../server/assessment/notice.rules.ts"
import type { Text } from "./language.tsx"

/** What scores say for themselves, in English; the Chinese is the rules' own. */
const ENGLISH: Record<NoticeCode, string> = {
  notRated: "Rating class “{{ label }}”: points for reference only, not ranked",
  outsideStratum: "Not of this scheme's stratum ({{ stratum }}), not ranked",
  scaleMissing: "Not known whether above scale: no stratum can be told",
  outsideIndustry: "Industry code outside of the scheme ({{ industryCodes }}), not ranked",
  belowMinLand: "{{ landMu }} mu of land, below the least of {{ minLandMu }} mu, not ranked",
  duplicateCreditCode: "Credit code {{ creditCode }} occurs {{ rows }} times; none is scored",
  landMissing: "No land on record: not scored",
  landPartNegative: "{{ label }} is below zero: not scored",
  landNotPositive: "Land of {{ landMu }} mu is not above zero: not scored",
  leasedInFarMissing: "Leased floor without a plot ratio cannot be turned into land: not scored",
  leasedInTwice:
    "Leased land is stated as {{ leasedInMu }} mu and comes to {{ fromFloorMu }} mu by floor; the stated one counts",
  ownedMissing: "Own land not stated: taken as none",
  quantityNegative: "{{ label }} is {{ value }}, which cannot be below zero: taken as missing",
  implausibleMagnitude: "{{ label }} of {{ creditCode }} is {{ value }}: check the unit",
  valueMissing: "{{ label }} lacks data: {{ inputs }}",
  divisionByZero: "{{ label }}: {{ input }} is 0, taken as missing",
  denominatorNegative: "{{ label }}: {{ input }} is below zero, taken as missing",
  valueNegative: "{{ label }} is below zero: {{ value }}",
  ratioUndefined: "{{ label }}: lower is better and the value is not above 0, taken as missing",
  benchmarkMissing: "{{ label }} has no benchmark for this industry, taken as missing",
  benchmarkUnavailable: "{{ label }}: no benchmark could be had, taken as missing",
  minEqualsMax: "{{ label }}: lowest and highest are equal, everybody has full points",
  floorApplied: "{{ label }} is below the floor: {{ floor }} points",
  capApplied: "{{ label }} reaches the cap: {{ cap }} points",
  scoredZero: "{{ label }} is missing: 0 points by the scheme",
  scoredZeroByDefault: "{{ label }} is missing and the scheme has no rule for it: 0 points",
  scoredAverage: "{{ label }} is missing: the average of the stratum, {{ score }} points",
  averageUnavailable: "{{ label }}: nobody in the stratum has points, so missing is 0 points",
  excluded:
    "{{ label }} is missing: its weight {{ weight }} is taken out, the others are scaled up",
  allExcluded: "All indicators are missing: not scored",
  allMissing: "All indicators are missing: the total comes of rules and points alone",
  rankedLast: "{{ label }} is missing: ranked behind those that have it",
  valueNotRanked: "{{ label }} is missing: not ranked",
  bonusNotInScheme: "Bonus “{{ group }} / {{ item }}” is not of the scheme: not counted",
  bonusHighestOnly:
    "Bonus group “{{ group }}” does not add up: the highest, “{{ item }}”, {{ points }} points",
  bonusPointsOfScheme:
    "Bonus “{{ item }}” was entered with {{ claimed }} points; the scheme gives {{ points }}",
  bonusCapped: "Bonus of {{ points }} points is cut to {{ maxTotal }}",
  penaltyNotInScheme: "Penalty “{{ item }}” is not of the scheme: not counted",
  penaltyPointsOfScheme:
    "Penalty “{{ item }}” was entered with {{ claimed }} points; the scheme takes {{ points }}",
  tenantsPenalized: "Penalty “{{ item }}”: {{ tenants }} tenants, {{ points }} points off",
  scaleUnknown: "Not known whether above scale: penalty “{{ item }}” cannot be told, none taken",
  pointsWithoutScore: "This scheme ranks by one indicator: points do not move anybody",
  tied: "{{ firms }} firms of the stratum have the same total; rank {{ rank }}",
  gradeAdjusted: "“{{ event }}” moves the grade from {{ from }} to {{ to }}",
  eventNotInScheme: "The scheme has no rule for “{{ event }}”: nothing done",
  gradeWithheld:
    "{{ stratumSize }} ranked firms, fewer than {{ minStratumSize }}: the grade by rank is only a proposal",
  emptyPopulation: "No firm at all",
  nobodyRanked: "No firm is ranked",
  fiscalYearDiffers: "Assessed year {{ fiscalYear }}, scheme of {{ scheme }}",
}

const isCode = (code: string): code is NoticeCode => Object.hasOwn(ENGLISH, code)
const QUANTITY_OF = new Map<string, string>(
  Object.entries({ ...QUANTITIES, landMu: "用地面积（亩）" }).map(([id, label]) => [label, id]),
)

type Reason = { code: string; params: Record<string, string | number>; text?: string }

/** What a reason of a result or a warning of a run says; codes in it are named. */
export function noticeText(
  { code, params, text }: Reason,
  { language, name, names }: Text,
): string {
  if (!isCode(code)) return text ?? name("notice", code)
  const named = { ...params }
  const call = (key: string, group: string) => {
    const value = String(params[key] ?? "")
    if (names(group, value)) named[key] = name(group, value)
  }
  call("stratum", "stratum")
  call("event", "event")
  if (language() === "zh") return notice(code, named as never).text
  if (params["indicator"]) named["label"] = name("indicator", String(params["indicator"]))
  else if (params["field"]) named["label"] = name("quantity", String(params["field"]))
  else if (params["ratingClass"])
    named["label"] = name("rating-class", String(params["ratingClass"]))
  for (const key of ["input", "inputs"])
    if (params[key])
      named[key] = String(params[key])
        .split("、")
        .map((label) => name("quantity", QUANTITY_OF.get(label) ?? ""))
        .join(", ")
  return ENGLISH[code].replaceAll(/\{\{ (\w+) \}\}/g, (_, hole: string) =>
    String(named[hole] ?? ""),
  )
}
