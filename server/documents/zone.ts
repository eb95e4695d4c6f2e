import type { Sql } from "../db/sql.ts"

const NO_ZONE = "开发区"

/** The name of the zone as documents bear it. */
export async function readZone(sql: Sql): Promise<string> {
  const zones = await sql<{ name: string }>`select name from core.zone order by zone_id`
  return zones.length > 0 ? zones.map(({ name }) => name).join("、") : NO_ZONE
}
