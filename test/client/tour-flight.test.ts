import { describe, expect, test } from "vitest"
import type { Bounds } from "../../client/map/createMap.ts"
import type { Camera } from "../../client/map/state.ts"
import { cameraOver, type Frame, planFlight } from "../../client/wall/flight.ts"

const BOUNDS: Bounds = [115.7, 33.8, 115.8, 33.86]
const frame = (covered: Partial<Frame["covered"]> = {}): Frame => ({
  width: 1200,
  height: 900,
  covered: { top: 0, bottom: 0, left: 0, right: 0, ...covered },
})
const camera = (changes: Partial<Camera> = {}): Camera => ({
  lng: 115.75,
  lat: 33.83,
  zoom: 14,
  bearing: 0,
  pitch: 0,
  ...changes,
})

/** Px of a map's width that a stretch of degrees takes. */
const pxAcross = (degrees: number, zoom: number) => (degrees / 360) * 512 * 2 ** zoom

describe("the camera over a zone", () => {
  test("shows all of it, and fills one side of the map", () => {
    const { lng, zoom } = cameraOver(BOUNDS, frame(), 0)
    expect(lng).toBeCloseTo(115.75, 6)
    expect(pxAcross(0.1, zoom)).toBeCloseTo(1200, 0)
  })
  test("leaves out what panels cover", () => {
    const { lng, zoom } = cameraOver(BOUNDS, frame({ left: 400 }), 0)
    expect(pxAcross(0.1, zoom)).toBeCloseTo(800, 0)
    // The middle of the map lies 200 px to the left of the zone's.
    expect(pxAcross(115.75 - lng, zoom)).toBeCloseTo(200, 0)
  })
  test("comes nearer where land seen from the side takes less height", () => {
    const low = frame({ top: 400, bottom: 300 })
    expect(cameraOver(BOUNDS, low, 50).zoom).toBeGreaterThan(cameraOver(BOUNDS, low, 0).zoom)
    expect(cameraOver(BOUNDS, low, 50).pitch).toBe(50)
  })
})

describe("a flight", () => {
  const from = camera()
  const to = camera({ lng: 115.9, lat: 33.9, zoom: 16, bearing: 20, pitch: 50 })

  test("begins where the map is and ends exactly where it is to be", () => {
    const { at } = planFlight(from, to, 1000)
    for (const [name, value] of Object.entries(at(0)))
      expect(value, name).toBeCloseTo(from[name as keyof Camera], 6)
    expect(at(1)).toEqual(to)
    for (const [name, value] of Object.entries(at(0.9999)))
      expect(value, name).toBeCloseTo(to[name as keyof Camera], 2)
  })
  test("climbs over a long way, and not over a short one", () => {
    const lowest = (flight: ReturnType<typeof planFlight>) =>
      Math.min(...Array.from({ length: 21 }, (_, step) => flight.at(step / 20).zoom))
    expect(lowest(planFlight(from, to, 1000))).toBeLessThan(from.zoom - 0.5)
    expect(lowest(planFlight(from, camera({ lng: 115.7505 }), 1000))).toBeGreaterThan(13.9)
  })
  test("goes straight in and out over one place", () => {
    const zooms = [0, 0.25, 0.5, 0.75, 1].map(
      (share) => planFlight(from, camera({ zoom: 17 }), 1000).at(share).zoom,
    )
    expect(zooms).toEqual(zooms.toSorted((a, b) => a - b))
  })
  test("turns the short way round", () => {
    const flight = planFlight(camera({ bearing: 170 }), camera({ bearing: -170 }), 1000)
    expect(flight.at(0.5).bearing).toBeCloseTo(180, 6)
  })
  test("is neither a jerk nor a wait", () => {
    const far = camera({ lng: 120, lat: 30 })
    for (const end of [to, far, from]) {
      const { ms } = planFlight(from, end, 1000)
      expect(ms >= 900 && ms <= 4500).toBe(true)
    }
  })
})
