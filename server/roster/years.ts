import { canonical } from "../assessment/canonical.rules.ts"
import { listGrades, type Scheme } from "../assessment/scheme.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import type { YearAnswer, YearPlan } from "./schema.ts"

/** Locks of years, told apart from other advisory locks by their first number. */
const YEAR_LOCK = 8263
/** What the map, the lists and the policies know. A place's own names for them are the scheme's labels. */
const GRADES = new Set(["A", "B", "C", "D"])

const yearsWhere = (sql: Sql, condition: Part) => sql<YearAnswer>`
  with year as (
    select fiscal_year from assess.assessment_year
    union select fiscal_year from assess.run
    union select fiscal_year from assess.enterprise_grade where superseded_at is null
  )
  select year.fiscal_year, plan.version, plan.note, plan.author_name, plan.recorded_at as opened_at,
         coalesce((
           select json_agg(json_build_object('schemeId', v.scheme_id, 'version', v.version, 'label', v.label) order by s.n)
             from jsonb_array_elements(plan.strata) with ordinality as s (stratum, n)
             join assess.scheme_version v
               on v.scheme_id = s.stratum ->> 'schemeId' and v.version = (s.stratum ->> 'version')::int), '[]'::json) as strata,
         (select count(*)::int from assess.run r where r.fiscal_year = year.fiscal_year) as runs,
         (select json_build_object('id', r.run_id, 'number', r.number, 'sealedAt', r.sealed_at, 'counts', r.counts)
            from assess.run r where r.fiscal_year = year.fiscal_year order by r.number desc limit 1) as last_run,
         (select count(*)::int from assess.enterprise_grade g
           where g.fiscal_year = year.fiscal_year and g.superseded_at is null) as graded_firms,
         (select max(g.run_id) from assess.enterprise_grade g
           where g.fiscal_year = year.fiscal_year and g.superseded_at is null) as published_run_id
    from year
    left join assess.assessment_year plan on plan.fiscal_year = year.fiscal_year and plan.superseded_at is null
   where ${condition}
   order by year.fiscal_year desc`

/** A scheme by which a year is assessed: an approved version with the hash of its document. */
export type YearScheme = { schemeId: string; version: number; sha256: string; scheme: Scheme }

/** The schemes of a year in the order in which firms are placed; none where the year is not opened. */
export async function readYearSchemes(sql: Sql, fiscalYear: number): Promise<YearScheme[]> {
  const rows = await sql<{ schemeId: string; version: number; sha256: string; document: string }>`
    select v.scheme_id, v.version, v.sha256, v.document
      from assess.assessment_year y
      cross join lateral jsonb_array_elements(y.strata) with ordinality as s (stratum, n)
      join assess.scheme_version v
        on v.scheme_id = s.stratum ->> 'schemeId' and v.version = (s.stratum ->> 'version')::int
     where y.fiscal_year = ${fiscalYear} and y.superseded_at is null
     order by s.n`
  return rows.map(({ document, ...row }) => ({ ...row, scheme: JSON.parse(document) as Scheme }))
}

/** Every year that was opened, computed or graded, the latest first. */
export const listYears = (sql: Sql): PromiseLike<YearAnswer[]> => yearsWhere(sql, sql`true`)

/** @throws Problem not-found */
export async function readYear(sql: Sql, fiscalYear: number): Promise<YearAnswer> {
  const [year] = await yearsWhere(sql, sql`year.fiscal_year = ${fiscalYear}::int`)
  if (!year) throw notFound()
  return year
}

/**
 * Opens a year or chooses its schemes anew. Only approved versions may be used, and only ones whose grades the
 * product knows.
 * @throws Problem invalid-request with the place, conflict
 */
export async function planYear(
  sql: Sql,
  fiscalYear: number,
  { strata, note }: YearPlan,
  authorName: string,
): Promise<YearAnswer> {
  await sql`select pg_advisory_xact_lock(${YEAR_LOCK}, ${fiscalYear}::int)`
  for (const [index, { schemeId, version }] of strata.entries())
    await assertUsable(sql, { schemeId, version }, `/strata/${index}`)
  const [before] = await sql<{ version: number; strata: unknown; note: string | null }>`
    select version, strata, note from assess.assessment_year
     where fiscal_year = ${fiscalYear} and superseded_at is null`
  const isSame =
    before && before.note === (note ?? null) && canonical(before.strata) === canonical(strata)
  if (isSame) return readYear(sql, fiscalYear)
  const actId = await insertAct(
    sql,
    "assessment-plan",
    `assessment/${fiscalYear}`,
    strata.map(({ schemeId, version }) => `${schemeId}/${version}`).join("，"),
  )
  await sql`
    update assess.assessment_year set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where fiscal_year = ${fiscalYear} and superseded_at is null`
  await sql`
    insert into assess.assessment_year (fiscal_year, version, strata, note, author_name, act_id)
    values (${fiscalYear},
            (select coalesce(max(version), 0) + 1 from assess.assessment_year where fiscal_year = ${fiscalYear}),
            ${sql.json(strata)}, ${note ?? null}, ${authorName}, ${actId})`
  return readYear(sql, fiscalYear)
}

async function assertUsable(
  sql: Sql,
  { schemeId, version }: { schemeId: string; version: number },
  pointer: string,
) {
  const [found] = await sql<{ document: string; state: string | null }>`
    select v.document,
           (select s.step from assess.scheme_step s
             where s.scheme_id = v.scheme_id and s.version = v.version order by s.n desc limit 1) as state
      from assess.scheme_version v where v.scheme_id = ${schemeId} and v.version = ${version}::int`
  const refuse = (message: string) =>
    new Problem("invalid-request", message, { issues: [{ pointer, message }] })
  if (!found) throw refuse(`没有方案 ${schemeId} 的第 ${version} 版。`)
  if (found.state !== "approved")
    throw refuse(`方案 ${schemeId} 第 ${version} 版未经批准，不能用于评价。`)
  const foreign = listGrades((JSON.parse(found.document) as Scheme).gradeRule).filter(
    (grade) => !GRADES.has(grade),
  )
  if (foreign.length > 0)
    throw refuse(
      `方案 ${schemeId} 的等级“${foreign.join("、")}”不是 A、B、C、D：请以 A 至 D 定档，当地的名称写在等级名称中。`,
    )
}
