/**
 * Outcomes of the desk under evaluation: what each rests on is written down right after it was made, and it lapses
 * when a later evaluation finds one of those facts changed.
 */
import type { Sql } from "../db/sql.ts"
import { type Facts, findFact, isConfidentialFact } from "../flags/facts.rules.ts"
import { listRuleFacts } from "../flags/rule-facts.rules.ts"
import type { ParcelFacts } from "./facts.ts"
import { type NamedRuleSet, placeOf, type Stamp } from "./suspicions.ts"

type Row = {
  outcomeId: number
  parcelId: number
  ruleSet: string
  outcome: string
  restsOn: string | null
  secrets: string
}
type Change = { outcomeId: number; fact: string; from: string | null; to: string | null }

/** Of these the suspicion is not raised again while they hold. */
const SUPPRESSING = new Set(["notIdle", "notLowEfficiency", "dataWrong"])

const textOf = (facts: Facts, fact: string): string | null => {
  const value = findFact(facts, fact)
  if (value === undefined) return null
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}

/** Brings the outcomes of some parcels up to date. @returns places whose suspicion was settled and still is */
export async function settleOutcomes(
  sql: Sql,
  parcels: readonly ParcelFacts[],
  ruleSets: readonly NamedRuleSet[],
  { actId }: Stamp,
): Promise<ReadonlySet<string>> {
  const rows = await sql<Row>`
    select o.outcome_id, o.parcel_id, o.rule_set, o.outcome, o.rests_on::text as rests_on,
           coalesce((select json_object_agg(f.fact, f.value) from fin.flag_outcome_fact f
                      where f.outcome_id = o.outcome_id), '{}')::text as secrets
      from core.flag_outcome o
     where o.superseded_at is null and o.lapsed_at is null
       and o.parcel_id = any(${parcels.map(({ parcelId }) => parcelId)}::int[])`
  if (rows.length === 0) return new Set()
  const factsOf = new Map(parcels.map(({ parcelId, facts }) => [parcelId, facts]))
  const readBy = new Map(ruleSets.map(({ id, ruleSet }) => [id, listRuleFacts(ruleSet)]))
  const settled = new Set<string>()
  const changes: Change[] = []
  for (const row of rows) {
    const facts = factsOf.get(row.parcelId)!
    const names = readBy.get(row.ruleSet) ?? []
    const now = new Map(names.map((fact) => [fact, textOf(facts, fact)]))
    if (row.restsOn === null) await freeze(sql, row.outcomeId, now)
    else {
      const before = {
        ...(JSON.parse(row.restsOn) as Record<string, string | null>),
        ...(JSON.parse(row.secrets) as Record<string, string | null>),
      }
      const changed = Object.entries(before).flatMap(([fact, from]) => {
        const to = textOf(facts, fact)
        return from === to ? [] : [{ outcomeId: row.outcomeId, fact, from, to }]
      })
      changes.push(...changed)
      if (changed.length > 0) continue
    }
    if (SUPPRESSING.has(row.outcome)) settled.add(placeOf(row.parcelId, row.ruleSet))
  }
  if (changes.length > 0) await lapse(sql, changes, actId)
  return settled
}

async function freeze(sql: Sql, outcomeId: number, now: ReadonlyMap<string, string | null>) {
  const open = [...now].filter(([fact]) => !isConfidentialFact(fact))
  const secret = [...now].filter(([fact]) => isConfidentialFact(fact))
  await sql`
    update core.flag_outcome set rests_on = ${sql.json(Object.fromEntries(open))} where outcome_id = ${outcomeId}`
  if (secret.length > 0)
    await sql`
      insert into fin.flag_outcome_fact (outcome_id, fact, value)
      select ${outcomeId}::int, t.* from unnest(${secret.map(([fact]) => fact)}::text[],
                                                ${secret.map(([, value]) => value)}::text[]) as t`
}

async function lapse(sql: Sql, changes: readonly Change[], actId: string) {
  const ids = [...new Set(changes.map(({ outcomeId }) => outcomeId))]
  await sql`update core.flag_outcome set lapsed_at = clock_timestamp() where outcome_id = any(${ids}::int[])`
  const isSecret = ({ fact }: Change) => isConfidentialFact(fact)
  const open = (value: "from" | "to") =>
    changes.map((change) => (isSecret(change) ? null : change[value]))
  await sql`
    insert into core.flag_lapse (outcome_id, fact, from_value, to_value, confidential, act_id)
    select t.*, ${actId}::bigint
      from unnest(${changes.map(({ outcomeId }) => outcomeId)}::int[], ${changes.map(({ fact }) => fact)}::text[],
                  ${open("from")}::text[], ${open("to")}::text[], ${changes.map(isSecret)}::boolean[]) as t`
  const secret = changes.filter(isSecret)
  await sql`
    insert into fin.flag_lapse (outcome_id, fact, from_value, to_value)
    select * from unnest(${secret.map(({ outcomeId }) => outcomeId)}::int[], ${secret.map(({ fact }) => fact)}::text[],
                         ${secret.map(({ from }) => from)}::text[], ${secret.map(({ to }) => to)}::text[])`
}
