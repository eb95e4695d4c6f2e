/** Safari of a tablet has it under a name of its own. */
type Wide = HTMLElement & { webkitRequestFullscreen?: () => void }

/** Asks for the full screen; where it is refused the page stays in its window, which serves as well. */
export function fillScreen(): void {
  const page = document.documentElement as Wide
  if (page.requestFullscreen) void page.requestFullscreen({ navigationUI: "hide" }).catch(() => {})
  else page.webkitRequestFullscreen?.()
}
