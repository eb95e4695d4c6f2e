/** Rule sets in versions: written once, handed in, approved by another person, and then in force. */
import { createHash } from "node:crypto"
import { canonical } from "../assessment/canonical.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { listSchemeChanges } from "../schemes/difference.rules.ts"
import type { NewStep, NewVersion, RuleSetList, RuleState, RuleVersion } from "./schema.ts"

/** Locks of rule sets, told apart from other advisory locks by their first number. */
const RULE_LOCK = 8266

type Row = Omit<RuleVersion, "definition" | "published" | "assumed"> & {
  definition: string
  published: string
  assumed: string
}

const versionsWhere = (sql: Sql, condition: Part) => sql<Row>`
  select v.rule_set_id, v.version, v.label, v.basis, to_json(v.published)::text as published,
         to_json(v.assumed)::text as assumed, v.based_on, v.definition::text as definition, v.sha256,
         v.author, v.author_name, v.author = current_setting('app.actor') as own, v.recorded_at,
         coalesce(step.last, 'draft') as state, coalesce(step.steps, '[]'::json) as steps,
         exists (select from core.rule_set r
                  where r.rule_set_id = v.rule_set_id and r.version = v.version and r.superseded_at is null) as in_force
    from core.rule_version v
    left join lateral (
      select json_agg(json_build_object('step', s.step, 'why', s.why, 'actor', s.actor, 'actorName', s.actor_name,
                                        'recordedAt', s.recorded_at) order by s.n) as steps,
             (array_agg(s.step order by s.n desc))[1] as last
        from core.rule_step s where s.rule_set_id = v.rule_set_id and s.version = v.version) step on true
   where ${condition}
   order by v.rule_set_id, v.version desc`

const toVersion = ({ definition, published, assumed, ...row }: Row): RuleVersion => ({
  ...row,
  definition: JSON.parse(definition) as RuleVersion["definition"],
  published: JSON.parse(published) as string[],
  assumed: JSON.parse(assumed) as string[],
})

/** Every version of every rule set, the latest of each first. */
export const listVersions = async (sql: Sql): Promise<RuleVersion[]> =>
  (await versionsWhere(sql, sql`true`)).map(toVersion)

/** What evaluations use now. */
export async function listInForce(sql: Sql): Promise<RuleSetList["inForce"]> {
  const rows = await sql<
    Omit<RuleSetList["inForce"][number], "definition"> & { definition: string }
  >`
    select rule_set_id, version, definition::text as definition, note, valid_from::text as valid_from
      from core.rule_set where superseded_at is null order by rule_set_id`
  return rows.map(({ definition, ...row }) => ({
    ...row,
    definition: JSON.parse(definition) as RuleVersion["definition"],
  }))
}

/** @throws Problem not-found */
export async function readVersion(sql: Sql, id: string, version: number): Promise<RuleVersion> {
  const [row] = await versionsWhere(sql, sql`v.rule_set_id = ${id} and v.version = ${version}::int`)
  if (!row) throw notFound()
  return toVersion(row)
}

/** Writes the next version. @throws Problem conflict when the last one says the same */
export async function insertVersion(
  sql: Sql,
  { ruleSet, label, basis, published, assumed, basedOn }: NewVersion,
  authorName: string,
): Promise<RuleVersion> {
  const definition = ruleSet as Exclude<typeof ruleSet, string>
  const { id } = definition
  await sql`select pg_advisory_xact_lock(${RULE_LOCK}, hashtext(${id}))`
  const sha256 = createHash("sha256").update(canonical(definition)).digest("hex")
  const [last] = await versionsWhere(sql, sql`v.rule_set_id = ${id}`)
  const isSame = last?.sha256 === sha256 && last.label === label && last.basis === (basis ?? null)
  if (isSame) throw new Problem("conflict", `与第 ${last.version} 版完全相同，未保存。`)
  const [highest] = await sql<{ version: number }>`
    select coalesce(max(version), 0)::int as version from core.rule_set where rule_set_id = ${id}`
  const version = Math.max(last?.version ?? 0, highest!.version) + 1
  const actId = await insertAct(sql, "rule-set-save", `rule-set/${id}/${version}`, label)
  await sql`
    insert into core.rule_version
           (rule_set_id, version, label, basis, published, assumed, definition, sha256, based_on, author_name, act_id)
    values (${id}, ${version}, ${label}, ${basis ?? null}, ${published}::text[], ${assumed}::text[],
            ${sql.json(definition)}, ${sha256}, ${basedOn ?? null}, ${authorName}, ${actId})`
  return readVersion(sql, id, version)
}

const AFTER: Record<NewStep["step"], { state: RuleState; refusal: string }> = {
  submitted: { state: "draft", refusal: "只有草稿可以提交审核。" },
  approved: { state: "submitted", refusal: "只有已提交的版本可以批准。" },
  returned: { state: "submitted", refusal: "只有已提交的版本可以退回。" },
  retired: { state: "approved", refusal: "只有已批准的版本可以停用。" },
}

/**
 * Takes a version one step further; an approved one is in force at once, in the place of the one before.
 * @throws Problem not-found, conflict when the step is out of turn or its author decides on his own version
 */
export async function insertStep(
  sql: Sql,
  place: { id: string; version: number },
  { step, why }: NewStep,
  actorName: string,
): Promise<RuleVersion> {
  const { id, version } = place
  await sql`select pg_advisory_xact_lock(${RULE_LOCK}, hashtext(${id}))`
  const before = await readVersion(sql, id, version)
  const { state, refusal } = AFTER[step]
  if (before.state !== state) throw new Problem("conflict", refusal)
  const isDecision = step === "approved" || step === "returned"
  if (isDecision && before.own)
    throw new Problem("conflict", "规则集须由编制人以外的人审核：不能批准或退回自己编制的版本。")
  if (step === "submitted" && !before.own)
    throw new Problem("conflict", `只有编制人（${before.authorName}）可以提交这一版。`)
  const actId = await insertAct(sql, `rule-set-${step}`, `rule-set/${id}/${version}`, why ?? null)
  await sql`
    insert into core.rule_step (rule_set_id, version, n, step, why, actor_name, act_id)
    values (${id}, ${version}, ${before.steps.length + 1}, ${step}, ${why ?? null}, ${actorName}, ${actId})`
  if (step === "approved") await putInForce(sql, before, actId)
  if (step === "retired")
    await sql`
      update core.rule_set set superseded_at = clock_timestamp()
       where rule_set_id = ${id} and version = ${version} and superseded_at is null`
  return readVersion(sql, id, version)
}

async function putInForce(
  sql: Sql,
  { ruleSetId, version, definition, label, basis }: RuleVersion,
  actId: string,
) {
  await sql`
    update core.rule_set set superseded_at = clock_timestamp()
     where rule_set_id = ${ruleSetId} and superseded_at is null`
  await sql`
    insert into core.rule_set (rule_set_id, version, definition, note, valid_from, act_id)
    values (${ruleSetId}, ${version}, ${sql.json(definition)}, ${basis ?? label}, current_date, ${actId})`
}

/** @throws Problem not-found when either version is unknown */
export async function readDifference(sql: Sql, id: string, from: number, to: number) {
  const before = await readVersion(sql, id, from)
  const after = await readVersion(sql, id, to)
  return {
    ruleSetId: id,
    from,
    to,
    changes: listSchemeChanges(before.definition, after.definition),
  }
}
