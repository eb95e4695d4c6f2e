/**
 * Schemes in versions. A version is written once; what comes after it are steps: its author hands it in, another
 * person approves or returns it, and what is no longer wanted is retired. Only an approved version may be used.
 */
import { createHash } from "node:crypto"
import { canonical } from "../assessment/canonical.rules.ts"
import type { Scheme } from "../assessment/scheme.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { listSchemeChanges } from "./difference.rules.ts"
import type { NewStep, NewVersion, SchemeHead, SchemeState, SchemeVersion } from "./schema.ts"

/** Locks of schemes, told apart from other advisory locks by their first number. */
const SCHEME_LOCK = 8261

export const hashScheme = (scheme: Scheme): string =>
  createHash("sha256").update(canonical(scheme)).digest("hex")

type Row = {
  schemeId: string
  version: number
  label: string
  document: string
  state: SchemeState
  basis: string | null
  basedOn: string | null
  author: string
  authorName: string
  own: boolean
  recordedAt: string
  sha256: string
  published: string
  assumed: string
  steps: SchemeVersion["steps"]
}

/** Versions with the step they have come to; arrays as JSON, for both engines alike. */
const versionsWhere = (sql: Sql, condition: Part) => sql<Row>`
  select v.scheme_id, v.version, v.label, v.document, v.basis, v.based_on, v.author, v.author_name,
         v.author = current_setting('app.actor') as own, v.recorded_at, v.sha256,
         to_json(v.published)::text as published, to_json(v.assumed)::text as assumed,
         coalesce(step.last, 'draft') as state, coalesce(step.steps, '[]'::json) as steps
    from assess.scheme_version v
    left join lateral (
      select json_agg(json_build_object('step', s.step, 'why', s.why, 'actor', s.actor, 'actorName', s.actor_name,
                                        'recordedAt', s.recorded_at) order by s.n) as steps,
             (array_agg(s.step order by s.n desc))[1] as last
        from assess.scheme_step s where s.scheme_id = v.scheme_id and s.version = v.version) step on true
   where ${condition}
   order by v.scheme_id, v.version desc`

const readScheme = ({ document }: Pick<Row, "document">) => JSON.parse(document) as Scheme

function toHead(row: Row): SchemeHead {
  const { region, fiscalYear, stratum, method } = readScheme(row)
  const { schemeId, version, label, state, basis, basedOn, author, authorName, own, recordedAt } =
    row
  return {
    schemeId,
    version,
    label,
    region: region ?? null,
    fiscalYear,
    stratum,
    method,
    state,
    basis,
    basedOn,
    author,
    authorName,
    own,
    recordedAt,
  }
}

const toVersion = (row: Row): SchemeVersion => ({
  ...toHead(row),
  scheme: readScheme(row) as SchemeVersion["scheme"],
  sha256: row.sha256,
  published: JSON.parse(row.published) as string[],
  assumed: JSON.parse(row.assumed) as string[],
  steps: row.steps,
})

/** Every version of every scheme, the latest of each first. */
export const listVersions = async (sql: Sql): Promise<SchemeHead[]> =>
  (await versionsWhere(sql, sql`true`)).map(toHead)

/** @throws Problem not-found */
export async function readVersion(sql: Sql, id: string, version: number): Promise<SchemeVersion> {
  const [row] = await versionsWhere(sql, sql`v.scheme_id = ${id} and v.version = ${version}::int`)
  if (!row) throw notFound()
  return toVersion(row)
}

/**
 * Writes the next version of a scheme.
 * @throws Problem conflict when the last version says the same
 */
export async function insertVersion(
  sql: Sql,
  draft: NewVersion,
  authorName: string,
): Promise<SchemeVersion> {
  const { scheme, label, basis, published, assumed, basedOn } = draft
  await sql`select pg_advisory_xact_lock(${SCHEME_LOCK}, hashtext(${scheme.id}))`
  const [last] = await versionsWhere(sql, sql`v.scheme_id = ${scheme.id}`)
  const sha256 = hashScheme(scheme)
  const isSame =
    last?.sha256 === sha256 &&
    last.label === label &&
    last.basis === (basis ?? null) &&
    last.published === JSON.stringify(published) &&
    last.assumed === JSON.stringify(assumed)
  if (isSame) throw new Problem("conflict", `与第 ${last.version} 版完全相同，未保存。`)
  const version = (last?.version ?? 0) + 1
  const actId = await insertAct(sql, "scheme-save", `scheme/${scheme.id}/${version}`, label)
  await sql`
    insert into assess.scheme_version
           (scheme_id, version, label, basis, published, assumed, document, sha256, based_on, author_name, act_id)
    values (${scheme.id}, ${version}, ${label}, ${basis ?? null}, ${published}::text[], ${assumed}::text[],
            ${JSON.stringify(scheme)}, ${sha256}, ${basedOn ?? null}, ${authorName}, ${actId})`
  return readVersion(sql, scheme.id, version)
}

/** What a step must come after, and what is said when it does not. */
const AFTER: Record<NewStep["step"], { states: readonly SchemeState[]; refusal: string }> = {
  submitted: { states: ["draft"], refusal: "只有草稿可以提交审核。" },
  approved: { states: ["submitted"], refusal: "只有已提交的版本可以批准。" },
  returned: { states: ["submitted"], refusal: "只有已提交的版本可以退回。" },
  retired: { states: ["approved"], refusal: "只有已批准的版本可以停用。" },
}

/**
 * Takes a version one step further.
 * @param by `decides`: may approve and return; `writes`: may hand in and retire
 * @throws Problem not-found, conflict when the step is out of turn or its author decides on his own version
 */
export async function insertStep(
  sql: Sql,
  place: { id: string; version: number },
  { step, why }: NewStep,
  actorName: string,
): Promise<SchemeVersion> {
  await sql`select pg_advisory_xact_lock(${SCHEME_LOCK}, hashtext(${place.id}))`
  const before = await readVersion(sql, place.id, place.version)
  const { states, refusal } = AFTER[step]
  if (!states.includes(before.state)) throw new Problem("conflict", refusal)
  const isDecision = step === "approved" || step === "returned"
  if (isDecision && before.own)
    throw new Problem("conflict", "方案须由编制人以外的人审核：不能批准或退回自己编制的版本。")
  if (step === "submitted" && !before.own)
    throw new Problem("conflict", `只有编制人（${before.authorName}）可以提交这一版。`)
  const object = `scheme/${place.id}/${place.version}`
  const actId = await insertAct(sql, `scheme-${step}`, object, why ?? null)
  await sql`
    insert into assess.scheme_step (scheme_id, version, n, step, why, actor_name, act_id)
    values (${place.id}, ${place.version}, ${before.steps.length + 1}, ${step}, ${why ?? null}, ${actorName}, ${actId})`
  return readVersion(sql, place.id, place.version)
}

/** @throws Problem not-found when either version is unknown */
export async function readDifference(sql: Sql, id: string, from: number, to: number) {
  const before = await readVersion(sql, id, from)
  const after = await readVersion(sql, id, to)
  return { schemeId: id, from, to, changes: listSchemeChanges(before.scheme, after.scheme) }
}
