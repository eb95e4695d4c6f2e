import type { Bounds } from "../map/createMap.ts"
import type { Camera } from "../map/state.ts"

/** Px of a map, and what of it is covered at each side. */
export type Frame = {
  width: number
  height: number
  covered: { top: number; bottom: number; left: number; right: number }
}

/** Px of the world's side at zoom 0. */
const WORLD_PX = 512
/** How far a flight climbs for its length: 1.42 is what people find smooth (van Wijk and Nuij 2003). */
const CURVE = 1.42
/** Screens of flight a second. */
const SPEED = 0.9
const LEAST_MS = 900
const MOST_MS = 4_500
const LEAST_PX = 40

/** Shares of the world from its west and north edge, in Web Mercator. */
type Point = { x: number; y: number }

function toPoint({ lng, lat }: Pick<Camera, "lng" | "lat">): Point {
  const sine = Math.sin((lat * Math.PI) / 180)
  return { x: lng / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

const toPlace = ({ x, y }: Point) => ({
  lng: (x - 0.5) * 360,
  lat: (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI,
})

const between = (from: number, to: number, share: number) => from + (to - from) * share

/** From 0 to 1, slow at both ends. */
const ease = (share: number) => (share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2)

/** Share of the height that land takes when it is seen from the side. */
const FLATTENED = 0.8

/**
 * The camera that shows bounds in what no panel covers.
 *
 * @param pitch degrees; 0 is from above
 */
export function cameraOver(
  [west, south, east, north]: Bounds,
  frame: Frame,
  pitch: number,
): Camera {
  const { left, right, top, bottom } = frame.covered
  const [upper, lower] = [toPoint({ lng: west, lat: north }), toPoint({ lng: east, lat: south })]
  const fits = [
    Math.max(LEAST_PX, frame.width - left - right) / (lower.x - upper.x),
    Math.max(LEAST_PX, frame.height - top - bottom) /
      ((lower.y - upper.y) * (pitch > 0 ? FLATTENED : 1)),
  ]
  const worldPx = Math.min(...fits)
  const middle = toPlace({
    x: (upper.x + lower.x) / 2 + (right - left) / 2 / worldPx,
    y: (upper.y + lower.y) / 2 + (bottom - top) / 2 / worldPx,
  })
  return { ...middle, zoom: Math.log2(worldPx / WORLD_PX), bearing: 0, pitch }
}

export type Flight = { ms: number; at: (share: number) => Camera }

/** The short way round, degrees. */
const turn = (from: number, to: number) => ((((to - from) % 360) + 540) % 360) - 180

/**
 * A smooth way from one camera to another, which climbs where it is long. The last moment is exactly `to`.
 *
 * @param width of the map in px
 */
export function planFlight(from: Camera, to: Camera, width: number): Flight {
  const [start, end] = [toPoint(from), toPoint(to)]
  const worldPx = WORLD_PX * 2 ** from.zoom
  const way = Math.hypot(end.x - start.x, end.y - start.y) * worldPx
  const path = planPath(width, width / 2 ** (to.zoom - from.zoom), way)
  const angle = turn(from.bearing, to.bearing)
  const turning = (Math.abs(angle) + Math.abs(to.pitch - from.pitch)) / 90
  const ms = (Math.max(path.length, turning) / SPEED) * 1000
  return {
    ms: Math.min(MOST_MS, Math.max(LEAST_MS, ms)),
    at(share) {
      if (share >= 1) return to
      const eased = ease(share)
      const { size, done } = path.at(eased)
      const middle = toPlace({
        x: between(start.x, end.x, done),
        y: between(start.y, end.y, done),
      })
      return {
        ...middle,
        zoom: from.zoom - Math.log2(size / width),
        bearing: from.bearing + angle * eased,
        pitch: between(from.pitch, to.pitch, eased),
      }
    },
  }
}

/** A way by the size of what is seen and the share of the distance that lies behind, both by share of its length. */
function planPath(sizeFrom: number, sizeTo: number, way: number) {
  if (way < 1) {
    const growth = Math.log(sizeTo / sizeFrom)
    return {
      length: Math.abs(growth) / CURVE,
      at: (share: number) => ({ size: sizeFrom * Math.exp(growth * share), done: share }),
    }
  }
  const curve = CURVE ** 2
  const bend = (size: number, sign: number) => {
    const b =
      (sizeTo ** 2 - sizeFrom ** 2 + sign * curve ** 2 * way ** 2) / (2 * size * curve * way)
    return Math.log(Math.sqrt(b ** 2 + 1) - b)
  }
  const [first, last] = [bend(sizeFrom, 1), bend(sizeTo, -1)]
  const length = (last - first) / CURVE
  return {
    length,
    at(share: number) {
      const along = first + CURVE * length * share
      const size = (sizeFrom * Math.cosh(first)) / Math.cosh(along)
      const gone = (sizeFrom * (Math.cosh(first) * Math.tanh(along) - Math.sinh(first))) / curve
      return { size, done: gone / way }
    },
  }
}
