import type { Door } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"
import { listAlteredNotices } from "../notices/queries.ts"
import { verifyRun } from "../runs/queries.ts"

/** Sealed runs that are computed again in one go, the latest. */
const MOST_RUNS = 20

export type Fault = { rule: string; place: string }

/**
 * Invariants of the records that no single constraint holds: asked for by `mutu verify`, after a restore
 * and at night. An empty list is a sound database.
 */
export const verifyRecords = (door: Door): Promise<Fault[]> =>
  door.serve(
    "svc_derive",
    "read",
    async (sql) => {
      const checks = [
        {
          rule: "每个宗地至少有一个现行版本",
          rows: await sql<{ place: string }>`
          select 'parcel/' || p.parcel_id as place from core.parcel p
           where not exists (select from core.parcel_version v where v.parcel_id = p.parcel_id and v.superseded_at is null)
           limit 100`,
        },
        {
          rule: "每个企业有且只有一个现行版本",
          rows: await sql<{ place: string }>`
          select 'enterprise/' || e.enterprise_id as place from core.enterprise e
           where not exists (select from core.enterprise_version v where v.enterprise_id = e.enterprise_id and v.superseded_at is null)
           limit 100`,
        },
        {
          rule: "图形面积与存档面积相差不超过 0.01 m² 或百万分之一",
          rows: await sql<{ place: string }>`
          select 'parcel/' || parcel_id || ' v' || version as place from core.parcel_version
           where area_rule = 'ellipsoid' and superseded_at is null
             and abs(ST_Area(geom::geography) - geom_area_m2::float8) > greatest(0.01, geom_area_m2::float8 * 1e-6)
           limit 100`,
        },
        {
          rule: "地块指标等于分摊之和除以法定面积",
          rows: await sql<{ place: string }>`
          select 'parcel/' || parcel_id || ' ' || fiscal_year || ' ' || indicator as place from fin.parcel_metric
           where amount is not null and abs(per_mu - round(amount / area_mu, 8)) > 0.00000001
           limit 100`,
        },
      ]
      const faults = checks.flatMap(({ rule, rows }) => rows.map(({ place }) => ({ rule, place })))
      const altered = (await listAlteredNotices(sql)).map((id) => ({
        rule: "文书的事实和文件与其校验值一致",
        place: `notice/${id}`,
      }))
      return [...faults, ...altered, ...(await listBrokenSeals(sql))]
    },
    { statementMs: 120_000 },
  )

/** Sealed runs whose content is not what was sealed, or that give something else when computed again. */
async function listBrokenSeals(sql: Sql): Promise<Fault[]> {
  const runs = await sql<{ runId: number }>`
    select run_id from assess.run order by run_id desc limit ${MOST_RUNS}`
  const faults: Fault[] = []
  for (const { runId } of runs) {
    const { kept, recomputed } = await verifyRun(sql, runId)
    if (!kept.input || !kept.scheme || !kept.result)
      faults.push({ rule: "封存的测算与其校验值一致", place: `run/${runId}` })
    else if (!recomputed) faults.push({ rule: "封存的测算重算后结果相同", place: `run/${runId}` })
  }
  return faults
}
