import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from "maplibre-gl"
import { type Accessor, createSignal, onCleanup } from "solid-js"
import type { Ring } from "./outline.ts"

/** A hand's line is kept where it moved by so many px. */
const STEP_PX = 6
/** Corners of an outline at most; the server takes no endless ones. */
const MOST_CORNERS = 120
/** What the hand draws: a line of its own, or the box between two corners of the screen. */
export type Shape = "free" | "box"

/** Drawing one outline by dragging. While it lasts the map neither moves nor selects. */
export function createDrawing(map: Accessor<MapLibre | undefined>) {
  const [active, setActive] = createSignal(false)
  let finish: (() => void) | undefined

  const start = (onDrawn: (ring: Ring) => void, shape: Shape = "free") => {
    const instance = map()
    if (!instance || active()) return
    setActive(true)
    const canvas = instance.getCanvas()
    const trace = makeTrace(instance.getContainer())
    let ring: Ring = []
    let last = { x: Number.NEGATIVE_INFINITY, y: 0 }
    let first = last

    const add = ({ point, lngLat }: MapMouseEvent | MapTouchEvent) => {
      if (Math.hypot(point.x - last.x, point.y - last.y) < STEP_PX) return
      last = point
      if (shape === "box" && ring.length > 0) return span(point)
      ring.push([lngLat.lng, lngLat.lat])
      trace.add(point)
    }
    const span = (point: { x: number; y: number }) => {
      const corners = [first, { x: point.x, y: first.y }, point, { x: first.x, y: point.y }]
      ring = corners.map(({ x, y }) => {
        const { lng, lat } = instance.unproject([x, y])
        return [lng, lat]
      })
      trace.set([...corners, first])
    }
    const begin = (event: MapMouseEvent | MapTouchEvent) => {
      ring = []
      first = event.point
      add(event)
    }
    const move = (event: MapMouseEvent | MapTouchEvent) => {
      if (ring.length > 0) add(event)
    }
    const end = async () => {
      stop()
      // The geometry that it takes comes when somebody first draws.
      const { toOutline } = await import("./outline.ts")
      const outline = toOutline(ring, MOST_CORNERS)
      if (outline) onDrawn(outline)
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") stop()
    }

    canvas.style.cursor = "crosshair"
    instance.dragPan.disable()
    const heard = [
      instance.on("mousedown", begin),
      instance.on("touchstart", begin),
      instance.on("mousemove", move),
      instance.on("touchmove", move),
      instance.on("mouseup", () => void end()),
      instance.on("touchend", () => void end()),
    ]
    addEventListener("keydown", key)
    finish = () => {
      canvas.style.cursor = ""
      instance.dragPan.enable()
      for (const subscription of heard) subscription.unsubscribe()
      removeEventListener("keydown", key)
      trace.remove()
    }
  }

  const stop = () => {
    finish?.()
    finish = undefined
    setActive(false)
  }
  onCleanup(stop)
  return { active, start, stop }
}

const SVG = "http://www.w3.org/2000/svg"

/** The line under the hand, drawn over the map until it is done. */
function makeTrace(container: HTMLElement) {
  const field = document.createElementNS(SVG, "svg")
  const line = document.createElementNS(SVG, "polyline")
  field.classList.add("trace")
  field.append(line)
  container.append(field)
  let points: string[] = []
  const show = () => line.setAttribute("points", points.join(" "))
  const textOf = ({ x, y }: { x: number; y: number }) => `${x},${y}`
  return {
    add(point: { x: number; y: number }) {
      points.push(textOf(point))
      show()
    },
    set(whole: readonly { x: number; y: number }[]) {
      points = whole.map(textOf)
      show()
    },
    remove: () => field.remove(),
  }
}
