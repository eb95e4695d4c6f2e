/** What the desk writes: outcomes, requests for answers, evidence. Each is an act of its own. */
import type { Day } from "../../geodata/days.ts"
import { insertAct } from "../db/act.ts"
import type { Sql } from "../db/sql.ts"
import { insertProposal } from "../determinations/queries.ts"
import { notFound, Problem } from "../http/problem.ts"
import type { NewEvidence, NewOutcome, NewRequest, Place } from "./schema.ts"

/** Locks of a parcel's flags, told apart from other advisory locks by their first number. */
const FLAG_LOCK = 8268

const objectOf = ({ parcelId, ruleSet }: Place) => `flag/${parcelId}/${ruleSet}`

type Standing = { suspicionId: number; state: string }

/** @throws Problem not-found where nothing is suspected now */
async function findStanding(sql: Sql, { parcelId, ruleSet }: Place): Promise<Standing> {
  await sql`select pg_advisory_xact_lock(${FLAG_LOCK}, ${parcelId})`
  const [row] = await sql<Standing>`
    select suspicion_id, state from core.suspicion
     where parcel_id = ${parcelId} and rule_set = ${ruleSet} and superseded_at is null`
  if (!row) throw notFound()
  return row
}

/** @throws Problem conflict for a file that is not at the parcel */
async function assertAttachments(sql: Sql, parcelId: number, ids: readonly string[]) {
  const [row] = await sql<{ count: number }>`
    select count(*)::int as count from core.attachment
     where parcel_id = ${parcelId} and withdrawn_at is null and attachment_id = any(${ids}::uuid[])`
  if (row!.count !== new Set(ids).size) throw new Problem("conflict", "有附件不属于该宗地。")
}

/**
 * Settles a suspicion, and with the same outcome the others of the parcel that were named.
 * @throws Problem as `insertOutcome`, of whichever it is
 */
export async function settleSuspicions(
  sql: Sql,
  place: Place,
  draft: NewOutcome,
  authorName: string,
): Promise<void> {
  const also = "also" in draft ? draft.also : []
  for (const ruleSet of new Set([place.ruleSet, ...also]))
    await insertOutcome(sql, { ...place, ruleSet }, draft, authorName)
}

/**
 * Settles one suspicion. One that is confirmed is proposed to be determined, and another person approves it.
 * @throws Problem not-found where nothing is suspected, conflict where it is settled already or the outcome does not fit
 */
async function insertOutcome(
  sql: Sql,
  place: Place,
  draft: NewOutcome,
  authorName: string,
): Promise<void> {
  const { suspicionId, state } = await findStanding(sql, place)
  const [held] = await sql`
    select 1 as one from core.flag_outcome
     where parcel_id = ${place.parcelId} and rule_set = ${place.ruleSet} and superseded_at is null and lapsed_at is null`
  if (held) throw new Problem("conflict", "该疑似已有处理结果；如有误，请先撤回。")
  const { outcome, reason, attachmentIds } = draft
  const isIdle = state === "suspected_idle"
  if ((outcome === "notIdle" && !isIdle) || (outcome === "notLowEfficiency" && isIdle))
    throw new Problem("conflict", "处理结果与疑似的种类不符。")
  await assertAttachments(sql, place.parcelId, attachmentIds)
  const proposal =
    draft.outcome === "confirmed"
      ? await insertProposal(
          sql,
          {
            kind: "determine",
            parcelId: place.parcelId,
            state: isIdle ? "idle" : "low_efficiency",
            ...draft.determination,
            reason,
            attachmentIds,
          },
          authorName,
        )
      : null
  const actId = await insertAct(sql, "settle-flag", objectOf(place), `${outcome}：${reason}`)
  await sql`
    insert into core.flag_outcome (parcel_id, rule_set, suspicion_id, outcome, reason, attachment_ids, proposal_id, author_name, act_id)
    values (${place.parcelId}, ${place.ruleSet}, ${suspicionId}, ${outcome}, ${reason}, ${attachmentIds}::uuid[],
            ${proposal?.id ?? null}::int, ${authorName}, ${actId})`
}

/** Takes an outcome back: the flag is open again. @throws Problem not-found for one that does not hold */
export async function takeBack(
  sql: Sql,
  place: Place & { id: number },
  why: string,
): Promise<void> {
  const actId = await insertAct(sql, "reopen-flag", objectOf(place), why)
  const { count } = await sql`
    update core.flag_outcome set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where outcome_id = ${place.id} and parcel_id = ${place.parcelId} and rule_set = ${place.ruleSet}
       and superseded_at is null and lapsed_at is null`
  if (count === 0) throw notFound()
}

/** @throws Problem not-found where nothing is suspected */
export async function insertRequest(
  sql: Sql,
  place: Place,
  { addressee, what, dueOn }: NewRequest,
  authorName: string,
): Promise<void> {
  await findStanding(sql, place)
  const actId = await insertAct(sql, "request-answer", objectOf(place), `${addressee}：${what}`)
  await sql`
    insert into core.flag_request (parcel_id, rule_set, addressee, what, due_on, author_name, act_id)
    values (${place.parcelId}, ${place.ruleSet}, ${addressee}, ${what}, ${dueOn}, ${authorName}, ${actId})`
}

/** @throws Problem not-found for a request that is not open */
export async function answerRequest(
  sql: Sql,
  place: Place & { id: number },
  { answeredOn, answer }: { answeredOn: Day; answer: string },
): Promise<void> {
  const actId = await insertAct(sql, "record-answer", objectOf(place), answer)
  const { count } = await sql`
    update core.flag_request set answered_on = ${answeredOn}, answer = ${answer}, answer_act_id = ${actId}
     where request_id = ${place.id} and parcel_id = ${place.parcelId} and rule_set = ${place.ruleSet}
       and answered_on is null`
  if (count === 0) throw notFound()
}

/** @throws Problem not-found where nothing is suspected, conflict for a file that is not at the parcel or is there already */
export async function insertEvidence(
  sql: Sql,
  place: Place,
  { attachmentId, kind, takenOn, note }: NewEvidence,
  authorName: string,
): Promise<void> {
  await findStanding(sql, place)
  await assertAttachments(sql, place.parcelId, [attachmentId])
  const actId = await insertAct(sql, "add-evidence", objectOf(place), note ?? kind)
  await sql`
    insert into core.flag_evidence (parcel_id, rule_set, attachment_id, kind, taken_on, note, author_name, act_id)
    values (${place.parcelId}, ${place.ruleSet}, ${attachmentId}::uuid, ${kind}, ${takenOn ?? null}::date, ${note ?? null},
            ${authorName}, ${actId})`
}
