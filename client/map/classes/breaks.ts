import { naturalStarts } from "./natural.ts"

/** Ascending: the lowest value of each class but the first. A value on a limit belongs to the class above. */
export type Breaks = readonly number[]

/** Ways in which limits come from the values alone. */
export type Computed = "quantile" | "equal" | "natural"

/** Finite values in ascending order. What is missing is no value, and never a zero. */
export function sortKnown(values: ArrayLike<number | null | undefined>): Float64Array {
  const known = new Float64Array(values.length)
  let count = 0
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]
    if (Number.isFinite(value)) known[count++] = value!
  }
  return known.subarray(0, count).sort()
}

/** How many of ascending numbers are at most a value: of breaks its class, of values its rank. */
export function countUpTo(value: number, ascending: ArrayLike<number>): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of ascending numbers are below a value. */
function countBelow(value: number, ascending: ArrayLike<number>): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

const MOST_DIGITS = 17

/** The number with the fewest digits near a target that no value lies between. */
function readableNear(target: number, low: number, high: number, tolerance: number): number {
  for (let digits = 2; digits < MOST_DIGITS; digits += 1) {
    const rounded = Number(target.toPrecision(digits))
    if (rounded > low && rounded <= high && Math.abs(rounded - target) <= tolerance) return rounded
  }
  return target
}

/** The limit before the value at a place of the sorted ones, cut to as few digits as stay above the one before. */
function limitBefore(sorted: Float64Array, place: number): number {
  const [below, value] = [sorted[place - 1]!, sorted[place]!]
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  for (let digits = 2; digits < MOST_DIGITS; digits += 1) {
    const decimals = Math.min(100, Math.max(0, digits - 1 - magnitude))
    const step = 10 ** Math.max(0, magnitude - digits + 1)
    const cut =
      Number((Math.floor((value / step) * 10 ** decimals) / 10 ** decimals).toFixed(decimals)) *
      step
    if (cut > below && cut <= value) return cut
  }
  return value
}

/** Places where classes of equally many begin; among equal values the nearer end of them. */
function quantileStarts(sorted: Float64Array, count: number): number[] {
  return Array.from({ length: count - 1 }, (_, index) => {
    const wanted = Math.round(((index + 1) * sorted.length) / count)
    const value = sorted[Math.min(wanted, sorted.length - 1)]!
    const before = countBelow(value, sorted)
    const after = countUpTo(value, sorted)
    return wanted - before <= after - wanted ? before : after
  })
}

function equalBreaks(sorted: Float64Array, count: number): number[] {
  const [least, most] = [sorted[0]!, sorted.at(-1)!]
  const width = (most - least) / count
  return Array.from({ length: count - 1 }, (_, index) => {
    const target = least + (index + 1) * width
    const place = countBelow(target, sorted)
    return readableNear(target, sorted[place - 1]!, sorted[place]!, width / 20)
  })
}

/**
 * Limits of at most `count` classes; fewer where there are fewer values, none where all are equal. None of the
 * ends is empty, and each limit is written with as few digits as leave every value in its class.
 *
 * @param sorted as `sortKnown` gives them
 */
export function planBreaks(method: Computed, sorted: Float64Array, count: number): Breaks {
  if (sorted.length === 0 || sorted[0] === sorted.at(-1)) return []
  if (method === "equal") return [...new Set(equalBreaks(sorted, count))]
  const starts = method === "natural" ? naturalStarts(sorted, count) : quantileStarts(sorted, count)
  const inside = starts.filter((place) => place > 0 && place < sorted.length)
  return [...new Set(inside)].map((place) => limitBefore(sorted, place))
}

/** Values of each class. */
export function countClasses(values: Iterable<number>, breaks: Breaks): number[] {
  const counts = Array.from({ length: breaks.length + 1 }, () => 0)
  for (const value of values) if (Number.isFinite(value)) counts[countUpTo(value, breaks)]! += 1
  return counts
}
