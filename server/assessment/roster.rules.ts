import { Exact } from "../../geodata/units.ts"
import {
  type Enterprise,
  RATING_CLASSES,
  type RatingClass,
  type Reading,
} from "./enterprise.rules.ts"
import { compareFixed, readFixed, toExact } from "./fixed.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import type { Scheme } from "./scheme.rules.ts"

/**
 * `ranked` firms make the means, ranks and grades; `reference` firms are scored against them and left
 * out of all three; `unscored` firms have no usable land or no identity of their own.
 */
type Standing = "ranked" | "reference" | "unscored"
export type Firm = {
  readonly reading: Reading
  readonly ratingClass: RatingClass
  readonly stratum: string
  readonly standing: Standing
  readonly reasons: readonly Notice[]
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
export const findScale = ({ reading, stratum }: Firm): boolean | null =>
  reading.enterprise.aboveScale ?? SCALE_OF_STRATUM.get(stratum) ?? null

/** Code unit order, the same on every machine and in every locale. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Two-digit codes and ranges of them (`06-46,59`); a leading section letter (`C36`) is not looked at. */
export function isIndustryWithin(industryCode: string, ranges: string): boolean {
  const twoDigits = /^[A-Z]?(\d{2})/.exec(industryCode)?.[1]
  if (!twoDigits) return false
  return ranges.split(",").some((range) => {
    const [from = "", to = from] = range.trim().split("-")
    return from <= twoDigits && twoDigits <= to
  })
}

/** Whether a stratum takes firms of a scale; one that says nothing of scale takes all. */
function isInStratum({ aboveScale }: Enterprise, stratum: string): boolean {
  const scale = SCALE_OF_STRATUM.get(stratum)
  return scale === undefined || (aboveScale ?? scale) === scale
}

/** Why a firm is not of a scheme's population, whatever its rating class; undefined where it is. */
export function findOutside(
  { enterprise, landMu }: Reading,
  { stratum, population }: Scheme,
): Notice | undefined {
  if (!isInStratum(enterprise, stratum)) return notice("outsideStratum", { stratum })
  const industryCodes = population?.industryCodes
  if (
    industryCodes &&
    enterprise.industryCode &&
    !isIndustryWithin(enterprise.industryCode, industryCodes)
  )
    return notice("outsideIndustry", { industryCodes })
  const minLandMu = population?.minLandMu
  if (minLandMu && landMu && compareFixed(landMu, readFixed(minLandMu)) < 0)
    return notice("belowMinLand", {
      landMu: toExact(landMu).toDecimalPlaces(4).toString(),
      minLandMu: new Exact(minLandMu).toString(),
    })
  return undefined
}

/** Why a firm with land is scored for reference and not ranked; undefined where it is ranked. */
function findExclusion(
  reading: Reading,
  ratingClass: RatingClass,
  scheme: Scheme,
): Notice | undefined {
  const excluded = scheme.population?.exclude?.includes(ratingClass) ?? false
  if (ratingClass !== "rated" || excluded)
    return notice("notRated", { ratingClass, label: RATING_CLASSES[ratingClass] })
  return findOutside(reading, scheme)
}

/**
 * Settles whether a firm takes part under a scheme.
 * @param rows of the firm's credit code; more than one leaves all of them unscored
 */
export function toFirm(reading: Reading, rows: number, scheme: Scheme): Firm {
  const { enterprise, landCounts, reasons } = reading
  const { stratum } = scheme
  const ratingClass = enterprise.ratingClass ?? "rated"
  const base = {
    reading,
    ratingClass,
    stratum: isInStratum(enterprise, stratum) ? stratum : (OTHER_STRATUM.get(stratum) ?? stratum),
  }
  if (rows > 1) {
    const { creditCode } = enterprise
    const twice = notice("duplicateCreditCode", { creditCode, rows })
    return { ...base, standing: "unscored", reasons: [...reasons, twice] }
  }
  const exclusion = findExclusion(reading, ratingClass, scheme)
  return {
    ...base,
    standing: landCounts ? (exclusion ? "reference" : "ranked") : "unscored",
    reasons: exclusion ? [...reasons, exclusion] : reasons,
  }
}
