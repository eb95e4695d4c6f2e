import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js"
import type { Day } from "../../geodata/days.ts"
import { useText } from "../text/language.tsx"
import { type Clock, STATE_TONES } from "./shapes.ts"
import { layTimeline, type Mark, placeLabels, widthOfText } from "./timeline.ts"

/** px of the drawing. */
const LETTER = 12
const LABEL_ROW = 18
const BAND = 26
/** How far the line of an event reaches into the band. */
const TICK = 5
const PAUSE = 10
const AXIS = 18
const FIRST_WIDTH = 900

/** The clock drawn along time: states as a band, what happened above it, ends of terms and pauses below. */
export function Timeline(props: { clock: Clock; today: Day }) {
  const { t, name } = useText()
  const [width, setWidth] = createSignal(FIRST_WIDTH)
  let frame!: HTMLDivElement
  onMount(() => {
    const watcher = new ResizeObserver(([entry]) =>
      setWidth(Math.max(Math.round(entry?.contentRect.width ?? FIRST_WIDTH), 320)),
    )
    watcher.observe(frame)
    onCleanup(() => watcher.disconnect())
  })
  const drawn = createMemo(() => layTimeline(props.clock, props.today, width()))
  const label = (mark: Mark) => {
    const text = `${name("clock-event", mark.kind)} ${mark.on}`
    return { ...mark, text, width: widthOfText(text, LETTER) + 4 }
  }
  const place = (marks: readonly Mark[]) => {
    const labels = marks.map(label)
    const places = placeLabels(labels, width())
    const rows = Math.max(0, ...places.map(({ row }) => row + 1))
    return { rows, marks: labels.map((one, at) => ({ ...one, ...places[at]! })) }
  }
  const above = createMemo(() => place(drawn().events))
  const below = createMemo(() => place(drawn().terms))
  const todayText = () => t("idle.today", { day: props.today })
  const onText = () => t("idle.on", { day: props.clock.on })
  const top = () => LABEL_ROW + above().rows * LABEL_ROW + 6
  const pauseTop = () => top() + BAND + 4
  const belowTop = () => pauseTop() + (drawn().pauses.length > 0 ? PAUSE + 4 : 0) + AXIS
  const height = () => belowTop() + below().rows * LABEL_ROW + 6
  const flag = (x: number, text: string) => {
    const size = widthOfText(text, LETTER)
    return Math.max(0, Math.min(x - size / 2, width() - size))
  }
  return (
    <figure class="idle-timeline">
      <div ref={(element) => (frame = element)}>
        <svg
          width={width()}
          height={height()}
          viewBox={`0 0 ${width()} ${height()}`}
          role="img"
          aria-label={t("idle.timeline.label")}
        >
          <defs>
            <pattern id="idle-hatch" width="6" height="6" patternUnits="userSpaceOnUse">
              <path d="M-1 7L7 -1" class="idle-hatch" />
            </pattern>
          </defs>
          <For each={drawn().years}>
            {({ year, x }) => (
              <>
                <line class="idle-year" x1={x} x2={x} y1={top()} y2={belowTop() - 4} />
                <text class="idle-year-text" x={x + 4} y={belowTop() - 6}>
                  {year}
                </text>
              </>
            )}
          </For>
          <For each={drawn().bars}>
            {(bar) => {
              const text = () => name("clock-state", bar.state)
              return (
                <g class="idle-bar-state" data-tone={STATE_TONES[bar.state]}>
                  <rect x={bar.x} y={top()} width={bar.width} height={BAND}>
                    <title>{`${text()} ${bar.from} – ${bar.to ?? t("idle.event.lasting")}`}</title>
                  </rect>
                  <Show when={widthOfText(text(), LETTER) + 12 < bar.width}>
                    <text x={bar.x + 6} y={top() + BAND / 2 + 4}>
                      {text()}
                    </text>
                  </Show>
                </g>
              )
            }}
          </For>
          <For each={drawn().pauses}>
            {(pause) => (
              <rect
                class="idle-pause"
                data-counts={pause.countsNot ? undefined : ""}
                x={pause.x}
                y={pauseTop()}
                width={pause.width}
                height={PAUSE}
              >
                <title>
                  {`${name("cause", pause.cause)} ${pause.from} – ${pause.to ?? t("idle.event.lasting")}`}
                </title>
              </rect>
            )}
          </For>
          <For each={above().marks}>
            {(mark) => {
              const y = () => top() - 6 - mark.row * LABEL_ROW
              return (
                <g class="idle-mark">
                  <line x1={mark.x} x2={mark.x} y1={y() - 12} y2={top() + TICK} />
                  <text x={mark.left + 4} y={y() - 2}>
                    {mark.text}
                  </text>
                </g>
              )
            }}
          </For>
          <For each={below().marks}>
            {(mark) => {
              const y = () => belowTop() + mark.row * LABEL_ROW + 12
              return (
                <g class="idle-mark idle-term">
                  <line x1={mark.x} x2={mark.x} y1={top()} y2={y()} />
                  <text x={mark.left + 4} y={y()}>
                    {mark.text}
                  </text>
                </g>
              )
            }}
          </For>
          <g class="idle-today">
            <line x1={drawn().today} x2={drawn().today} y1={LABEL_ROW - 4} y2={belowTop() - 4} />
            <text x={flag(drawn().today, todayText())} y={LABEL_ROW - 6}>
              {todayText()}
            </text>
          </g>
          <Show when={props.clock.on !== props.today}>
            <g class="idle-asked">
              <line x1={drawn().on} x2={drawn().on} y1={LABEL_ROW - 4} y2={belowTop() - 4} />
              <text x={flag(drawn().on, onText())} y={LABEL_ROW - 6}>
                {onText()}
              </text>
            </g>
          </Show>
        </svg>
      </div>
      <details class="more">
        <summary>{t("idle.timeline.table")}</summary>
        <table class="table">
          <caption class="unseen">{t("idle.timeline.table")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("idle.event.from")}</th>
              <th scope="col">{t("idle.timeline.to")}</th>
              <th scope="col">{t("idle.state")}</th>
              <th scope="col">{t("flags.route")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.clock.timeline}>
              {(segment) => (
                <tr>
                  <td>{segment.from}</td>
                  <td>{segment.to ?? t("idle.event.lasting")}</td>
                  <td>{name("clock-state", segment.state)}</td>
                  <td>{segment.route ? name("route", segment.route) : ""}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </details>
    </figure>
  )
}
