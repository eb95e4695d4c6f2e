import { useText } from "../../text/language.tsx"
import { Icon } from "../../ui/Icon.tsx"

const STEP = 2
const LEAP = 10

/** The border between the two maps: dragged, or moved by arrow keys. `share` is that of the left map, 0-100. */
export function SwipeHandle(props: { share: number; onShare: (share: number) => void }) {
  const { t } = useText()
  let handle: HTMLDivElement | undefined
  const move = (share: number) => props.onShare(Math.min(Math.max(share, 0), 100))
  const drag = (event: PointerEvent) => {
    if (!handle?.hasPointerCapture(event.pointerId)) return
    const { left, width } = handle.parentElement!.getBoundingClientRect()
    move(((event.clientX - left) / width) * 100)
  }
  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? LEAP : STEP
    const places: Partial<Record<string, number>> = {
      ArrowLeft: props.share - step,
      ArrowDown: props.share - step,
      ArrowRight: props.share + step,
      ArrowUp: props.share + step,
      PageDown: props.share - LEAP,
      PageUp: props.share + LEAP,
      Home: 0,
      End: 100,
    }
    const wanted = places[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    move(wanted)
  }
  return (
    <div
      ref={(element) => (handle = element)}
      class="swipe-handle"
      role="slider"
      tabindex="0"
      aria-label={t("compare-days.handle")}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(props.share)}
      aria-valuetext={t("compare-days.at", { share: Math.round(props.share) })}
      onPointerDown={(event) => {
        event.preventDefault()
        handle?.focus({ preventScroll: true })
        handle?.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <span class="swipe-grip">
        <Icon name="left" size={14} />
        <Icon name="right" size={14} />
      </span>
    </div>
  )
}
