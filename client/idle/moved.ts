import type { Day } from "../../geodata/days.ts"
import type { Clock, ClockState } from "./shapes.ts"

type Term = "startDue" | "oneYearEnds" | "twoYearsEnd" | "suspensionYearEnds"
/** What became otherwise when something was recorded: a day of the clock, or the state it stands in. */
export type Move =
  | { what: Term | "next"; from: Day | null; to: Day | null }
  | { what: "state"; from: ClockState; to: ClockState }

const TERMS: readonly Term[] = ["startDue", "oneYearEnds", "twoYearsEnd", "suspensionYearEnds"]

/** From which day to which the clock moved, by what is shown of it before and after. */
export function listMoves(before: Clock, after: Clock): Move[] {
  const moves: Move[] = TERMS.map((what) => ({
    what,
    from: before.thresholds[what],
    to: after.thresholds[what],
  }))
  moves.push({ what: "next", from: before.next?.from ?? null, to: after.next?.from ?? null })
  if (before.state !== after.state)
    moves.push({ what: "state", from: before.state, to: after.state })
  return moves.filter(({ from, to }) => from !== to)
}
