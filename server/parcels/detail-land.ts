import type { Day } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { toNumberOrNull } from "./decimal.ts"
import { columnsFor, decimal, sees, text, toValues, type Values, viewOf, whole } from "./granted.ts"
import { place, toBounds, toCentre } from "./list.ts"
import { known, lastVersionOf } from "./selection.ts"

/** Which parcel is asked about, and the moment: day of legal effect, instant of knowledge (null: now). */
export type Ask = { audience: Audience; parcelId: number; day: Day; knownAt: string | null }

const LAND = viewOf("core.parcel_version", "v", ["parcel_id", "version", "geom"], {
  shownVersion: whole("version"),
  validFrom: text("valid_from"),
  validTo: text("valid_to"),
  recordedAt: text("recorded_at"),
  parcelCode: text("parcel_code"),
  unitCode: text("unit_code"),
  sourceKey: text("source_key"),
  name: text("name"),
  location: text("location"),
  approvedOn: text("approved_on"),
  landUseScheme: text("land_use_scheme"),
  landUseCode: text("land_use_code"),
  legalAreaM2: decimal("legal_area_m2"),
  areaMu: decimal("area_mu"),
  certifiedAreaM2: decimal("certified_area_m2"),
  contractAreaM2: decimal("contract_area_m2"),
  surveyedAreaM2: decimal("surveyed_area_m2"),
  geomAreaM2: decimal("geom_area_m2"),
  areaRule: text("area_rule"),
})

const HISTORY = viewOf("core.parcel_version", "v", ["parcel_id", "version"], {
  version: whole("version"),
  validFrom: text("valid_from"),
  validTo: text("valid_to"),
  recordedAt: text("recorded_at"),
  supersededAt: text("superseded_at"),
  name: text("name"),
  landUseScheme: text("land_use_scheme"),
  landUseCode: text("land_use_code"),
  areaMu: decimal("area_mu"),
  parcelCode: text("parcel_code"),
  actId: text("act_id"),
  supersededActId: text("superseded_act_id"),
})

type Placed = Parameters<typeof toBounds>[0]
type Found = Record<string, unknown> &
  Placed & { latest: number; inEffect: boolean; geometry: GeoJSON.MultiPolygon }

/**
 * The version in effect on the day as known at the instant. Where none is (land that has gone, or is not
 * yet there) the last one before it, or else the first after it; undefined where nothing was known.
 */
export async function findLand(sql: Sql, { audience, parcelId, day, knownAt }: Ask) {
  const [row] = await sql<Found>`
    select ${columnsFor(sql, audience, LAND)}, ${place(sql)},
           ST_AsGeoJSON(ST_ForcePolygonCCW(v.geom), 8, 0)::jsonb as geometry,
           daterange(v.valid_from, v.valid_to) @> ${day}::date as in_effect,
           (select max(version) from core.parcel_version where parcel_id = ${parcelId}) as latest
      from core.parcel_version v
     where v.parcel_id = ${parcelId} and ${known(sql, sql`v`, knownAt)}
     order by in_effect desc, v.valid_from <= ${day}::date desc, abs(v.valid_from - ${day}::date)
     limit 1`
  if (!row) return undefined
  const values = toValues(LAND, row)
  return {
    version: row.latest,
    inEffect: row.inEffect,
    ...describe(values),
    bounds: toBounds(row),
    centre: toCentre(row),
    geometry: row.geometry,
  }
}

function describe(land: Values<(typeof LAND)["columns"]>) {
  const { landUseScheme, landUseCode, legalAreaM2, areaMu, areaRule, ...rest } = land
  const { certifiedAreaM2, contractAreaM2, surveyedAreaM2, geomAreaM2, ...plain } = rest
  const beside = (areaM2: number | null | undefined) =>
    areaM2 === undefined
      ? undefined
      : { areaM2, differenceM2: areaM2 === null ? null : differenceM2(areaM2, legalAreaM2!) }
  return {
    ...plain,
    landUse: landUseScheme && landUseCode ? { scheme: landUseScheme, code: landUseCode } : null,
    areas: {
      legalAreaM2: legalAreaM2!,
      areaMu: areaMu!,
      certified: beside(certifiedAreaM2),
      contract: beside(contractAreaM2),
      surveyed: beside(surveyedAreaM2),
      geometry: beside(geomAreaM2),
      areaRule,
    },
  }
}

/** Both have two decimals: hundredths are whole numbers, and their difference is exact. */
const differenceM2 = (areaM2: number, legalAreaM2: number) =>
  (Math.round(areaM2 * 100) - Math.round(legalAreaM2 * 100)) / 100

/** Every version there ever was, the latest first. */
export async function listVersions(sql: Sql, { audience, parcelId }: Ask) {
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, HISTORY)}
      from core.parcel_version v
     where v.parcel_id = ${parcelId}
     order by v.version desc`
  return rows.map((row) => toValues(HISTORY, row))
}

const LINEAGE = viewOf("core.lineage", "l", ["parent_id", "child_id", "on_day"], {
  parentId: whole("parent_id"),
  childId: whole("child_id"),
  kind: text("kind"),
  on: text("on_day"),
  areaShare: decimal("area_share"),
})

/** What the parcel came from and what became of it. @returns undefined where the audience has no lineage */
export async function findLineage(sql: Sql, { audience, parcelId }: Ask) {
  if (!sees(audience, LINEAGE)) return undefined
  const rows = await sql<
    Record<string, unknown> & { isChild: boolean; name: string | null; areaMu: string | null }
  >`
    select ${columnsFor(sql, audience, LINEAGE)}, l.child_id = ${parcelId} as is_child, relative.name, relative.area_mu
      from core.lineage l
      left join lateral ${lastVersionOf(sql, sql`case l.child_id when ${parcelId} then l.parent_id else l.child_id end`)} relative on true
     where l.child_id = ${parcelId} or l.parent_id = ${parcelId}
     order by l.on_day, l.parent_id, l.child_id`
  const links = rows.map((row) => {
    const { parentId, childId, ...link } = toValues(LINEAGE, row)
    return {
      isChild: row.isChild,
      link: {
        id: (row.isChild ? parentId : childId)!,
        name: row.name,
        areaMu: toNumberOrNull(row.areaMu),
        ...link,
      },
    }
  })
  return {
    parents: links.filter(({ isChild }) => isChild).map(({ link }) => link),
    children: links.filter(({ isChild }) => !isChild).map(({ link }) => link),
  }
}
