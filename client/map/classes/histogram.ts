import { countUpTo } from "./breaks.ts"

/** Bars of one width over a range, and what lies beyond it. */
export type Scale = {
  /** Lower end of the first bar. */
  low: number
  step: number
  bars: number
}

export type Bars = { counts: number[]; below: number; above: number }

const STEPS = [1, 2, 2.5, 5, 10]

/** The least number of 1, 2, 2.5 or 5 times a power of ten that is no smaller. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const step = STEPS.find((one) => one * power >= least * (1 - 1e-9)) ?? 10
  return Number((step * power).toPrecision(3))
}

/** Shares of the values between which the range lies where the rest reaches far. */
const TAIL = 0.02
/** A tail is cut off that would take more than so much of the range within. */
const FAR = 0.35

/** Both ends of what is worth a bar of its own. */
function rangeOf(sorted: Float64Array): [low: number, high: number] {
  const [least, most] = [sorted[0]!, sorted.at(-1)!]
  const lower = sorted[Math.floor(TAIL * (sorted.length - 1))]!
  const upper = sorted[Math.ceil((1 - TAIL) * (sorted.length - 1))]!
  const within = upper - lower
  if (within === 0) return [least, most]
  return [lower - least > FAR * within ? lower : least, most - upper > FAR * within ? upper : most]
}

/** Decimal steps added up, without what binary adds to them. */
const clean = (value: number) => Number(value.toPrecision(12))

/** Below this a binary number loses digits. */
const LEAST_SIZE = 1e-290
/** A spread of less than this share of the figures themselves is none that twelve digits tell. */
const LEAST_SPREAD = 1e-9

/** Width of a bar; of figures that do not differ so that digits would show it, a tenth of their size. */
function stepOf(low: number, high: number, steps: number): number {
  const size = Math.max(Math.abs(low), Math.abs(high))
  if (size < LEAST_SIZE) return 1
  return roundStep(high - low < LEAST_SPREAD * size ? size / 10 : high / steps - low / steps)
}

/**
 * Bars over values, at most `most`, with ends that people read. A few values far off do not squeeze the rest:
 * they lie beyond the range.
 *
 * @param sorted ascending; null without any
 */
export function planScale(sorted: Float64Array, most: number): Scale | null {
  if (sorted.length === 0) return null
  const [low, high] = rangeOf(sorted)
  const step = stepOf(low, high, most - 1)
  const first = Math.floor(low / step + 1e-9)
  return {
    low: clean(first * step),
    step,
    bars: Math.max(1, Math.floor(high / step + 1e-9) - first + 1),
  }
}

/** Lower end of a bar; of the one after the last, the end of the range. */
export const endOf = ({ low, step }: Scale, bar: number): number => clean(low + bar * step)

/** Every value in exactly one bar, or beyond one end; a value between two bars is in the upper one. */
export function countBars(values: Iterable<number>, scale: Scale): Bars {
  const ends = Array.from({ length: scale.bars + 1 }, (_, bar) => endOf(scale, bar))
  const counts = Array.from({ length: scale.bars }, () => 0)
  let [below, above] = [0, 0]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    const place = countUpTo(value, ends)
    if (place === 0) below += 1
    else if (place > scale.bars) above += 1
    else counts[place - 1]! += 1
  }
  return { counts, below, above }
}

/** Where values stand on an axis of bars with a place for each tail; shares of its length, 0-1. */
export type Axis = {
  slots: number
  at: (value: number) => number
  /** The value at a share. */
  from: (share: number) => number
}

/** @param ends the least and the most value there is: within its place a tail is told linearly */
export function makeAxis(scale: Scale, [least, most]: readonly [number, number], bars: Bars): Axis {
  const first = bars.below > 0 ? 1 : 0
  const slots = first + scale.bars + (bars.above > 0 ? 1 : 0)
  const [low, high] = [scale.low, endOf(scale, scale.bars)]
  const slotOf = (value: number): number => {
    if (value < low) return first === 0 ? 0 : (value - least) / (low - least)
    if (value > high)
      return first + scale.bars + (bars.above > 0 ? (value - high) / (most - high) : 0)
    return first + (value - low) / scale.step
  }
  return {
    slots,
    at: (value) => Math.min(1, Math.max(0, slotOf(value) / slots)),
    from: (share) => {
      const slot = Math.min(1, Math.max(0, share)) * slots
      if (slot < first) return least + slot * (low - least)
      if (slot > first + scale.bars) return high + (slot - first - scale.bars) * (most - high)
      return low + (slot - first) * scale.step
    },
  }
}
