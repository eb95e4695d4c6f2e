import { Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { ColumnMenu } from "./ColumnMenu.tsx"
import { nextSort, readSort } from "./columns.ts"
import type { Column, LayoutModel, Place } from "./createLayout.ts"
import type { CellText } from "./useCellText.ts"

/** The heading of a column: its name and unit, pressed to sort by it; its menu; its edge, drawn to widen it. */
export function Heading(props: {
  column: Column
  place: Place
  /** Place of the column among all, from 1. */
  index: number
  id: string | undefined
  layout: LayoutModel
  cells: CellText
  sort: string
  onSort: (sort: string) => void
  isMenuOpen: boolean
  onMenu: (open: boolean) => void
}) {
  const { t } = useText()
  const label = () => props.cells.label(props.column.column)
  const unit = () => props.cells.unit(props.column.column)
  const order = () => {
    const { name, descending } = readSort(props.sort)
    if (name !== props.column.name) return undefined
    return descending ? "descending" : "ascending"
  }
  const isNumber = () => props.column.column.type === "number"

  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const edge = event.currentTarget
    const from = event.clientX
    const width = props.place.width
    const { name } = props.column
    event.preventDefault()
    edge.setPointerCapture(event.pointerId)
    const move = (moved: PointerEvent) => props.layout.resize(name, width + moved.clientX - from)
    edge.addEventListener("pointermove", move)
    edge.addEventListener(
      "lostpointercapture",
      () => edge.removeEventListener("pointermove", move),
      { once: true },
    )
  }

  return (
    <div
      class="grid-heading"
      role="columnheader"
      id={props.id}
      aria-colindex={props.index}
      aria-sort={order() ?? (props.column.column.sortable ? "none" : undefined)}
      data-column={props.column.name}
      data-active={props.id === undefined ? undefined : ""}
      data-number={isNumber() ? "" : undefined}
      style={{ left: `${props.place.left}px`, width: `${props.place.width}px` }}
    >
      <button
        type="button"
        class="heading-sort"
        tabIndex={-1}
        title={label()}
        disabled={!props.column.column.sortable}
        onClick={() => props.onSort(nextSort(props.sort, props.column.column))}
      >
        <span class="heading-words">
          <span class="heading-label">{label()}</span>
          <Show when={unit()}>{(unit) => <span class="heading-unit">{unit()}</span>}</Show>
        </span>
        <Show when={order()}>
          {(order) => <Icon name={order() === "descending" ? "down" : "up"} size={14} />}
        </Show>
      </button>
      <Show
        when={props.isMenuOpen}
        fallback={
          <button
            type="button"
            class="heading-menu"
            tabIndex={-1}
            aria-haspopup="menu"
            aria-label={t("table.column.menu", { column: label() })}
            onClick={() => props.onMenu(true)}
          >
            <Icon name="more" size={16} />
          </button>
        }
      >
        <ColumnMenu
          column={props.column}
          label={label()}
          layout={props.layout}
          sort={props.sort}
          onSort={props.onSort}
          onClose={() => props.onMenu(false)}
        />
      </Show>
      <span
        class="heading-edge"
        onPointerDown={drag}
        onDblClick={() => props.layout.resetWidth(props.column.name)}
      />
    </div>
  )
}
