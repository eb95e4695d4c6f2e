/** Complete evaluations, and what each changed against the one before. */
import type { Day } from "../../geodata/days.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound } from "../http/problem.ts"
import type { Evaluation, EvaluationDifference } from "./schema.ts"

const evaluationsWhere = (sql: Sql, condition: Part) => sql<Evaluation>`
  select evaluation_id as id, as_of::text as as_of, started_at, finished_at, parcels, suspicions, duration_ms, author
    from core.evaluation where ${condition} order by evaluation_id desc`

export const listEvaluations = async (sql: Sql): Promise<Evaluation[]> => [
  ...(await evaluationsWhere(sql, sql`true`)),
]

/** Marks every parcel; the marks are worked off before the request is answered. */
export async function startEvaluation(sql: Sql, asOf: Day): Promise<Evaluation> {
  const actId = await insertAct(sql, "evaluate-all", "evaluation", `as of ${asOf}`)
  const [made] = await sql<{ id: number }>`
    insert into core.evaluation (as_of, act_id) values (${asOf}, ${actId}) returning evaluation_id as id`
  const [evaluation] = await evaluationsWhere(sql, sql`evaluation_id = ${made!.id}`)
  return evaluation!
}

type Row = {
  parcelId: number
  name: string | null
  areaMu: string
  ruleSet: string
  rulesBefore: string | null
  clauseBefore: string | null
  rulesAfter: string | null
  clauseAfter: string | null
}

/**
 * What an evaluation found otherwise than the complete one before it: suspicions that were raised, that ended, and
 * that became another. Edits and imports between the two count in.
 * @throws Problem not-found
 */
export async function readDifference(sql: Sql, id: number): Promise<EvaluationDifference> {
  const [evaluation] = await evaluationsWhere(sql, sql`evaluation_id = ${id}`)
  if (!evaluation) throw notFound()
  const [previous] = await evaluationsWhere(
    sql,
    sql`evaluation_id < ${id} and finished_at is not null`,
  )
  const at = (instant: string | null): Part =>
    instant === null
      ? sql`false`
      : sql`s.recorded_at <= ${instant}::timestamptz and (s.superseded_at is null or s.superseded_at > ${instant}::timestamptz)`
  const until = evaluation.finishedAt ?? new Date().toISOString()
  const rows = await sql<Row>`
    with before as (select s.parcel_id, s.rule_set, s.rule, s.clause from core.suspicion s where ${at(previous?.finishedAt ?? null)}),
         after as (select s.parcel_id, s.rule_set, s.rule, s.clause from core.suspicion s where ${at(until)})
    select coalesce(b.parcel_id, a.parcel_id) as parcel_id, coalesce(b.rule_set, a.rule_set) as rule_set, v.name,
           coalesce(v.area_mu, 0)::text as area_mu,
           b.rule as rules_before, b.clause as clause_before, a.rule as rules_after, a.clause as clause_after
      from before b full join after a on a.parcel_id = b.parcel_id and a.rule_set = b.rule_set
      left join lateral (
        select v.name, v.area_mu from core.parcel_version v
         where v.parcel_id = coalesce(b.parcel_id, a.parcel_id) and v.superseded_at is null
         order by v.valid_from desc limit 1) v on true
     where (b.rule, b.clause) is distinct from (a.rule, a.clause)
     order by v.area_mu desc nulls last, 1, 2`
  const changes = rows.map(
    ({
      rulesBefore,
      clauseBefore,
      rulesAfter,
      clauseAfter,
      ...row
    }): EvaluationDifference["changes"][number] => ({
      ...row,
      change: rulesBefore === null ? "raised" : rulesAfter === null ? "ended" : "changed",
      before: rulesBefore === null ? null : { rule: rulesBefore, clause: clauseBefore },
      after: rulesAfter === null ? null : { rule: rulesAfter, clause: clauseAfter },
    }),
  )
  const count = (kind: EvaluationDifference["changes"][number]["change"]) =>
    changes.filter(({ change }) => change === kind).length
  return {
    ...evaluation,
    previous: previous ?? null,
    counts: { raised: count("raised"), ended: count("ended"), changed: count("changed") },
    changes,
  }
}
