import { createSignal, onCleanup } from "solid-js"
import type { Camera } from "../map/state.ts"
import { planFlight } from "./flight.ts"

const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches

/** A camera that flies; where people want no motion it is there at once. */
export function createFlight() {
  const [camera, setCamera] = createSignal<Camera | null>(null)
  const [flying, setFlying] = createSignal(false)
  let frame = 0
  /** Where the map stands, which a hand moves as well. */
  let present: Camera | null = null

  const stop = () => {
    cancelAnimationFrame(frame)
    setFlying(false)
  }
  onCleanup(stop)

  return {
    camera,
    flying,
    stop,
    /** Hears where the map came to rest. */
    rest(at: Camera) {
      present = at
    },
    /** @param width of the map in px */
    fly(to: Camera, width: number) {
      stop()
      const from = present
      if (!from || prefersStillness()) {
        present = to
        setCamera(to)
        return
      }
      const flight = planFlight(from, to, width)
      const began = performance.now()
      setFlying(true)
      const step = (now: number) => {
        const share = Math.min(1, Math.max(0, (now - began) / flight.ms))
        present = flight.at(share)
        setCamera(present)
        if (share < 1) frame = requestAnimationFrame(step)
        else setFlying(false)
      }
      frame = requestAnimationFrame(step)
    },
  }
}
