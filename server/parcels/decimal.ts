import { Exact } from "../../geodata/units.ts"

/** Digits that a JSON number carries without loss. */
const SAFE_DIGITS = 15

/** A decimal text of the engine as a JSON number; beyond 15 significant digits it is rounded half-up to 15. */
export function toNumber(text: string): number {
  // Sign and point aside, so short a text has no more than 15 digits.
  if (text.length <= SAFE_DIGITS) return Number(text)
  return new Exact(text).toSignificantDigits(SAFE_DIGITS).toNumber()
}

/** The same, where a figure may be missing. */
export const toNumberOrNull = (text: string | null): number | null =>
  text === null ? null : toNumber(text)
