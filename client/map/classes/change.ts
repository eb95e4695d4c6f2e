import { type Breaks, type Computed, planBreaks, sortKnown } from "./breaks.ts"

/** From one year to another: null where either figure is missing, and of nothing there is no share. */
export function changeOf(
  before: number | null,
  now: number | null,
  isShare: boolean,
): number | null {
  if (before === null || now === null) return null
  if (!isShare) return now - before
  return before === 0 ? null : (now - before) / Math.abs(before)
}

/** Zero and limits that lie as far below it as above: as many classes of less as of more. */
export function planChange(method: Computed, changes: Float64Array, classes: number): Breaks {
  const sizes = sortKnown(changes.map(Math.abs).filter((size) => size > 0))
  const limits = planBreaks(method, sizes, Math.max(1, Math.floor(classes / 2)))
  return [...limits.toReversed().map((limit) => -limit), 0, ...limits]
}

/** Limits with zero among them. */
export const withZero = (breaks: Breaks): Breaks =>
  breaks.includes(0) ? breaks : [...breaks, 0].toSorted((a, b) => a - b)
