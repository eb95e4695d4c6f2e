/**
 * The search box. Names lie in memory of each process, and each answer looks first whether they are still those
 * on record: for parcels by the map's change feed, cell by cell, for firms and ground by counts that grow with
 * every change. A stored column would have to know pinyin inside the database, which neither engine does, and
 * be written by every path that writes a name; trigram indexes find no two characters of Chinese.
 *
 * Names are read in the role of an audience, and shared only between audiences that by the matrix may find the
 * same: what one may not read is not in the memory that is searched for him, so neither answer nor time tells
 * of it.
 */
import { legalDayAt } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Door } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"
import { type Match, Names } from "./names.ts"
import {
  findRevisions,
  listFirmLabels,
  listGroundLabels,
  listParcelLabels,
  type Revisions,
  type Scope,
  scopeOf,
} from "./queries.ts"

/** What is asked of the map: the cells in which something changed since a mark; null is everything. */
export type ChangedCells = {
  changes: (
    audience: Audience,
    since: string | null,
  ) => Promise<{ mark: string; cells: readonly { cell: number }[] | null }>
}

export type NameSearch = {
  /** The best matches of a text among what the audience may find, and how many there are. */
  find: (
    audience: Audience,
    query: string,
    limit: number,
  ) => Promise<{ matches: Match[]; total: number }>
}

/** From so many changed cells on all parcels are read anew. */
const MANY_CELLS = 500
const LIMITS = { statementMs: 30_000 }

export function createNameSearch(door: Door, map: ChangedCells): NameSearch {
  const keepers = new Map<string, Keeper>()
  const keeperOf = (audience: Audience): Keeper => {
    const scope = scopeOf(audience)
    const key = JSON.stringify(scope)
    const known = keepers.get(key)
    if (known) return known
    const keeper = new Keeper(door, map, audience, scope)
    keepers.set(key, keeper)
    return keeper
  }
  return {
    async find(audience, query, limit) {
      const keeper = keeperOf(audience)
      await keeper.look()
      return keeper.names.find(query, limit)
    },
  }
}

/** Names of one scope, and what of them is known to be on record. */
class Keeper {
  readonly names = new Names()
  private readonly door: Door
  private readonly map: ChangedCells
  private readonly audience: Audience
  private readonly scope: Scope
  private mark: string | null = null
  private known: Revisions = { firms: null, ground: null }
  private last = Promise.resolve()
  private waiting: Promise<void> | null = null

  constructor(door: Door, map: ChangedCells, audience: Audience, scope: Scope) {
    this.door = door
    this.map = map
    this.audience = audience
    this.scope = scope
  }

  /** Takes in what was committed before now. One look at a time; one that has not begun serves all who ask. */
  look(): Promise<void> {
    this.waiting ??= this.last = this.last
      .catch(() => {})
      .then(() => {
        this.waiting = null
        return this.lookOnce()
      })
    return this.waiting
  }

  private async lookOnce() {
    const { parcels, firms, ground } = this.scope
    if (!parcels && !firms && !ground) return
    // The mark is older than what is read after it: a change between the two is read twice, never missed.
    const { mark, cells } = await this.map.changes(this.audience, this.mark)
    const changed = this.mark === null ? null : (cells?.map(({ cell }) => cell) ?? null)
    const isFew = changed !== null && changed.length < MANY_CELLS
    const actor = {
      audience: this.audience,
      role: null,
      userId: null,
      name: "search",
      requestId: "",
    }
    const news = await this.door.as(
      actor,
      "read",
      (sql) => this.read(sql, isFew ? changed : null),
      LIMITS,
    )
    this.take(news, isFew ? changed : null)
    this.mark = mark
  }

  /** What is on record otherwise than it is known. @param cells those whose parcels are read; null is all */
  private async read(sql: Sql, cells: readonly number[] | null) {
    const { parcels, firms, ground } = this.scope
    const revisions = await findRevisions(sql, this.scope)
    return {
      revisions,
      parcels:
        parcels && cells?.length !== 0
          ? await listParcelLabels(sql, this.scope, legalDayAt(new Date()), cells)
          : null,
      firms:
        firms && revisions.firms !== this.known.firms
          ? await listFirmLabels(sql, this.scope)
          : null,
      ground: ground && revisions.ground !== this.known.ground ? await listGroundLabels(sql) : null,
    }
  }

  private take(
    { revisions, parcels, firms, ground }: Awaited<ReturnType<Keeper["read"]>>,
    cells: readonly number[] | null,
  ) {
    if (parcels) {
      if (!cells) this.names.clear("cell ")
      for (const cell of cells ?? parcels.keys())
        this.names.put(`cell ${cell}`, "parcel", parcels.get(cell) ?? [])
    }
    if (firms) this.names.put("firms", "enterprise", firms)
    if (ground) {
      this.names.put("roads", "road", ground.roads)
      this.names.put("zones", "zone", ground.zones)
    }
    this.known = revisions
  }
}
