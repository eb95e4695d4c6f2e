/** A small piece of land drawn flat: metres from its middle, up to a few kilometres. */

type Corner = readonly [lng: number, lat: number]
/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number]

/** CGCS2000: semi-major axis in m, and the flattening. */
const AXIS_M = 6_378_137
const FLATTENING = 1 / 298.257222101
const E2 = FLATTENING * (2 - FLATTENING)

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres of a degree of longitude and of latitude, at a latitude. */
function metresPerDegree(lat: number): [east: number, north: number] {
  const sin = Math.sin(radians(lat))
  const root = Math.sqrt(1 - E2 * sin * sin)
  const normal = AXIS_M / root
  const meridian = (AXIS_M * (1 - E2)) / root ** 3
  return [radians(1) * normal * Math.cos(radians(lat)), radians(1) * meridian]
}

export const boxOf = (boxes: readonly Box[]): Box => [
  Math.min(...boxes.map(([west]) => west)),
  Math.min(...boxes.map(([, south]) => south)),
  Math.max(...boxes.map(([, , east]) => east)),
  Math.max(...boxes.map(([, , , north]) => north)),
]

export type Plane = {
  /** Degrees to the drawing, x to the right and y downwards. */
  toDrawing: (corner: readonly number[]) => [x: number, y: number]
  /** Metres that one unit of the drawing is. */
  metresPerUnit: number
  /** What the drawing shows, in degrees. */
  box: Box
}

/**
 * Fits land into a drawing with room around it.
 *
 * @param size of the drawing
 * @param room share of the drawing left free on each side, below 0.5
 * @param metresPerUnit a scale that is given; absent: as large as fits
 */
export function fitPlane(
  box: Box,
  size: { width: number; height: number },
  { room = 0.12, metresPerUnit }: { room?: number; metresPerUnit?: number } = {},
): Plane {
  const [west, south, east, north] = box
  const middle: Corner = [(west + east) / 2, (south + north) / 2]
  const [perLng, perLat] = metresPerDegree(middle[1])
  const free = 1 - 2 * room
  const scale =
    metresPerUnit ??
    Math.max(
      ((east - west) * perLng) / (size.width * free),
      ((north - south) * perLat) / (size.height * free),
      // A point is a place too: it is shown with some metres around it.
      20 / size.width,
    )
  const halfLng = (size.width * scale) / perLng / 2
  const halfLat = (size.height * scale) / perLat / 2
  return {
    toDrawing: ([lng = 0, lat = 0]) => [
      size.width / 2 + ((lng - middle[0]) * perLng) / scale,
      size.height / 2 - ((lat - middle[1]) * perLat) / scale,
    ],
    metresPerUnit: scale,
    box: [middle[0] - halfLng, middle[1] - halfLat, middle[0] + halfLng, middle[1] + halfLat],
  }
}

/** The scale at which every one of several pieces of land fits into a drawing of the same size. */
export const commonScale = (
  boxes: readonly Box[],
  size: { width: number; height: number },
): number => Math.max(0, ...boxes.map((box) => fitPlane(box, size).metresPerUnit))

type Geometry = { type: string; coordinates?: unknown }

const ringPath = (ring: readonly number[][], plane: Plane, close: boolean) =>
  ring
    .map((corner, at) => {
      const [x, y] = plane.toDrawing(corner)
      return `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join("") + (close ? "Z" : "")

/** An outline or a line as the `d` of a path; holes are rings like any other (even-odd). "" for what has none. */
export function pathOf({ type, coordinates }: Geometry, plane: Plane): string {
  if (type === "MultiPolygon")
    return (coordinates as number[][][][])
      .flat()
      .map((ring) => ringPath(ring, plane, true))
      .join("")
  if (type === "Polygon")
    return (coordinates as number[][][]).map((ring) => ringPath(ring, plane, true)).join("")
  if (type === "MultiLineString")
    return (coordinates as number[][][]).map((line) => ringPath(line, plane, false)).join("")
  if (type === "LineString") return ringPath(coordinates as number[][], plane, false)
  return ""
}

/** Lengths of a scale bar: 1, 2 or 5 and noughts. */
const STEPS = [1, 2, 5]

/** The longest round length in m that takes no more than so many units of the drawing. */
export function scaleBar(
  metresPerUnit: number,
  mostUnits: number,
): { metres: number; units: number } {
  const most = metresPerUnit * mostUnits
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = Math.max(...STEPS.map((step) => step * power).filter((length) => length <= most))
  return { metres, units: metres / metresPerUnit }
}

/** Whether two boxes in degrees have anything in common. */
export const meets = (a: Box, b: Box): boolean =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]

/** The box of any geometry. */
export function boxOfGeometry({ coordinates }: Geometry): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  const walk = (part: unknown) => {
    if (!Array.isArray(part)) return
    const [lng, lat] = part as unknown[]
    if (typeof lng === "number" && typeof lat === "number") {
      west = Math.min(west, lng)
      south = Math.min(south, lat)
      east = Math.max(east, lng)
      north = Math.max(north, lat)
      return
    }
    for (const one of part) walk(one)
  }
  walk(coordinates)
  return [west, south, east, north]
}
