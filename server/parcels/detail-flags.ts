import { mayRead } from "../accounts/matrix.ts"
import type { Sql } from "../db/sql.ts"
import { FACTS } from "../flags/facts.rules.ts"
import type { Ask } from "./detail-land.ts"
import { columnsFor, decimal, sees, text, toValues, truth, viewOf, whole } from "./granted.ts"
import { known } from "./selection.ts"

const STANDING = viewOf("core.parcel_standing", "s", ["parcel_id"], {
  available: truth("available"),
  lifecycle: text("lifecycle"),
  projectStatus: text("project_status"),
  evaluatedOn: text("evaluated_on"),
})

/**
 * Life-cycle class, project status and availability as computed last. They are known for now alone: for
 * another moment the answer is null.
 */
export async function findStanding(sql: Sql, { audience, parcelId }: Ask, isNow: boolean) {
  if (!isNow) return null
  const seesMissing = mayRead(audience, "core.parcel_standing.missing_facts")
  const [row] = await sql<Record<string, unknown> & { missingFacts?: string[] }>`
    select ${columnsFor(sql, audience, STANDING)}
           ${seesMissing ? sql`, to_jsonb(s.missing_facts) as missing_facts` : sql``}
      from core.parcel_standing s where s.parcel_id = ${parcelId}`
  if (!row) return null
  return {
    ...toValues(STANDING, row),
    ...(row.missingFacts ? { missingFacts: row.missingFacts } : {}),
  }
}

export const SUSPICION = viewOf("core.suspicion", "s", ["parcel_id", "suspicion_id", "rule"], {
  ruleSet: text("rule_set"),
  rule: text("rule"),
  state: text("state"),
  clause: text("clause"),
  since: text("since_on"),
  nextChangeOn: text("next_change_on"),
  evaluatedOn: text("evaluated_on"),
  route: text("route"),
  feeWanYuan: decimal("fee_wan_yuan"),
})

type ReasonRow = {
  suspicionId: number
  fact: string
  confidential: boolean
  value: string | null
  threshold: string | null
}

/**
 * What the parcel is suspected of, by rule set. Of a fact that is an enterprise's secret an audience
 * without figures learns its name and that it was withheld, never value or threshold.
 * @returns undefined where the audience learns of no suspicion
 */
export async function listSuspicions(sql: Sql, { audience, parcelId, knownAt }: Ask) {
  if (!sees(audience, SUSPICION)) return undefined
  const rows = await sql<Record<string, unknown> & { suspicionId: number }>`
    select s.suspicion_id, ${columnsFor(sql, audience, SUSPICION)}
      from core.suspicion s
     where s.parcel_id = ${parcelId} and ${known(sql, sql`s`, knownAt)}
     order by s.rule_set`
  const seesFigures = mayRead(audience, "fin.suspicion_reason.value")
  const reasons = await listReasons(
    sql,
    rows.map(({ suspicionId }) => suspicionId),
    seesFigures,
  )
  return rows.map((row) => ({
    level: "suspected" as const,
    ...toValues(SUSPICION, row),
    reasons: reasons
      .filter(({ suspicionId }) => suspicionId === row.suspicionId)
      .map(({ fact, confidential, value, threshold }) => ({
        fact,
        label: labelOf(fact),
        confidential,
        ...(confidential && !seesFigures ? { withheld: true as const } : { value, threshold }),
      })),
  }))
}

const labelOf = (fact: string): string | null =>
  fact in FACTS ? FACTS[fact as keyof typeof FACTS].label : null

const listReasons = (sql: Sql, suspicionIds: readonly number[], seesFigures: boolean) =>
  seesFigures
    ? sql<ReasonRow>`
        select r.suspicion_id, r.fact, r.confidential,
               coalesce(f.value, r.value) as value, coalesce(f.threshold, r.threshold) as threshold
          from core.suspicion_reason r
          left join fin.suspicion_reason f on f.suspicion_id = r.suspicion_id and f.n = r.n
         where r.suspicion_id = any(${suspicionIds}::int[])
         order by r.suspicion_id, r.n`
    : sql<ReasonRow>`
        select r.suspicion_id, r.fact, r.confidential, r.value, r.threshold
          from core.suspicion_reason r
         where r.suspicion_id = any(${suspicionIds}::int[])
         order by r.suspicion_id, r.n`

export const DETERMINATION = viewOf("core.determination", "d", ["parcel_id"], {
  state: text("state"),
  documentNo: text("document_no"),
  decidedOn: text("decided_on"),
  body: text("body"),
  publicFrom: text("public_from_on"),
  publicTo: text("public_to_on"),
  endedOn: text("ended_on"),
  sourceId: whole("source_id"),
})

/** What was determined by document, the latest first; ended ones too. */
export async function listDeterminations(sql: Sql, { audience, parcelId }: Ask) {
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, DETERMINATION)}
      from core.determination d where d.parcel_id = ${parcelId}
     order by d.decided_on desc, d.determination_id desc`
  return rows.map((row) => ({ level: "determined" as const, ...toValues(DETERMINATION, row) }))
}
