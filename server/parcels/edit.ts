/**
 * Correcting a parcel. Nothing is changed in place: the version that was believed is superseded and a new
 * one is written beside it, by an act that says why.
 */
import { findLandUse } from "../../geodata/codes/land-use.ts"
import type { Day } from "../../geodata/days.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { type Issue, Problem } from "../http/problem.ts"
import type { ParcelChange } from "./schema.ts"

/** The column behind each key of a change, and what its values are cast to. */
const COLUMNS = {
  name: { column: "name", type: "text" },
  location: { column: "location", type: "text" },
  landUseScheme: { column: "land_use_scheme", type: "text" },
  landUseCode: { column: "land_use_code", type: "text" },
  parcelCode: { column: "parcel_code", type: "text" },
  unitCode: { column: "unit_code", type: "text" },
  certifiedAreaM2: { column: "certified_area_m2", type: "numeric" },
  contractAreaM2: { column: "contract_area_m2", type: "numeric" },
  surveyedAreaM2: { column: "surveyed_area_m2", type: "numeric" },
} as const
type Key = keyof typeof COLUMNS
const KEYS = Object.keys(COLUMNS) as Key[]

type Content = Record<Key, string | null>
type Version = Content & {
  version: number
  validFrom: Day
  validTo: Day | null
  latest: number
}

/** Locks of edits, told apart from other advisory locks by their first number. */
const EDIT_LOCK = 8230

/**
 * Writes a change of the version in effect on `validFrom`, from that day on; without the day the version
 * in effect today is corrected for its whole time. A change that changes nothing writes nothing.
 *
 * @param stated the version that the editor saw
 * @returns false where there is no such parcel
 * @throws Problem version-stale, invalid-request
 */
export async function correctParcel(
  sql: Sql,
  parcelId: number,
  stated: number | null,
  change: ParcelChange,
  today: Day,
): Promise<boolean> {
  const version = await lockVersion(sql, parcelId, change.validFrom ?? today)
  if (!version) return false
  if (stated !== version.latest) throw await toStale(sql, parcelId, stated, version)
  assertWithin(version, change.validFrom)
  const after = contentAfter(version, change)
  assertLandUse(after)
  const changed = KEYS.filter((key) => !isSame(key, version[key], after[key]))
  if (changed.length > 0) await writeVersions(sql, parcelId, version, after, change)
  return true
}

/**
 * The current version in effect on a day, or else the nearest, with the number of the latest one. Editors of one
 * parcel take turns until their transactions end, so the second sees what the first wrote.
 */
export async function lockVersion(
  sql: Sql,
  parcelId: number,
  day: Day,
): Promise<Version | undefined> {
  await sql`select pg_advisory_xact_lock(${EDIT_LOCK}, ${parcelId})`
  const [row] = await sql<Version>`
    select ${contentColumns(sql)}, v.version, v.valid_from, v.valid_to,
           (select max(version) from core.parcel_version where parcel_id = ${parcelId}) as latest
      from core.parcel_version v
     where v.parcel_id = ${parcelId} and v.superseded_at is null
     order by daterange(v.valid_from, v.valid_to) @> ${day}::date desc,
              v.valid_from <= ${day}::date desc, abs(v.valid_from - ${day}::date)
     limit 1`
  return row
}

/** The columns that an edit may change, as a list of names. */
export const contentNames = (sql: Sql): Part =>
  joined(
    sql,
    KEYS.map((key) => sql(COLUMNS[key].column)),
    sql`, `,
  )

const contentColumns = (sql: Sql): Part =>
  joined(
    sql,
    KEYS.map((key) => sql`v.${sql(COLUMNS[key].column)} as ${sql(key)}`),
    sql`, `,
  )

/** Names the version that stands now and what differs from the one the editor saw. */
export async function toStale(
  sql: Sql,
  parcelId: number,
  stated: number | null,
  now: Version,
): Promise<Problem> {
  const [seen] = await sql<Content>`
    select ${contentColumns(sql)} from core.parcel_version v
     where v.parcel_id = ${parcelId} and v.version = ${stated}::int`
  const issues: Issue[] = seen
    ? KEYS.filter((key) => !isSame(key, seen[key], now[key])).map((key) => ({
        pointer: `/${key}`,
        message: "已被他人修改",
      }))
    : []
  return new Problem("version-stale", `当前版本为 v${now.latest}，请查看后重新提交。`, {
    issues,
    headers: { etag: versionTag(now.latest) },
  })
}

/** The strong ETag of a parcel: what an editor states that he saw. */
export const versionTag = (version: number) => `"v${version}"`

/** The version an If-Match names; null for anything that is no tag of ours. */
export function readVersionTag(header: string): number | null {
  const number = /^"v([1-9]\d{0,8})"$/.exec(header.trim())?.[1]
  return number === undefined ? null : Number(number)
}

function assertWithin({ validFrom, validTo }: Version, day: Day | undefined) {
  if (day === undefined || (day >= validFrom && (validTo === null || day < validTo))) return
  throw new Problem("invalid-request", "这一天该宗地没有有效的登记内容，不能从这一天起更改。", {
    issues: [{ pointer: "/validFrom", message: "不在宗地的有效期内" }],
  })
}

const contentAfter = (before: Content, change: ParcelChange): Content =>
  Object.fromEntries(
    KEYS.map((key) => {
      const given = change[key]
      if (given === undefined) return [key, before[key]]
      return [key, given === null ? null : String(given)]
    }),
  ) as Content

/** Areas as amounts: 100, 100.0 and 100.00 are one. */
const isSame = (key: Key, a: string | null, b: string | null) =>
  a === b ||
  (COLUMNS[key].type === "numeric" && a !== null && b !== null && Number(a) === Number(b))

function assertLandUse({ landUseScheme: scheme, landUseCode: code }: Content) {
  const fault = (message: string) =>
    new Problem("invalid-request", `土地用途有误：${message}。`, {
      issues: [{ pointer: "/landUseCode", message }],
    })
  if ((scheme === null) !== (code === null)) throw fault("用途代码与分类标准须同时给出或同时为空")
  if (scheme !== null && code !== null && scheme !== "other" && !findLandUse(scheme, code))
    throw fault("所选分类标准中没有这个代码")
}

async function writeVersions(
  sql: Sql,
  parcelId: number,
  before: Version,
  after: Content,
  { why, validFrom }: ParcelChange,
) {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('correct-parcel', ${`parcel/${parcelId}`}, ${why}) returning act_id`
  const [source] = await sql<{ sourceId: string }>`
    insert into core.source (kind, name, act_id) values ('entry', '人工更正', ${act!.actId}) returning source_id`
  const origin = { actId: act!.actId, sourceId: source!.sourceId }
  await sql`
    update core.parcel_version set superseded_at = clock_timestamp(), superseded_act_id = ${origin.actId}
     where parcel_id = ${parcelId} and version = ${before.version}`
  const from = validFrom ?? before.validFrom
  let number = before.latest
  // Up to the day of the change what was believed stays so, as a version of its own.
  if (from > before.validFrom)
    await copyVersion(sql, parcelId, before, {
      number: (number += 1),
      content: before,
      validFrom: before.validFrom,
      validTo: from,
      sourceId: null,
      actId: origin.actId,
    })
  await copyVersion(sql, parcelId, before, {
    number: number + 1,
    content: after,
    validFrom: from,
    validTo: before.validTo,
    ...origin,
  })
}

type Copy = {
  number: number
  content: Content
  validFrom: Day
  validTo: Day | null
  /** Null keeps the source of the version that is copied. */
  sourceId: string | null
  actId: string
}

/** A version like another but for its content and time; the outline and its area are carried over. */
async function copyVersion(sql: Sql, parcelId: number, { version }: Version, copy: Copy) {
  const names = contentNames(sql)
  const values = joined(
    sql,
    KEYS.map((key) =>
      COLUMNS[key].type === "numeric"
        ? sql`${copy.content[key]}::numeric`
        : sql`${copy.content[key]}::text`,
    ),
    sql`, `,
  )
  await sql`
    insert into core.parcel_version (parcel_id, version, ${names}, source_key, geom_area_m2, area_rule, approved_on,
           geom, valid_from, valid_to, source_id, act_id)
    select parcel_id, ${copy.number}::int, ${values}, source_key, geom_area_m2, area_rule, approved_on,
           geom, ${copy.validFrom}::date, ${copy.validTo}::date, coalesce(${copy.sourceId}::bigint, source_id), ${copy.actId}::bigint
      from core.parcel_version
     where parcel_id = ${parcelId} and version = ${version}`
}
