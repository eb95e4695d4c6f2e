import type { Day } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Part, Sql } from "../db/sql.ts"
import { inEffect } from "../parcels/selection.ts"
import type { Label } from "./names.ts"

const places = (table: string, ...columns: string[]) =>
  columns.map((column) => `${table}.${column}`)

/** What of names and codes an audience may find, by the matrix alone. */
export type Scope = {
  parcels: boolean
  parcelCodes: boolean
  firms: boolean
  creditCodes: boolean
  formerNames: boolean
  ground: boolean
}

const PLACES: Record<keyof Scope, readonly string[]> = {
  parcels: places(
    "core.parcel_version",
    "parcel_id",
    "name",
    "geom",
    "cell",
    "superseded_at",
    "valid_from",
    "valid_to",
  ),
  parcelCodes: places("core.parcel_version", "parcel_code"),
  firms: places("core.enterprise_version", "enterprise_id", "name", "superseded_at"),
  creditCodes: places("core.enterprise", "enterprise_id", "credit_code"),
  formerNames: places("core.enterprise_version", "name", "version", "superseded_at"),
  ground: [
    ...places("core.ground", "ground_id", "kind", "name", "geom"),
    ...places("core.zone", "zone_id", "name", "geom"),
  ],
}

export const scopeOf = (audience: Audience): Scope => {
  const sees = (part: keyof Scope) => PLACES[part].every((place) => mayRead(audience, place))
  return {
    parcels: sees("parcels"),
    parcelCodes: sees("parcels") && sees("parcelCodes"),
    firms: sees("firms"),
    creditCodes: sees("firms") && sees("creditCodes"),
    formerNames: sees("firms") && sees("formerNames"),
    ground: sees("ground"),
  }
}

type ParcelRow = { id: number; cell: number; name: string | null; code: string | null }

/** Parcels read at once. */
const BATCH = 10_000

/** Labels of the parcels in effect by map cell; of all cells, or of those named. */
export async function listParcelLabels(
  sql: Sql,
  { parcelCodes }: Scope,
  day: Day,
  cells: readonly number[] | null,
): Promise<Map<number, Label[]>> {
  const labels = new Map<number, Label[]>()
  const narrowed = cells ? sql`and v.cell = any(${cells}::int[])` : sql``
  for (let last = 0; ;) {
    const rows = await sql<ParcelRow>`
      select v.parcel_id as id, v.cell, v.name, ${parcelCodes ? sql`v.parcel_code` : sql`null`} as code
        from core.parcel_version v
       where v.parcel_id > ${last} and ${inEffect(sql, day)} ${narrowed}
       order by v.parcel_id
       limit ${BATCH}`
    for (const { id, cell, name, code } of rows) {
      const own = labels.get(cell) ?? []
      if (code !== null) own.push({ id, role: "code", text: code })
      if (name !== null) own.push({ id, role: "name", text: name })
      labels.set(cell, own)
    }
    if (rows.length < BATCH) return labels
    last = rows.at(-1)!.id
  }
}

type FirmRow = { id: number; name: string; isFormer: boolean; code: string | null }

/** Labels of the firms on record: name, credit code, and the names that they bore before. */
export async function listFirmLabels(
  sql: Sql,
  { creditCodes, formerNames }: Scope,
): Promise<Label[]> {
  const rows = await sql<FirmRow>`
    select e.enterprise_id as id, e.name, e.superseded_at is not null as is_former,
           ${creditCodes ? sql`i.credit_code` : sql`null`} as code
      from core.enterprise_version e
      join core.enterprise i on i.enterprise_id = e.enterprise_id
     where ${
       formerNames
         ? sql`exists (select from core.enterprise_version now
                        where now.enterprise_id = e.enterprise_id and now.superseded_at is null
                          and (e.superseded_at is null or e.name <> now.name))`
         : sql`e.superseded_at is null`
     }
     order by e.enterprise_id, is_former`
  return rows.flatMap(({ id, name, isFormer, code }): Label[] => {
    if (isFormer) return [{ id, role: "formerName", text: name }]
    const named: Label = { id, role: "name", text: name }
    return code === null ? [named] : [{ id, role: "code", text: code }, named]
  })
}

/** Roads by name, under the smallest number of the pieces that share it, and zones. */
export async function listGroundLabels(sql: Sql) {
  const roads = await sql<{ id: number; name: string }>`
    select min(ground_id) as id, name from core.ground where kind = 'road' and name is not null group by name`
  const zones = await sql<{ id: number; name: string }>`select zone_id as id, name from core.zone`
  const toLabel = ({ id, name }: { id: number; name: string }): Label => ({
    id,
    role: "name",
    text: name,
  })
  return { roads: roads.map(toLabel), zones: zones.map(toLabel) }
}

/** Null where the audience has none of them. */
export type Revisions = { firms: string | null; ground: string | null }

/**
 * Changes with every change of a firm's versions and of the ground. Rows are never taken away and a version is
 * superseded once, so the two counts only grow, each with the commit of what it counts.
 */
export async function findRevisions(sql: Sql, { firms, ground }: Scope): Promise<Revisions> {
  const countOf = (table: Part): Part => sql`(select count(*) from ${table})`
  const [row] = await sql<Revisions>`
    select ${
      firms
        ? sql`(select concat_ws('-', count(*), count(superseded_at)) from core.enterprise_version)`
        : sql`null`
    } as firms,
           ${
             ground
               ? sql`concat_ws('-', ${countOf(sql`core.ground`)}, ${countOf(sql`core.zone`)})`
               : sql`null`
           } as ground`
  return row!
}
