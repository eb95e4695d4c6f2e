import type { Door } from "../../server/db/door.ts"
import type { Sql } from "../../server/db/sql.ts"
import { toM2 } from "../../geodata/units.ts"

/**
 * Makers of the land that a test needs, written as the roles that write it in earnest. Areas are given in mu,
 * because the rules are; each parcel is a small square of its own.
 */
export function landOf(door: Door) {
  const as = <T>(
    audience: "planner" | "assessor",
    work: (sql: Sql, origin: Origin) => Promise<T>,
  ) =>
    door.as(
      { audience, role: audience, userId: null, name: `test-${audience}`, requestId: "r" },
      "write",
      async (sql) => work(sql, await insertOrigin(sql)),
    )
  let parcels = 0
  let firms = 0
  return {
    parcel: (areaMu: string, validFrom = "2010-01-01") =>
      as("planner", async (sql, { sourceId, actId }) => {
        parcels += 1
        const [row] = await sql<{
          parcelId: number
        }>`insert into core.parcel (act_id) values (${actId}) returning parcel_id`
        const west = 115 + parcels * 0.01
        await sql`
          insert into core.parcel_version (parcel_id, version, certified_area_m2, geom_area_m2, area_rule, geom, valid_from, source_id, act_id)
          values (${row!.parcelId}, 1, ${toM2(areaMu).toFixed(2)}, 1, 'ellipsoid',
                  ST_Multi(ST_MakeEnvelope(${west}, 33, ${west} + 0.001, 33.001, 4490)), ${validFrom}, ${sourceId}, ${actId})`
        return row!.parcelId
      }),
    firm: () =>
      as("assessor", async (sql, { sourceId, actId }) => {
        const code = CREDIT_CODES[firms++]!
        const [row] = await sql<{ enterpriseId: number }>`
          insert into core.enterprise (credit_code, act_id) values (${code}, ${actId}) returning enterprise_id`
        await sql`
          insert into core.enterprise_version (enterprise_id, version, name, industry_code, above_scale, source_id, act_id)
          values (${row!.enterpriseId}, 1, ${`示例企业${code}`}, '1711', true, ${sourceId}, ${actId})`
        return row!.enterpriseId
      }),
    occupy: (use: {
      parcel: number
      firm: number
      mu: string
      kind?: "owned" | "leasedIn" | "leasedOut"
      lessor?: number
      from?: string
      to?: string
    }) =>
      as("assessor", (sql, { sourceId, actId }) =>
        Promise.resolve(sql`
          insert into core.occupancy (parcel_id, enterprise_id, kind, lessor_id, land_area_m2, from_on, to_on, source_id, act_id)
          values (${use.parcel}, ${use.firm}, ${use.kind ?? "owned"}, ${use.lessor ?? null}, ${toM2(use.mu).toFixed(2)},
                  ${use.from ?? "2015-01-01"}, ${use.to ?? null}, ${sourceId}, ${actId})`),
      ),
    figure: (firm: number, fiscalYear: number, indicator: string, value: string | null) =>
      as("assessor", (sql, { sourceId, actId }) =>
        Promise.resolve(sql`
          insert into fin.indicator_value (enterprise_id, fiscal_year, indicator, value, missing_reason, source_id, act_id)
          values (${firm}, ${fiscalYear}, ${indicator}, ${value}, ${value === null ? "notReported" : null}, ${sourceId}, ${actId})`),
      ),
    /** What the change feed holds of the kinds that a planner is told of: all but figures. */
    revisions: () =>
      door.serve("svc_tiles", "read", async (sql) => [
        ...(await sql<{ scope: string; n: number }>`
          select scope, count(*)::int as n from core.cell_change
           where scope <> 'metric' group by scope order by scope`),
      ]),
    /** What the matrix lets an assessor read of a parcel's metric. */
    metric: (parcel: number, fiscalYear: number, indicator = "taxWanYuan") =>
      door.as(
        {
          audience: "assessor",
          role: "assessor",
          userId: null,
          name: "test-assessor",
          requestId: "r",
        },
        "read",
        async (sql) => {
          const [row] = await sql<{
            perMu: string | null
            amount: string | null
            firms: number
            missingFirms: number
          }>`
          select per_mu, amount, firms, missing_firms from fin.parcel_metric
           where parcel_id = ${parcel} and fiscal_year = ${fiscalYear} and indicator = ${indicator}`
          return row
        },
      ),
  }
}

type Origin = { sourceId: string; actId: string }

async function insertOrigin(sql: Sql): Promise<Origin> {
  const [act] = await sql<{
    actId: string
  }>`insert into core.act (kind, object) values ('test', 'land') returning act_id`
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, act_id) values ('entry', 'test', ${act!.actId}) returning source_id`
  return { actId: act!.actId, sourceId: source!.sourceId }
}

/** Synthetic and valid (domain reference 7.2). */
const CREDIT_CODES = [
  "91341602MA2TAAA02P",
  "91341602MA2TAAA10J",
  "91341602MA2TAAA29F",
  "91331102MA2EAAA09G",
  "91340621MA2RAAA003",
  "91370612MA3CAAA09Y",
  "91341602MA00001460",
  "11370881004339597L",
  "11341700003244967K",
  "11341622003178357Q",
  "12341700686863395A",
]
