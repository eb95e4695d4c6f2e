import { createSignal, onCleanup } from "solid-js"

const TICK_MS = 1_000
/** Looks of the server come every second, and every ten where it cannot be reached. */
const SILENCE_MS = 25_000

/** The time, and since when nothing was heard of the server; a page that was out of sight begins anew. */
export function createClock() {
  const [now, setNow] = createSignal(new Date())
  const [heard, setHeard] = createSignal(Date.now())
  const timer = setInterval(() => setNow(new Date()), TICK_MS)
  const reappear = () => {
    if (document.visibilityState === "visible") setHeard(Date.now())
  }
  document.addEventListener("visibilitychange", reappear)
  onCleanup(() => {
    clearInterval(timer)
    document.removeEventListener("visibilitychange", reappear)
  })
  return {
    now,
    hear: () => setHeard(Date.now()),
    /** The last moment that something was heard; null while the server answers. */
    lostSince: () => (now().getTime() - heard() > SILENCE_MS ? new Date(heard()) : null),
  }
}
