/** From the coordinates of a file to longitude and latitude, and whether a drawing lies where it may. */
import {
  type Box,
  findCrs,
  fitsCrs,
  inZone,
  isLegacyCrs,
  makeToLonLat,
  mostlyFit,
  mostlyFitSwapped,
  type Position,
} from "../crs.ts"
import { Refusal } from "./refusal.ts"
import { type AreaOfUse, findReprojection, type Reprojection } from "./reprojection.ts"

export type Placed = {
  /** Degrees; null where the drawing is outside what the system can hold. */
  points: Position[] | null
  /** Inside the zone or the country that the system is meant for. */
  inside: boolean
}

export type Projector = {
  place(drawings: Position[][]): Promise<Placed[]>
  /** The file has its axes turned round: the answer of the user only fits that way. */
  swapped: boolean
}

/** A system reaches a little beyond its area of use; farther out the coordinates are not in it. */
const AREA_ROOM_DEGREES = 6

/** Extent of some points. */
export const boxOf = (points: Position[]): Box => {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const [x, y] of points) {
    box.minX = Math.min(box.minX, x)
    box.minY = Math.min(box.minY, y)
    box.maxX = Math.max(box.maxX, x)
    box.maxY = Math.max(box.maxY, y)
  }
  return box
}

const OUTSIDE: Placed = { points: null, inside: false }

function withinArea(points: Position[], area: AreaOfUse, room: number): boolean {
  const { minX, minY, maxX, maxY } = boxOf(points)
  // West of 180 and east of it: the few systems that cross the date line are judged by latitude alone.
  const across = area.west > area.east
  const lonHeld = across || (minX >= area.west - room && maxX <= area.east + room)
  return lonHeld && minY >= area.south - room && maxY <= area.north + room
}

function makeKnown(epsg: number, swapped: boolean): Projector | undefined {
  const crs = findCrs(epsg)
  if (!crs) return undefined
  const toLonLat = makeToLonLat(crs)
  return {
    swapped,
    place: async (drawings) =>
      drawings.map((drawing) => {
        const turned = swapped ? drawing.map(([x, y]): Position => [y, x]) : drawing
        const box = boxOf(turned)
        if (!fitsCrs(crs, box)) return OUTSIDE
        const points = turned.map(toLonLat)
        const middle = toLonLat([(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2])
        return { points, inside: inZone(crs, middle[0]) }
      }),
  }
}

const makeForeign = ({ area, toLonLat }: Reprojection): Projector => ({
  swapped: false,
  place: async (drawings) => {
    const answer = await toLonLat(drawings)
    return answer.map((points) => {
      const held =
        points !== null &&
        withinArea(
          points,
          area ?? { west: -180, south: -90, east: 180, north: 90 },
          area ? AREA_ROOM_DEGREES : 0,
        )
      return held ? { points, inside: area === null || withinArea(points, area, 0) } : OUTSIDE
    })
  },
})

const refuse = (rule: string, sentence: string) => new Refusal(rule, sentence)

/**
 * For a system that the user names: it must be one we can convert, and the coordinates must fit it.
 * @throws Refusal with the reason
 */
export async function requireProjector(epsg: number, sample: Position[][]): Promise<Projector> {
  if (isLegacyCrs(epsg))
    throw refuse(
      "crs-legacy",
      `EPSG:${epsg} 属于 1954 北京 / 1980 西安等旧坐标系，不能自动转换，请先转为 CGCS2000。`,
    )
  const boxes = sample.map(boxOf)
  const crs = findCrs(epsg)
  const swapped = crs !== undefined && !mostlyFit(crs, boxes) && mostlyFitSwapped(crs, boxes)
  const projector = await findProjector(epsg, swapped)
  if (!projector) throw refuse("crs-unknown", `EPSG:${epsg} 不是已知的坐标系代码。`)
  const placed = await projector.place(sample)
  if (placed.length > 0 && placed.every(({ points }) => points === null))
    throw refuse("crs-does-not-fit", `坐标数值与指定的坐标系 EPSG:${epsg} 不符，请核对。`)
  return projector
}

/** For a system that the file names; undefined when PROJ does not know it. */
export async function findProjector(epsg: number, swapped = false): Promise<Projector | undefined> {
  const known = makeKnown(epsg, swapped)
  if (known) return known
  const reprojection = await findReprojection(epsg)
  return reprojection && makeForeign(reprojection)
}
