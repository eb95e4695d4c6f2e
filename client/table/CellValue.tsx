import { createMemo, type JSX, Show } from "solid-js"
import type { Theme } from "../map/theme.ts"
import { classOf } from "../parcels/themeValue.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import type { ColumnName, Row } from "./shapes.ts"
import type { CellText } from "./useCellText.ts"

/** The theme whose colours a column is drawn in. */
const THEME_OF: Record<string, Theme["id"]> = {
  lifecycle: "lifecycle",
  landUse: "landUse",
  suspected: "flag",
  determined: "flag",
}
const GRADE = /^[A-D]$/

type Given = {
  column: ColumnName
  /** undefined while the row is on its way: then the cell is empty. */
  row: Row | undefined
  /** What the row says in the column; "—" where nothing is known. */
  text: string
}

/**
 * What a row says in a column: a figure, a word, or the sign of its class beside the word. Which of them is
 * settled by the column, so that a cell that comes to stand for another row changes its words and nothing else.
 */
export function CellValue(props: {
  column: ColumnName
  row: Row | undefined
  cells: CellText
  themes: readonly Theme[]
}): JSX.Element {
  const text = createMemo(() =>
    props.row ? (props.cells.text(props.column, props.row) ?? NONE) : "",
  )
  const { name } = props.column
  if (name === "grade") return <GradeValue column={props.column} row={props.row} text={text()} />
  if (name in THEME_OF)
    return <SignedValue column={props.column} row={props.row} text={text()} themes={props.themes} />
  return <>{text()}</>
}

function GradeValue(props: Given) {
  const grade = () => {
    const value = props.row?.[props.column.name]
    return typeof value === "string" && GRADE.test(value) ? value : undefined
  }
  return (
    <span class={grade() ? `grade grade-${grade()}` : ""} title={grade() && props.text}>
      {grade() ?? props.text}
    </span>
  )
}

function SignedValue(props: Given & { themes: readonly Theme[] }) {
  const { pick } = useText()
  /** A flag is drawn as the class of the flag that it is, whatever else the parcel is flagged for. */
  const entry = createMemo(() => {
    const { name, type } = props.column
    const theme = props.themes.find(({ id }) => id === THEME_OF[name])
    if (!theme || !props.row || props.text === NONE) return undefined
    if (type !== "boolean") return classOf(theme, props.row)
    return props.row[name] === true ? classOf(theme, { [name]: true }) : undefined
  })
  return (
    <span class="grid-signed">
      <Show when={entry()}>
        {(entry) => (
          <Swatch colour={entry().colour} pattern={entry().pattern} code={pick(entry().code)} />
        )}
      </Show>
      <span class="grid-text">{props.text}</span>
    </span>
  )
}
