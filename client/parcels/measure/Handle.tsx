import { createSignal, onCleanup } from "solid-js"
import type { Axis } from "../../map/classes/histogram.ts"

/** Steps of Page Up and Page Down. */
const PAGE = 8

/** A limit between two classes, to drag or to move by arrows; between its neighbours and never on them. */
export function Handle(props: {
  axis: Axis
  value: number
  least: number
  most: number
  /** By how much an arrow moves it, and to whole multiples of what a hand does. */
  step: number
  label: string
  text: string
  isFixed: boolean
  /** Called at most once a frame while it moves. */
  onDraft: (value: number) => void
  onValue: (value: number) => void
}) {
  let knob!: HTMLDivElement
  let frame = 0
  /** The value while it moves. */
  const [moved, setMoved] = createSignal<number | null>(null)
  const round = (value: number) =>
    Number((Math.round(value / props.step) * props.step).toPrecision(12))
  const within = (value: number) => {
    const [low, high] = [round(props.least) + props.step, round(props.most) - props.step]
    return low > high ? props.value : Math.min(high, Math.max(low, value))
  }

  const draft = (value: number) => {
    const next = within(round(value))
    if (next === (moved() ?? props.value)) return
    setMoved(next)
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => props.onDraft(next))
  }
  const keep = () => {
    const value = moved()
    setMoved(null)
    cancelAnimationFrame(frame)
    if (value !== null) props.onValue(value)
  }
  onCleanup(() => cancelAnimationFrame(frame))

  const follow = (event: PointerEvent) => {
    const box = knob.parentElement!.getBoundingClientRect()
    draft(props.axis.from((event.clientX - box.left) / box.width))
  }
  const hear = (event: KeyboardEvent) => {
    const steps = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: PAGE,
      PageDown: -PAGE,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    }[event.key]
    if (steps === undefined || props.isFixed) return
    event.preventDefault()
    // A press that stays down moves on and on; what it comes to is kept when it ends.
    draft((moved() ?? props.value) + steps * props.step)
  }

  return (
    <div
      class="handle"
      ref={(element) => (knob = element)}
      role="slider"
      tabIndex={props.isFixed ? -1 : 0}
      aria-label={props.label}
      aria-valuemin={props.least}
      aria-valuemax={props.most}
      aria-valuenow={props.value}
      aria-valuetext={props.text}
      aria-disabled={props.isFixed}
      title={props.text}
      data-moving={moved() === null ? undefined : ""}
      style={{ left: `${100 * props.axis.at(props.value)}%` }}
      onPointerDown={(event) => {
        if (event.button !== 0 || props.isFixed) return
        knob.setPointerCapture(event.pointerId)
        setMoved(props.value)
      }}
      onPointerMove={(event) =>
        moved() !== null && knob.hasPointerCapture(event.pointerId) && follow(event)
      }
      onPointerUp={keep}
      onPointerCancel={keep}
      onKeyDown={hear}
      onKeyUp={keep}
      onBlur={keep}
    >
      <span class="handle-text">{props.text.split(" ")[0]}</span>
    </div>
  )
}
