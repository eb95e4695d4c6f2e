/** One suspicion with all that speaks for and against it, and how far it can be relied on. */
import { type Day, daysBetween, legalDayAt } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { listFacts } from "../derivation/facts.ts"
import { factsOn } from "../flags/clock-events.rules.ts"
import { isConfidentialFact } from "../flags/facts.rules.ts"
import { listConsequences } from "../flags/reliability.rules.ts"
import { listRuleFacts } from "../flags/rule-facts.rules.ts"
import { RuleSet } from "../flags/rule-set.schema.ts"
import { evaluateRuleSet } from "../flags/rules.ts"
import { notFound } from "../http/problem.ts"
import { findItem } from "./queue.ts"
import { labelOf, listReasons } from "./reasons.ts"
import type { DeskFlag, Outcome, Place, HitReason } from "./schema.ts"

type Ask = Place & { audience: Audience; today: Day }

/** Work goes on faster than contracts change: what was told longer ago may have been overtaken. */
const STALE_DAYS = { contract: null, project: 180, pauses: null, figures: 730 } as const
const LEDGER_FACTS = {
  contract: [
    "suppliedOn",
    "agreedStart",
    "supplementStart",
    "deliveryConfirmed",
    "devAreaDue",
    "landPriceWanYuan",
    "totalInvestWanYuan",
    "farMin",
    "agreedCompletion",
    "agreedProduction",
    "agreedInvestmentIntensity",
    "agreedTaxPerMu",
    "targetCheckOn",
  ],
  project: [
    "startedOn",
    "suspendedSince",
    "stoppedSince",
    "completedOn",
    "productionStart",
    "devArea",
    "investedWanYuan",
    "devShare",
    "investedShare",
    "undevelopedMu",
    "investmentIntensity",
  ],
  pauses: ["cause", "pauses"],
  figures: ["taxPerMu", "outputPerMu", "taxPerKwh", "revenuePerKwh"],
} as const

/** @throws Problem not-found where nothing is suspected, nor settled */
export async function readFlag(sql: Sql, ask: Ask): Promise<DeskFlag> {
  const item = await findItem(sql, ask, ask.today)
  if (!item) throw notFound()
  return {
    item,
    reasons: await listStanding(sql, ask),
    reliability: await assess(sql, ask),
    evidence: await listEvidence(sql, ask),
    requests: await listRequests(sql, ask),
    outcomes: await listOutcomes(sql, ask),
  }
}

async function listStanding(sql: Sql, { parcelId, ruleSet, audience }: Ask): Promise<HitReason[]> {
  const [standing] = await sql<{ id: number }>`
    select suspicion_id as id from core.suspicion
     where parcel_id = ${parcelId} and rule_set = ${ruleSet} and superseded_at is null`
  if (!standing) return []
  return (await listReasons(sql, [standing.id], audience)).get(standing.id)!
}

async function assess(sql: Sql, ask: Ask): Promise<DeskFlag["reliability"]> {
  const { parcelId, audience, today } = ask
  const [rule] = await sql<{ definition: unknown }>`
    select definition from core.rule_set where rule_set_id = ${ask.ruleSet} and superseded_at is null`
  const sources = await listSources(sql, ask)
  if (!rule) return { missing: [], sources, withheldFacts: [] }
  const ruleSet = RuleSet.parse(rule.definition)
  const [told] = await listFacts(sql, [parcelId], (place) => mayRead(audience, place))
  const facts = factsOn(told!.facts, told!.events, today)
  const [verdict] = evaluateRuleSet(ruleSet, today, [{ id: parcelId, facts }])
  const seesFigures = mayRead(audience, "fin.parcel_metric.amount")
  const seesRoute = mayRead(audience, "core.suspicion.route")
  const isHidden = (fact: string) => isConfidentialFact(fact) && !seesFigures
  const missing = verdict!.missingFacts.filter((fact) => !isHidden(fact))
  return {
    missing: listConsequences(ruleSet, facts, missing, today).map(({ changes, ...fact }) => ({
      ...fact,
      changes: changes.map(({ route, ...change }) => (seesRoute ? { ...change, route } : change)),
    })),
    sources: sources.filter(({ facts: of }) =>
      of.some((fact) => listRuleFacts(ruleSet).includes(fact)),
    ),
    withheldFacts: listRuleFacts(ruleSet).filter(isHidden),
  }
}

type Ledger = keyof typeof LEDGER_FACTS

async function listSources(sql: Sql, { parcelId, audience, today }: Ask) {
  const seesFigures = mayRead(audience, "fin.parcel_metric.amount")
  const figures = seesFigures
    ? sql`
      union all
      select 'figures', max(fiscal_year) || ' 年度数据', null, make_timestamptz(max(fiscal_year)::int, 12, 31, 12, 0, 0)
        from fin.parcel_metric where parcel_id = ${parcelId} having max(fiscal_year) is not null`
    : sql``
  const rows = await sql<{
    ledger: Ledger
    title: string | null
    documentNo: string | null
    recordedAt: string
  }>`
    select * from (
      (select 'contract' as ledger, s.name as title, s.document_no, t.recorded_at
         from core.land_contract t join core.source s using (source_id)
        where t.parcel_id = ${parcelId} and t.superseded_at is null
        order by t.signed_on desc nulls last, t.contract_id desc limit 1)
      union all
      (select 'project', s.name, s.document_no, t.recorded_at
         from (select source_id, recorded_at from core.project where parcel_id = ${parcelId} and superseded_at is null
               union all
               select source_id, recorded_at from core.milestone where parcel_id = ${parcelId} and superseded_at is null) t
         join core.source s using (source_id)
        order by t.recorded_at desc limit 1)
      union all
      (select 'pauses', s.name, s.document_no, t.recorded_at
         from core.clock_pause t join core.source s using (source_id)
        where t.parcel_id = ${parcelId} and t.superseded_at is null
        order by t.recorded_at desc limit 1)
      ${figures}) found`
  const known = new Map(rows.map((row) => [row.ledger, row]))
  const ledgers = (Object.keys(LEDGER_FACTS) as Ledger[]).filter(
    (one) => one !== "figures" || seesFigures,
  )
  return ledgers.map((ledger) => {
    const row = known.get(ledger)
    const recordedOn = row ? legalDayAt(new Date(row.recordedAt)) : null
    const ageDays = recordedOn === null ? null : daysBetween(recordedOn, today)
    const limit = STALE_DAYS[ledger]
    return {
      ledger,
      facts: [...LEDGER_FACTS[ledger]],
      title: row?.title ?? null,
      documentNo: row?.documentNo ?? null,
      recordedOn,
      ageDays,
      // What nobody told of is as little to be relied on as what was told long ago.
      stale: limit !== null && (ageDays === null || ageDays > limit),
    }
  })
}

const listEvidence = async (sql: Sql, { parcelId, ruleSet }: Ask) => {
  const rows = await sql<DeskFlag["evidence"][number]>`
    select e.evidence_id as id, e.attachment_id, case when a.withdrawn_at is null then a.filename end as filename,
           e.kind, e.taken_on::text as taken_on, e.note, e.author_name, e.recorded_at
      from core.flag_evidence e join core.attachment a using (attachment_id)
     where e.parcel_id = ${parcelId} and e.rule_set = ${ruleSet}
     order by e.evidence_id desc`
  return [...rows]
}

const listRequests = async (sql: Sql, { parcelId, ruleSet, today }: Ask) => {
  const rows = await sql<Omit<DeskFlag["requests"][number], "overdue">>`
    select request_id as id, addressee, what, due_on::text as due_on, answered_on::text as answered_on, answer,
           author_name, recorded_at
      from core.flag_request where parcel_id = ${parcelId} and rule_set = ${ruleSet}
     order by answered_on is not null, due_on, request_id`
  return rows.map((row) => ({ ...row, overdue: row.answeredOn === null && row.dueOn < today }))
}

/** The latest first. */
async function listOutcomes(sql: Sql, { parcelId, ruleSet, audience }: Ask): Promise<Outcome[]> {
  const rows = await sql<Omit<Outcome, "attachmentIds" | "changes"> & { attachmentIds: string }>`
    select outcome_id as id, outcome, reason, to_json(attachment_ids)::text as attachment_ids, proposal_id, author,
           author_name, recorded_at, superseded_at, lapsed_at
      from core.flag_outcome where parcel_id = ${parcelId} and rule_set = ${ruleSet}
     order by outcome_id desc`
  const seesFigures = mayRead(audience, "fin.flag_lapse.from_value")
  const secret = seesFigures
    ? sql`left join fin.flag_lapse f on f.outcome_id = l.outcome_id and f.fact = l.fact`
    : sql``
  const lapses = await sql<{
    outcomeId: number
    fact: string
    confidential: boolean
    from: string | null
    to: string | null
  }>`
    select l.outcome_id, l.fact, l.confidential,
           ${seesFigures ? sql`coalesce(f.from_value, l.from_value) as from, coalesce(f.to_value, l.to_value) as to` : sql`l.from_value as from, l.to_value as to`}
      from core.flag_lapse l ${secret}
     where l.outcome_id = any(${rows.map(({ id }) => id)}::int[])
     order by l.fact`
  return rows.map(({ attachmentIds, ...row }) => ({
    ...row,
    attachmentIds: JSON.parse(attachmentIds) as string[],
    changes: lapses
      .filter(({ outcomeId }) => outcomeId === row.id)
      .map(({ fact, confidential, from, to }) => ({
        fact,
        label: labelOf(fact),
        ...(confidential && !seesFigures ? { withheld: true as const } : { from, to }),
      })),
  }))
}
