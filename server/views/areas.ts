import { randomUUID } from "node:crypto"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { authorColumns, isOwn } from "./act.ts"
import type { NamedArea, NewArea } from "./schema.ts"

/** Areas that one person may have in one role. */
const MOST_OWN = 200

/** Fifteen decimals give a number back as it came. */
const columns = (sql: Sql): Part => sql`
  area_id as id, name, ST_AsGeoJSON(geom, 15)::json->'coordinates'->0 as ring, shared, ${authorColumns(sql)}, created_at`

/** The areas that the reader has and those shared with him, by name. */
export const listAreas = (sql: Sql): PromiseLike<NamedArea[]> => sql<NamedArea>`
  select ${columns(sql)} from core.named_area where superseded_at is null order by name, area_id`

/** @throws Problem invalid-request for an outline that crosses itself, conflict when there are too many */
export async function insertArea(
  sql: Sql,
  { name, ring, shared }: NewArea,
  authorName: string,
): Promise<NamedArea> {
  const drawn = sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify({ type: "Polygon", coordinates: [ring] })}::text), 4490)`
  const [now] = await sql<{ areas: number; valid: boolean }>`
    select (select count(*)::int from core.named_area where superseded_at is null and ${isOwn(sql)}) as areas,
           ST_IsValid(${drawn}) as valid`
  if (!now!.valid)
    throw new Problem("invalid-request", "图形自相交或没有面积，请重新勾画。", {
      issues: [{ pointer: "/ring", message: "自相交或没有面积" }],
    })
  if (now!.areas >= MOST_OWN)
    throw new Problem("conflict", `已有 ${MOST_OWN} 个区域，请先删除不用的。`)
  const id = randomUUID()
  const actId = await insertAct(sql, "area-save", `area/${id}`)
  if (shared !== "own") await insertAct(sql, "area-share", `area/${id}`, shared)
  const [written] = await sql<NamedArea>`
    insert into core.named_area (area_id, name, geom, shared, author_name, act_id)
    values (${id}::uuid, ${name}, ${drawn}, ${shared}, ${authorName}, ${actId})
    returning ${columns(sql)}`
  return written!
}

/**
 * Removes one's own area or brings it back; one that is so already stays as it is.
 * @throws Problem not-found
 */
export async function setRemoved(sql: Sql, id: string, removed: boolean): Promise<NamedArea> {
  const [area] = await sql<{ removed: boolean; shared: string }>`
    select superseded_at is not null as removed, shared from core.named_area
     where area_id = ${id}::uuid and ${isOwn(sql)} for update`
  if (!area) throw notFound()
  if (area.removed !== removed) {
    const actId = await insertAct(sql, removed ? "area-remove" : "area-restore", `area/${id}`)
    if (!removed && area.shared !== "own")
      await insertAct(sql, "area-share", `area/${id}`, area.shared)
    await sql`
      update core.named_area
         set superseded_at = ${removed ? sql`clock_timestamp()` : sql`null`},
             superseded_act_id = ${removed ? actId : null}::bigint
       where area_id = ${id}::uuid`
  }
  const [now] = await sql<NamedArea>`
    select ${columns(sql)} from core.named_area where area_id = ${id}::uuid`
  return now!
}
