import type { Door } from "../../server/db/door.ts"

type Kind = "outlines" | "rows" | "look"
type Gate = { open: () => void; reached: Promise<void> }

/** A promise, and what fulfils it. */
export function latch() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open: () => open(), opened }
}

/**
 * A door through which a test holds an answer back: the transaction is done, who asked waits. Counts what
 * went through. Reads of outlines name a limit, looks at the feed do not; rows are read for an audience.
 */
export function gateDoor(door: Door) {
  const gates = new Map<Kind, { passed: () => void; opened: Promise<void> }[]>()
  const counts: Record<Kind, number> = { outlines: 0, rows: 0, look: 0 }
  let failing = 0

  async function pass<T>(kind: Kind, work: () => Promise<T>): Promise<T> {
    counts[kind]++
    const gate = gates.get(kind)?.shift()
    if (kind === "look" && failing > 0) {
      failing--
      throw new Error("the database is away")
    }
    const result = await work()
    gate?.passed()
    await gate?.opened
    return result
  }

  const gated: Door = {
    engine: door.engine,
    as: (actor, mode, work, limits) => pass("rows", () => door.as(actor, mode, work, limits)),
    serve: (service, mode, work, limits) =>
      pass(limits ? "outlines" : "look", () => door.serve(service, mode, work, limits)),
  }
  return {
    door: gated,
    counts,
    /** Holds back the next answer of a kind that is not held back yet. */
    hold(kind: Kind): Gate {
      const [answer, gate] = [latch(), latch()]
      const queue = gates.get(kind) ?? []
      gates.set(kind, [...queue, { passed: answer.open, opened: gate.opened }])
      return { open: gate.open, reached: answer.opened }
    },
    /** Lets so many looks fail. */
    fail(looks: number) {
      failing = looks
    },
  }
}
