/**
 * Unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters, of which the ninth to
 * seventeenth are the organisation code of GB 11714 with a check character of its own.
 */

/** Check values 0-30 in order; no I, O, S, V, Z. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
/** 3^(i-1) mod 31 for places 1-17. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
/** GB 11714 weights for the eight characters of the organisation code. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/**
 * What is wrong with a credit code: `shape` (length or characters), `registrationNo` (a 15-digit number
 * of before 2015), `organisation` (inner check character), `check` (last character).
 */
export type CreditCodeFault = "shape" | "registrationNo" | "organisation" | "check"

const weightedSum = (
  text: string,
  weights: number[],
  valueOf: (character: string) => number,
): number => weights.reduce((sum, weight, place) => sum + weight * valueOf(text.charAt(place)), 0)

/** The check character for the first 17 characters of a credit code. */
export function planCheckCharacter(code: string): string {
  const sum = weightedSum(code, WEIGHTS, (character) => ALPHABET.indexOf(character))
  // Where the sum is divisible by 31 the value is 0: the outer modulo keeps 31 - 0 inside the alphabet.
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The check character for the eight characters of an organisation code: 10 is X, 11 is 0. */
export function planOrganisationCharacter(code: string): string {
  const sum = weightedSum(code, ORGANISATION_WEIGHTS, (character) => Number.parseInt(character, 36))
  const value = 11 - (sum % 11)
  return value === 10 ? "X" : value === 11 ? "0" : String(value)
}

/** Full-width characters, blanks and small letters as people type them, made into a code. */
export const normaliseCreditCode = (text: string): string =>
  text.normalize("NFKC").replace(/\s/g, "").toUpperCase()

/** The first fault of a normalised credit code, or null when both check characters hold. */
export function findCreditCodeFault(code: string): CreditCodeFault | null {
  if (/^\d{15}$/.test(code)) return "registrationNo"
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return "shape"
  if (planCheckCharacter(code) !== code.charAt(17)) return "check"
  if (planOrganisationCharacter(code.slice(8, 16)) !== code.charAt(16)) return "organisation"
  return null
}
