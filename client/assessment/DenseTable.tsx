import { createVirtualizer } from "@tanstack/solid-virtual"
import { createMemo, createSignal, For, type JSX, onCleanup, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"

export type DenseColumn<Row> = {
  id: string
  head: string
  /** Unit of the figures below, under the head. */
  unit?: string
  /** Least width in px; columns that grow share what is left. */
  width: number
  grow?: boolean
  number?: boolean
  /** Stays at the left edge; px from it. */
  pinnedAt?: number
  cell: (row: Row) => JSX.Element
  /** What rows are put in order by; a row without it stands last. Absent: the column does not sort. */
  key?: (row: Row) => number | string | null
  /** Order at the first press. */
  first?: "up" | "down"
}

type Sort = { id: string; way: "up" | "down" }

const OVERSCAN = 12
const HEAD = 44

const compareKeys = (a: number | string, b: number | string) =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh")

function sortRows<Row>(
  rows: readonly Row[],
  key: (row: Row) => number | string | null,
  way: 1 | -1,
) {
  return rows.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return compareKeys(one, other) * way
  })
}

const pinned = ({ pinnedAt }: { pinnedAt?: number }) =>
  pinnedAt === undefined
    ? {}
    : { "data-pinned": "", style: { "inset-inline-start": `${pinnedAt}px` } }

/** Many rows in little room: heads that sort and stay, and only the rows in sight exist. */
export function DenseTable<Row>(props: {
  label: string
  rows: readonly Row[]
  columns: readonly DenseColumn<Row>[]
  /** px of a row; every row has it. */
  rowHeight: number
  /** A row below the others that no order moves: what they come to. */
  foot?: Row | undefined
  /** What is shown where no row is left. */
  none: JSX.Element
}) {
  const { t } = useText()
  let scroller!: HTMLDivElement
  const [sort, setSort] = createSignal<Sort | null>(null)
  const rows = createMemo(() => {
    const wanted = sort()
    const key = props.columns.find(({ id }) => id === wanted?.id)?.key
    return wanted && key ? sortRows(props.rows, key, wanted.way === "up" ? 1 : -1) : props.rows
  })
  const virtual = createVirtualizer({
    get count() {
      return rows().length
    },
    getScrollElement: () => scroller,
    estimateSize: () => props.rowHeight,
    overscan: OVERSCAN,
    scrollMargin: HEAD,
  })
  // Paper has no scroll: all of it stands there.
  const [printed, setPrinted] = createSignal(false)
  const onPrint = () => setPrinted(true)
  const onPrinted = () => setPrinted(false)
  addEventListener("beforeprint", onPrint)
  addEventListener("afterprint", onPrinted)
  onCleanup(() => {
    removeEventListener("beforeprint", onPrint)
    removeEventListener("afterprint", onPrinted)
  })
  const range = createMemo(
    () => {
      if (printed()) return { first: 0, end: rows().length }
      const items = virtual.getVirtualItems()
      return { first: items[0]?.index ?? 0, end: (items.at(-1)?.index ?? -1) + 1 }
    },
    undefined,
    { equals: (a, b) => a.first === b.first && a.end === b.end },
  )
  const shown = createMemo(() => rows().slice(range().first, range().end))
  const width = () => props.columns.reduce((sum, column) => sum + column.width, 0)
  const press = (column: DenseColumn<Row>) => {
    const first = column.first ?? "up"
    setSort((before) => {
      if (before?.id !== column.id) return { id: column.id, way: first }
      return before.way === first ? { id: column.id, way: first === "up" ? "down" : "up" } : null
    })
    scroller.scrollTo({ top: 0 })
  }
  const wayOf = ({ id }: DenseColumn<Row>) => (sort()?.id === id ? sort()!.way : null)
  return (
    <div
      class="dense"
      role="region"
      aria-label={props.label}
      tabIndex={0}
      ref={(element) => (scroller = element)}
    >
      <table style={{ "min-width": `${width()}px` }} aria-rowcount={rows().length + 1}>
        <caption class="unseen">{props.label}</caption>
        <colgroup>
          <For each={props.columns}>
            {(column) => <col style={column.grow ? {} : { width: `${column.width}px` }} />}
          </For>
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  classList={{ number: column.number ?? false }}
                  {...pinned(column)}
                  aria-sort={
                    wayOf(column)
                      ? wayOf(column) === "up"
                        ? "ascending"
                        : "descending"
                      : undefined
                  }
                >
                  <Show when={column.key} fallback={<Head column={column} />}>
                    <button
                      type="button"
                      class="dense-sort"
                      title={t("assess.sort")}
                      onClick={() => press(column)}
                    >
                      <Head column={column} />
                      <Show when={wayOf(column)}>
                        {(way) => <Icon name={way() === "up" ? "up" : "down"} size={12} />}
                      </Show>
                    </button>
                  </Show>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <Show when={range().first > 0}>
            <tr aria-hidden="true" style={{ height: `${range().first * props.rowHeight}px` }} />
          </Show>
          <For each={shown()}>
            {(row, at) => (
              <tr
                aria-rowindex={range().first + at() + 2}
                style={{ height: `${props.rowHeight}px` }}
              >
                <For each={props.columns}>
                  {(column) => (
                    <td classList={{ number: column.number ?? false }} {...pinned(column)}>
                      {column.cell(row)}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
          <Show when={range().end < rows().length}>
            <tr
              aria-hidden="true"
              style={{ height: `${(rows().length - range().end) * props.rowHeight}px` }}
            />
          </Show>
        </tbody>
        <Show when={props.rows.length > 0 && props.foot}>
          {(foot) => (
            <tfoot>
              <tr>
                <For each={props.columns}>
                  {(column) => (
                    <td classList={{ number: column.number ?? false }} {...pinned(column)}>
                      {column.cell(foot())}
                    </td>
                  )}
                </For>
              </tr>
            </tfoot>
          )}
        </Show>
      </table>
      <Show when={props.rows.length === 0}>{props.none}</Show>
    </div>
  )
}

const Head = <Row,>(props: { column: DenseColumn<Row> }) => (
  <span class="dense-head">
    <span>{props.column.head}</span>
    <Show when={props.column.unit}>
      <span class="dense-unit">{props.column.unit}</span>
    </Show>
  </span>
)
