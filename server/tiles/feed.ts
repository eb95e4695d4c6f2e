import type { Day } from "../../geodata/days.ts"
import type { Door } from "../db/door.ts"
import {
  type CellRow,
  type Change,
  CHANGES_KEPT_MS,
  findChanges,
  listCells,
  removeOldChanges,
} from "./queries.ts"

/** What a look at the feed brings: everything, where nothing is known yet or too much was missed. */
export type News =
  | { kind: "all"; cells: readonly CellRow[] }
  | { kind: "some"; changes: readonly Change[]; cells: readonly CellRow[] }

export type FeedReader = {
  /** Looks again, after every look that others have begun. Looks asked for at once are one. */
  look: () => Promise<void>
  /** Whether what was told is fresh enough to answer by; starts a look where it soon is not. */
  isFresh: () => boolean
  /** Waits for a look only where what was told is not fresh enough. */
  keepFresh: () => Promise<void>
}

/** Requests let a look begin this long after the one before. */
const LOOK_EVERY_MS = 100
/** A request waits for a look where the last that is done was begun longer ago than this. */
const WAIT_AFTER_MS = 700
const CLEAN_EVERY_MS = 10 * 60 * 1_000

/**
 * Reads which cells changed, as long as somebody asks: an idle server does not poll. Each change is told
 * once, after its transaction was committed; one that is told was committed before the look began.
 *
 * @param today the legal day; on another one every cell is told anew, as other versions are in effect
 * @param tell receives the news of a look, in order; nothing is awaited between reading and telling
 */
export function createFeedReader(
  door: Door,
  today: () => Day,
  tell: (news: News, day: Day) => void,
): FeedReader {
  let mark: string | null = null
  let day: Day | null = null
  let seen = new Set<string>()
  let begun = -Infinity
  /** When the last look that is done was begun: everything committed before has been told. */
  let toldUntil = -Infinity
  let cleaned = performance.now()
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function lookOnce() {
    const since = performance.now()
    const now = today()
    const isKnown = mark !== null && day === now && since - begun < CHANGES_KEPT_MS / 2
    begun = since
    const news = await door.serve("svc_tiles", "read", async (sql): Promise<News> => {
      const found = await findChanges(sql, isKnown ? mark : null)
      mark = found.mark
      const changes = found.changes.filter(({ id }) => !seen.has(id))
      const open = BigInt(found.mark)
      seen = new Set(found.changes.filter(({ tx }) => BigInt(tx) >= open).map(({ id }) => id))
      if (!isKnown) return { kind: "all", cells: await listCells(sql, now, null) }
      const moved = [...new Set(changes.flatMap((one) => (one.feed === "land" ? one.cell : [])))]
      const cells = moved.length > 0 ? await listCells(sql, now, moved) : []
      return { kind: "some", changes, cells }
    })
    day = now
    tell(news, now)
    toldUntil = since
    if (since - cleaned > CLEAN_EVERY_MS) {
      cleaned = since
      await door.serve("svc_tiles", "write", removeOldChanges)
    }
  }

  /** A look that failed says so to those who waited for it, and the next one starts from nothing. */
  const start = () => {
    running = lookOnce()
      .catch((error: unknown) => {
        mark = null
        begun = -Infinity
        toldUntil = -Infinity
        throw error
      })
      .finally(() => {
        running = null
      })
    return running
  }

  const look = () => {
    if (!running) return start()
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null
        return start()
      })
    return next
  }

  function isFresh(): boolean {
    const now = performance.now()
    if (now - toldUntil > WAIT_AFTER_MS) return false
    if (now - begun > LOOK_EVERY_MS && !running) start().catch(() => {})
    return true
  }

  return {
    look,
    isFresh,
    async keepFresh() {
      if (isFresh()) return
      await (running && performance.now() - begun < WAIT_AFTER_MS ? running : look())
    },
  }
}
