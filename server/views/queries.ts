/**
 * Saved views. A view is a question, never an answer: whoever opens it asks it anew in his own role, and a name
 * that his role may not use is refused there as if it did not exist. Its text may hold a limit that its author
 * typed (`taxPerMu <= 3`); that tells of no firm and is nobody's figure, so it is kept as it was written. It is
 * shown to others by an act of its author alone: nothing is shared unless he says so, and each sharing is an act.
 */
import { randomUUID } from "node:crypto"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { type Issue, notFound, Problem } from "../http/problem.ts"
import { authorColumns, isOwn } from "./act.ts"
import type { NewView, SavedView, ViewChange } from "./schema.ts"

/** Views that one person may have in one role. */
const MOST_OWN = 200
/** Locks of views, told apart from other advisory locks by their first number. */
const VIEW_LOCK = 8250

const KEYS = ["name", "query", "shared", "tourOrder"] as const
type Content = Pick<SavedView, (typeof KEYS)[number]>

const columns = (sql: Sql): Part => sql`
  view_id as id, name, query, shared, tour_order, ${authorColumns(sql)}, version, created_at, recorded_at as updated_at`

/** The views that the reader has and those shared with him, in the order of the tour and then by name. */
export const listViews = (sql: Sql): PromiseLike<SavedView[]> => sql<SavedView>`
  select ${columns(sql)} from core.saved_view
   where superseded_at is null
   order by tour_order nulls last, name, view_id`

/** @throws Problem conflict when the author has as many as he may */
export async function insertView(sql: Sql, view: NewView, authorName: string): Promise<SavedView> {
  const [own] = await sql<{ views: number }>`
    select count(*)::int as views from core.saved_view where superseded_at is null and ${isOwn(sql)}`
  if (own!.views >= MOST_OWN)
    throw new Problem("conflict", `已有 ${MOST_OWN} 个视图，请先删除不用的。`)
  const id = randomUUID()
  const actId = await insertAct(sql, "view-save", `view/${id}`)
  await noteSharing(sql, id, "own", view.shared)
  const [written] = await sql<SavedView>`
    insert into core.saved_view (view_id, version, name, query, shared, tour_order, author_name, act_id)
    values (${id}::uuid, 1, ${view.name}, ${view.query}, ${view.shared}, ${view.tourOrder}::int, ${authorName}, ${actId})
    returning ${columns(sql)}`
  return written!
}

/** Sharing is an act of its own, so that who showed what to whom can be read. */
async function noteSharing(sql: Sql, id: string, before: string, after: string) {
  if (before !== after) await insertAct(sql, "view-share", `view/${id}`, after)
}

/**
 * Writes a change of one's own view; one that changes nothing writes nothing.
 * @param stated the version that the editor saw
 * @throws Problem not-found, version-stale
 */
export async function changeView(
  sql: Sql,
  id: string,
  stated: number | null,
  change: ViewChange,
): Promise<SavedView> {
  const { view: before, current } = await lockOwn(sql, id)
  if (!current) throw notFound()
  if (before.version !== stated) throw await toStale(sql, before, stated)
  const after: Content = {
    name: change.name ?? before.name,
    query: change.query ?? before.query,
    shared: change.shared ?? before.shared,
    tourOrder: change.tourOrder === undefined ? before.tourOrder : change.tourOrder,
  }
  if (KEYS.every((key) => before[key] === after[key])) return before
  const actId = await insertAct(sql, "view-change", `view/${id}`)
  await noteSharing(sql, id, before.shared, after.shared)
  await supersede(sql, id, actId)
  return insertVersion(sql, before, after, actId)
}

/** @throws Problem not-found */
export async function removeView(sql: Sql, id: string): Promise<void> {
  const { current } = await lockOwn(sql, id)
  if (!current) throw notFound()
  await supersede(sql, id, await insertAct(sql, "view-remove", `view/${id}`))
}

/** Brings a removed view back as it was; one that is there stays. @throws Problem not-found */
export async function restoreView(sql: Sql, id: string): Promise<SavedView> {
  const { view, current } = await lockOwn(sql, id)
  if (current) return view
  const actId = await insertAct(sql, "view-restore", `view/${id}`)
  await noteSharing(sql, id, "own", view.shared)
  return insertVersion(sql, view, view, actId)
}

/**
 * The last version of one's own view; whoever else would write it waits until the transaction ends.
 * @throws Problem not-found, the same for another's view and for one that there is not
 */
async function lockOwn(sql: Sql, id: string): Promise<{ view: SavedView; current: boolean }> {
  await sql`select pg_advisory_xact_lock(${VIEW_LOCK}, hashtext(${id}))`
  const [found] = await sql<SavedView & { current: boolean }>`
    select ${columns(sql)}, superseded_at is null as current from core.saved_view
     where view_id = ${id}::uuid and ${isOwn(sql)}
     order by version desc limit 1`
  if (!found) throw notFound()
  const { current, ...view } = found
  return { view, current }
}

const supersede = (sql: Sql, id: string, actId: string) => sql`
  update core.saved_view set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
   where view_id = ${id}::uuid and superseded_at is null`

async function insertVersion(sql: Sql, before: SavedView, after: Content, actId: string) {
  const [written] = await sql<SavedView>`
    insert into core.saved_view (view_id, version, name, query, shared, tour_order, author_name, created_at, act_id)
    select view_id, version + 1, ${after.name}::text, ${after.query}::text, ${after.shared}::text, ${after.tourOrder}::int,
           author_name, created_at, ${actId}::bigint
      from core.saved_view
     where view_id = ${before.id}::uuid and version = ${before.version}
    returning ${columns(sql)}`
  return written!
}

/** Names the version that stands now and what differs from the one the editor saw. */
async function toStale(sql: Sql, now: SavedView, stated: number | null): Promise<Problem> {
  const [seen] = await sql<Content>`
    select name, query, shared, tour_order from core.saved_view
     where view_id = ${now.id}::uuid and version = ${stated}::int`
  const issues: Issue[] = seen
    ? KEYS.filter((key) => seen[key] !== now[key]).map((key) => ({
        pointer: `/${key}`,
        message: "已被修改",
      }))
    : []
  return new Problem("version-stale", `当前版本为 v${now.version}，请查看后重新提交。`, {
    issues,
    headers: { etag: versionTag(now.version) },
  })
}

/** The strong ETag of a view: what an editor states that he saw. */
export const versionTag = (version: number) => `"v${version}"`

/** The version an If-Match names; null for anything that is no tag of ours. */
export function readVersionTag(header: string): number | null {
  const number = /^"v([1-9]\d{0,8})"$/.exec(header.trim())?.[1]
  return number === undefined ? null : Number(number)
}
