import type { Sql } from "../db/sql.ts"

/**
 * Puts the grades of a sealed run into force: for every firm of the run, those of a unit each with the unit's. A firm
 * that stands as it stood is not written again; one that has no grade any more loses it.
 *
 * @returns how many firms were written
 */
export async function publishGrades(sql: Sql, runId: number, actId: string): Promise<number> {
  await sql`
    update assess.enterprise_grade old set superseded_at = clock_timestamp()
      from assess.run r
      join assess.run_firm f using (run_id)
     where r.run_id = ${runId} and old.fiscal_year = r.fiscal_year and old.enterprise_id = f.enterprise_id
       and old.superseded_at is null
       and (f.grade is null or (old.grade, old.scheme_id, old.run_id) is distinct from (f.grade, f.scheme_id, f.run_id))`
  const written = await sql`
    insert into assess.enterprise_grade (enterprise_id, fiscal_year, grade, scheme_id, run_id, act_id)
    select f.enterprise_id, r.fiscal_year, f.grade, f.scheme_id, r.run_id, ${actId}
      from assess.run r
      join assess.run_firm f using (run_id)
     where r.run_id = ${runId} and f.grade is not null
       and not exists (
         select from assess.enterprise_grade g
          where g.enterprise_id = f.enterprise_id and g.fiscal_year = r.fiscal_year and g.superseded_at is null)`
  return written.count
}
