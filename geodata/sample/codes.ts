/** Codes of the sample, well formed and belonging to nobody. */
/** A county of the plain on the lower reaches; the town in it is invented. */
const DIVISION_CODE = "341602"
/** Codes that registration offices give to enterprises begin with 91. */
const ENTERPRISE_PREFIX = `91${DIVISION_CODE}`
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
const FIRMS_PER_PARK = 8192
/** 31 to the fourth: numbers that four characters hold. */
const FOUR_CHARACTERS = 923_521
/** Prime to the number above, so that neighbours in a list do not have neighbouring codes. */
const STRIDE = 348_149

/** Parcel code of 19 characters: each park is a district, state land for construction (GB). */
export const parcelCodeOf = (park: number, sequence: number): string =>
  `${DIVISION_CODE}${String(park + 1).padStart(3, "0")}001GB${String(sequence).padStart(5, "0")}`

/** Supervision number: division, year, B and five digits; only characters and length are certain. */
export const supervisionNoOf = (year: string, number: number): string =>
  `${DIVISION_CODE}${year}B${String(number).padStart(5, "0")}`

/** Credit code of 18 characters with both check characters right. */
export function creditCodeOf(park: number, ordinal: number): string {
  if (ordinal >= FIRMS_PER_PARK) throw new RangeError(`a park has at most ${FIRMS_PER_PARK} firms`)
  const number = park * FIRMS_PER_PARK + ordinal
  const series = ALPHABET.charAt(10 + Math.floor(number / FOUR_CHARACTERS))
  let rest = ((number % FOUR_CHARACTERS) * STRIDE) % FOUR_CHARACTERS
  let four = ""
  for (let place = 0; place < 4; place++) {
    four = ALPHABET.charAt(rest % 31) + four
    rest = Math.floor(rest / 31)
  }
  const organisation = `MA2${series}${four}`
  const body = `${ENTERPRISE_PREFIX}${organisation}${checkOrganisation(organisation)}`
  return body + checkBody(body)
}

/** GB 32100-2015: weights are powers of 3 modulo 31; what is missing to a multiple of 31. */
function checkBody(body: string): string {
  let sum = 0
  let weight = 1
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** GB 11714: eight weights modulo 11; ten is X. */
function checkOrganisation(organisation: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce(
    (total, weight, n) => total + weight * Number.parseInt(organisation.charAt(n), 36),
    0,
  )
  const value = (11 - (sum % 11)) % 11
  return value === 10 ? "X" : String(value)
}
