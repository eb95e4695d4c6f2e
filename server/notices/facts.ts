/** What the records say of a parcel on the day of a document: everything that its text rests on. */
import type { Day } from "../../geodata/days.ts"
import { findLandUse } from "../../geodata/codes/land-use.ts"
import { answerOf } from "../clock/clock.ts"
import { type History, listHistories, type Recorded } from "../clock/history.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { readZone } from "../documents/zone.ts"
import { notFound } from "../http/problem.ts"
import { inEffect } from "../parcels/selection.ts"
import type { NoticeFacts, NoticeKind, Origin } from "./notice.rules.ts"

/** The rule set of Order 53, under which evidence lies and answers are asked for. */
export const LEGAL = "idle-order53"

type Asked = { parcelId: number; on: Day; audience: Audience }

const toOrigin = ({ source }: Pick<Recorded, "source">): Origin => ({
  title: source.title,
  documentNo: source.documentNo,
})
const toText = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)
const toDay = (value: unknown): Day | null => (typeof value === "string" ? value : null)

/** What the clock answers for a day. */
export type Clock = ReturnType<typeof answerOf>

/** @throws Problem not-found for a parcel that is not in effect on the day */
export const readNoticeFacts = async (sql: Sql, asked: Asked): Promise<NoticeFacts> =>
  (await readCase(sql, asked)).facts

/**
 * The facts of a parcel on a day, as they are known now, and the whole answer of its clock.
 * @throws Problem not-found for a parcel that is not in effect on the day
 */
export async function readCase(
  sql: Sql,
  asked: Asked,
): Promise<{ facts: NoticeFacts; clock: Clock }> {
  const { parcelId, on, audience } = asked
  const [clockNow] = await sql<{ at: string }>`select clock_timestamp() as at`
  const [history] = await listHistories(sql, { parcelIds: [parcelId], knownAt: null, audience })
  const parcel = await readParcel(sql, parcelId, on)
  if (!history || !parcel) throw notFound()
  const { contract, project } = await readWorks(sql, history, on)
  const clock = answerOf(history, { on, audience })
  const facts: NoticeFacts = {
    zone: await readZone(sql),
    on,
    knownAt: new Date(clockNow!.at).toISOString(),
    parcel,
    holders: await listHolders(sql, parcelId, on),
    contract,
    project,
    clock: toClockFacts(clock),
    pauses: history.pauses.flatMap(({ from, to, cause, ...rest }) =>
      from <= on ? [{ from, to, cause, origin: toOrigin(rest) }] : [],
    ),
    supplements: history.events.flatMap(({ kind, on: day, startOn, ...rest }) =>
      kind === "supplement" && startOn && day <= on
        ? [{ on: day, startOn, origin: toOrigin(rest) }]
        : [],
    ),
    determination: await findDetermination(sql, parcelId),
    evidence: await listEvidence(sql, parcelId),
    before: await listIssued(sql, parcelId),
  }
  return { facts, clock }
}

type ParcelRow = Omit<NoticeFacts["parcel"], "landUse" | "origin"> &
  Origin & { scheme: string | null; code: string | null }

async function readParcel(sql: Sql, parcelId: number, on: Day) {
  const [row] = await sql<ParcelRow>`
    select v.parcel_id as id, v.version, v.name, v.parcel_code, v.location, v.land_use_scheme as scheme,
           v.land_use_code as code, v.legal_area_m2::text as area_m2, v.area_mu::text as area_mu,
           s.name as title, s.document_no
      from core.parcel_version v join core.source s using (source_id)
     where v.parcel_id = ${parcelId} and ${inEffect(sql, on)}`
  if (!row) return null
  const { scheme, code, title, documentNo, ...parcel } = row
  const use = scheme && code ? findLandUse(scheme, code) : undefined
  return { ...parcel, landUse: use?.nameZh ?? code, origin: { title, documentNo } }
}

async function listHolders(sql: Sql, parcelId: number, on: Day): Promise<NoticeFacts["holders"]> {
  const rows = await sql<{ name: string; creditCode: string } & Origin>`
    select e.name, f.credit_code, s.name as title, s.document_no
      from core.occupancy o
      join core.enterprise f using (enterprise_id)
      join core.enterprise_version e on e.enterprise_id = o.enterprise_id and e.superseded_at is null
      join core.source s on s.source_id = o.source_id
     where o.parcel_id = ${parcelId} and o.kind = 'owned' and o.superseded_at is null
       and o.from_on <= ${on}::date and (o.to_on is null or o.to_on > ${on}::date)
     order by o.land_area_m2 desc, f.credit_code`
  return rows.map(({ title, documentNo, ...holder }) => ({
    ...holder,
    origin: { title, documentNo },
  }))
}

async function readWorks(sql: Sql, history: History, on: Day) {
  const inForce = history.contracts.findLast(({ signedOn }) => signedOn === null || signedOn <= on)
  const [numbers] = inForce
    ? await sql<{ supervisionNo: string | null }>`
        select supervision_no from core.land_contract where contract_id = ${inForce.contractId}`
    : []
  const contract: NoticeFacts["contract"] = inForce
    ? {
        contractNo: inForce.contractNo,
        supervisionNo: numbers?.supervisionNo ?? null,
        signedOn: inForce.signedOn,
        landPriceWanYuan: toText(inForce.facts.landPriceWanYuan),
        totalInvestWanYuan: toText(inForce.facts.totalInvestWanYuan),
        deliveredOn: toDay(inForce.facts.deliveryConfirmed),
        agreedStart: toDay(inForce.facts.agreedStart),
        supplementStart: toDay(inForce.facts.supplementStart),
        agreedCompletion: toDay(inForce.facts.agreedCompletion),
        devAreaDueM2: toText(inForce.facts.devAreaDue),
        origin: toOrigin(inForce),
      }
    : null
  const reached = (milestone: string): Day | null =>
    history.milestones.find((one) => one.milestone === milestone && one.on <= on)?.on ?? null
  const project: NoticeFacts["project"] = history.project
    ? {
        name: history.project.name,
        startedOn: reached("started"),
        suspendedOn: toDay(history.project.facts.suspendedSince),
        completedOn: reached("completed"),
        devAreaM2: toText(history.project.facts.devArea),
        investedWanYuan: toText(history.project.facts.investedWanYuan),
        origin: toOrigin(history.project),
      }
    : null
  return { contract, project }
}

function toClockFacts(clock: Clock): NoticeFacts["clock"] {
  const { startDue, oneYearEnds, twoYearsEnd, pushedDays } = clock.thresholds
  return {
    state: clock.state,
    rule: clock.rule,
    clauses: clock.clauses,
    route: clock.route ?? null,
    feeWanYuan: toText(clock.feeWanYuan),
    since: clock.since,
    startDue,
    oneYearEnds,
    twoYearsEnd,
    pushedDays,
    reasons: clock.reasons.map(({ text }) => text),
  }
}

async function findDetermination(
  sql: Sql,
  parcelId: number,
): Promise<NoticeFacts["determination"]> {
  const [row] = await sql<{
    id: number
    documentNo: string
    decidedOn: Day
    body: string
    publicFrom: Day | null
    reason: string | null
    endedOn: Day | null
    endNo: string | null
    endBody: string | null
    endReason: string | null
  }>`
    select d.determination_id as id, d.document_no, d.decided_on::text as decided_on, d.body, p.reason,
           coalesce(d.public_from_on, p.public_from_on)::text as public_from, d.ended_on::text as ended_on,
           e.document_no as end_no, e.body as end_body, e.reason as end_reason
      from core.determination d
      left join core.determination_proposal p on p.proposal_id = d.proposal_id
      left join core.determination_proposal e on e.proposal_id = d.end_proposal_id
     where d.parcel_id = ${parcelId} and d.state = 'idle'
     order by d.decided_on desc, d.determination_id desc limit 1`
  if (!row) return null
  const { endedOn, endNo, endBody, endReason, ...determination } = row
  return {
    ...determination,
    end: endedOn ? { documentNo: endNo, on: endedOn, body: endBody, reason: endReason } : null,
  }
}

const listEvidence = async (sql: Sql, parcelId: number): Promise<NoticeFacts["evidence"]> => [
  ...(await sql<NoticeFacts["evidence"][number]>`
    select a.filename, e.kind, e.taken_on::text as taken_on, a.sha256
      from core.flag_evidence e join core.attachment a using (attachment_id)
     where e.parcel_id = ${parcelId} and e.rule_set = ${LEGAL} and a.withdrawn_at is null
     order by e.evidence_id`),
]

/** Documents of the case in force, the first first. */
const listIssued = async (sql: Sql, parcelId: number): Promise<NoticeFacts["before"]> => [
  ...(await sql<{ kind: NoticeKind; number: string; issuedOn: Day; servedOn: Day | null }>`
    select n.kind, i.number, n.issued_on::text as issued_on, served.on::text as served_on
      from core.notice n join core.notice_issue i using (notice_id)
      left join lateral (
        select s.served_on as on from core.notice_service s where s.notice_id = n.notice_id order by s.n desc limit 1
      ) served on true
     where n.parcel_id = ${parcelId}
       and not exists (select from core.notice_step r where r.notice_id = n.notice_id and r.step = 'revoked')
     order by n.issued_on, n.notice_id`),
]
