/**
 * Chance that comes out the same on every machine: integers for the state, and sums and products alone
 * for the curves, because `Math.exp`, `Math.sin` and their like may differ in the last bit by platform.
 */

/** A stream of chance. Streams of different names do not disturb one another. */
export type Random = {
  /** 0 <= x < 1. */
  next(): number
  /** low <= x < high. */
  between(low: number, high: number): number
  /** Whole number, low <= n <= high. */
  int(low: number, high: number): number
  /** True with probability `share`, 0-1. */
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** Picks with weights; the weights need not sum to one. */
  weigh<T>(list: readonly (readonly [T, number])[]): T
  /** Roughly normal with mean 0 and deviation 1, never beyond 3.47. */
  normal(): number
  /** Log-normal: `median` times e to the `sigma` normal. */
  spread(median: number, sigma: number): number
}

/** FNV-1a over UTF-16 units with a final stir: 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** A stream for `seed` and a name, by the "small fast counting" generator with 128 bits of state. */
export function createRandom(seed: number, stream: string): Random {
  let a = hashText(`${seed}/${stream}`)
  let b = hashText(`${stream}/${seed}`)
  let c = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x6a09e667) | 0
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()

  const between = (low: number, high: number) => low + next() * (high - low)
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const normal = () => (next() + next() + next() + next() - 2) * Math.sqrt(3)
  return {
    next,
    between,
    int,
    chance: (share) => next() < share,
    pick: (list) => {
      const picked = list[int(0, list.length - 1)]
      if (picked === undefined) throw new RangeError("nothing to pick from")
      return picked
    },
    weigh: (list) => {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of list) {
        left -= weight
        if (left < 0) return value
      }
      const last = list.at(-1)
      if (!last) throw new RangeError("nothing to weigh")
      return last[0]
    },
    normal,
    spread: (median, sigma) => median * exponential(sigma * normal()),
  }
}

/** e to the x by its series, after halving the exponent out. */
export function exponential(x: number): number {
  const doublings = Math.round(x / Math.LN2)
  const rest = x - doublings * Math.LN2
  let term = 1
  let sum = 1
  for (let n = 1; n <= 14; n++) {
    term = (term * rest) / n
    sum += term
  }
  for (let i = 0; i < doublings; i++) sum *= 2
  for (let i = 0; i > doublings; i--) sum /= 2
  return sum
}

/** Sine of an angle in full turns: 0.25 gives 1. */
export function sineOfTurns(turns: number): number {
  let t = turns - Math.floor(turns)
  let sign = 1
  if (t >= 0.5) {
    t -= 0.5
    sign = -1
  }
  if (t > 0.25) t = 0.5 - t
  const angle = t * 2 * Math.PI
  let term = angle
  let sum = angle
  for (let n = 1; n <= 9; n++) {
    term = (-term * angle * angle) / (2 * n * (2 * n + 1))
    sum += term
  }
  return sign * sum
}

/** Cosine of an angle in full turns. */
export const cosineOfTurns = (turns: number): number => sineOfTurns(turns + 0.25)
