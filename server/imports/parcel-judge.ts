import { createHash } from "node:crypto"
import { readLandUse } from "../../geodata/check/fields.ts"
import type { Day } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import type { Sql } from "../db/sql.ts"
import { compareAreas } from "./area.rules.ts"
import { type Content, type Entry, reject, textOf } from "./entry.ts"
import { accepted, type Context, contentOf, planRecords } from "./judging.ts"
import type { Ledger } from "./ledger.ts"
import {
  findMatches,
  listBeyondZones,
  type Match,
  measureOutlines,
  type Outline,
} from "./outlines.ts"
import { chooseMatch } from "./parcel-match.rules.ts"

const AREA = { digits: 12 }

export const PARCEL: Ledger = {
  name: "parcel",
  table: "core.parcel_version",
  id: ["parcel_id", "version"],
  key: ["parcel_id", "valid_from"],
  content: {
    parcel_code: "text",
    unit_code: "text",
    source_key: "text",
    name: "text",
    location: "text",
    land_use_scheme: "text",
    land_use_code: "text",
    certified_area_m2: AREA,
    contract_area_m2: AREA,
    surveyed_area_m2: AREA,
    geom_area_m2: AREA,
    area_rule: "text",
    approved_on: "text",
    valid_to: "text",
  },
  versions: "identity",
  identity: "parcel_id",
  outline: true,
}

const STATED_AREAS = ["certifiedAreaM2", "contractAreaM2", "surveyedAreaM2"] as const

/** PostGIS's reasons in words; the same sentence for every other. */
const REASONS: Record<string, string> = {
  "Self-intersection": "图形的边相交",
  "Ring Self-intersection": "图形的环自己相接或相交",
  "Hole lies outside shell": "内环在外环之外",
  "Holes are nested": "内环套着内环",
  "Nested shells": "外环套着外环",
  "Interior is disconnected": "图形被内环切断",
  "Duplicate Rings": "有重复的环",
}

const CODE = /^[A-Za-z0-9]{1,12}$/

/** Wider is no parcel; and each change of it would have to be told to every map tile below. */
const WIDEST_DEGREES = 1

/** Judges drawings, finds what is known of them, and plans their records. */
export async function judgeParcels(
  sql: Sql,
  entries: readonly Entry[],
  { today }: Context,
): Promise<void> {
  for (const entry of entries) claimParcel(entry)
  const rows = accepted(entries)
  const outlines = await measureOutlines(
    sql,
    rows.map(({ geometry }) => geometry ?? ""),
  )
  const measured = new Map(rows.map((entry, place) => [entry, outlines[place]!]))
  for (const [entry, outline] of measured) rejectUnsound(entry, outline)
  const sound = accepted(rows)
  await noteBeyondZones(sql, sound)
  const matches = await findMatches(
    sql,
    sound.map((entry) => ({
      drawing: entry.geometry ?? "",
      parcelCode: textOf(entry, "parcelCode"),
      sourceKey: textOf(entry, "sourceKey"),
    })),
  )
  const candidates = new Map<number, Match[]>()
  for (const match of matches) candidates.set(match.n, [...(candidates.get(match.n) ?? []), match])
  const drafts = sound.flatMap((entry, place) => {
    const outline = measured.get(entry)!
    const match = chooseMatch(candidates.get(place + 1) ?? [], textOf(entry, "parcelCode"), today)
    if (match && "rule" in match) {
      reject(entry, "", match.rule, match.message)
      return []
    }
    return { entry, match, ...draftParcel(entry, match, outline, today) }
  })
  await planRecords(sql, PARCEL, drafts)
  for (const { entry, match } of drafts) if (match && !match.sameOutline) markOutline(entry)
}

/** The first that it has of code, key and outline is a row's name; the rest may be no other row's name. */
function claimParcel(entry: Entry): void {
  const code = textOf(entry, "parcelCode")
  const sourceKey = textOf(entry, "sourceKey")
  entry.key = code ?? sourceKey ?? null
  const outline = entry.geometry && createHash("sha256").update(entry.geometry).digest("base64")
  const [name, ...beside] = [
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(sourceKey === undefined ? [] : [`key ${sourceKey}`]),
    ...(outline === null ? [] : [`outline ${outline}`]),
  ]
  if (name !== undefined) entry.claims.push(name)
  entry.mentions.push(...beside)
}

function rejectUnsound(entry: Entry, { fault, areaM2, width, height }: Outline): void {
  if (fault) {
    const where = `（${fault.lon.toFixed(7)}, ${fault.lat.toFixed(7)}）`
    const what = REASONS[fault.reason] ?? "图形无效"
    reject(entry, "geometry", "geometry-invalid", `${what}，在${where}附近。`)
  } else if (width > WIDEST_DEGREES || height > WIDEST_DEGREES)
    reject(entry, "geometry", "geometry-too-large", "图形跨度超过 1 度，不是一宗地。")
  else if (new Exact(areaM2).isZero())
    reject(entry, "geometry", "geometry-no-area", "图形面积不足 0.01 平方米。")
}

async function noteBeyondZones(sql: Sql, entries: readonly Entry[]): Promise<void> {
  const places = await listBeyondZones(
    sql,
    entries.map(({ geometry }) => geometry ?? ""),
  )
  for (const place of places)
    entries[place]?.notes.push({
      pointer: "geometry",
      rule: "outside-zone",
      severity: "warning",
      message: "图形超出开发区范围。",
      confirm: true,
    })
}

function draftParcel(entry: Entry, match: Match | null, { areaM2 }: Outline, today: Day) {
  entry.targetId = match?.parcelId ?? null
  if (match) entry.claims.push(`parcel ${match.parcelId}`)
  const { land_use_scheme: _, land_use_code: __, ...said } = contentOf(entry, PARCEL)
  const given: Content = { ...said, ...readUse(entry) }
  if (!match?.sameOutline) {
    given["geom_area_m2"] = new Exact(areaM2).toFixed()
    given["area_rule"] = "ellipsoid"
  }
  noteAreas(entry, areaM2)
  const key = {
    parcel_id: match ? String(match.parcelId) : null,
    valid_from: match?.validFrom ?? today,
  }
  return { key, given }
}

/** Scheme and code are one fact: both or none. A code whose scheme is not told is kept as of another scheme. */
function readUse(entry: Entry): Content {
  const use = textOf(entry, "landUseCode")
  if (use === undefined) return {}
  const found = readLandUse(textOf(entry, "landUseScheme") ?? null, use)
  if (found) return { land_use_scheme: found.scheme, land_use_code: found.code }
  const note = (severity: "info" | "warning", rule: string, message: string) =>
    entry.notes.push({ pointer: "landUseCode", rule, severity, message, confirm: false })
  if (!CODE.test(use)) {
    note("warning", "land-use-unknown", "土地用途不在已知的分类里，不读取。")
    return {}
  }
  note("info", "land-use-scheme", "土地用途代码没有写明分类标准，按“其他”保留。")
  return { land_use_scheme: "other", land_use_code: use }
}

function noteAreas(entry: Entry, drawnM2: string): void {
  for (const field of STATED_AREAS) {
    const stated = textOf(entry, field)
    const verdict = stated === undefined ? undefined : compareAreas(stated, drawnM2)
    if (verdict)
      entry.notes.push({
        pointer: field,
        severity: "warning",
        confirm: verdict.rule === "area-unit",
        ...verdict,
      })
  }
}

function markOutline(entry: Entry): void {
  for (const record of entry.records) {
    record.state = "updated"
    record.changes.push({ field: "geom", before: null, after: null })
  }
}
