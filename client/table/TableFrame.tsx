import "./stage.css"
import { createSignal, createUniqueId, type JSX, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { readKept, writeKept } from "./keeping.ts"

/** Per cent of the height that the table has of map and table together. */
const LEAST = 24
const MOST = 76
const USUAL = 46
const STEP = 4
const KEY = "table.share"

const within = (share: number) => Math.round(Math.min(Math.max(share, LEAST), MOST))

/**
 * Map and table one above the other, with an edge between them that is drawn by hand or moved by the arrow keys;
 * or the table alone, under which the map waits as it was.
 */
export function TableFrame(props: {
  table: "half" | "full" | null
  map: JSX.Element
  children: JSX.Element
}) {
  const { t } = useText()
  const id = createUniqueId()
  const [share, setShare] = createSignal(within(Number(readKept(KEY)) || USUAL))
  let stage!: HTMLDivElement

  const settle = (wanted: number) => {
    setShare(within(wanted))
    writeKept(KEY, String(share()))
  }
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const edge = event.currentTarget
    event.preventDefault()
    edge.focus({ preventScroll: true })
    edge.setPointerCapture(event.pointerId)
    const move = ({ clientY }: PointerEvent) => {
      const { bottom, height } = stage.getBoundingClientRect()
      setShare(within(((bottom - clientY) / height) * 100))
    }
    edge.addEventListener("pointermove", move)
    edge.addEventListener(
      "lostpointercapture",
      () => {
        edge.removeEventListener("pointermove", move)
        settle(share())
      },
      { once: true },
    )
  }
  const STEPS: Record<string, () => number> = {
    ArrowUp: () => share() + STEP,
    ArrowDown: () => share() - STEP,
    Home: () => LEAST,
    End: () => MOST,
  }
  const hear = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    settle(step())
  }

  return (
    <div
      class="stage"
      ref={(element) => (stage = element)}
      data-table={props.table ?? undefined}
      style={{ "--table-share": `${share()}%` }}
    >
      {props.map}
      <Show when={props.table}>
        <section class="table-frame" id={id} aria-label={t("table.title")}>
          <Show when={props.table === "half"}>
            <div
              class="table-edge"
              role="separator"
              tabIndex={0}
              aria-orientation="horizontal"
              aria-label={t("table.edge")}
              aria-controls={id}
              aria-valuemin={LEAST}
              aria-valuemax={MOST}
              aria-valuenow={share()}
              onPointerDown={drag}
              onDblClick={() => settle(USUAL)}
              onKeyDown={hear}
            />
          </Show>
          {props.children}
        </section>
      </Show>
    </div>
  )
}
