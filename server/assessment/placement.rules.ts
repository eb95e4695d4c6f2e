import type { Reading } from "./enterprise.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { findOutside, isByScale } from "./roster.rules.ts"
import type { Scheme } from "./scheme.rules.ts"

/** Where a firm belongs in a year: the scheme that takes it in, or why none does. */
export type Placement = { schemeId: string } | { schemeId: null; reasons: Notice[] }

/**
 * The first scheme of a year whose population a firm is of, in the order of the year. A firm that is of none is
 * outside the assessment, with what each scheme said of it. Whether a firm is above scale is never guessed here:
 * a year has both strata, and one of them would be wrong.
 */
export function placeFirm(reading: Reading, schemes: readonly Scheme[]): Placement {
  const reasons: Notice[] = []
  for (const scheme of schemes) {
    const isUnknown = isByScale(scheme) && typeof reading.enterprise.aboveScale !== "boolean"
    const outside = isUnknown ? notice("scaleMissing", {}) : findOutside(reading, scheme)
    if (!outside) return { schemeId: scheme.id }
    reasons.push(outside)
  }
  return { schemeId: null, reasons }
}
