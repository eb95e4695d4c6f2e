import type { Day } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import type { Box, Corner } from "../parcels/cql2-area.ts"
import { place, toBounds, toCentre } from "../parcels/list.ts"
import { inEffect } from "../parcels/selection.ts"
import type { Kind, Match } from "./names.ts"
import { scopeOf } from "./queries.ts"

/** Degrees, EPSG:4490; null where nothing of it lies anywhere. */
type Place = { bounds: Box | null; centre: Corner | null }

export type Hit = Place & {
  kind: Kind
  id: number
  name: string | null
  /** A second line: code where it is seen, else where it is. */
  detail: string | null
  matched: "parcelCode" | "creditCode" | "name" | "formerName" | "pinyin" | "initials"
  /** The name that the firm had, where that was found. */
  formerName?: string
  /** Parcels that a firm owns or rents today. */
  parcels?: number[]
}

type Placed = Parameters<typeof toBounds>[0]
type Row = Partial<Placed> & {
  id: number
  name: string | null
  detail: string | null
  parcels?: number[] | null
}

/** What matches say to an audience, in their order: read anew in its role, so that nothing is told from memory. */
export async function listHits(
  sql: Sql,
  audience: Audience,
  matches: readonly Match[],
  day: Day,
): Promise<Hit[]> {
  const idsOf = (kind: Kind) => matches.filter((one) => one.kind === kind).map(({ id }) => id)
  const rows: Record<Kind, readonly Row[]> = {
    parcel: await listParcels(sql, audience, idsOf("parcel"), day),
    enterprise: await listFirms(sql, audience, idsOf("enterprise"), day),
    road: await listRoads(sql, idsOf("road")),
    zone: await listZones(sql, idsOf("zone")),
  }
  return matches.flatMap((match) => {
    const row = rows[match.kind].find(({ id }) => id === match.id)
    return row ? [toHit(match, row)] : []
  })
}

function toHit({ kind, id, role, by, text }: Match, row: Row): Hit {
  const isPlaced = row.west != null
  return {
    kind,
    id,
    name: row.name,
    detail: row.detail,
    matched: matchedOf(kind, role, by),
    ...(role === "formerName" ? { formerName: text } : {}),
    bounds: isPlaced ? toBounds(row as Placed) : null,
    centre: isPlaced ? toCentre(row as Placed) : null,
    ...(kind === "enterprise" ? { parcels: row.parcels ?? [] } : {}),
  }
}

function matchedOf(kind: Kind, role: Match["role"], by: Match["by"]): Hit["matched"] {
  if (role === "code") return kind === "parcel" ? "parcelCode" : "creditCode"
  if (role === "formerName") return role
  return by === "text" ? "name" : by
}

async function listParcels(sql: Sql, audience: Audience, ids: readonly number[], day: Day) {
  if (ids.length === 0) return []
  const { parcelCodes } = scopeOf(audience)
  return sql<Row>`
    select v.parcel_id as id, v.name, ${parcelCodes ? sql`coalesce(v.parcel_code, v.location)` : sql`v.location`} as detail,
           ${place(sql)}
      from core.parcel_version v
     where v.parcel_id = any(${ids}::int[]) and ${inEffect(sql, day)}`
}

/** The box is that of all parcels in use, the point lies in the largest of them. */
async function listFirms(sql: Sql, audience: Audience, ids: readonly number[], day: Day) {
  if (ids.length === 0) return []
  const { creditCodes } = scopeOf(audience)
  return sql<Row>`
    with used as (
      select distinct o.enterprise_id, v.parcel_id, v.legal_area_m2, v.geom
        from core.occupancy o
        join core.parcel_version v on v.parcel_id = o.parcel_id and ${inEffect(sql, day)}
       where o.enterprise_id = any(${ids}::int[]) and o.superseded_at is null and o.kind <> 'leasedOut'
         and o.from_on <= ${day}::date and (o.to_on is null or o.to_on > ${day}::date)
    ), land as (
      select enterprise_id, jsonb_agg(parcel_id order by parcel_id) as parcels, ST_Extent(geom) as box,
             ST_PointOnSurface((array_agg(geom order by legal_area_m2 desc, parcel_id))[1]) as inside
        from used group by enterprise_id
    )
    select e.enterprise_id as id, e.name, ${creditCodes ? sql`i.credit_code` : sql`null`} as detail, land.parcels,
           ST_XMin(land.box) as west, ST_YMin(land.box) as south, ST_XMax(land.box) as east, ST_YMax(land.box) as north,
           ST_X(land.inside) as lon, ST_Y(land.inside) as lat
      from core.enterprise_version e
      join core.enterprise i on i.enterprise_id = e.enterprise_id
      left join land on land.enterprise_id = e.enterprise_id
     where e.enterprise_id = any(${ids}::int[]) and e.superseded_at is null`
}

/** All pieces of a road that share its name. */
async function listRoads(sql: Sql, ids: readonly number[]) {
  if (ids.length === 0) return []
  return sql<Row>`
    select min(ground_id) as id, name, null::text as detail,
           ST_XMin(ST_Extent(geom)) as west, ST_YMin(ST_Extent(geom)) as south,
           ST_XMax(ST_Extent(geom)) as east, ST_YMax(ST_Extent(geom)) as north,
           ST_X(ST_PointOnSurface((array_agg(geom order by ground_id))[1])) as lon,
           ST_Y(ST_PointOnSurface((array_agg(geom order by ground_id))[1])) as lat
      from core.ground
     where kind = 'road' and name in (select name from core.ground where ground_id = any(${ids}::int[]))
     group by name`
}

async function listZones(sql: Sql, ids: readonly number[]) {
  if (ids.length === 0) return []
  return sql<Row>`
    select zone_id as id, name, null::text as detail,
           ST_XMin(geom) as west, ST_YMin(geom) as south, ST_XMax(geom) as east, ST_YMax(geom) as north,
           ST_X(ST_PointOnSurface(geom)) as lon, ST_Y(ST_PointOnSurface(geom)) as lat
      from core.zone where zone_id = any(${ids}::int[])`
}
