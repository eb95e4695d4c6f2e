/** Land for the bench: the sample's generator for the outlines, attributes from a hash of each parcel's id. */
import type { Door } from "../../server/db/door.ts"
import type { Sql } from "../../server/db/sql.ts"
import { generateParks } from "../../geodata/sample/generate.ts"
import { survey } from "./survey.ts"
import { insertParcels } from "../../server/sample/parcels.ts"

/** The newest year of figures and grades; the one before it has figures too. */
export const YEAR = 2024
/** Goes up with what is written, so that land that was kept from before is not taken for it. */
export const EDITION = 2
const LIMITS = { statementMs: 1_800_000 }

/** Parcels in effect, and vertices that each has on average. */
export async function countLand(door: Door): Promise<{ parcels: number; vertices: number }> {
  return door.serve(
    "svc_derive",
    "read",
    async (sql) => {
      const [row] = await sql<{ parcels: number; vertices: number }>`
        select count(*)::int as parcels, coalesce(avg(ST_NPoints(geom)), 0)::float8 as vertices
          from core.parcel_version where superseded_at is null and valid_to is null`
      return row!
    },
    LIMITS,
  )
}

/** Fills an empty database with at least so many parcels, as drawn or as surveyed; says how far it is. */
export async function loadLand(
  door: Door,
  { parcels, isSurveyed }: { parcels: number; isSurveyed: boolean },
  say: (line: string) => void,
): Promise<void> {
  let written = 0
  for (const drawn of generateParks({ parcels: Math.max(parcels, 300), seed: 1 })) {
    const park = isSurveyed
      ? { ...drawn, parcels: drawn.parcels.map((one) => ({ ...one, geom: survey(one.geom) })) }
      : drawn
    await door.serve(
      "svc_sample",
      "write",
      async (sql) => insertParcels(sql, park, await insertOrigin(sql)),
      LIMITS,
    )
    written += park.parcels.length
    if (written % 50_000 < park.parcels.length) say(`${written} parcels written`)
    if (written >= parcels) break
  }
  await door.serve("svc_sample", "write", insertFirm, LIMITS)
  await door.serve("svc_derive", "write", insertAttributes, LIMITS)
  say("attributes written")
}

async function insertOrigin(sql: Sql) {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('bench', 'land', 'bench') returning act_id`
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, act_id) values ('sample', 'bench', ${act!.actId}) returning source_id`
  return { actId: act!.actId, sourceId: source!.sourceId }
}

async function insertFirm(sql: Sql) {
  const { actId } = await insertOrigin(sql)
  await sql`insert into core.enterprise (credit_code, act_id) values ('91350100M000100Y43', ${actId})`
}

/**
 * A class, a grade and three figures of two years for most parcels, as a derivation would leave them. What is due to be
 * derived is taken off, and the day of evaluation lies ahead: a server that starts on it leaves all as it is.
 */
async function insertAttributes(sql: Sql) {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('bench', 'attributes', 'bench') returning act_id`
  const actId = act!.actId
  await sql`
    insert into core.parcel_standing (parcel_id, lifecycle, project_status, available, missing_facts, evaluated_on, act_id)
    select parcel_id, (array['in_use', 'producing_below_target', 'underused', 'built_unproductive'])[1 + (hashint4(parcel_id) & 3)],
           null, hashint4(parcel_id + 7) % 10 = 0, '{}', '2999-12-31', ${actId}::bigint
      from core.parcel_version where superseded_at is null`
  await sql`
    insert into assess.parcel_grade (parcel_id, fiscal_year, grade, enterprise_id)
    select parcel_id, ${YEAR}, (array['A', 'B', 'C', 'D'])[1 + (hashint4(parcel_id + 3) & 3)],
           (select min(enterprise_id) from core.enterprise)
      from core.parcel_version where superseded_at is null and hashint4(parcel_id) % 5 <> 0`
  for (const [place, indicator] of ["taxWanYuan", "revenueWanYuan", "valueAddedWanYuan"].entries())
    await sql`
      insert into fin.parcel_metric (parcel_id, fiscal_year, indicator, amount, area_mu, per_mu, missing_firms, firms)
      select parcel_id, fiscal_year, ${indicator}, amount, area_mu, round(amount / area_mu, 8), 0, 1
        from (select v.parcel_id, fiscal_year, greatest(v.area_mu, 0.01) as area_mu,
                     (hashint4(v.parcel_id * 3 + ${place}::int + ${YEAR}::int - fiscal_year) & 65535)::numeric / 100 as amount
                from core.parcel_version v
                cross join generate_series(${YEAR - 1}::int, ${YEAR}::int) fiscal_year
               where v.superseded_at is null and hashint4(v.parcel_id + ${place}::int) % 7 <> 0) made`
  await sql`
    insert into core.suspicion (parcel_id, rule_set, rule, state, evaluated_on, act_id)
    select parcel_id, 'idle-order53', 'type1', 'suspected_idle', '2999-12-31', ${actId}::bigint
      from core.parcel_version where superseded_at is null and hashint4(parcel_id + 5) % 20 = 0`
  await sql`delete from core.derivation_due`
}
