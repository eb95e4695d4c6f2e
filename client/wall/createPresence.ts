import { createSignal, onCleanup, onMount } from "solid-js"
import { fillScreen } from "./fillScreen.ts"

/**
 * The screen as a whole: full where the browser lets it, awake where it can.
 *
 * @param onLeft the full screen was left, which Esc does without telling the page of the key
 */
export function createPresence(onLeft: () => void) {
  const canFill = document.fullscreenEnabled === true
  const [full, setFull] = createSignal(document.fullscreenElement !== null)
  const hear = () => {
    const is = document.fullscreenElement !== null
    const left = full() && !is
    setFull(is)
    if (left) onLeft()
  }
  document.addEventListener("fullscreenchange", hear)
  onCleanup(() => document.removeEventListener("fullscreenchange", hear))

  onMount(() => {
    let lock: WakeLockSentinel | undefined
    const wake = async () => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return
      // A battery that runs low refuses: then the screen sleeps as it does anyhow.
      lock = await navigator.wakeLock.request("screen").catch(() => undefined)
    }
    void wake()
    // A page out of sight loses the lock.
    document.addEventListener("visibilitychange", wake)
    onCleanup(() => {
      document.removeEventListener("visibilitychange", wake)
      void lock?.release()
    })
  })
  onCleanup(() => {
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => {})
  })
  return { full, canFill, fill: fillScreen }
}
