import { Exact } from "../../geodata/units.ts"

/**
 * A decimal as a whole number of units: `units` / 10^`places`. Sums, comparisons and quotients of whole numbers
 * are exact and many times faster than those of `Exact`; what a score is made of goes this way, and turns into
 * text or `Exact` where it is read.
 */
export type Fixed = { readonly units: bigint; readonly places: number }

/** Points and sealed figures are kept to 20 decimals. */
export const POINT_PLACES = 20
/** Digits that `Exact` keeps; a sum with more places than this could lose some of them. */
const EXACT_SUM_PLACES = 20

const POWERS: bigint[] = [1n]
/** 10^exponent. */
export function tenTo(exponent: number): bigint {
  for (let next = POWERS.length; next <= exponent; next += 1) POWERS.push(POWERS[next - 1]! * 10n)
  return POWERS[exponent]!
}

export const NOTHING_FIXED: Fixed = { units: 0n, places: 0 }

/** Of a number with so few digits the decimal that people wrote is the only one near enough. */
const MOST_SURE_UNITS = 1e15
const SURE_DIGITS = 15

/**
 * The decimal that a number or text writes, exactly.
 * @throws Error of decimal.js where the text is no number
 */
export function readFixed(given: number | string): Fixed {
  if (typeof given === "string") return readShort(given) ?? fromExact(new Exact(given))
  for (const [scale, places] of SCALES) {
    const units = Math.round(given * scale)
    if (Math.abs(units) <= MOST_SURE_UNITS && units / scale === given)
      return { units: BigInt(units), places }
  }
  return fromExact(new Exact(given))
}

const MINUS = 45
const POINT = 46
const ZERO = 48

/** Plain decimal text of 15 digits at most, as numbers hold them exactly; null for any other. */
function readShort(text: string): Fixed | null {
  const isNegative = text.charCodeAt(0) === MINUS
  const start = isNegative ? 1 : 0
  if (text.length - start > SURE_DIGITS) return null
  let units = 0
  let point = -1
  for (let place = start; place < text.length; place += 1) {
    const digit = text.charCodeAt(place) - ZERO
    if (digit >= 0 && digit <= 9) units = units * 10 + digit
    else if (digit === POINT - ZERO && point < 0 && place > start) point = place
    else return null
  }
  if (text.length === start || point === text.length - 1) return null
  return {
    units: BigInt(isNegative ? -units : units),
    places: point < 0 ? 0 : text.length - 1 - point,
  }
}

const SCALES = [
  [1, 0],
  [100, 2],
  [1e6, 6],
] as const

export function fromExact(value: Exact): Fixed {
  const places = value.decimalPlaces()
  return { units: BigInt(value.toFixed(places).replace(".", "")), places }
}

/** The units of a decimal in a finer measure. */
export const unitsAt = ({ units, places }: Fixed, finer: number): bigint =>
  places === finer ? units : units * tenTo(finer - places)

/** The sum as `Exact` has it: to 40 digits, which only a quotient among the parts can exceed. */
export function plus(a: Fixed, b: Fixed): Fixed {
  const places = Math.max(a.places, b.places)
  return places > EXACT_SUM_PLACES
    ? fromExact(toExact(a).plus(toExact(b)))
    : { units: unitsAt(a, places) + unitsAt(b, places), places }
}

export const negate = ({ units, places }: Fixed): Fixed => ({ units: -units, places })

/** Below 0, 0 or above, as the first is less than, equal to or greater than the second. */
export function compareFixed(a: Fixed, b: Fixed): number {
  const places = Math.max(a.places, b.places)
  return compareUnits(unitsAt(a, places), unitsAt(b, places))
}

export const compareUnits = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/** Quotient of whole numbers as a whole number, half away from zero; `below` is above 0. */
export const divideRounded = (above: bigint, below: bigint): bigint =>
  above < 0n ? -((-above + (below >> 1n)) / below) : (above + (below >> 1n)) / below

/** Plain decimal text without an exponent and without zeros at its end, to 20 decimals at most. */
export function toText(units: bigint, places: number): string {
  if (units === 0n) return "0"
  if (places > POINT_PLACES)
    return toText(divideRounded(units, tenTo(places - POINT_PLACES)), POINT_PLACES)
  return writeUnits(units, places)
}

function writeUnits(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0")
  const point = digits.length - places
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === 48) end -= 1
  const sign = units < 0n ? "-" : ""
  const whole = sign + digits.slice(0, point)
  // Joined text is one piece; added text would keep the digits it was cut from, three times the memory.
  return end > point ? [whole, digits.slice(point, end)].join(".") : whole
}

export const toExact = ({ units, places }: Fixed): Exact => new Exact(writeUnits(units, places))
