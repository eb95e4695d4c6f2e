/** Writes the generated sample park into the database, through the service that may. */
import { legalDayAt } from "../../geodata/days.ts"
import type { Door } from "../db/door.ts"
import type { Sql } from "../db/sql.ts"
import { generateParks, generateSample } from "../../geodata/sample/generate.ts"
import type { SamplePark } from "../../geodata/sample/facts.ts"
import { assessYears } from "./assessment.ts"
import { insertContracts, insertBuildings, insertProjects } from "./land.ts"
import { insertEnterprises, insertFigures, insertOccupancy } from "./firms.ts"
import { insertGround, insertLineage, insertParcels } from "./parcels.ts"
import { insertDemonstrationRules } from "./rule-sets.ts"

/** `asOf`: the legal day on which the sample is as it is (YYYY-MM-DD); today when absent. */
export type SampleOptions = { parcels?: number; seed?: number; asOf?: string | undefined }
export type SampleCounts = { parcels: number; enterprises: number; figures: number }

/** A park of thousands of parcels is one transaction; statements of it may take this long. */
const LIMITS = { statementMs: 300_000 }
/** Above this many parcels the sample is many parks, each in a transaction of its own. */
const ONE_PARK = 5_000

/** Whether the database holds no land and no firm yet. */
export const isEmpty = (door: Door): Promise<boolean> =>
  door.serve("svc_sample", "read", async (sql) => {
    const [row] = await sql<{ empty: boolean }>`
      select not exists (select from core.parcel) and not exists (select from core.enterprise) as empty`
    return row!.empty
  })

/** Generates and writes the sample. @returns what was written */
export async function loadSample(
  door: Door,
  { parcels = 400, seed = 1, asOf = legalDayAt(new Date()) }: SampleOptions,
): Promise<SampleCounts> {
  const parks =
    parcels > ONE_PARK
      ? generateParks({ parcels, seed })
      : [generateSample({ parcels, seed, asOf })]
  const counts = { parcels: 0, enterprises: 0, figures: 0 }
  for (const park of parks) {
    await door.serve("svc_sample", "write", (sql) => insertPark(sql, park), LIMITS)
    counts.parcels += park.parcels.length
    counts.enterprises += park.enterprises.length
    counts.figures += park.figures.length
  }
  return counts
}

/** Ids of what a park's facts name by code. */
export type Ids = { parcels: Map<string, number>; enterprises: Map<string, number> }
/** What every written row names: its source and its act. */
export type Origin = { sourceId: string; actId: string }

async function insertPark(sql: Sql, park: SamplePark): Promise<void> {
  const origin = await insertOrigin(sql, park)
  await insertDemonstrationRules(sql, origin)
  await insertGround(sql, park, origin)
  const parcels = await insertParcels(sql, park, origin)
  await insertLineage(sql, park, parcels, origin)
  const enterprises = await insertEnterprises(sql, park, origin)
  const ids: Ids = { parcels, enterprises }
  await insertOccupancy(sql, park, ids, origin)
  await insertContracts(sql, park, ids, origin)
  await insertProjects(sql, park, ids, origin)
  await insertBuildings(sql, park, ids, origin)
  await insertFigures(sql, park, ids, origin)
  await assessYears(sql, park, ids, origin)
}

async function insertOrigin(sql: Sql, park: SamplePark): Promise<Origin> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('load-sample', ${park.zoneName}, '示例数据') returning act_id`
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, act_id) values ('sample', ${`示例数据 ${park.zoneName}`}, ${act!.actId}) returning source_id`
  return { actId: act!.actId, sourceId: source!.sourceId }
}
