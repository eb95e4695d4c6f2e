import type { Map as MapLibre } from "maplibre-gl"
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import { listCells } from "./cells.ts"
import { type CellColumns, seeker, valueAt } from "./columns-file.ts"
import { createColumns, MOST_CELLS } from "./createColumns.ts"
import type { Bounds } from "./createMap.ts"
import type { Moved } from "./layers/moved.ts"
import type { createMarks } from "./marks.ts"
import type { TileSet } from "./style.ts"
import { type Attributes, BEFORE, stateOf, type Theme } from "./theme.ts"

/** By what parcels are painted. */
export type Paint = {
  audience: string
  theme: Theme
  /** null: the newest that the server has. */
  year: number | null
  /** The measure that columns are as high as; null where parcels lie flat. */
  height: string | null
  filter: string
  /**
   * Parcels that a text search selects, which columns cannot be asked for: null where nothing is searched,
   * undefined until all are known.
   */
  found: ReadonlySet<number> | null | undefined
  /** Parcels whose class moved; absent where none is compared. */
  moved?: ReadonlyMap<number, Moved> | undefined
  tileSet: TileSet
}

/** Where few parcels lie far apart, cells of a whole region are in view; those in the middle are painted. */
const MOST_IN_VIEW = 4 * MOST_CELLS

const boundsOf = (map: MapLibre): Bounds => {
  const bounds = map.getBounds()
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
}

const sameCells = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((cell, at) => cell === b[at])

/** Paints parcels by their columns: theme, year, filter and height change no tile. */
export function createPaint(
  map: Accessor<MapLibre | undefined>,
  paint: Accessor<Paint>,
  marks: ReturnType<typeof createMarks>,
) {
  const [view, setView] = createSignal<{ bounds: Bounds; zoom: number } | null>(null)
  createEffect(() => {
    const instance = map()
    if (!instance) return
    const look = () => setView({ bounds: boundsOf(instance), zoom: instance.getZoom() })
    look()
    const heard = instance.on("moveend", look)
    onCleanup(() => heard.unsubscribe())
  })
  const cells = createMemo(
    () => {
      const seen = view()
      const { bounds, minzoom } = paint().tileSet
      return seen && seen.zoom >= minzoom ? listCells(seen.bounds, bounds, MOST_IN_VIEW) : []
    },
    [],
    { equals: sameCells },
  )

  /** Figures of every parcel, whatever the filter. */
  const asked = (fields: readonly string[], year: number | null) =>
    fields.length === 0
      ? null
      : { audience: paint().audience, fields, year, filter: "", on: paint().tileSet.on }
  const classes = createColumns(cells, () => {
    const { theme, year } = paint()
    return asked(theme.needs, theme.yearly ? year : null)
  })
  const earlier = createColumns(cells, () => {
    const { needs, before } = paint().theme
    return before === undefined ? null : asked(needs, before)
  })
  const heights = createColumns(cells, () => {
    const { height, year } = paint()
    return asked(height === null ? [] : [height], year)
  })
  const matching = createColumns(cells, () => {
    const { audience, theme, year, filter, found, tileSet } = paint()
    if (filter === "" || found !== null) return null
    const fields = [...tileSet.fields, ...theme.needs].slice(0, 1)
    return { audience, fields, year, filter, on: tileSet.on }
  })
  const all = [classes, earlier, heights, matching]

  /** By what each cell was painted last, so that only what is new is gone through. */
  let painted = new Map<number, readonly unknown[]>()
  const [rounds, setRounds] = createSignal(0)
  createEffect(
    on([map, paint, cells, rounds, ...all.map(({ held }) => held)], ([instance]) => {
      if (!instance) return
      const { theme, height, found, filter, moved } = paint()
      const before = painted
      painted = new Map()
      for (const cell of cells()) {
        const columns = classes.held().get(cell)
        const old = earlier.held().get(cell)
        if (!columns || (theme.before !== undefined && old === undefined)) continue
        const rising = heights.held().get(cell)
        const matched = matching.held().get(cell)
        const by = [columns, old, theme, rising, matched, found, filter, moved]
        painted.set(cell, by)
        const last = before.get(cell)
        if (last && by.every((one, at) => one === last[at])) continue
        const heightOf = toHeight(rising, height)
        const isOut = toOut(matched, found, filter)
        eachParcel(columns, { theme, earlier: old }, (id, attributes) => {
          const known = marks.of(id)
          marks.write(instance, id, {
            class: stateOf(theme, theme.classOf(attributes)),
            out: isOut(id) ?? known?.out ?? false,
            height: heightOf(id) ?? known?.height ?? null,
            moved: moved?.get(id) ?? null,
          })
        })
      }
    }),
  )

  return {
    /** Cells whose parcels are in view, from the zoom on that parcels are drawn at. */
    cells,
    zoom: () => view()?.zoom ?? 0,
    /** What classes are told by, of the cells in view. */
    classes: classes.held,
    earlier: earlier.held,
    settled: () => all.every((one) => one.settled()),
    failing: () => all.some((one) => one.failing()),
    renew: (changed: readonly number[] | null) => {
      for (const one of all) one.renew(changed)
    },
    /** Writes everything once more, after the source was made anew. */
    repeat() {
      marks.forget()
      painted = new Map()
      setRounds((count) => count + 1)
    },
  }
}

/**
 * Tells what a cell knows of each of its parcels, in the ascending order of their ids. One object stands for each in
 * turn.
 *
 * @param earlier figures of the year that the theme compares with
 */
export function eachParcel(
  { ids, columns }: CellColumns,
  { theme, earlier }: { theme: Theme; earlier?: CellColumns | null | undefined },
  tell: (id: number, attributes: Attributes) => void,
): void {
  const attributes: Record<string, unknown> = {}
  const named = [...columns]
  const beforeOf = theme.before === undefined ? null : toValue(earlier, theme.needs[0])
  for (let row = 0; row < ids.length; row += 1) {
    const id = ids[row]!
    for (let at = 0; at < named.length; at += 1) {
      const [name, column] = named[at]!
      attributes[name] = valueAt(column, row)
    }
    attributes["id"] = id
    if (beforeOf) attributes[BEFORE] = beforeOf(id)
    tell(id, attributes)
  }
}

/** The value of parcels asked for in ascending order; undefined where it was not asked for. */
function toValue(cell: CellColumns | null | undefined, name: string | null | undefined) {
  const column = name ? cell?.columns.get(name) : undefined
  if (!cell || !column) return () => undefined
  const seek = seeker(cell.ids)
  return (id: number) => {
    const row = seek(id)
    return row < 0 ? null : valueAt(column, row)
  }
}

/** The height of parcels asked for in ascending order: flat without a figure. */
function toHeight(cell: CellColumns | null | undefined, name: string | null) {
  const valueOf = toValue(cell, name)
  return (id: number): number | undefined => {
    const value = valueOf(id)
    if (value === undefined) return undefined
    return typeof value === "number" ? value : 0
  }
}

/** Whether parcels asked for in ascending order are left out; undefined until it is known. */
function toOut(
  cell: CellColumns | null | undefined,
  found: ReadonlySet<number> | null | undefined,
  filter: string,
): (id: number) => boolean | undefined {
  if (found === undefined) return () => undefined
  if (found) return (id) => !found.has(id)
  if (filter === "") return () => false
  if (cell === undefined) return () => undefined
  if (cell === null) return () => true
  const seek = seeker(cell.ids)
  return (id) => seek(id) < 0
}
