/**
 * Takes back a correction. Nothing is removed: what the correction wrote is superseded, and what it had superseded
 * is written again as new versions, by an act that names the one it undoes. An undo is an edit too, so that it
 * can be undone in its turn; what an import wrote is undone with its batch.
 */
import type { Day } from "../../geodata/days.ts"
import type { Sql } from "../db/sql.ts"
import { Problem } from "../http/problem.ts"
import { contentNames, lockVersion, toStale } from "./edit.ts"

/** How long a person may take back what he did; after that he corrects it with a reason. */
const UNDO_HOURS = 24

const KINDS = ["correct-parcel", "parcel-edit-undone"]

type Edit = { actId: string; kind: string; current: boolean; own: boolean; recent: boolean }

/**
 * Undoes the edit that made the latest version.
 *
 * @param stated the version that the editor saw, which the edit made
 * @returns false where there is no such parcel
 * @throws Problem version-stale, conflict with the reason why it cannot be taken back
 */
export async function undoEdit(
  sql: Sql,
  parcelId: number,
  stated: number | null,
  { why, today }: { why: string | undefined; today: Day },
): Promise<boolean> {
  const version = await lockVersion(sql, parcelId, today)
  if (!version) return false
  if (stated !== version.latest) throw await toStale(sql, parcelId, stated, version)
  const edit = await findEdit(sql, parcelId, version.latest)
  assertUndoable(edit)
  const named = `撤销 act/${edit.actId}`
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why)
    values ('parcel-edit-undone', ${`parcel/${parcelId}`}, ${why === undefined ? named : `${named}：${why}`})
    returning act_id`
  await sql`
    update core.parcel_version set superseded_at = clock_timestamp(), superseded_act_id = ${act!.actId}
     where parcel_id = ${parcelId} and act_id = ${edit.actId} and superseded_at is null`
  await writeAgain(sql, parcelId, version.latest, { undone: edit.actId, by: act!.actId })
  return true
}

async function findEdit(sql: Sql, parcelId: number, latest: number): Promise<Edit> {
  const [edit] = await sql<Edit>`
    select a.act_id, a.kind, v.superseded_at is null as current, a.actor = current_setting('app.actor') as own,
           a.at > clock_timestamp() - make_interval(hours => ${UNDO_HOURS}) as recent
      from core.parcel_version v
      join core.act a on a.act_id = v.act_id
     where v.parcel_id = ${parcelId} and v.version = ${latest}`
  return edit!
}

function assertUndoable({ kind, current, own, recent }: Edit) {
  if (!current || !KINDS.includes(kind))
    throw new Problem("conflict", "当前版本不是人工更正产生的；导入的内容请撤销该批导入。")
  if (!own) throw new Problem("conflict", "只能撤销本人的更正；他人的更正请另行更正并写明理由。")
  if (!recent)
    throw new Problem("conflict", `更正已超过 ${UNDO_HOURS} 小时，请另行更正并写明理由。`)
}

/** The versions that an act had superseded, as new ones, with their own sources. */
async function writeAgain(
  sql: Sql,
  parcelId: number,
  latest: number,
  { undone, by }: { undone: string; by: string },
) {
  const names = contentNames(sql)
  await sql`
    insert into core.parcel_version (parcel_id, version, ${names}, source_key, geom_area_m2, area_rule, approved_on,
           geom, valid_from, valid_to, source_id, act_id)
    select parcel_id, ${latest}::int + row_number() over (order by version), ${names}, source_key, geom_area_m2, area_rule,
           approved_on, geom, valid_from, valid_to, source_id, ${by}::bigint
      from core.parcel_version
     where parcel_id = ${parcelId} and superseded_act_id = ${undone}`
}
