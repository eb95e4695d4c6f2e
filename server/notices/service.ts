/** Documents that were served, and the answers that they ask for. */
import type { Day } from "../../geodata/days.ts"
import { insertAct } from "../db/act.ts"
import type { Sql } from "../db/sql.ts"
import { answerRequest, insertRequest } from "../desk/settle.ts"
import { Problem } from "../http/problem.ts"
import { LEGAL } from "./facts.ts"
import { findAnswer } from "./notice.rules.ts"
import { type Asker, readNotice } from "./queries.ts"
import type { NewService, Notice } from "./schema.ts"

/**
 * Records that a document was served, or corrects what was recorded.
 * @throws Problem not-found, conflict where it is not issued, invalid-request where the days or the reason do not fit
 */
export async function insertService(
  sql: Sql,
  id: number,
  { servedOn, way, recipient, attachmentId, why }: NewService,
  { today, authorName }: Asker & { authorName: string },
): Promise<Notice> {
  const notice = await readNotice(sql, id, today)
  if (notice.state !== "issued") throw new Problem("conflict", "该文书未签发，不能送达。")
  const refuse = (pointer: string, message: string) =>
    new Problem("invalid-request", `${message}。`, { issues: [{ pointer, message }] })
  if (servedOn < notice.issuedOn) throw refuse("/servedOn", "送达日期早于文书日期")
  if (servedOn > today) throw refuse("/servedOn", "送达日期晚于今天")
  if (notice.service && !why) throw refuse("/why", "更正送达须写明理由")
  if (attachmentId) {
    const [file] = await sql`
      select 1 as one from core.attachment
       where attachment_id = ${attachmentId}::uuid and parcel_id = ${notice.parcelId} and withdrawn_at is null`
    if (!file) throw new Problem("conflict", "送达回证不是该宗地的附件。")
  }
  const actId = await insertAct(sql, "notice-served", `notice/${id}`, why ?? null)
  await sql`
    insert into core.notice_service (notice_id, n, served_on, way, recipient, attachment_id, why, author_name, act_id)
    select ${id}::int, coalesce(max(n), 0) + 1, ${servedOn}::date, ${way}, ${recipient}, ${attachmentId ?? null}::uuid,
           ${why ?? null}, ${authorName}, ${actId}::bigint
      from core.notice_service where notice_id = ${id}`
  await askForAnswer(sql, notice, { servedOn, today, authorName })
  return readNotice(sql, id, today)
}

type Served = { servedOn: Day; today: Day; authorName: string }

/**
 * What the holder must hand in for an investigation, and by when, stands at the desk too, where land is suspected still.
 * A correction of the day replaces what was asked for before.
 */
async function askForAnswer(sql: Sql, notice: Notice, { servedOn, today, authorName }: Served) {
  const due = findAnswer(notice.kind, servedOn)
  if (notice.kind !== "investigation" || !due) return
  const place = { parcelId: notice.parcelId, ruleSet: LEGAL }
  const what = `${notice.title}（${notice.number}）：${due.what}`
  const [before] = await sql<{ id: number }>`
    select request_id as id from core.flag_request
     where parcel_id = ${place.parcelId} and rule_set = ${LEGAL} and what = ${what} and answered_on is null`
  if (before)
    await answerRequest(
      sql,
      { ...place, id: before.id },
      { answeredOn: today, answer: `送达日期更正为 ${servedOn}，期限重新计算。` },
    )
  const [standing] = await sql`
    select 1 as one from core.suspicion
     where parcel_id = ${place.parcelId} and rule_set = ${LEGAL} and superseded_at is null`
  if (standing)
    await insertRequest(
      sql,
      place,
      { addressee: notice.addressee, what, dueOn: due.on },
      authorName,
    )
}
