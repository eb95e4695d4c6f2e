/** Documents of cases of idle land: drawn up by one person, issued by another, served. */
import { createHash } from "node:crypto"
import type { Day } from "../../geodata/days.ts"
import { canonical } from "../assessment/canonical.rules.ts"
import type { Audience } from "../db/audience.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { readNoticeFacts } from "./facts.ts"
import {
  findAnswer,
  findRefusal,
  freezeFacts,
  listFaults,
  NOTICE_KINDS,
  type NoticeFacts,
  type NoticeKind,
  NOTICES,
  toNumber,
} from "./notice.rules.ts"
import type {
  NewNotice,
  NewStep,
  Notice,
  NoticeList,
  NoticeOffer,
  NoticeRow,
  NoticesQuery,
} from "./schema.ts"

/** Locks of the numbers of all series, told apart from other advisory locks by their first number. */
const NUMBER_LOCK = 8270
const OBJECT = "notice"

export type Asker = { audience: Audience; today: Day }

/** What facts say, whenever they were read. */
const hashFacts = (facts: NoticeFacts): string =>
  createHash("sha256")
    .update(canonical({ ...facts, knownAt: null }))
    .digest("hex")

type Row = Omit<NoticeRow, "title" | "answer" | "steps" | "files" | "service"> & {
  steps: string
  files: string
  service: string | null
}

const columns = (sql: Sql): Part => sql`
  n.notice_id as id, n.kind, n.parcel_id, n.facts -> 'parcel' ->> 'name' as parcel_name,
  n.facts -> 'parcel' ->> 'parcelCode' as parcel_code, i.number,
  case coalesce(last.step, 'drawn') when 'approved' then 'issued' else coalesce(last.step, 'drawn') end as state,
  n.issued_on::text as issued_on, n.fields ->> 'body' as body, n.fields ->> 'addressee' as addressee,
  n.author, n.author_name, n.author = current_setting('app.actor') as own, n.recorded_at,
  (select coalesce(json_agg(json_build_object('step', s.step, 'why', s.why, 'actor', s.actor, 'actorName', s.actor_name,
            'recordedAt', s.recorded_at) order by s.n), '[]')::text
     from core.notice_step s where s.notice_id = n.notice_id) as steps,
  (select coalesce(json_agg(json_build_object('format', f.format, 'sha256', f.sha256, 'bytes', length(f.content)) order by f.format desc), '[]')::text
     from core.notice_file f where f.notice_id = n.notice_id) as files,
  (select json_build_object('servedOn', v.served_on, 'way', v.way, 'recipient', v.recipient, 'attachmentId', v.attachment_id,
            'why', v.why, 'actor', v.author, 'actorName', v.author_name, 'recordedAt', v.recorded_at)::text
     from core.notice_service v where v.notice_id = n.notice_id order by v.n desc limit 1) as service`

const joins = (sql: Sql): Part => sql`
  left join core.notice_issue i on i.notice_id = n.notice_id
  left join lateral (
    select s.step from core.notice_step s where s.notice_id = n.notice_id order by s.n desc limit 1) last on true`

function toRow({ steps, files, service, ...row }: Row, today: Day): NoticeRow {
  const told = service === null ? null : (JSON.parse(service) as NonNullable<NoticeRow["service"]>)
  const answer = told && row.state === "issued" ? findAnswer(row.kind, told.servedOn) : null
  return {
    ...row,
    title: NOTICES[row.kind].title,
    steps: JSON.parse(steps) as NoticeRow["steps"],
    files: JSON.parse(files) as NoticeRow["files"],
    service: told,
    answer: answer && { ...answer, overdue: answer.on < today },
  }
}

/** The latest first. */
export async function listNotices(
  sql: Sql,
  { parcel, state, limit, cursor = 0 }: NoticesQuery,
  today: Day,
): Promise<NoticeList> {
  const isState = !state
    ? sql`true`
    : sql`coalesce(last.step, 'drawn') = ${state === "issued" ? "approved" : state}`
  const isOf = parcel ? sql`n.parcel_id = ${parcel}` : sql`true`
  const [all] = await sql<{ total: number }>`
    select count(*)::int as total from core.notice n ${joins(sql)} where ${isState} and ${isOf}`
  const rows = await sql<Row>`
    select ${columns(sql)} from core.notice n ${joins(sql)}
     where ${isState} and ${isOf}
     order by n.notice_id desc limit ${limit} offset ${cursor}`
  const total = all!.total
  return {
    items: rows.map((row) => toRow(row, today)),
    total,
    next: cursor + limit < total ? cursor + limit : null,
  }
}

/** @throws Problem not-found */
export async function readNotice(sql: Sql, id: number, today: Day): Promise<Notice> {
  const [row] = await sql<Row & { fields: string; facts: string; factsSha256: string }>`
    select ${columns(sql)}, n.fields::text as fields, n.facts::text as facts, n.facts_sha256
      from core.notice n ${joins(sql)} where n.notice_id = ${id}`
  if (!row) throw notFound()
  const { fields, facts, factsSha256, ...rest } = row
  return {
    ...toRow(rest, today),
    fields: JSON.parse(fields) as NewNotice,
    facts: JSON.parse(facts) as NoticeFacts,
    factsSha256,
  }
}

/** What a document of a day would rest on, and which may be drawn up. @throws Problem not-found */
export async function readOffer(
  sql: Sql,
  parcelId: number,
  { on, audience }: { on: Day; audience: Audience },
): Promise<NoticeOffer> {
  const facts = await readNoticeFacts(sql, { parcelId, on, audience })
  const written = await sql<{ kind: NoticeKind; series: string }>`
    select distinct on (kind) kind, fields ->> 'series' as series from core.notice order by kind, notice_id desc`
  const seriesOf = new Map(written.map(({ kind, series }) => [kind, series]))
  const [last] = await sql<{ body: string; contact: string }>`
    select fields ->> 'body' as body, fields ->> 'contact' as contact from core.notice
     order by notice_id desc limit 1`
  const holders = facts.holders.map(({ name }) => name)
  const [place] = await sql<{ address: string }>`
    select fields ->> 'address' as address from core.notice
     where fields ->> 'addressee' = any(${holders}::text[]) order by notice_id desc limit 1`
  const ofDetermination = facts.determination
  return {
    facts,
    kinds: NOTICE_KINDS.map((kind) => ({
      kind,
      title: NOTICES[kind].title,
      article: NOTICES[kind].article,
      series:
        kind === "determination" && ofDetermination
          ? ofDetermination.documentNo
          : (seriesOf.get(kind) ?? NOTICES[kind].series),
      refusal: findRefusal(kind, facts),
    })),
    last: last ?? null,
    address: place?.address ?? null,
  }
}

/**
 * Draws up a document on the facts of the day it bears.
 * @throws Problem not-found, invalid-request where it contradicts itself, conflict where it may not be drawn up
 */
export async function insertNotice(
  sql: Sql,
  parcelId: number,
  fields: NewNotice,
  { audience, today, authorName }: Asker & { authorName: string },
): Promise<Notice> {
  const issues = listFaults(fields).map(({ pointer, message }) => ({ pointer, message }))
  if (issues[0]) throw new Problem("invalid-request", `${issues[0].message}。`, { issues })
  const known = await readNoticeFacts(sql, { parcelId, on: fields.issuedOn, audience })
  const refusal = findRefusal(fields.kind, known)
  if (refusal)
    throw new Problem("conflict", `不能拟制${NOTICES[fields.kind].title}：${refusal.text}`)
  const facts = freezeFacts(fields.kind, known)
  const { determination } = facts
  if (fields.kind === "determination" && fields.issuedOn !== determination!.decidedOn)
    throw new Problem("conflict", `认定书的日期应为认定之日（${determination!.decidedOn}）。`)
  const [waiting] = await sql`
    select 1 as one from core.notice n
     where n.parcel_id = ${parcelId} and n.kind = ${fields.kind}
       and not exists (select from core.notice_step s where s.notice_id = n.notice_id)`
  if (waiting) throw new Problem("conflict", "已有同样的文书待审核。")
  const actId = await insertAct(
    sql,
    "notice-draw",
    `parcel/${parcelId}`,
    NOTICES[fields.kind].title,
  )
  const determinationId = fields.kind === "investigation" ? null : determination!.id
  const [made] = await sql<{ id: number }>`
    insert into core.notice (kind, parcel_id, determination_id, issued_on, fields, facts, facts_sha256, author_name, act_id)
    values (${fields.kind}, ${parcelId}, ${determinationId}::int, ${fields.issuedOn}, ${JSON.stringify(fields)}::text::jsonb,
            ${JSON.stringify(facts)}::text::jsonb, ${hashFacts(facts)}, ${authorName}, ${actId})
    returning notice_id as id`
  return readNotice(sql, made!.id, today)
}

/** A number that a document would bear if it were issued now. */
export type Number = {
  number: string
  series: string | null
  year: number | null
  place: number | null
}

/** What is to be issued, with the number that is free now. */
export type Issue = { notice: Notice; number: Number }

/**
 * Whether another person may issue a document now.
 * @throws Problem not-found, conflict where it was settled, is one's own, or rests on facts that are others now
 */
export async function prepareIssue(sql: Sql, id: number, asker: Asker): Promise<Issue> {
  const notice = await readNotice(sql, id, asker.today)
  assertTurn(notice, "approved")
  await assertFacts(sql, notice, asker)
  return { notice, number: await findNumber(sql, notice) }
}

async function findNumber(sql: Sql, { kind, fields, facts }: Notice): Promise<Number> {
  if (kind === "determination")
    return { number: facts.determination!.documentNo, series: null, year: null, place: null }
  const year = Number(fields.issuedOn.slice(0, 4))
  const [row] = await sql<{ place: number }>`
    select coalesce(max(place), 0) + 1 as place from core.notice_issue
     where series = ${fields.series} and year = ${year}`
  const { place } = row!
  return { number: toNumber(fields.series, year, place), series: fields.series, year, place }
}

const PART_NAMES: Readonly<Record<string, string>> = {
  parcel: "宗地",
  holders: "使用权人",
  contract: "合同",
  project: "项目",
  clock: "计时",
  pauses: "停工期间",
  supplements: "补充协议",
  determination: "认定",
  evidence: "证据",
  before: "此前的文书",
  zone: "开发区名称",
}

async function assertFacts(sql: Sql, notice: Notice, { audience }: Asker) {
  const { facts, parcelId, factsSha256 } = notice
  const known = await readNoticeFacts(sql, { parcelId, on: facts.on, audience })
  const now = freezeFacts(notice.kind, known)
  if (hashFacts(now) === factsSha256) return
  const changed = (Object.keys(PART_NAMES) as (keyof NoticeFacts)[])
    .filter((part) => canonical(now[part]) !== canonical(facts[part]))
    .map((part) => PART_NAMES[part])
  throw new Problem("conflict", `拟制后事实有变化（${changed.join("、")}），请退回重新拟制。`)
}

/** @throws Problem conflict where the step is out of turn, or is another person's to take */
function assertTurn({ state, own, authorName }: Notice, step: NewStep["step"]) {
  const isInTurn = step === "revoked" ? state === "issued" : state === "drawn"
  if (!isInTurn)
    throw new Problem(
      "conflict",
      step === "revoked" ? "该文书未签发，不能撤销。" : "该文书已经处理。",
    )
  if (own !== (step === "withdrawn"))
    throw new Problem(
      "conflict",
      own ? "文书须由拟制人以外的人签发、退回或撤销。" : `只有拟制人（${authorName}）可以撤回。`,
    )
}

export type File = { format: "pdf" | "docx"; content: Uint8Array; sha256: string }

/**
 * Issues a document with its files.
 * @returns null where its number was given to another meanwhile
 * @throws Problem as `prepareIssue`
 */
export async function insertIssue(
  sql: Sql,
  { notice, number }: Issue,
  files: readonly File[],
  asker: Asker & { actorName: string; why: string | null },
): Promise<Notice | null> {
  await sql`select pg_advisory_xact_lock(${NUMBER_LOCK})`
  const now = await prepareIssue(sql, notice.id, asker)
  if (now.number.number !== number.number) return null
  const actId = await insertAct(sql, "notice-issue", `${OBJECT}/${notice.id}`, asker.why)
  await insertStepRow(sql, notice, { step: "approved", ...asker, actId })
  await sql`
    insert into core.notice_issue (notice_id, kind, number, series, year, place, act_id)
    values (${notice.id}, ${notice.kind}, ${number.number}, ${number.series}, ${number.year}::int, ${number.place}::int, ${actId})`
  for (const { format, content, sha256 } of files)
    await sql`
      insert into core.notice_file (notice_id, format, sha256, content)
      values (${notice.id}, ${format}, ${sha256}, ${content})`
  return readNotice(sql, notice.id, asker.today)
}

type StepRow = {
  step: NewStep["step"]
  why: string | null | undefined
  actorName: string
  actId: string
}

const insertStepRow = (sql: Sql, notice: Notice, { step, why, actorName, actId }: StepRow) => sql`
  insert into core.notice_step (notice_id, n, step, why, actor_name, act_id)
  values (${notice.id}, ${notice.steps.length + 1}, ${step}, ${why ?? null}, ${actorName}, ${actId})`

/** Returns, withdraws or revokes a document. @throws Problem not-found, conflict as `assertTurn` */
export async function insertStep(
  sql: Sql,
  id: number,
  { step, why }: NewStep,
  { today, actorName }: Asker & { actorName: string },
): Promise<Notice> {
  const notice = await readNotice(sql, id, today)
  assertTurn(notice, step)
  const actId = await insertAct(sql, `notice-${step}`, `${OBJECT}/${id}`, why ?? null)
  await insertStepRow(sql, notice, { step, why, actorName, actId })
  return readNotice(sql, id, today)
}

/**
 * An issued document as it was hashed.
 * @throws Problem not-found
 * @throws Error where the bytes are no longer those that were hashed
 */
export async function readFile(sql: Sql, id: number, format: File["format"]) {
  const [row] = await sql<{
    number: string
    kind: NoticeKind
    sha256: string
    content: Uint8Array
  }>`
    select i.number, i.kind, f.sha256, f.content
      from core.notice_file f join core.notice_issue i using (notice_id)
     where f.notice_id = ${id} and f.format = ${format}`
  if (!row) throw notFound()
  const found = createHash("sha256").update(row.content).digest("hex")
  if (found !== row.sha256) throw new Error(`notice ${id} ${format} is not what was issued`)
  return { ...row, title: NOTICES[row.kind].title }
}

/** Documents whose facts, or whose files, are no longer those that were hashed. */
export async function listAlteredNotices(sql: Sql): Promise<number[]> {
  const files = await sql<{ id: number }>`
    select distinct notice_id as id from core.notice_file
     where encode(sha256(content), 'hex') <> sha256`
  const notices = await sql<{ id: number; facts: string; factsSha256: string }>`
    select notice_id as id, facts::text as facts, facts_sha256 from core.notice`
  const facts = notices.filter(
    (notice) => hashFacts(JSON.parse(notice.facts) as NoticeFacts) !== notice.factsSha256,
  )
  return [...new Set([...files, ...facts].map(({ id }) => id))].toSorted((a, b) => a - b)
}
