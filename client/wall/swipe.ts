/** Px that a finger moves along before it is a swipe, which is more across than down. */
const LEAST_PX = 60

/** Hears swipes to either side on an element; the map has none, as it is dragged. */
export function swipe(element: HTMLElement, told: () => (by: 1 | -1) => void): void {
  let from: { x: number; y: number } | null = null
  element.addEventListener("pointerdown", ({ clientX, clientY, pointerType }) => {
    from = pointerType === "touch" ? { x: clientX, y: clientY } : null
  })
  element.addEventListener("pointerup", ({ clientX, clientY }) => {
    if (!from) return
    const [across, down] = [clientX - from.x, clientY - from.y]
    from = null
    if (Math.abs(across) >= LEAST_PX && Math.abs(across) > 2 * Math.abs(down))
      told()(across < 0 ? 1 : -1)
  })
  element.addEventListener("pointercancel", () => (from = null))
}
