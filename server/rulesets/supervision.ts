/** The key-supervision list (重点监管): who is on it with any of its parts, who with all, and what speaks for it. */
import type { Day } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { listYardsticks } from "../derivation/facts.ts"
import type { Reason } from "../flags/hit.rules.ts"
import { declareLiandu, type LianduRuleSet } from "../flags/low-efficiency.rules.ts"
import { evaluateRuleSet } from "../flags/rules.ts"
import { notFound } from "../http/problem.ts"
import { inEffect } from "../parcels/selection.ts"
import { listLand, sumOf } from "./preview.ts"
import type { Supervision } from "./schema.ts"

const RULE_SET = "liandu-2020"

type Asked = {
  audience: Audience
  asOf: Day
  combine?: "any" | "all" | undefined
  limit: number
  cursor?: number | undefined
}
type Found = { id: number; areaMu: string; reasons: Supervision["items"][number]["reasons"] }
type Both = { any: Found[] | null; all: Found[] }

/** @throws Problem not-found while no such rule is in force */
export async function readSupervision(sql: Sql, asked: Asked): Promise<Supervision> {
  const { audience, asOf, limit, cursor = 0 } = asked
  const [row] = await sql<{ definition: string }>`
    select definition::text as definition from core.rule_set
     where rule_set_id = ${RULE_SET} and superseded_at is null`
  if (!row) throw notFound()
  const rule = JSON.parse(row.definition) as LianduRuleSet
  const inForce = rule.combine ?? "any"
  const combine = asked.combine ?? inForce
  const both = mayRead(audience, "fin.parcel_metric.amount")
    ? await evaluate(sql, rule, asked)
    : await readStored(sql, rule, asOf)
  const found = both[combine] ?? []
  const page = found.slice(cursor, cursor + limit)
  const names = await listNames(
    sql,
    page.map(({ id }) => id),
    asOf,
  )
  return {
    ruleSetId: RULE_SET,
    combine,
    counts: { any: both.any && sumOf(both.any), all: sumOf(both.all) },
    items: page.map(({ id, areaMu, reasons }) => ({
      parcelId: id,
      areaMu,
      reasons,
      ...names.get(id)!,
    })),
    total: found.length,
    next: cursor + limit < found.length ? cursor + limit : null,
  }
}

/** By mu, the largest first. */
const byArea = (a: Found, b: Found) => Number(b.areaMu) - Number(a.areaMu) || a.id - b.id

async function evaluate(sql: Sql, rule: LianduRuleSet, { audience, asOf }: Asked): Promise<Both> {
  const land = await listLand(sql, audience, asOf)
  const medians = rule.medians ?? (await listYardsticks(sql)).medians
  const areas = new Map(land.map(({ id, areaMu }) => [id, areaMu]))
  const findBy = (combine: "any" | "all") =>
    evaluateRuleSet({ ...rule, medians, combine }, asOf, land)
      .flatMap(({ id, hits }) =>
        hits.map((hit) => ({ id, areaMu: areas.get(id)!, reasons: hit.reasons.map(openReason) })),
      )
      .toSorted(byArea)
  return { any: findBy("any"), all: findBy("all") }
}

const openReason = ({ fact, text, evidence = [] }: Reason) => ({ fact, text, evidence })

/**
 * What an audience without figures may know: the rule's reasons as the last evaluation stored them, never a value.
 * Where the rule in force asks for all parts, who has only some is not stored, and not told.
 */
async function readStored(sql: Sql, rule: LianduRuleSet, asOf: Day): Promise<Both> {
  const rows = await sql<{ id: number; areaMu: string; facts: string[] }>`
    select s.parcel_id as id, v.area_mu::text as area_mu,
           (select json_agg(r.fact order by r.n) from core.suspicion_reason r where r.suspicion_id = s.suspicion_id) as facts
      from core.suspicion s
      join core.parcel_version v on v.parcel_id = s.parcel_id and ${inEffect(sql, asOf)}
     where s.rule_set = ${RULE_SET} and s.superseded_at is null`
  const { conditions } = declareLiandu(rule)
  const textOf = new Map(conditions.map(({ id, text }) => [id, text]))
  const found = rows
    .map(({ id, areaMu, facts }) => ({
      id,
      areaMu,
      reasons: facts.map((fact) => ({
        fact,
        text: textOf.get(fact) ?? fact,
        withheld: true as const,
      })),
    }))
    .toSorted(byArea)
  const all = found.filter(({ reasons }) => reasons.length === conditions.length)
  return { any: (rule.combine ?? "any") === "any" ? found : null, all }
}

async function listNames(sql: Sql, parcelIds: readonly number[], asOf: Day) {
  const rows = await sql<{
    id: number
    name: string | null
    parcelCode: string | null
    firm: string | null
  }>`
    select v.parcel_id as id, v.name, v.parcel_code,
           (select e.name from core.occupancy o
              join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
             where o.parcel_id = v.parcel_id and o.superseded_at is null and o.to_on is null and o.kind <> 'leasedOut'
             order by o.land_area_m2 desc, o.enterprise_id limit 1) as firm
      from core.parcel_version v
     where v.parcel_id = any(${parcelIds}::int[]) and ${inEffect(sql, asOf)}`
  return new Map(rows.map(({ id, ...names }) => [id, names]))
}
