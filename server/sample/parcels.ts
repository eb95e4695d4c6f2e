import type { Sql } from "../db/sql.ts"
import type { SampleGeometry, SampleParcel, SamplePark } from "../../geodata/sample/facts.ts"
import { toMu } from "../../geodata/units.ts"
import type { Origin } from "./load.ts"

const multiPolygon = (coordinates: SampleGeometry) =>
  JSON.stringify({ type: "MultiPolygon", coordinates })

/** Zone outline, roads, water and green. */
export async function insertGround(sql: Sql, { context, zoneName }: SamplePark, { actId }: Origin) {
  const ground = context.filter(({ kind }) => kind !== "zone")
  await sql`
    insert into core.ground (kind, name, rank, is_sample, geom, act_id)
    select kind, name, rank, true, ST_SetSRID(ST_GeomFromGeoJSON(geojson), 4490), ${actId}
      from unnest(${ground.map((g) => g.kind)}::text[], ${ground.map((g) => g.name)}::text[],
                  ${ground.map((g) => g.rank)}::int[], ${ground.map((g) => JSON.stringify(g.geom))}::text[])
        as t (kind, name, rank, geojson)`
  const zones = context.filter(({ kind }) => kind === "zone")
  await sql`
    insert into core.zone (name, is_sample, geom, act_id)
    select ${zoneName}, true, ST_SetSRID(ST_GeomFromGeoJSON(geojson), 4490), ${actId}
      from unnest(${zones.map((z) => JSON.stringify(z.geom))}::text[]) as t (geojson)`
}

/**
 * The parcels in effect and the parents of splits and merges, whose validity ended on the day.
 * @returns parcel id by parcel code
 */
export async function insertParcels(
  sql: Sql,
  park: SamplePark,
  origin: Origin,
): Promise<Map<string, number>> {
  const parents = park.lineage.flatMap(({ on, parents }) =>
    parents.map((parcel) => ({ parcel, validTo: on as string | null })),
  )
  const supplied = new Set(
    [...park.contracts, ...park.occupancy].map(({ parcelCode }) => parcelCode),
  )
  const current = park.parcels.map((parcel) => ({ parcel, validTo: null as string | null }))
  const rows = [...parents, ...current]
  const ids = await insertIdentities(sql, rows.length, origin)
  const of = (read: (parcel: SampleParcel) => string | null) =>
    rows.map(({ parcel }) => read(parcel))
  await sql`
    insert into core.parcel_version (parcel_id, version, parcel_code, name, location, land_use_scheme, land_use_code,
           certified_area_m2, contract_area_m2, surveyed_area_m2, geom_area_m2, area_rule, approved_on, geom,
           valid_from, valid_to, source_id, act_id)
    select parcel_id, 1, code, name, location, '2023', land_use, certified, contract, surveyed,
           round(ST_Area(geom::geography)::numeric, 2), 'ellipsoid', approved_on, geom, valid_from, valid_to,
           ${origin.sourceId}, ${origin.actId}
      from (select *, ST_SetSRID(ST_GeomFromGeoJSON(geojson), 4490) as geom
              from unnest(${ids}::int[], ${of((p) => p.parcelCode)}::text[], ${of((p) => p.name)}::text[],
                          ${of((p) => p.location)}::text[], ${of((p) => p.landUseCode)}::text[],
                          ${of((p) => p.certifiedAreaM2)}::numeric[], ${of((p) => p.contractAreaM2)}::numeric[],
                          ${of((p) => p.surveyedAreaM2)}::numeric[],
                          ${of((p) => (supplied.has(p.parcelCode) ? null : p.validFrom))}::date[],
                          ${of((p) => multiPolygon(p.geom))}::text[], ${of((p) => p.validFrom)}::date[],
                          ${rows.map(({ validTo }) => validTo)}::date[])
                as t (parcel_id, code, name, location, land_use, certified, contract, surveyed, approved_on,
                      geojson, valid_from, valid_to)) as given`
  return new Map(rows.map(({ parcel }, i) => [parcel.parcelCode, ids[i]!]))
}

async function insertIdentities(sql: Sql, count: number, { actId }: Origin): Promise<number[]> {
  const rows = await sql<{ parcelId: number }>`
    insert into core.parcel (act_id) select ${actId}::bigint from generate_series(1, ${count}::int) returning parcel_id`
  return rows.map(({ parcelId }) => parcelId)
}

const areaOf = (parcel: SampleParcel) =>
  Number(toMu(parcel.certifiedAreaM2 ?? parcel.contractAreaM2 ?? parcel.surveyedAreaM2 ?? 0))

/** Which parcel became which, with the share of each parent's area that went to the child. */
export async function insertLineage(
  sql: Sql,
  park: SamplePark,
  ids: Map<string, number>,
  { actId }: Origin,
) {
  const byCode = new Map(park.parcels.map((parcel) => [parcel.parcelCode, parcel]))
  const links = park.lineage.flatMap(({ kind, on, parents, children }) => {
    const total = children.reduce((sum, code) => sum + areaOf(byCode.get(code)!), 0)
    return parents.flatMap((parent) =>
      children.map((code) => ({
        parent: ids.get(parent.parcelCode)!,
        child: ids.get(code)!,
        kind,
        on,
        share: kind === "merge" ? "1" : (areaOf(byCode.get(code)!) / total).toFixed(8),
      })),
    )
  })
  await sql`
    insert into core.lineage (parent_id, child_id, kind, on_day, area_share, act_id)
    select parent, child, kind, on_day, share, ${actId}
      from unnest(${links.map((l) => l.parent)}::int[], ${links.map((l) => l.child)}::int[],
                  ${links.map((l) => l.kind)}::text[], ${links.map((l) => l.on)}::date[],
                  ${links.map((l) => l.share)}::numeric[]) as t (parent, child, kind, on_day, share)`
}
