import { createVirtualizer } from "@tanstack/solid-virtual"
import { createEffect, createMemo, For, on, Show } from "solid-js"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import type { Rows } from "../table/shapes.ts"
import { ParcelRow } from "./ParcelRow.tsx"
import type { FilterName, Parcel } from "./shapes.ts"

/** px */
const ROW_HEIGHT = 58
/** Rows drawn beyond the ones in sight. */
const OVERSCAN = 8
/** Rows that Page Up and Page Down move by. */
const PAGE_ROWS = 8

/** Steps of the keys that move within the list; `Home` and `End` go as far as there is. */
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** Thousands of parcels of which the rows in sight exist. Arrows move, Enter opens, Esc leaves the parcel. */
export function ParcelList(props: {
  rows: Rows<Parcel>
  theme: Theme
  sort: string
  /** What the list answers, as one text. */
  question: string
  names: readonly FilterName[]
  selected: number | null
  focused: number | null
  onFocus: (id: number | null) => void
  onSelect: (id: number | null) => void
}) {
  const { t } = useText()
  let scroller!: HTMLDivElement
  const virtual = createVirtualizer({
    get count() {
      return props.rows.ids().length
    },
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  })
  const ids = () => props.rows.ids()
  const focusedAt = createMemo(() =>
    props.focused === null ? -1 : props.rows.placeOf(props.focused),
  )
  const idOf = (index: number) => `parcel-row-${ids()[index]}`

  createEffect(() => {
    const inSight = virtual.getVirtualItems()
    ids()
    if (inSight.length > 0) props.rows.show(inSight[0]!.index, inSight.at(-1)!.index)
  })
  // Another question is another list, and is read from its top.
  createEffect(on([() => props.question, () => props.sort], () => scroller.scrollTo({ top: 0 })))
  // A parcel chosen on the map is brought into sight here.
  createEffect(
    on([() => props.selected, ids], ([selected]) => {
      const at = selected === null ? -1 : props.rows.placeOf(selected)
      if (at >= 0) virtual.scrollToIndex(at, { align: "auto" })
    }),
  )

  const move = (step: number) => {
    const last = ids().length - 1
    const from = focusedAt()
    const to = Math.min(Math.max(from < 0 && step === 1 ? 0 : from + step, 0), last)
    const id = ids()[to]
    if (id === undefined) return
    props.onFocus(id)
    virtual.scrollToIndex(to, { align: "auto" })
    // With a sheet open, walking the list walks through the sheets.
    if (props.selected !== null) props.onSelect(id)
  }
  const hear = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step !== undefined) {
      event.preventDefault()
      move(step)
    }
    if (event.key === "Enter" && props.focused !== null) props.onSelect(props.focused)
  }

  return (
    <div
      class="list"
      ref={(element) => (scroller = element)}
      tabIndex={0}
      role="listbox"
      aria-label={t("list.title")}
      aria-activedescendant={focusedAt() < 0 ? undefined : idOf(focusedAt())}
      aria-busy={props.rows.isStale()}
      onKeyDown={hear}
      onFocus={() => {
        if (focusedAt() < 0) props.onFocus(ids()[0] ?? null)
      }}
    >
      <div class="list-field" role="presentation" style={{ height: `${virtual.getTotalSize()}px` }}>
        <For each={virtual.getVirtualItems()}>
          {(row) => (
            <Show
              when={props.rows.rowOf(ids()[row.index] ?? 0)}
              fallback={
                <div
                  class="row row-coming"
                  role="presentation"
                  style={{ transform: `translateY(${row.start}px)` }}
                />
              }
            >
              {(parcel) => (
                <ParcelRow
                  parcel={parcel()}
                  id={idOf(row.index)}
                  top={row.start}
                  place={row.index + 1}
                  of={ids().length}
                  theme={props.theme}
                  sort={props.sort}
                  names={props.names}
                  selected={parcel().id === props.selected}
                  focused={parcel().id === props.focused}
                  onPoint={(on) => props.onFocus(on ? parcel().id : props.selected)}
                  onSelect={() => props.onSelect(parcel().id)}
                />
              )}
            </Show>
          )}
        </For>
      </div>
    </div>
  )
}
