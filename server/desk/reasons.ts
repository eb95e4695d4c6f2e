import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { FACTS } from "../flags/facts.rules.ts"
import type { HitReason } from "./schema.ts"

/** What a fact is called in Chinese; null for a reason that a rule set named itself. */
export const labelOf = (fact: string): string | null =>
  fact in FACTS ? FACTS[fact as keyof typeof FACTS].label : null

type Row = {
  suspicionId: number
  fact: string
  confidential: boolean
  value: string | null
  threshold: string | null
}

/** Reasons by suspicion. Value and threshold of a firm's secret are not read for whoever may not see them. */
export async function listReasons(
  sql: Sql,
  suspicionIds: readonly number[],
  audience: Audience,
): Promise<ReadonlyMap<number, HitReason[]>> {
  const seesFigures = mayRead(audience, "fin.suspicion_reason.value")
  const secret = seesFigures
    ? sql`left join fin.suspicion_reason f on f.suspicion_id = r.suspicion_id and f.n = r.n`
    : sql``
  const rows = await sql<Row>`
    select r.suspicion_id, r.fact, r.confidential,
           ${seesFigures ? sql`coalesce(f.value, r.value) as value, coalesce(f.threshold, r.threshold) as threshold` : sql`r.value, r.threshold`}
      from core.suspicion_reason r ${secret}
     where r.suspicion_id = any(${suspicionIds}::int[])
     order by r.suspicion_id, r.n`
  const reasons = new Map<number, HitReason[]>(suspicionIds.map((id) => [id, []]))
  for (const { suspicionId, fact, confidential, value, threshold } of rows)
    reasons.get(suspicionId)!.push({
      fact,
      label: labelOf(fact),
      confidential,
      ...(confidential && !seesFigures ? { withheld: true as const } : { value, threshold }),
    })
  return reasons
}
