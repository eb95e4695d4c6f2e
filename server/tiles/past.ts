import type { Day } from "../../geodata/days.ts"
import type { Door } from "../db/door.ts"
import { Cells } from "./cells.ts"
import type { News } from "./feed.ts"
import { listCells } from "./queries.ts"

/** Days whose land is remembered; the one asked for longest ago goes first. */
const MOST_DAYS = 24

/**
 * Where parcels lay on days before today, cell by cell; no parcel itself. A correction of the past is a change of
 * land like any other and is told by the feed: what was read before it is read again.
 */
export class PastLand {
  private readonly door: Door
  private readonly days = new Map<Day, Promise<Cells>>()
  private losses = 0

  constructor(door: Door) {
    this.door = door
  }

  /** How often changes may have been missed: the revisions of cells that lie empty today do not tell. */
  get missed(): number {
    return this.losses
  }

  hear(news: News): void {
    if (news.kind === "all") this.losses++
    if (news.kind === "all" || news.changes.some(({ feed }) => feed === "land")) this.days.clear()
  }

  at(day: Day): Promise<Cells> {
    const known = this.days.get(day) ?? this.read(day)
    this.days.delete(day)
    this.days.set(day, known)
    if (this.days.size > MOST_DAYS) this.days.delete(this.days.keys().next().value!)
    return known
  }

  private read(day: Day): Promise<Cells> {
    const reading = this.door
      .serve("svc_tiles", "read", (sql) => listCells(sql, day, null))
      .then((cells) => {
        const there = new Cells(day)
        there.apply({ kind: "all", cells }, day)
        return there
      })
    reading.catch(() => {
      if (this.days.get(day) === reading) this.days.delete(day)
    })
    return reading
  }
}
