import type { SampleGeometry } from "../../geodata/sample/facts.ts"

type Vertex = [lon: number, lat: number]

/** Surveyors set a point about so often along a boundary. */
const SPACING_M = 30
/** How far such a point lies from the straight line at most, in 1e-7 degrees: some 5 cm. */
const OFF = 5
const M_PER_DEGREE = 111_000

/**
 * Outlines as they come from a survey: with points between the corners, a hand's breadth off the straight line.
 * Both parcels of a common edge get the same points. Degrees, rounded to 1e-7.
 */
export const survey = (geometry: SampleGeometry): SampleGeometry =>
  geometry.map((polygon) => polygon.map(surveyRing))

/** @param ring closed */
function surveyRing(ring: Vertex[]): Vertex[] {
  const surveyed: Vertex[] = ring.slice(0, 1)
  for (let i = 1; i < ring.length; i++) {
    const [from, to] = [ring[i - 1]!, ring[i]!]
    const isForward = from[0] < to[0] || (from[0] === to[0] && from[1] < to[1])
    const between = isForward ? divide(from, to) : divide(to, from).toReversed()
    surveyed.push(...between, to)
  }
  return surveyed
}

function divide(from: Vertex, to: Vertex): Vertex[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const metres = M_PER_DEGREE * Math.hypot(dx * Math.cos((from[1] * Math.PI) / 180), dy)
  const parts = Math.max(Math.round(metres / SPACING_M), 1)
  const length = Math.hypot(dx, dy)
  return Array.from({ length: parts - 1 }, (_, i) => {
    const share = (i + 1) / parts
    const off = ((((i + 1) * 7919 + Math.round(from[0] * 1e7)) % (2 * OFF + 1)) - OFF) * 1e-7
    return [
      round(from[0] + share * dx - (off * dy) / length),
      round(from[1] + share * dy + (off * dx) / length),
    ]
  })
}

const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7
