import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import type { Stop } from "./stops.ts"

export const LEAST_SECONDS = 5
export const MOST_SECONDS = 120
const USUAL_SECONDS = 20
const STEP_SECONDS = 5
const KEPT_AS = "mutu.wall.seconds"

/** A screen on a wall keeps its pace over a restart; a browser that keeps nothing has the usual one. */
function readSeconds(): number {
  try {
    const kept = Number(localStorage.getItem(KEPT_AS))
    return kept >= LEAST_SECONDS && kept <= MOST_SECONDS ? kept : USUAL_SECONDS
  } catch {
    return USUAL_SECONDS
  }
}

function keepSeconds(seconds: number): void {
  try {
    localStorage.setItem(KEPT_AS, String(seconds))
  } catch {
    // It holds until the page is closed.
  }
}

/** Goes from stop to stop, each as long as is set, until somebody takes it in hand. */
export function createTour(stops: Accessor<readonly Stop[]>) {
  /** By key, so that the tour stays where it is while views come and go. */
  const [key, setKey] = createSignal<string | null>(null)
  const [playing, setPlaying] = createSignal(true)
  const [seconds, setSeconds] = createSignal(readSeconds())
  /** Whether the picture of the present stop is there: looking at it begins then. */
  const [arrived, setArrived] = createSignal(false)

  const index = createMemo(() =>
    Math.max(
      0,
      stops().findIndex((stop) => stop.key === key()),
    ),
  )
  const stop = createMemo((): Stop | undefined => stops()[index()])
  const go = (to: number) => {
    const count = stops().length
    if (count > 0) setKey(stops()[(to + count) % count]!.key)
  }
  createEffect(
    on(
      () => stop()?.key,
      () => setArrived(false),
      { defer: true },
    ),
  )
  createEffect(() => {
    if (!playing() || !arrived() || stops().length < 2) return
    const next = index() + 1
    const timer = setTimeout(() => go(next), seconds() * 1000)
    onCleanup(() => clearTimeout(timer))
  })

  return {
    index,
    stop,
    playing,
    seconds,
    arrived,
    arrive: () => setArrived(true),
    pause: () => setPlaying(false),
    toggle: () => setPlaying(!playing()),
    /** By hand: the tour waits until it is told to go on. */
    step(by: 1 | -1) {
      setPlaying(false)
      go(index() + by)
    },
    lengthen(by: 1 | -1) {
      const wanted = seconds() + by * STEP_SECONDS
      setSeconds(Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, wanted)))
      keepSeconds(seconds())
    },
  }
}
export type Tour = ReturnType<typeof createTour>
