import { type Accessor, createMemo, For } from "solid-js"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { CellValue } from "./CellValue.tsx"
import type { Column, Place } from "./createLayout.ts"
import type { Row } from "./shapes.ts"
import type { CellText } from "./useCellText.ts"

/** One row on screen, which stands for another row of the table when it is scrolled. */
export function GridRow(props: {
  /** Place in the order; -1 while it stands for none. */
  index: number
  top: number
  /** undefined while it is on its way. */
  row: Row | undefined
  pinned: readonly Column[]
  free: readonly Column[]
  pinnedWidth: number
  places: Accessor<ReadonlyMap<string, Place>>
  /** Place of a column among all, from 1; that of the box to tick is 1. */
  columnIndex: (name: string) => number
  /** Name of the column on which the keyboard stands, null where it is not in this row. */
  active: string | null
  activeId: string
  cells: CellText
  themes: readonly Theme[]
  isPicked: boolean
  isOpen: boolean
}) {
  const { t } = useText()
  const idOf = (name: string) => (props.active === name ? props.activeId : undefined)
  const nameOf = () => {
    const name = props.row?.["name"]
    return typeof name === "string" ? name : t("parcel.unnamed")
  }
  const Cell = (cell: { column: Column; left: number }) => {
    const { name, column } = cell.column
    const width = createMemo(() => props.places().get(name)?.width ?? 0)
    return (
      <div
        class="grid-cell"
        role="gridcell"
        id={idOf(name)}
        aria-colindex={props.columnIndex(name)}
        data-column={name}
        data-active={props.active === name ? "" : undefined}
        data-number={column.type === "number" ? "" : undefined}
        style={{ left: `${cell.left}px`, width: `${width()}px` }}
      >
        <CellValue column={column} row={props.row} cells={props.cells} themes={props.themes} />
      </div>
    )
  }
  const leftOf = (column: Column) => props.places().get(column.name)?.left ?? 0

  return (
    <div
      class="grid-row"
      role="row"
      hidden={props.index < 0}
      aria-rowindex={props.index + 2}
      aria-selected={props.isPicked}
      aria-current={props.isOpen ? "true" : undefined}
      data-row={props.index}
      data-waiting={props.row ? undefined : ""}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <div class="grid-pinned" role="presentation" style={{ width: `${props.pinnedWidth}px` }}>
        <div
          class="grid-cell grid-tick"
          role="gridcell"
          id={idOf("")}
          aria-colindex={1}
          data-column=""
          data-active={props.active === "" ? "" : undefined}
        >
          <span
            class="tick"
            role="checkbox"
            aria-checked={props.isPicked}
            aria-label={t("table.pick", { name: nameOf() })}
          >
            <Icon name="check" size={14} />
          </span>
        </div>
        <For each={props.pinned}>{(column) => <Cell column={column} left={leftOf(column)} />}</For>
      </div>
      <For each={props.free}>{(column) => <Cell column={column} left={leftOf(column)} />}</For>
    </div>
  )
}
