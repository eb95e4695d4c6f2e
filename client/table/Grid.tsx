import { createVirtualizer } from "@tanstack/solid-virtual"
import {
  createEffect,
  createMemo,
  createSelector,
  createSignal,
  createUniqueId,
  For,
  on,
  onCleanup,
} from "solid-js"
import type { Theme } from "../map/theme.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { nextSort } from "./columns.ts"
import type { Column, LayoutModel } from "./createLayout.ts"
import type { Picked } from "./createPicked.ts"
import { GridRow } from "./GridRow.tsx"
import { Heading } from "./Heading.tsx"
import { type Cell, HEADING, moveTo } from "./keys.ts"
import type { Rows } from "./shapes.ts"
import type { CellText } from "./useCellText.ts"

/** px */
const ROW_HEIGHT = 34
const HEADING_HEIGHT = 46
/** Width of the boxes to tick. */
const TICK_WIDTH = 40
/** Rows and columns drawn beyond those in sight. */
const OVERSCAN_ROWS = 8
const OVERSCAN_COLUMNS = 2

/** Pause after which a row counts as pointed at. */
const REST_MS = 60

const sameItems = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, at) => item === b[at])

/**
 * A table of any number of rows, of which those in sight exist (grid pattern of ARIA): one stop of the tab key,
 * arrows move from cell to cell, Enter opens a row or sorts by a heading, Space picks a row or opens a heading's menu.
 */
export function Grid(props: {
  label: string
  rows: Rows
  layout: LayoutModel
  cells: CellText
  themes: readonly Theme[]
  picked: Picked
  selected: number | null
  sort: string
  onSort: (sort: string) => void
  /** What the table answers, as one text. */
  question: string
  /** A row that the pointer or the keyboard points at; null for none. */
  onPoint: (id: number | null) => void
  onOpen: (id: number) => void
  /** The text for the clipboard; null where there is nothing to copy. */
  copied: () => string | null
}) {
  const { t } = useText()
  const gridId = createUniqueId()
  let scroller!: HTMLDivElement

  const count = () => props.rows.ids().length
  const places = props.layout.places(TICK_WIDTH)
  const widthOf = (columns: readonly Column[]) =>
    columns.reduce((sum, { name }) => sum + (places().get(name)?.width ?? 0), 0)
  const pinnedWidth = createMemo(() => TICK_WIDTH + widthOf(props.layout.pinned()))
  const width = createMemo(() => pinnedWidth() + widthOf(props.layout.free()))

  // Hears of a scroll first, before the rows that come into sight are laid out.
  const across = createVirtualizer({
    horizontal: true,
    get count() {
      return props.layout.free().length
    },
    getScrollElement: () => scroller,
    estimateSize: (index) => places().get(props.layout.free()[index]?.name ?? "")?.width ?? 0,
    getItemKey: (index) => props.layout.free()[index]?.name ?? index,
    overscan: OVERSCAN_COLUMNS,
    get scrollMargin() {
      return pinnedWidth()
    },
    get scrollPaddingStart() {
      return pinnedWidth()
    },
  })
  const down = createVirtualizer({
    get count() {
      return count()
    },
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN_ROWS,
    scrollMargin: HEADING_HEIGHT,
    scrollPaddingStart: HEADING_HEIGHT,
  })
  createEffect(on(places, () => across.measure(), { defer: true }))
  const free = createMemo(
    () => across.getVirtualItems().flatMap(({ index }) => props.layout.free()[index] ?? []),
    [],
    { equals: sameItems },
  )
  const range = createMemo(
    () => {
      const items = down.getVirtualItems()
      return { first: items[0]?.index ?? 0, last: items[items.length - 1]?.index ?? -1 }
    },
    undefined,
    { equals: (a, b) => a.first === b.first && a.last === b.last },
  )
  createEffect(
    on([range, props.rows.ids], ([{ first, last }]) => {
      if (last >= first) props.rows.show(first, last)
    }),
  )

  // Rows on screen are used again for other rows: row r is always drawn by slot r modulo their number.
  const slots = createMemo<number[]>((before) => {
    const { first, last } = range()
    const wanted = last - first + 1
    return wanted <= before.length ? before : Array.from({ length: wanted }, (_, slot) => slot)
  }, [])
  const rowOfSlot = (slot: number) => {
    const { first, last } = range()
    const size = slots().length
    const row = first + ((((slot - first) % size) + size) % size)
    return row <= last ? row : -1
  }

  const columns = createMemo(() => [
    "",
    ...props.layout.pinned().map(({ name }) => name),
    ...props.layout.free().map(({ name }) => name),
  ])
  const columnIndexes = createMemo(() => new Map(columns().map((name, at) => [name, at + 1])))
  const columnIndex = (name: string) => columnIndexes().get(name) ?? 0
  const [active, setActive] = createSignal<Cell>({ row: 0, column: 0 })
  const activeColumn = () => columns()[Math.min(active().column, columns().length - 1)] ?? ""
  const isActiveRow = createSelector(() => active().row)
  const activeId = `${gridId}-active`
  const [menuOf, setMenuOf] = createSignal<string | null>(null)

  const isOpen = createSelector(() => props.selected)
  const idAt = (row: number) => props.rows.ids()[row]

  // The map is told of the row where pointer or keyboard came to rest, not of each on the way.
  let telling: ReturnType<typeof setTimeout> | undefined
  let pointed: number | null = null
  const pointAt = (id: number | null) => {
    if (id === pointed) return
    pointed = id
    clearTimeout(telling)
    telling = setTimeout(props.onPoint, REST_MS, id)
  }
  onCleanup(() => clearTimeout(telling))

  const stand = (cell: Cell) => {
    setActive(cell)
    if (cell.row !== HEADING) down.scrollToIndex(cell.row, { align: "auto" })
    const at = cell.column - 1 - props.layout.pinned().length
    if (at >= 0) across.scrollToIndex(at, { align: "auto" })
    pointAt(idAt(cell.row) ?? null)
  }
  const closeMenu = () => {
    setMenuOf(null)
    scroller.focus({ preventScroll: true })
  }

  // Another question is another table, and is read from its top.
  createEffect(
    on(
      () => props.question,
      () => {
        scroller.scrollTo({ top: 0 })
        setActive(({ row, column }) => ({ row: row === HEADING ? HEADING : 0, column }))
      },
      { defer: true },
    ),
  )
  // A parcel chosen elsewhere is brought into sight once its place is known; rereading does not bring it again.
  let broughtTo: number | null = null
  createEffect(
    on([() => props.selected, props.rows.ids], ([selected]) => {
      if (selected === broughtTo) return
      const place = selected === null ? -1 : props.rows.placeOf(selected)
      if (selected !== null && place < 0) return
      broughtTo = selected
      if (place < 0) return
      setActive(({ column }) => ({ row: place, column }))
      down.scrollToIndex(place, { align: "auto" })
    }),
  )

  const hearHeading = (event: KeyboardEvent) => {
    const name = activeColumn()
    const column = [...props.layout.pinned(), ...props.layout.free()].find(
      (one) => one.name === name,
    )
    if (!column) {
      if (event.key === " " || event.key === "Enter") toggleAll()
      else return
    } else if (event.key === "Enter") {
      if (column.column.sortable) props.onSort(nextSort(props.sort, column.column))
    } else if (event.key === " " || event.key === "ContextMenu") setMenuOf(name)
    else return
    event.preventDefault()
  }
  const hearRow = (event: KeyboardEvent) => {
    const { row } = active()
    const id = idAt(row)
    if (event.key === "Enter" && id !== undefined) props.onOpen(id)
    else if (event.key === " ") {
      if (event.shiftKey) props.picked.extend(row)
      else props.picked.toggle(row)
    } else return
    event.preventDefault()
  }
  const hear = (event: KeyboardEvent) => {
    if (event.target !== scroller) return
    if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      props.picked.all()
      return
    }
    if (event.key === "Escape" && props.picked.ids().size > 0) {
      event.preventDefault()
      event.stopPropagation()
      props.picked.clear()
      return
    }
    const page = Math.max(Math.floor((scroller.clientHeight - HEADING_HEIGHT) / ROW_HEIGHT) - 1, 1)
    const to = moveTo(active(), event, { rows: count(), columns: columns().length, page })
    if (to) {
      event.preventDefault()
      if (event.shiftKey && to.row !== active().row && to.row !== HEADING) {
        if (props.picked.ids().size === 0) props.picked.toggle(active().row)
        props.picked.extend(to.row)
      }
      stand(to)
      return
    }
    if (active().row === HEADING) hearHeading(event)
    else hearRow(event)
  }

  /** The row and column of an element inside the rows. */
  const cellOf = (target: EventTarget | null) => {
    const element = target instanceof Element ? target : null
    const row = Number(element?.closest<HTMLElement>("[data-row]")?.dataset["row"] ?? -1)
    const name = element?.closest<HTMLElement>("[data-column]")?.dataset["column"]
    return row < 0 ? null : { row, name: name ?? "" }
  }
  // A range of rows is picked, not of words.
  const hold = (event: MouseEvent) => {
    if (!event.shiftKey) return
    event.preventDefault()
    scroller.focus({ preventScroll: true })
  }
  const press = (event: MouseEvent) => {
    const cell = cellOf(event.target)
    const id = cell && idAt(cell.row)
    if (!cell || id === undefined || id === null) return
    setActive({ row: cell.row, column: Math.max(columns().indexOf(cell.name), 0) })
    if (event.shiftKey) props.picked.extend(cell.row)
    else if (event.ctrlKey || event.metaKey || cell.name === "") props.picked.toggle(cell.row)
    else props.onOpen(id)
  }
  const point = (event: PointerEvent) => {
    // Rows that pass under a resting pointer are not pointed at.
    if (down.isScrolling || event.pointerType === "touch") return
    const cell = cellOf(event.target)
    pointAt((cell && idAt(cell.row)) ?? null)
  }
  /** Words that are cut are told whole; and what stands for nothing known says so. */
  const explain = (event: PointerEvent) => {
    const cell = event.target instanceof Element && event.target.closest<HTMLElement>(".grid-cell")
    if (!cell || cell.dataset["column"] === "") return
    const words = cell.querySelector<HTMLElement>(".grid-text") ?? cell
    const isCut = words.scrollWidth > words.clientWidth
    if (cell.textContent === NONE) cell.title = t("table.missing")
    else if (isCut) cell.title = cell.innerText
    else cell.removeAttribute("title")
  }
  const isAllPicked = () => props.picked.ids().size > 0 && props.picked.ids().size === count()
  const toggleAll = () => (props.picked.ids().size > 0 ? props.picked.clear() : props.picked.all())
  const copy = (event: ClipboardEvent) => {
    if (!getSelection()?.isCollapsed) return
    const text = props.copied()
    if (text === null) return
    event.clipboardData?.setData("text/plain", text)
    event.preventDefault()
  }

  const heading = (column: Column) => (
    <Heading
      column={column}
      place={places().get(column.name) ?? { left: 0, width: 0 }}
      index={columnIndex(column.name)}
      id={isActiveRow(HEADING) && activeColumn() === column.name ? activeId : undefined}
      layout={props.layout}
      cells={props.cells}
      sort={props.sort}
      onSort={props.onSort}
      isMenuOpen={menuOf() === column.name}
      onMenu={(open) => (open ? setMenuOf(column.name) : closeMenu())}
    />
  )

  return (
    <div
      class="grid"
      role="grid"
      ref={(element) => (scroller = element)}
      tabIndex={0}
      aria-label={props.label}
      aria-multiselectable="true"
      aria-rowcount={count() + 1}
      aria-colcount={columns().length}
      aria-busy={props.rows.isStale()}
      aria-activedescendant={activeId}
      onKeyDown={hear}
      onCopy={copy}
    >
      <div class="grid-field" role="presentation" style={{ width: `${width()}px` }}>
        <div class="grid-head" role="rowgroup">
          <div class="grid-headings" role="row" aria-rowindex={1}>
            <div class="grid-pinned" role="presentation" style={{ width: `${pinnedWidth()}px` }}>
              <div
                class="grid-heading grid-tick"
                role="columnheader"
                id={isActiveRow(HEADING) && activeColumn() === "" ? activeId : undefined}
                data-active={isActiveRow(HEADING) && activeColumn() === "" ? "" : undefined}
                aria-colindex={1}
              >
                <span
                  class="tick"
                  role="checkbox"
                  tabIndex={-1}
                  aria-checked={
                    isAllPicked() ? true : props.picked.ids().size > 0 ? "mixed" : false
                  }
                  aria-label={t("table.pick-all")}
                  onClick={toggleAll}
                >
                  <Icon name={isAllPicked() ? "check" : "minus"} size={14} />
                </span>
              </div>
              <For each={props.layout.pinned()}>{heading}</For>
            </div>
            <For each={free()}>{heading}</For>
          </div>
        </div>
        <div
          class="grid-body"
          role="rowgroup"
          style={{ height: `${down.getTotalSize()}px` }}
          onMouseDown={hold}
          onClick={press}
          onPointerMove={point}
          onPointerOver={explain}
          onPointerLeave={() => pointAt(null)}
        >
          <For each={slots()}>
            {(slot) => {
              const index = createMemo(() => rowOfSlot(slot))
              const id = createMemo(() => idAt(index()) ?? 0)
              const row = createMemo(() => props.rows.rowOf(id()))
              return (
                <GridRow
                  index={index()}
                  top={index() * ROW_HEIGHT}
                  row={row()}
                  pinned={props.layout.pinned()}
                  free={free()}
                  pinnedWidth={pinnedWidth()}
                  places={places}
                  columnIndex={columnIndex}
                  active={isActiveRow(index()) ? activeColumn() : null}
                  activeId={activeId}
                  cells={props.cells}
                  themes={props.themes}
                  isPicked={props.picked.has(id())}
                  isOpen={isOpen(id())}
                />
              )
            }}
          </For>
        </div>
      </div>
    </div>
  )
}
