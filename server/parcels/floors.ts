import type { Sql } from "../db/sql.ts"
import type { FieldName } from "./catalogue.ts"
import { toNumber } from "./decimal.ts"
import type { Moment } from "./list.ts"
import { conditionOf, parcelsWith, type Selection } from "./selection.ts"

/** Floor area in m² over the parcels whose buildings are on record; the others are counted as missing. */
export type Floors = {
  floorM2: number | null
  vacantFloorM2: number | null
  known: number
  missing: number
}

const NAMES = ["floorM2", "vacantFloorM2"] satisfies FieldName[]

/** @returns null for an audience that does not see floors */
export async function sumFloors(
  sql: Sql,
  selection: Selection,
  moment: Moment,
): Promise<Floors | null> {
  const { catalogue, filter } = selection
  const [floor, vacant] = NAMES.map((name) => catalogue.get(name))
  if (!floor || !vacant) return null
  const [row] = await sql<{
    floorM2: string | null
    vacantFloorM2: string | null
    known: number
    missing: number
  }>`
    select sum(floor_m2) as "floorM2", sum(vacant_m2) as "vacantFloorM2",
           count(vacant_m2)::int as known, count(*)::int - count(vacant_m2)::int as missing
      from (select ${floor.expression(sql)} as floor_m2, ${vacant.expression(sql)} as vacant_m2
              from ${parcelsWith(sql, [...filter.fields, floor, vacant], { ...moment, each: false })}
             where ${conditionOf(sql, selection, moment.day)}) selected`
  const { floorM2, vacantFloorM2, known, missing } = row!
  const number = (value: string | null) => (value === null ? null : toNumber(value))
  return { floorM2: number(floorM2), vacantFloorM2: number(vacantFloorM2), known, missing }
}
