import { createSignal } from "solid-js"
import type { Row } from "./shapes.ts"

/** Rows that are remembered when they are scrolled out of sight. */
const MOST = 6_000

/** Rows by their ids, the longest unread forgotten first; those to be kept never are. */
export function createKept<R extends Row>() {
  const rows = new Map<number, R>()
  const [version, setVersion] = createSignal(0)
  let kept: ReadonlySet<number> = new Set()

  const forget = () => {
    for (const id of rows.keys()) {
      if (rows.size <= MOST + kept.size) return
      if (!kept.has(id)) rows.delete(id)
    }
  }
  return {
    /** Follows what is put here. */
    rowOf(id: number): R | undefined {
      version()
      return rows.get(id)
    },
    has: (id: number) => rows.has(id),
    put(found: readonly R[]) {
      let changed = false
      for (const row of found) {
        if (rows.get(row.id) === row) continue
        changed = true
        rows.delete(row.id)
        rows.set(row.id, row)
      }
      if (!changed) return
      forget()
      setVersion((before) => before + 1)
    },
    keep: (ids: ReadonlySet<number>) => (kept = ids),
    clear() {
      rows.clear()
      setVersion((before) => before + 1)
    },
  }
}
