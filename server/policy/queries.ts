import type { SealedInput } from "../assessment/seal.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound } from "../http/problem.ts"
import { readFirms, readInputs, readRun } from "../runs/queries.ts"
import { countYears, listEffects, type PolicyEffect, sumEffects } from "./effect.rules.ts"
import type { NewPolicy, Policy, RunEffects } from "./schema.ts"

/** Locks of policies, told apart from other advisory locks by their first number. */
const POLICY_LOCK = 8266

const policiesWhere = (sql: Sql, condition: Part) => sql<Policy>`
  select policy_id as id, version, definition, legal_basis, is_example, valid_from::text as valid_from,
         valid_to::text as valid_to, author_name, recorded_at
    from assess.policy where superseded_at is null and ${condition}
   order by policy_id`

export const listPolicies = (sql: Sql): PromiseLike<Policy[]> => policiesWhere(sql, sql`true`)

/** Enters a policy, or the next version of one. */
export async function insertPolicy(
  sql: Sql,
  { definition, legalBasis, isExample, validFrom, validTo }: NewPolicy,
  authorName: string,
): Promise<Policy> {
  const { id } = definition
  await sql`select pg_advisory_xact_lock(${POLICY_LOCK}, hashtext(${id}))`
  const actId = await insertAct(sql, "policy-save", `policy/${id}`, legalBasis)
  await supersede(sql, id, actId)
  await sql`
    insert into assess.policy (policy_id, version, definition, legal_basis, is_example, valid_from, valid_to, author_name, act_id)
    values (${id}, (select coalesce(max(version), 0) + 1 from assess.policy where policy_id = ${id}), ${sql.json(definition)},
            ${legalBasis}, ${isExample}, ${validFrom}::date, ${validTo ?? null}::date, ${authorName}, ${actId})`
  const [written] = await policiesWhere(sql, sql`policy_id = ${id}`)
  return written!
}

/** Takes a policy out of force; it stays on record. @throws Problem not-found */
export async function withdrawPolicy(sql: Sql, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${POLICY_LOCK}, hashtext(${id}))`
  const actId = await insertAct(sql, "policy-withdraw", `policy/${id}`)
  if ((await supersede(sql, id, actId)) === 0) throw notFound()
}

const supersede = async (sql: Sql, id: string, actId: string): Promise<number> => {
  const closed = await sql`
    update assess.policy set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where policy_id = ${id} and superseded_at is null`
  return closed.count
}

/**
 * What the grades of a run come to under the policies that are valid in the year after the assessed one. Years in a row
 * are counted over the grades in force of the years before.
 * @throws Problem not-found
 */
export async function readEffects(sql: Sql, runId: number): Promise<RunEffects> {
  const run = await readRun(sql, runId)
  const appliesIn = run.fiscalYear + 1
  const policies = await policiesWhere(
    sql,
    sql`daterange(valid_from, valid_to, '[]') && daterange(make_date(${appliesIn}, 1, 1), make_date(${appliesIn} + 1, 1, 1))`,
  )
  const inputOf = new Map<string, SealedInput>(
    (await readInputs(sql, runId)).map((input) => [input.creditCode, input]),
  )
  const past = await sql<{ enterpriseId: number; fiscalYear: number; grade: string }>`
    select enterprise_id, fiscal_year, grade from assess.enterprise_grade
     where superseded_at is null and fiscal_year < ${run.fiscalYear}`
  const gradesOf = new Map<number, Map<number, string>>()
  for (const { enterpriseId, fiscalYear, grade } of past)
    gradesOf.set(
      enterpriseId,
      (gradesOf.get(enterpriseId) ?? new Map<number, string>()).set(fiscalYear, grade),
    )
  const rules = policies.map(({ definition }) => definition)
  const items = (await readFirms(sql, runId)).flatMap((firm): RunEffects["items"] => {
    const { enterpriseId, creditCode, unitCode, name, grade } = firm
    // A unit is scored under one code; what follows is reckoned once, at the firm that leads it.
    if (unitCode !== null && unitCode !== creditCode) return []
    const grades = new Map(gradesOf.get(enterpriseId) ?? [])
    if (grade !== null) grades.set(run.fiscalYear, grade)
    const years = countYears(grades, run.fiscalYear)
    const { powerWanKwh, ownedMu } = inputOf.get(creditCode)?.enterprise ?? {}
    const effects = listEffects(rules, {
      creditCode,
      grade,
      years,
      powerWanKwh: toText(powerWanKwh),
      ownedMu: toText(ownedMu),
    })
    return effects.length === 0 ? [] : [{ enterpriseId, name, grade, years, effects }]
  })
  const all = items.flatMap(({ effects }) => effects)
  const ofPolicy = (id: string): PolicyEffect[] => all.filter(({ policyId }) => policyId === id)
  return {
    runId,
    appliesIn,
    policies: [...policies],
    items,
    sum: sumEffects(all),
    byPolicy: Object.fromEntries(policies.map(({ id }) => [id, sumEffects(ofPolicy(id))])),
  }
}

const toText = (value: number | string | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
