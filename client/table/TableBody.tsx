import { type JSX, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { ColumnChooser } from "./ColumnChooser.tsx"
import { usualWidth } from "./columns.ts"
import { createLayout } from "./createLayout.ts"
import { createPicked } from "./createPicked.ts"
import { Footer } from "./Footer.tsx"
import { Grid } from "./Grid.tsx"
import { addUp } from "./sums.ts"
import type { ColumnName, Kind, Row, Rows, Total } from "./shapes.ts"
import { writeTsv } from "./tsv.ts"
import { useCellText } from "./useCellText.ts"

/** Whose sum the footer tells, in mu. */
const AREA: Record<Kind, string> = { parcels: "areaMu", firms: "landMu" }

/** One kind of rows with its columns, its heading and its footer. */
export function TableBody(props: {
  kind: Kind
  role: string
  columns: readonly ColumnName[]
  rows: Rows
  themes: readonly Theme[]
  selected: number | null
  sort: string
  onSort: (sort: string) => void
  question: string
  total: Total | undefined
  onPoint: (id: number | null) => void
  onOpen: (id: number) => void
  open: (path: string) => void
  /** The switch between the kinds, at the left of the bar. */
  start: JSX.Element
  /** Buttons of the panel itself, at the right of the bar. */
  end: JSX.Element
}) {
  const { t, figures, language } = useText()
  const cells = useCellText()
  const layout = createLayout(props.kind, props.role, props.columns, (column) =>
    usualWidth(column, [cells.label(column), cells.unit(column) ?? ""], language()),
  )
  const picked = createPicked(props.rows)
  const copyOf = (rows: readonly Row[]) => {
    const columns = [...layout.pinned(), ...layout.free()].map(({ column }) => column)
    return writeTsv(
      columns.map((column) => cells.heading(column)),
      rows.map((row) => columns.map((column) => cells.plain(column, row))),
    )
  }
  /** The picked rows, or else the one that is open. */
  const copied = () => {
    const size = picked.ids().size
    const open = props.selected === null ? undefined : props.rows.rowOf(props.selected)
    if (size === 0) return open ? copyOf([open]) : null
    return picked.found().length === size ? copyOf(picked.found()) : null
  }
  const sum = (): Total | null =>
    picked.found().length === picked.ids().size
      ? { count: picked.ids().size, areaMu: addUp(picked.found(), AREA[props.kind]) }
      : null

  return (
    <>
      <div class="table-bar">
        {props.start}
        <p class="table-count" role="status">
          <Show when={!props.rows.isPending() && !props.rows.error()}>
            {t(`table.count.${props.kind}`, { count: figures().count(props.rows.ids().length) })}
          </Show>
        </p>
        <Show when={props.rows.isTroubled()}>
          <p class="table-trouble" role="status">
            {t("table.trouble")}{" "}
            <button type="button" class="link" onClick={() => props.rows.retry()}>
              {t("failure.retry")}
            </button>
          </p>
        </Show>
        <ColumnChooser columns={props.columns} layout={layout} cells={cells} />
        {props.end}
      </div>
      <Switch>
        <Match when={props.rows.error()}>
          {(error) => (
            <div class="table-notice">
              <Failure told={problemOf(error())} onRetry={() => props.rows.retry()} />
            </div>
          )}
        </Match>
        <Match when={props.rows.isPending()}>
          <Waiting>{t("wait.table")}</Waiting>
        </Match>
        <Match when={props.rows.ids().length === 0}>
          <Empty title={t(`table.none.${props.kind}`)}>{t(`table.none.${props.kind}.help`)}</Empty>
        </Match>
        <Match when={true}>
          <Grid
            label={t(`table.label.${props.kind}`)}
            rows={props.rows}
            layout={layout}
            cells={cells}
            themes={props.themes}
            picked={picked}
            selected={props.selected}
            sort={props.sort}
            onSort={props.onSort}
            question={props.question}
            onPoint={props.onPoint}
            onOpen={props.onOpen}
            copied={copied}
          />
        </Match>
      </Switch>
      <Footer
        kind={props.kind}
        picked={picked}
        sum={sum()}
        total={props.total}
        copied={copied}
        open={props.open}
      />
    </>
  )
}
