import type { Bounds } from "./encode/address.ts"
import type { News } from "./feed.ts"
import type { Feed } from "./queries.ts"

/** A cell that changed, with the box of its parcels before and after, in degrees. */
export type ChangedCell = { cell: number } & Bounds

export type Changes = {
  /** To be asked from next. */
  mark: string
  /** Null where too much was missed: everything may have changed. */
  cells: ChangedCell[] | null
}

/** Changes that a client may have missed and still be told one by one. */
const LENGTH = 5_000

type Log = { feeds: readonly Feed[]; first: number; entries: ChangedCell[] }

/**
 * The cells that changed lately, counted for each set of kinds by itself: a mark that moved on for a kind that
 * an audience does not see would tell it that something happened there.
 */
export class ChangeLog {
  private readonly epoch: string
  private readonly logs = new Map<string, Log>()

  /** @param epoch tells this process from every other; marks of another are as good as none */
  constructor(epoch: string) {
    this.epoch = epoch
  }

  /** @param boxesOf the boxes of a cell's parcels before and after the news, where it has or had any */
  add(news: News, boxesOf: (cell: number) => readonly Bounds[]): void {
    for (const log of this.logs.values()) {
      if (news.kind === "all") {
        log.first += log.entries.length + 1
        log.entries = []
        continue
      }
      const changed = news.changes.filter(({ feed }) => log.feeds.includes(feed))
      for (const cell of new Set(changed.map((change) => change.cell))) {
        const boxes = boxesOf(cell)
        // Where no parcel is in effect, before or after, nothing is drawn otherwise.
        if (boxes.length > 0) log.entries.push({ cell, ...unite(boxes) })
      }
      const excess = Math.max(log.entries.length - LENGTH, 0)
      log.entries.splice(0, excess)
      log.first += excess
    }
  }

  /** What happened since a mark; null asks only for one. */
  since(feeds: readonly Feed[], mark: string | null): Changes {
    const log = this.find(feeds)
    const next = `${this.epoch}.${log.first + log.entries.length}`
    if (mark === null) return { mark: next, cells: [] }
    const [epoch, place] = mark.split(".")
    const from = epoch === this.epoch ? Number(place) - log.first : -1
    if (!(from >= 0 && from <= log.entries.length)) return { mark: next, cells: null }
    const cells = new Map<number, ChangedCell>()
    for (const entry of log.entries.slice(from)) {
      const other = cells.get(entry.cell)
      cells.set(entry.cell, other ? { cell: entry.cell, ...unite([other, entry]) } : entry)
    }
    return { mark: next, cells: [...cells.values()] }
  }

  private find(feeds: readonly Feed[]): Log {
    const key = feeds.join()
    const known = this.logs.get(key)
    if (known) return known
    const log: Log = { feeds, first: 0, entries: [] }
    this.logs.set(key, log)
    return log
  }
}

function unite(boxes: readonly Bounds[]): Bounds {
  return {
    west: Math.min(...boxes.map(({ west }) => west)),
    south: Math.min(...boxes.map(({ south }) => south)),
    east: Math.max(...boxes.map(({ east }) => east)),
    north: Math.max(...boxes.map(({ north }) => north)),
  }
}
