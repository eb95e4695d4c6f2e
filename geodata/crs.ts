/**
 * The coordinate systems of Chinese land data, what numbers say about them, and plane coordinates to
 * longitude and latitude. CGCS2000: EPSG:4490 in degrees; Gauss-Kruger zones of 3 and 6 degrees, with the
 * zone number in front of the easting (4513-4533, 4491-4501) or without it (4534-4554, 4502-4512).
 * x is east and y is north here, whatever the axis order of EPSG says.
 */
import proj4 from "proj4"

export type Position = [x: number, y: number]

/** A coordinate system that needs no look-up elsewhere. */
export type KnownCrs =
  | { kind: "geographic"; epsg: number; name: string }
  | {
      kind: "gaussKruger"
      epsg: number
      name: string
      widthDegrees: 3 | 6
      /** Zone number in front of the easting; null where the easting is without one. */
      zone: number | null
      centralMeridian: number
      falseEastingM: number
    }

const PLAIN_FALSE_EASTING_M = 500_000
const ZONE_STEP_M = 1_000_000
/** Northings of land between 3 and 54 degrees north, with room. */
const NORTHING_M = { min: 300_000, max: 6_000_000 }

type ZoneSeries = {
  widthDegrees: 3 | 6
  first: number
  last: number
  prefixed: number
  plain: number
}

/** EPSG code = series start + zone. Source: EPSG registry, CGCS2000. */
const SERIES: ZoneSeries[] = [
  { widthDegrees: 3, first: 25, last: 45, prefixed: 4488, plain: 4509 },
  { widthDegrees: 6, first: 13, last: 23, prefixed: 4478, plain: 4489 },
]

function listZones({ widthDegrees, first, last, prefixed, plain }: ZoneSeries): KnownCrs[] {
  return Array.from({ length: last - first + 1 }, (_, step) => first + step).flatMap((zone) => {
    const centralMeridian = widthDegrees === 3 ? zone * 3 : zone * 6 - 3
    const shared = { kind: "gaussKruger", widthDegrees, centralMeridian } as const
    const title = `CGCS2000 ${widthDegrees} 度带`
    return [
      {
        ...shared,
        epsg: prefixed + zone,
        zone,
        falseEastingM: zone * ZONE_STEP_M + PLAIN_FALSE_EASTING_M,
        name: `${title}第 ${zone} 带`,
      },
      {
        ...shared,
        epsg: plain + zone,
        zone: null,
        falseEastingM: PLAIN_FALSE_EASTING_M,
        name: `${title}中央子午线 ${centralMeridian}°`,
      },
    ]
  })
}

const KNOWN = new Map<number, KnownCrs>(
  [
    { kind: "geographic", epsg: 4490, name: "CGCS2000 经纬度" } as const,
    { kind: "geographic", epsg: 4326, name: "WGS 84 经纬度" } as const,
    ...SERIES.flatMap(listZones),
  ].map((crs) => [crs.epsg, crs]),
)

/** The 3-degree systems without a zone number, 75° to 135°: what an easting of six digits may be. */
export const PLAIN_ZONE_CODES: readonly number[] = [...KNOWN.values()].flatMap((crs) =>
  crs.kind === "gaussKruger" && crs.widthDegrees === 3 && crs.zone === null ? crs.epsg : [],
)

/** The system of an EPSG code, when it is one of ours; others need PROJ's database. */
export const findCrs = (epsg: number): KnownCrs | undefined => KNOWN.get(epsg)

/** The Gauss-Kruger system on the CGCS2000 ellipsoid with these parameters. */
export const findGaussKruger = (
  centralMeridian: number,
  falseEastingM: number,
): KnownCrs | undefined =>
  [...KNOWN.values()].find(
    (crs) =>
      crs.kind === "gaussKruger" &&
      crs.centralMeridian === centralMeridian &&
      crs.falseEastingM === falseEastingM,
  )

/**
 * Codes of 1954 Beijing, 1980 Xi'an and New Beijing with their zones. Converting them to CGCS2000 needs
 * local parameters that are not public: about 100 m of error without. Source: EPSG registry.
 */
const LEGACY_RANGES: [first: number, last: number][] = [
  [2327, 2390],
  [2401, 2442],
  [4214, 4214],
  [4555, 4555],
  [4568, 4589],
  [4610, 4610],
  [4652, 4656],
  [4766, 4800],
  [4812, 4812],
  [4822, 4822],
  [21413, 21423],
  [21453, 21463],
  [21473, 21483],
]

/** Is this one of the systems of before CGCS2000, which are refused for automatic conversion? */
export const isLegacyCrs = (epsg: number): boolean =>
  LEGACY_RANGES.some(([first, last]) => epsg >= first && epsg <= last)

/** Extent of one drawing, in the units of its file. */
export type Box = { minX: number; minY: number; maxX: number; maxY: number }

/** World maps reach 180.00000000000014 where a program has converted them. */
const ROUNDING_DEGREES = 1e-9

const within = (low: number, high: number, min: number, max: number) => low >= min && high <= max

/** Are all of these coordinates possible in the system: finite degrees, or inside its own strip? */
export function fitsCrs(crs: KnownCrs, { minX, minY, maxX, maxY }: Box): boolean {
  if (crs.kind === "geographic")
    return (
      within(minX, maxX, -180 - ROUNDING_DEGREES, 180 + ROUNDING_DEGREES) &&
      within(minY, maxY, -90 - ROUNDING_DEGREES, 90 + ROUNDING_DEGREES)
    )
  const { falseEastingM } = crs
  return (
    within(
      minX,
      maxX,
      falseEastingM - PLAIN_FALSE_EASTING_M,
      falseEastingM + PLAIN_FALSE_EASTING_M,
    ) && within(minY, maxY, NORTHING_M.min, NORTHING_M.max)
  )
}

/** Does a longitude in degrees lie in the strip that the zone is meant for? */
export const inZone = (crs: KnownCrs, longitude: number): boolean =>
  crs.kind === "geographic" || Math.abs(longitude - crs.centralMeridian) <= crs.widthDegrees / 2

/** Plane coordinates of a known system to longitude and latitude, degrees, EPSG:4490. */
export function makeToLonLat(crs: KnownCrs): (position: Position) => Position {
  if (crs.kind === "geographic") return (position) => position
  // GRS80 has the radius and flattening of CGCS2000: a = 6378137 m, 1/f = 298.257222101.
  const plane = `+proj=tmerc +lat_0=0 +lon_0=${crs.centralMeridian} +k=1 +x_0=${crs.falseEastingM} +y_0=0 +ellps=GRS80 +units=m +no_defs`
  const transform = proj4(plane, "+proj=longlat +ellps=GRS80 +no_defs")
  return (position) => transform.forward(position)
}

/** What the numbers of one drawing look like, before any system is chosen. */
type Shape =
  | { is: "degrees"; swapped: boolean }
  | { is: "plain"; swapped: boolean }
  | { is: "unknown"; swapped: boolean }
  | { is: "zone"; swapped: boolean; epsg: number }

/** East and north of land in China in degrees, with room. */
const CHINA = { west: 73, south: 3, east: 136, north: 54 }

function shapeAsIs(box: Box): Shape | undefined {
  const zone = Math.floor(box.minX / ZONE_STEP_M)
  const series = SERIES.find(({ first, last }) => zone >= first && zone <= last)
  const epsg = series && series.prefixed + zone
  const crs = epsg === undefined ? undefined : KNOWN.get(epsg)
  if (crs && fitsCrs(crs, box)) return { is: "zone", swapped: false, epsg: crs.epsg }
  const plain = within(box.minX, box.maxX, 100_000, 999_999)
  if (plain && within(box.minY, box.maxY, ZONE_STEP_M, NORTHING_M.max))
    return { is: "plain", swapped: false }
  return undefined
}

const swap = ({ minX, minY, maxX, maxY }: Box): Box => ({
  minX: minY,
  minY: minX,
  maxX: maxY,
  maxY: maxX,
})

const inChina = ({ minX, minY, maxX, maxY }: Box) =>
  within(minX, maxX, CHINA.west, CHINA.east) && within(minY, maxY, CHINA.south, CHINA.north)

function shapeOf(box: Box): Shape {
  if (inChina(swap(box))) return { is: "degrees", swapped: true }
  if (within(box.minX, box.maxX, -180, 180) && within(box.minY, box.maxY, -90, 90))
    return { is: "degrees", swapped: false }
  const asIs = shapeAsIs(box)
  if (asIs) return asIs
  const turned = shapeAsIs(swap(box))
  return turned ? { ...turned, swapped: true } : { is: "unknown", swapped: false }
}

/** What a file says of itself: an EPSG code where it is known, and the name it gives. */
export type DeclaredCrs = { epsg: number | null; name: string; legacy: boolean }

export type CrsVerdict = {
  detected: number | null
  /** An unsure system is not committed without an answer. */
  confidence: "sure" | "unsure"
  candidates: number[]
  /** One Chinese sentence that says why, and what is asked where it is unsure. */
  reason: string
}

/** Nine tenths of the drawings must agree: a few stray ones are faults of those rows, not of the system. */
const AGREEMENT = 0.9

const unsure = (reason: string, candidates: number[] = [], detected: number | null = null) =>
  ({ detected, confidence: "unsure", candidates, reason }) satisfies CrsVerdict

const sure = (detected: number, reason: string) =>
  ({ detected, confidence: "sure", candidates: [], reason }) satisfies CrsVerdict

/** The shape that nine tenths of the drawings have, or undefined. */
function findCommonShape(boxes: Box[]): Shape | undefined {
  const counts = new Map<string, { shape: Shape; count: number }>()
  for (const box of boxes) {
    const shape = shapeOf(box)
    const key = JSON.stringify(shape)
    const entry = counts.get(key) ?? { shape, count: 0 }
    counts.set(key, { shape, count: entry.count + 1 })
  }
  return [...counts.values()].find(({ count }) => count >= boxes.length * AGREEMENT)?.shape
}

function detectByNumbers(boxes: Box[], degreesAre: number | null): CrsVerdict {
  const shape = findCommonShape(boxes)
  if (!shape) return unsure("各图形的坐标数值不像同一个坐标系，请指定坐标系。")
  if (shape.is === "unknown")
    return unsure("没有坐标系声明，坐标数值也不像经纬度或 CGCS2000 高斯投影坐标，请指定坐标系。")
  if (shape.is === "degrees") {
    const candidates = [4490, 4326]
    if (shape.swapped)
      return unsure("坐标像是纬度在前、经度在后（XY 颠倒），请核对并指定坐标系。", candidates)
    if (degreesAre !== null) return sure(degreesAre, "坐标是经度、纬度，按 GeoJSON 标准为 WGS 84。")
    return unsure(
      "坐标是经纬度，但没有声明坐标系，请确认是 CGCS2000 还是 WGS 84。",
      candidates,
      4490,
    )
  }
  if (shape.is === "plain") {
    const turned = shape.swapped ? "X、Y 像是颠倒的（北坐标在前），" : ""
    return unsure(
      `${turned}东坐标是 6 位数，没有带号，无法判断在哪一带：请问中央子午线是多少度？`,
      [...PLAIN_ZONE_CODES],
    )
  }
  const name = KNOWN.get(shape.epsg)?.name ?? ""
  return shape.swapped
    ? unsure(`东坐标的带号像是${name}，但 X、Y 颠倒（北坐标在前），请核对并指定坐标系。`, [
        shape.epsg,
      ])
    : sure(shape.epsg, `没有坐标系声明；东坐标带有带号，是${name}（EPSG:${shape.epsg}）。`)
}

/** Do nine tenths of the drawings fit the system? */
export const mostlyFit = (crs: KnownCrs, boxes: Box[]): boolean =>
  boxes.filter((box) => fitsCrs(crs, box)).length >= boxes.length * AGREEMENT

/** The same where each drawing has its axes turned round. */
export const mostlyFitSwapped = (crs: KnownCrs, boxes: Box[]): boolean =>
  mostlyFit(crs, boxes.map(swap))

/**
 * Which system the coordinates are in. `degreesAre` is the code that undeclared degrees mean by the
 * standard of the format (GeoJSON: 4326), or null. A declared system that is not known here is believed:
 * whether the numbers fit it is for PROJ to say.
 */
export function detectCrs(
  declared: DeclaredCrs | null,
  boxes: Box[],
  degreesAre: number | null,
): CrsVerdict {
  if (declared?.legacy)
    return unsure(
      `文件声明为“${declared.name}”，属于 1954 北京 / 1980 西安等旧坐标系，不能自动转换，请先转为 CGCS2000。`,
    )
  if (declared && declared.epsg === null)
    return unsure(`文件声明的坐标系“${declared.name}”没有对应的 EPSG 代码，请指定坐标系。`)
  if (boxes.length === 0 && !declared?.epsg)
    return degreesAre === null
      ? unsure("文件里没有可用的图形，无从判断坐标系。")
      : sure(degreesAre, "按 GeoJSON 标准为 WGS 84。")
  if (!declared || declared.epsg === null) return detectByNumbers(boxes, degreesAre)
  const known = KNOWN.get(declared.epsg)
  if (
    !known ||
    (mostlyFit(known, boxes) &&
      !(known.kind === "geographic" && boxes.every((box) => inChina(swap(box)))))
  )
    return sure(declared.epsg, `文件声明为“${declared.name}”（EPSG:${declared.epsg}）。`)
  const seen = detectByNumbers(boxes, null)
  return unsure(
    `文件声明为“${declared.name}”（EPSG:${declared.epsg}），但坐标数值与它不符，请核对并指定坐标系。`,
    seen.detected === null
      ? seen.candidates
      : [seen.detected, ...seen.candidates.filter((epsg) => epsg !== seen.detected)],
  )
}
