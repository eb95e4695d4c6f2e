import { addYears } from "../../geodata/days.ts"
import type { RatingClass } from "./enterprise.rules.ts"
import { isIndustryWithin } from "./roster.rules.ts"
import type { Scheme } from "./scheme.rules.ts"

export type ClassSuggestion = { ratingClass: RatingClass; reason: string }

/** Classes that hold until somebody says otherwise; the others are of their year. */
const LASTING: ReadonlySet<RatingClass> = new Set(["exempt", "notRated", "unsuitable"])
const CARRIED = /^沿用 \d{4} 年度：/

/**
 * The class that a firm had in the year before, for a person to confirm where it is one that lasts; null otherwise.
 * The reason is the one first given.
 */
export function carryClass(
  before: ClassSuggestion | undefined,
  fiscalYear: number,
): ClassSuggestion | null {
  if (!before || !LASTING.has(before.ratingClass)) return null
  const reason = before.reason.replace(CARRIED, "")
  return { ratingClass: before.ratingClass, reason: `沿用 ${fiscalYear - 1} 年度：${reason}` }
}

/**
 * The rating class that a scheme's population rules point to, for a person to confirm: an exempt industry, or the
 * first years after registration. Null where they say nothing; what is not known suggests nothing.
 *
 * @param registeredOn YYYY-MM-DD; measured at 31 December of the year
 */
export function suggestClass(
  { industryCode, registeredOn }: { industryCode: string | null; registeredOn: string | null },
  { population }: Scheme,
  fiscalYear: number,
): ClassSuggestion | null {
  const exempt = population?.exemptIndustryCodes
  if (exempt && industryCode && isIndustryWithin(industryCode, exempt))
    return { ratingClass: "exempt", reason: `行业代码 ${industryCode} 属于免评行业（${exempt}）` }
  const years = population?.transitionYears
  // The day of registration is not counted: the years are full on the day of the same date.
  if (years && registeredOn && addYears(registeredOn, years) > `${fiscalYear}-12-31`)
    return {
      ratingClass: "transition",
      reason: `${registeredOn} 登记，至 ${fiscalYear} 年末不满 ${years} 年`,
    }
  return null
}
