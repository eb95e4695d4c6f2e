/** What the `.prj` of a shapefile says: WKT 1 text, as Esri or the OGC write it. */
import { type DeclaredCrs, findGaussKruger, isLegacyCrs } from "../crs.ts"

const PARAMETER = /PARAMETER\s*\[\s*"([^"]+)"\s*,\s*([-+\d.eE]+)/gi

const nameOf = (wkt: string, keyword: string): string | undefined =>
  new RegExp(`\\b${keyword}\\s*\\[\\s*"([^"]*)"`, "i").exec(wkt)?.[1]

/** Names of the datums of before CGCS2000 and of CGCS2000, as programs spell them. */
const LEGACY_DATUM = /xi'?an[_ ]?(19)?80|beijing[_ ]?(19)?54|pulkovo_1942.*beijing/i
const CGCS2000_DATUM = /china[_ ]?(geodetic[_ ]coordinate[_ ]system[_ ]?)?2000|cgcs[_ ]?2000/i
const WGS84_DATUM = /^(d_)?wgs[_ ]?(19)?84$/i

/** The code of a projected system with these parameters on CGCS2000, when it is a standard zone. */
function findProjected(wkt: string): number | null {
  const parameters = new Map(
    [...wkt.matchAll(PARAMETER)].map(([, name = "", value]) => [name.toLowerCase(), Number(value)]),
  )
  const scale = parameters.get("scale_factor") ?? 1
  const origin = parameters.get("latitude_of_origin") ?? 0
  const northing = parameters.get("false_northing") ?? 0
  const metres = /UNIT\s*\[\s*"met(er|re)"\s*,\s*1(\.0*)?\s*[\],]/i.test(wkt)
  const projection = nameOf(wkt, "PROJECTION") ?? ""
  if (!/gauss.?kruger|transverse.?mercator/i.test(projection)) return null
  if (!metres || scale !== 1 || origin !== 0 || northing !== 0) return null
  const zone = findGaussKruger(
    parameters.get("central_meridian") ?? NaN,
    parameters.get("false_easting") ?? NaN,
  )
  return zone?.epsg ?? null
}

/** The code that stands at the end of the whole text: `AUTHORITY["EPSG","26986"]]`. */
function findOwnCode(wkt: string): number | null {
  const code = /(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]\s*\]$/i.exec(wkt)?.[1]
  return code === undefined ? null : Number(code)
}

/**
 * The system that the text declares. `identify` asks PROJ for the code of a system that is none of ours;
 * it answers null when there is no such code. Null for empty text.
 */
export async function readPrj(
  wkt: string,
  identify: (wkt: string) => Promise<number | null>,
): Promise<DeclaredCrs | null> {
  const text = wkt.replace(/^\uFEFF/, "").trim()
  if (text === "") return null
  const projected = /^PROJ(CS|CRS)\b/i.test(text)
  const name = nameOf(text, projected ? "PROJC(?:RS|S)" : "GEOG(?:CS|CRS)") ?? text.slice(0, 60)
  const datum = nameOf(text, "DATUM") ?? ""
  const own = findOwnCode(text)
  if (own !== null) return { epsg: own, name, legacy: isLegacyCrs(own) }
  if (LEGACY_DATUM.test(`${datum} ${name}`)) return { epsg: null, name, legacy: true }
  if (!projected && CGCS2000_DATUM.test(datum)) return { epsg: 4490, name, legacy: false }
  if (!projected && WGS84_DATUM.test(datum)) return { epsg: 4326, name, legacy: false }
  if (projected && CGCS2000_DATUM.test(datum))
    return { epsg: findProjected(text), name, legacy: false }
  return { epsg: await identify(text), name, legacy: false }
}
