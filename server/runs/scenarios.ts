/** Scenarios: other schemes tried on the inputs of a sealed run. Nothing follows from one. */
import { randomUUID } from "node:crypto"
import type { Scheme } from "../assessment/scheme.rules.ts"
import { computeRun } from "../assessment/seal.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { readInputs, readRun } from "./queries.ts"
import type { NewScenario, Scenario } from "./schema.ts"

/** Scenarios that a run may have. */
const MOST = 100

const scenariosWhere = (sql: Sql, condition: Part) => sql<Scenario>`
  select scenario_id as id, run_id, name, schemes, counts, author_name, author = current_setting('app.actor') as own, recorded_at
    from assess.scenario where superseded_at is null and ${condition}
   order by recorded_at, scenario_id`

export const listScenarios = (sql: Sql, runId: number): PromiseLike<Scenario[]> =>
  scenariosWhere(sql, sql`run_id = ${runId}::int`)

/** Keeps schemes as they were tried, with the counts that they come to. @throws Problem not-found, conflict */
export async function insertScenario(
  sql: Sql,
  runId: number,
  { name, schemes }: NewScenario,
  authorName: string,
): Promise<Scenario> {
  const { fiscalYear } = await readRun(sql, runId)
  const kept = await listScenarios(sql, runId)
  if (kept.length >= MOST) throw new Problem("conflict", `已有 ${MOST} 个情景，请先删除不用的。`)
  const inputs = await readInputs(sql, runId)
  const { counts } = computeRun(inputs, schemes as Scheme[], fiscalYear)
  const id = randomUUID()
  const actId = await insertAct(sql, "scenario-save", `run/${runId}`, name)
  await sql`
    insert into assess.scenario (scenario_id, run_id, name, schemes, counts, author_name, act_id)
    values (${id}::uuid, ${runId}, ${name}, ${sql.json(schemes)}, ${sql.json(counts)}, ${authorName}, ${actId})`
  const [written] = await scenariosWhere(sql, sql`scenario_id = ${id}::uuid`)
  return written!
}

/** @throws Problem not-found, the same for another's scenario */
export async function removeScenario(sql: Sql, runId: number, id: string): Promise<void> {
  const actId = await insertAct(sql, "scenario-remove", `run/${runId}`, id)
  const closed = await sql`
    update assess.scenario set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where scenario_id = ${id}::uuid and run_id = ${runId} and superseded_at is null
       and author = current_setting('app.actor')`
  if (closed.count === 0) throw notFound()
}
