import { Exact } from "../../geodata/units.ts"
import {
  type Enterprise,
  RATING_CLASSES,
  type RatingClass,
  readAmounts,
} from "./enterprise.rules.ts"
import type { Amounts } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import type { Scheme } from "./scheme.rules.ts"

/**
 * `ranked` firms make the means, ranks and grades; `reference` firms are scored against them and left
 * out of all three; `unscored` firms have no usable land or no identity of their own.
 */
type Standing = "ranked" | "reference" | "unscored"
export type Firm = {
  enterprise: Enterprise
  ratingClass: RatingClass
  stratum: string
  inStratum: boolean
  amounts: Amounts
  standing: Standing
  reasons: Notice[]
}

/** Strata whose name says which firms belong. */
const SCALE_OF_STRATUM = new Map([
  ["above_scale", true],
  ["aboveScale", true],
  ["below_scale", false],
  ["belowScale", false],
])
const OTHER_STRATUM = new Map([
  ["above_scale", "below_scale"],
  ["aboveScale", "belowScale"],
  ["below_scale", "above_scale"],
  ["belowScale", "aboveScale"],
])

/** Whether a scheme is for firms of one scale. */
export const isByScale = ({ stratum }: Scheme): boolean => SCALE_OF_STRATUM.has(stratum)

/** Above scale or not: as the firm says, else as its stratum says; null where neither does. */
export const findScale = ({ enterprise, stratum }: Firm): boolean | null =>
  enterprise.aboveScale ?? SCALE_OF_STRATUM.get(stratum) ?? null

/** Code unit order, the same on every machine and in every locale. */
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Credit code order, whatever order the rows came in. Rows of one code are ordered by their content. */
const inFixedOrder = (enterprises: readonly Enterprise[]) =>
  [...enterprises].sort(
    (a, b) =>
      compareText(a.creditCode, b.creditCode) || compareText(JSON.stringify(a), JSON.stringify(b)),
  )

/** Two-digit codes and ranges of them (`06-46,59`); a leading section letter (`C36`) is not looked at. */
export function isIndustryWithin(industryCode: string, ranges: string): boolean {
  const twoDigits = /^[A-Z]?(\d{2})/.exec(industryCode)?.[1]
  if (!twoDigits) return false
  return ranges.split(",").some((range) => {
    const [from = "", to = from] = range.trim().split("-")
    return from <= twoDigits && twoDigits <= to
  })
}

type Candidate = Pick<Firm, "enterprise" | "inStratum" | "amounts">

/** Why a firm is not of a scheme's population, whatever its rating class; undefined where it is. */
export function findOutside(firm: Candidate, { stratum, population }: Scheme): Notice | undefined {
  const { enterprise, amounts } = firm
  if (!firm.inStratum) return notice("outsideStratum", { stratum })
  const industryCodes = population?.industryCodes
  if (
    industryCodes &&
    enterprise.industryCode &&
    !isIndustryWithin(enterprise.industryCode, industryCodes)
  )
    return notice("outsideIndustry", { industryCodes })
  const minLandMu = population?.minLandMu
  if (minLandMu && amounts.landMu?.lt(minLandMu))
    return notice("belowMinLand", {
      landMu: amounts.landMu.toDecimalPlaces(4).toString(),
      minLandMu: new Exact(minLandMu).toString(),
    })
  return undefined
}

/** Why a firm with land is scored for reference and not ranked; undefined where it is ranked. */
function findExclusion(
  firm: Candidate & Pick<Firm, "ratingClass">,
  scheme: Scheme,
): Notice | undefined {
  const { ratingClass } = firm
  const excluded = scheme.population?.exclude?.includes(ratingClass) ?? false
  if (ratingClass !== "rated" || excluded)
    return notice("notRated", { ratingClass, label: RATING_CLASSES[ratingClass] })
  return findOutside(firm, scheme)
}

/** A firm with its amounts read, as a scheme sees it; its standing is not settled yet. */
export function toFirm(enterprise: Enterprise, { stratum }: Scheme) {
  const { amounts, landCounts, reasons, warnings } = readAmounts(enterprise)
  const scale = SCALE_OF_STRATUM.get(stratum)
  const inStratum = scale === undefined || (enterprise.aboveScale ?? scale) === scale
  return {
    enterprise,
    ratingClass: enterprise.ratingClass ?? "rated",
    stratum: inStratum ? stratum : (OTHER_STRATUM.get(stratum) ?? stratum),
    inStratum,
    amounts,
    landCounts,
    reasons,
    warnings,
  }
}

/** Settles who takes part and with how much land, in an order that the input's order does not change. */
export function listFirms(enterprises: readonly Enterprise[], scheme: Scheme) {
  const warnings: Notice[] = []
  const rowsOfCode = new Map<string, number>()
  for (const { creditCode } of enterprises)
    rowsOfCode.set(creditCode, (rowsOfCode.get(creditCode) ?? 0) + 1)
  for (const [creditCode, rows] of [...rowsOfCode].sort(([a], [b]) => compareText(a, b)))
    if (rows > 1) warnings.push(notice("duplicateCreditCode", { creditCode, rows }))

  const firms = inFixedOrder(enterprises).map((enterprise): Firm => {
    const { landCounts, warnings: own, ...firm } = toFirm(enterprise, scheme)
    warnings.push(...own)
    const rows = rowsOfCode.get(enterprise.creditCode) ?? 1
    if (rows > 1) {
      firm.reasons.push(notice("duplicateCreditCode", { creditCode: enterprise.creditCode, rows }))
      return { ...firm, standing: "unscored" }
    }
    const exclusion = findExclusion(firm, scheme)
    if (exclusion) firm.reasons.push(exclusion)
    if (!landCounts) return { ...firm, standing: "unscored" }
    return { ...firm, standing: exclusion ? "reference" : "ranked" }
  })
  return { firms, warnings }
}
