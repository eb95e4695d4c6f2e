import type { SealedInput } from "../assessment/seal.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { readFirms, readInputs, readRun } from "../runs/queries.ts"
import { countYears, listEffects, type PolicyEffect, sumEffects } from "./effect.rules.ts"
import type { NewPolicy, Policy, PolicyDecision, RunEffects } from "./schema.ts"

/** Locks of policies, told apart from other advisory locks by their first number. */
const POLICY_LOCK = 8266

/**
 * Versions that stand: the latest confirmed one of each policy, which is in force, and a later one that waits for a
 * second person.
 */
const policiesWhere = (sql: Sql, condition: Part) => sql<Policy>`
  select p.policy_id as id, p.version, p.definition, p.legal_basis, p.is_example, p.valid_from::text as valid_from,
         p.valid_to::text as valid_to, p.author_name, p.author = current_setting('app.actor') as own, p.recorded_at,
         coalesce(d.decision, 'proposed') as state, d.actor_name as decided_name, d.recorded_at as decided_at
    from assess.policy p
    left join assess.policy_decision d using (policy_id, version)
   where p.superseded_at is null and (d.decision is null or d.decision = 'confirmed') and ${condition}
     and not exists (
       select from assess.policy later join assess.policy_decision using (policy_id, version)
        where later.policy_id = p.policy_id and later.version > p.version and later.superseded_at is null
          and decision = 'confirmed')
   order by p.policy_id, p.version`

export const listPolicies = (sql: Sql): PromiseLike<Policy[]> => policiesWhere(sql, sql`true`)

const lockPolicy = (sql: Sql, id: string) =>
  sql`select pg_advisory_xact_lock(${POLICY_LOCK}, hashtext(${id}))`

/**
 * Proposes a policy, or the next version of one; a proposal that waits gives way to it. Nothing is reckoned by it until
 * somebody else confirms it.
 */
export async function insertPolicy(
  sql: Sql,
  { definition, legalBasis, isExample, validFrom, validTo }: NewPolicy,
  authorName: string,
): Promise<Policy> {
  const { id } = definition
  await lockPolicy(sql, id)
  const actId = await insertAct(sql, "policy-save", `policy/${id}`, legalBasis)
  await supersede(sql, actId, sql`policy_id = ${id} and ${isUndecided(sql)}`)
  const [{ version } = { version: 0 }] = await sql<{ version: number }>`
    insert into assess.policy (policy_id, version, definition, legal_basis, is_example, valid_from, valid_to, author_name, act_id)
    values (${id}, (select coalesce(max(version), 0) + 1 from assess.policy where policy_id = ${id}), ${sql.json(definition)},
            ${legalBasis}, ${isExample}, ${validFrom}::date, ${validTo ?? null}::date, ${authorName}, ${actId})
    returning version`
  return readVersion(sql, id, version)
}

async function readVersion(sql: Sql, id: string, version: number): Promise<Policy> {
  const [found] = await policiesWhere(sql, sql`p.policy_id = ${id} and p.version = ${version}::int`)
  if (!found) throw notFound()
  return found
}

/**
 * Confirms a proposal, which puts it in force in the place of the version before it, or rejects it with a reason.
 * @throws Problem not-found, conflict when it is decided already or its author decides on it himself
 */
export async function decidePolicy(
  sql: Sql,
  id: string,
  { version, decision, why }: PolicyDecision,
  actorName: string,
): Promise<Policy> {
  await lockPolicy(sql, id)
  const proposal = await readVersion(sql, id, version)
  if (proposal.state !== "proposed") throw new Problem("conflict", "这一版已经核定，不能再次核定。")
  if (proposal.own)
    throw new Problem("conflict", "须由录入人以外的另一人核定，录入人不能核定自己录入的政策。")
  const actId = await insertAct(sql, `policy-${decision}`, `policy/${id}`, why ?? null)
  const [{ recordedAt } = { recordedAt: "" }] = await sql<{ recordedAt: string }>`
    insert into assess.policy_decision (policy_id, version, decision, why, actor_name, act_id)
    values (${id}, ${version}, ${decision}, ${why ?? null}, ${actorName}, ${actId})
    returning recorded_at`
  return { ...proposal, state: decision, decidedName: actorName, decidedAt: recordedAt }
}

/** Takes a policy out of force, with a proposal to change it; both stay on record. @throws Problem not-found */
export async function withdrawPolicy(sql: Sql, id: string): Promise<void> {
  await lockPolicy(sql, id)
  const actId = await insertAct(sql, "policy-withdraw", `policy/${id}`)
  if ((await supersede(sql, actId, sql`policy_id = ${id} and not ${isRejected(sql)}`)) === 0)
    throw notFound()
}

const isUndecided = (sql: Sql): Part => sql`not exists (
  select from assess.policy_decision d where d.policy_id = policy.policy_id and d.version = policy.version)`
const isRejected = (sql: Sql): Part => sql`exists (
  select from assess.policy_decision d
   where d.policy_id = policy.policy_id and d.version = policy.version and d.decision = 'rejected')`

const supersede = async (sql: Sql, actId: string, which: Part): Promise<number> => {
  const closed = await sql`
    update assess.policy set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where superseded_at is null and ${which}`
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
    sql`d.decision = 'confirmed' and daterange(p.valid_from, p.valid_to, '[]') && daterange(make_date(${appliesIn}, 1, 1), make_date(${appliesIn} + 1, 1, 1))`,
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
