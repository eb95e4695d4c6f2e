/** Proposals to determine, or to end a determination, and what becomes of them. */
import { Exact } from "../../geodata/units.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { lastVersionOf } from "../parcels/selection.ts"
import type {
  Determination,
  DeterminationList,
  DeterminationsQuery,
  NewProposal,
  NewStep,
  Proposal,
  ProposalsQuery,
} from "./schema.ts"

/** Locks of a parcel's determinations, told apart from other advisory locks by their first number. */
const PARCEL_LOCK = 8267

type Row = Omit<Proposal, "attachmentIds"> & { attachmentIds: string }

const proposalsWhere = (sql: Sql, condition: Part) => sql<Row>`
  select p.proposal_id as id, p.kind, p.parcel_id, v.name, v.parcel_code, v.area_mu::text as area_mu, coalesce(p.determination_id, d.determination_id) as determination_id,
         p.state, p.document_no, p.decided_on::text as decided_on, p.body, p.reason,
         to_json(p.attachment_ids)::text as attachment_ids, p.public_from_on::text as public_from,
         p.author, p.author_name, p.author = current_setting('app.actor') as own, p.recorded_at,
         case when s.step is not null then json_build_object('step', s.step, 'why', s.why, 'actor', s.actor,
           'actorName', s.actor_name, 'recordedAt', s.recorded_at) end as step
    from core.determination_proposal p
    left join core.determination_step s using (proposal_id)
    left join core.determination d on d.proposal_id = p.proposal_id
    left join lateral ${lastVersionOf(sql, sql`p.parcel_id`)} v on true
   where ${condition}
   order by p.proposal_id desc`

const toProposal = ({ attachmentIds, ...row }: Row): Proposal => ({
  ...row,
  attachmentIds: JSON.parse(attachmentIds) as string[],
})

/** The latest first. */
export async function listProposals(
  sql: Sql,
  { state, parcel }: ProposalsQuery,
): Promise<Proposal[]> {
  const isState = !state
    ? sql`true`
    : state === "open"
      ? sql`s.step is null`
      : sql`s.step = ${state}`
  const isOf = parcel ? sql`p.parcel_id = ${parcel}` : sql`true`
  return (await proposalsWhere(sql, sql`${isState} and ${isOf}`)).map(toProposal)
}

/** What was determined, the latest first. */
export async function listDeterminations(
  sql: Sql,
  { parcel, ended, limit, cursor = 0 }: DeterminationsQuery,
): Promise<DeterminationList> {
  const items = await sql<Determination>`
    select d.determination_id as id, d.parcel_id, v.name, v.parcel_code, v.area_mu::text as area_mu, d.state,
           d.document_no, d.decided_on::text as decided_on, d.body, d.public_from_on::text as public_from,
           d.public_to_on::text as public_to, d.ended_on::text as ended_on
      from core.determination d
      left join lateral ${lastVersionOf(sql, sql`d.parcel_id`)} v on true
     where ${parcel ? sql`d.parcel_id = ${parcel}` : sql`true`}
       and ${ended ? sql`(d.ended_on is not null) = ${ended === "true"}` : sql`true`}
     order by d.decided_on desc, d.determination_id desc`
  const areas = new Map(
    items.flatMap(({ parcelId, areaMu }) => (areaMu === null ? [] : [[parcelId, areaMu] as const])),
  )
  return {
    items: items.slice(cursor, cursor + limit),
    total: items.length,
    next: cursor + limit < items.length ? cursor + limit : null,
    sums: {
      parcels: new Set(items.map(({ parcelId }) => parcelId)).size,
      areaMu: [...areas.values()].reduce<Exact>((sum, mu) => sum.plus(mu), new Exact(0)).toFixed(),
    },
  }
}

/** @throws Problem not-found */
export async function readProposal(sql: Sql, id: number): Promise<Proposal> {
  const [row] = await proposalsWhere(sql, sql`p.proposal_id = ${id}`)
  if (!row) throw notFound()
  return toProposal(row)
}

type Target = { parcelId: number; determinationId: number | null; state: Proposal["state"] }

async function findTarget(sql: Sql, proposal: NewProposal): Promise<Target> {
  if (proposal.kind === "determine") {
    const { parcelId, state } = proposal
    const [land] = await sql`
      select 1 as one from core.parcel_version where parcel_id = ${parcelId} and superseded_at is null limit 1`
    if (!land) throw notFound()
    const [open] = await sql`
      select 1 as one from core.determination where parcel_id = ${parcelId} and state = ${state} and ended_on is null`
    if (open) throw new Problem("conflict", "该宗地已有同类认定，尚未终止。")
    return { parcelId, state, determinationId: null }
  }
  const [target] = await sql<Target & { decidedOn: string; endedOn: string | null }>`
    select parcel_id, determination_id, state, decided_on::text as decided_on, ended_on::text as ended_on
      from core.determination where determination_id = ${proposal.determinationId}`
  if (!target) throw notFound()
  if (target.endedOn) throw new Problem("conflict", "该认定已经终止。")
  if (proposal.decidedOn < target.decidedOn) throw new Problem("conflict", "终止日期早于认定日期。")
  return target
}

/** @throws Problem not-found, conflict where it is determined already, ended already, or already proposed */
export async function insertProposal(
  sql: Sql,
  proposal: NewProposal,
  authorName: string,
): Promise<Proposal> {
  const { parcelId, determinationId, state } = await findTarget(sql, proposal)
  await sql`select pg_advisory_xact_lock(${PARCEL_LOCK}, ${parcelId})`
  const [pending] = await sql`
    select 1 as one from core.determination_proposal p
     where p.parcel_id = ${parcelId} and p.state = ${state} and p.kind = ${proposal.kind}
       and not exists (select from core.determination_step s where s.proposal_id = p.proposal_id)`
  if (pending) throw new Problem("conflict", "已有同样的提请，尚待审核。")
  const { kind, documentNo, decidedOn, body, reason, attachmentIds } = proposal
  await assertAttachments(sql, parcelId, attachmentIds)
  const actId = await insertAct(sql, `determination-propose-${kind}`, `parcel/${parcelId}`, reason)
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, document_no, issued_on, issuer, act_id)
    values ('document', ${documentNo}, ${documentNo}, ${decidedOn}, ${body}, ${actId}) returning source_id`
  const publicFrom = kind === "determine" ? (proposal.publicFrom ?? null) : null
  const [made] = await sql<{ id: number }>`
    insert into core.determination_proposal (kind, parcel_id, determination_id, state, document_no, decided_on, body, reason,
           attachment_ids, public_from_on, author_name, source_id, act_id)
    values (${kind}, ${parcelId}, ${determinationId}, ${state}, ${documentNo}, ${decidedOn}, ${body}, ${reason},
            ${attachmentIds}::uuid[], ${publicFrom}::date, ${authorName}, ${source!.sourceId}, ${actId})
    returning proposal_id as id`
  return readProposal(sql, made!.id)
}

/** @throws Problem conflict for a file that is not at the parcel */
async function assertAttachments(sql: Sql, parcelId: number, ids: readonly string[]) {
  const [row] = await sql<{ count: number }>`
    select count(*)::int as count from core.attachment
     where parcel_id = ${parcelId} and withdrawn_at is null and attachment_id = any(${ids}::uuid[])`
  if (row!.count !== new Set(ids).size) throw new Problem("conflict", "有附件不属于该宗地。")
}

/**
 * Approves, returns or withdraws a proposal. What is approved stands from then on.
 * @throws Problem not-found, conflict when it is settled or its author decides on it
 */
export async function insertStep(
  sql: Sql,
  id: number,
  { step, why }: NewStep,
  actorName: string,
): Promise<Proposal> {
  const proposal = await readProposal(sql, id)
  await sql`select pg_advisory_xact_lock(${PARCEL_LOCK}, ${proposal.parcelId})`
  if (proposal.step) throw new Problem("conflict", "该提请已经处理。")
  if (proposal.own !== (step === "withdrawn"))
    throw new Problem(
      "conflict",
      proposal.own
        ? "认定须由提请人以外的人审核：不能批准或退回自己的提请。"
        : `只有提请人（${proposal.authorName}）可以撤回。`,
    )
  const actId = await insertAct(
    sql,
    `determination-${step}`,
    `parcel/${proposal.parcelId}`,
    why ?? null,
  )
  await sql`
    insert into core.determination_step (proposal_id, step, why, actor_name, act_id)
    values (${id}, ${step}, ${why ?? null}, ${actorName}, ${actId})`
  if (step === "approved") await putInForce(sql, proposal, actId)
  return readProposal(sql, id)
}

async function putInForce(sql: Sql, proposal: Proposal, actId: string) {
  if (proposal.kind === "determine") {
    await sql`
      insert into core.determination (parcel_id, state, document_no, decided_on, body, public_from_on, source_id, act_id, proposal_id)
      select parcel_id, state, document_no, decided_on, body, public_from_on, source_id, ${actId}::bigint, proposal_id
        from core.determination_proposal where proposal_id = ${proposal.id}`
    return
  }
  // Publicity lasts until the land is disposed of (art. 11).
  await sql`
    update core.determination
       set ended_on = ${proposal.decidedOn}, end_proposal_id = ${proposal.id},
           public_to_on = case when public_from_on <= ${proposal.decidedOn}::date
                               then coalesce(public_to_on, ${proposal.decidedOn}::date) end,
           public_from_on = case when public_from_on <= ${proposal.decidedOn}::date then public_from_on end
     where determination_id = ${proposal.determinationId}`
}
