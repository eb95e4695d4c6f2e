import type { Sql } from "../db/sql.ts"
import type { Origin } from "./load.ts"

/** Figures that no document publishes: set for the sample alone, and marked as a demonstration. */
const DEMONSTRATION = [
  {
    id: "five-categories",
    definition: { id: "five-categories", monthsToProduction: 12, undevelopedShareMin: "0.2" },
  },
  { id: "liandu-2020", definition: { id: "liandu-2020", areaMinMu: "30", combine: "any" } },
  { id: "truth-triangle", definition: { id: "truth-triangle" } },
]
const NOTE = "示例参数，非官方规定"

/** Puts the demonstration's rule sets into force, once. */
export async function insertDemonstrationRules(sql: Sql, { actId }: Origin): Promise<void> {
  for (const { id, definition } of DEMONSTRATION) {
    const [present] = await sql<{ version: number; note: string }>`
      select version, note from core.rule_set where rule_set_id = ${id} and superseded_at is null`
    if (present?.note === NOTE) continue
    await sql`update core.rule_set set superseded_at = clock_timestamp() where rule_set_id = ${id} and superseded_at is null`
    await sql`
      insert into core.rule_set (rule_set_id, version, definition, note, valid_from, act_id)
      values (${id}, ${(present?.version ?? 0) + 1}, ${sql.json(definition)}, ${NOTE}, current_date, ${actId})`
  }
}
