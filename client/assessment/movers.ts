import type { Mover } from "./shapes.ts"
import { orderStandings, standingOf } from "./standing.ts"

type Standing = NonNullable<Mover["before"]>

/** What a firm's standing is called; null where a run does not have it. */
export const standingIn = (standing: Mover["before"]): string | null =>
  standing && standingOf(standing)

const GRADES = ["A", "B", "C", "D"]

export type Direction = "up" | "down" | "level"
/** Whether a firm's grade rose or fell; level where it has the same, or none on one side. */
export function directionOf({ before, after }: Pick<Mover, "before" | "after">): Direction {
  const [was, is] = [before, after].map((one) => GRADES.indexOf(one?.grade ?? ""))
  if (was === is || was! < 0 || is! < 0) return "level"
  return is! < was! ? "up" : "down"
}

/** Whether its own inputs changed, or it came to stand elsewhere by the others alone. */
export const isOwn = ({ changedInputs, before, after }: Mover): boolean =>
  changedInputs.length > 0 || before === null || after === null

/** Firms by where they stood and where they stand, of those that changed it. */
export function countMoves(movers: readonly Mover[]) {
  const moves = new Map<string, { from: string; to: string; count: number }>()
  for (const { before, after } of movers) {
    const [from, to] = [standingIn(before) ?? "absent", standingIn(after) ?? "absent"]
    if (from === to) continue
    const move = moves.get(`${from} ${to}`) ?? { from, to, count: 0 }
    moves.set(`${from} ${to}`, { ...move, count: move.count + 1 })
  }
  const order = orderStandings([...moves.values()].flatMap(({ from, to }) => [from, to]))
  return [...moves.values()].sort(
    (a, b) =>
      order.indexOf(a.from) - order.indexOf(b.from) || order.indexOf(a.to) - order.indexOf(b.to),
  )
}

/** Places won (above zero) or lost; null where it is not ranked in both. */
export const placesWon = (before: Standing | null, after: Standing | null): number | null =>
  before?.rank && after?.rank ? before.rank - after.rank : null

/** A claim as a run keeps it: an event by its name, a bonus or penalty with its points. */
export type Entered = { item: string; points: number | string | null }

/** Things entered for a firm, out of the text that tells of a change of them; null for any other text. */
export function readEntered(text: string): Entered[] | null {
  try {
    return text.split(/、(?=["{])/).map((part) => {
      const read: unknown = JSON.parse(part)
      if (typeof read === "string") return { item: read, points: null }
      const { item, points } = read as { item: string; points: number | string }
      return { item, points }
    })
  } catch {
    return null
  }
}

const weightOf = (mover: Mover) =>
  (standingIn(mover.before) === standingIn(mover.after) ? 2 : 0) + (isOwn(mover) ? 0 : 1)

/** Whose grade changed first, then whose own figures did, then those who were passed by. */
export const orderMovers = (movers: readonly Mover[]): Mover[] =>
  movers.toSorted((a, b) => weightOf(a) - weightOf(b))
