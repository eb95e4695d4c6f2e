import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createTable,
  tableFeatures,
} from "@tanstack/solid-table"
import { createEffect, createMemo, on } from "solid-js"
import {
  defaultLayout,
  type Layout,
  LEAST_WIDTH,
  MOST_WIDTH,
  orderShown,
  readLayout,
} from "./columns.ts"
import { readKept, writeKept } from "./keeping.ts"
import type { ColumnName, Kind, Row } from "./shapes.ts"

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
})

/** A column on screen; `left` and `width` in px, `left` from the edge of the table. */
export type Column = { name: string; column: ColumnName; isPinned: boolean }
export type Place = { left: number; width: number }

/** What the library keeps of a layout. */
const toState = ({ shown, pinned, widths }: Layout, columns: readonly ColumnName[]) => ({
  columnVisibility: Object.fromEntries(columns.map(({ name }) => [name, shown.includes(name)])),
  columnOrder: [...shown, ...columns.flatMap(({ name }) => (shown.includes(name) ? [] : [name]))],
  columnPinning: { start: [...pinned], end: [] as string[] },
  columnSizing: { ...widths },
})

const swapped = (names: readonly string[], name: string, other: string) =>
  names.map((one) => (one === name ? other : one === other ? name : one))

/** Which columns are shown, in which order, which stay in sight and how wide they are; kept for each role. */
export function createLayout(
  kind: Kind,
  role: string,
  columns: readonly ColumnName[],
  widthOf: (column: ColumnName) => number,
) {
  const key = `table.${kind}.${role}`
  const usual = defaultLayout(kind, columns)
  const initialState = toState(readLayout(readKept(key), columns) ?? usual, columns)
  const table = createTable<typeof features, Row>({
    features,
    data: [],
    columns: columns.map((column) => ({
      id: column.name,
      size: widthOf(column),
      minSize: LEAST_WIDTH,
      maxSize: MOST_WIDTH,
    })),
    initialState,
  })
  const byName = new Map(columns.map((column) => [column.name, column]))
  const describe = (isPinned: boolean) => (name: string) => ({
    name,
    column: byName.get(name)!,
    isPinned,
  })
  const namesOf = (found: readonly { id: string }[]) => found.map(({ id }) => id)
  const pinned = createMemo((): Column[] =>
    namesOf(table.getStartVisibleLeafColumns()).map(describe(true)),
  )
  const free = createMemo((): Column[] =>
    namesOf(table.getCenterVisibleLeafColumns()).map(describe(false)),
  )
  /** Pinned columns begin where the boxes to tick end; the free ones follow. */
  const places = (leading: number) =>
    createMemo(() => {
      const found = new Map<string, Place>()
      let left = leading
      for (const { name } of [...pinned(), ...free()]) {
        const width = table.getColumn(name)!.getSize()
        found.set(name, { left, width })
        left += width
      }
      return found
    })

  const layout = (): Layout => ({
    shown: [...pinned(), ...free()].map(({ name }) => name),
    pinned: pinned().map(({ name }) => name),
    widths: table.atoms.columnSizing.get(),
  })
  createEffect(on(layout, (kept) => writeKept(key, JSON.stringify(kept)), { defer: true }))

  const set = (wanted: Layout) => {
    const state = toState(wanted, columns)
    table.setColumnVisibility(state.columnVisibility)
    table.setColumnOrder(state.columnOrder)
    table.setColumnPinning(state.columnPinning)
    table.setColumnSizing(state.columnSizing)
  }
  /** The column that a step would change places with, of the same kind. */
  const neighbour = (name: string, step: -1 | 1): string | undefined => {
    const region = pinned().some((one) => one.name === name) ? pinned() : free()
    return region[region.findIndex((one) => one.name === name) + step]?.name
  }

  return {
    pinned,
    free,
    places,
    isShown: (name: string) => table.getColumn(name)?.getIsVisible() ?? false,
    /** The last column stays: a table without any says nothing. */
    canHide: () => pinned().length + free().length > 1,
    toggle(name: string, on: boolean) {
      const { shown, pinned, widths } = layout()
      const others = shown.filter((one) => one !== name)
      set({
        shown: on ? [...others, name] : others,
        pinned: pinned.filter((one) => on || one !== name),
        widths,
      })
    },
    pin(name: string, on: boolean) {
      const { shown, pinned, widths } = layout()
      const others = pinned.filter((one) => one !== name)
      const next = on ? [...others, name] : others
      set({ shown: orderShown({ shown, pinned: next, widths }), pinned: next, widths })
    },
    canMove: (name: string, step: -1 | 1) => neighbour(name, step) !== undefined,
    move(name: string, step: -1 | 1) {
      const other = neighbour(name, step)
      if (other === undefined) return
      const { shown, pinned, widths } = layout()
      set({ shown: swapped(shown, name, other), pinned: swapped(pinned, name, other), widths })
    },
    widthOf: (name: string) => table.getColumn(name)!.getSize(),
    resize: (name: string, width: number) =>
      table.setColumnSizing((before) => ({
        ...before,
        [name]: Math.round(Math.min(Math.max(width, LEAST_WIDTH), MOST_WIDTH)),
      })),
    resetWidth: (name: string) => table.getColumn(name)?.resetSize(),
    reset: () => set(usual),
  }
}
export type LayoutModel = ReturnType<typeof createLayout>
