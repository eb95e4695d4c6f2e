import "../text/table-phrases.ts"
import "./table.css"
import { createSignal, type JSX, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import type { Bounds } from "../map/createMap.ts"
import type { MapState } from "../map/state.ts"
import type { Theme } from "../map/theme.ts"
import type { createFilterNames } from "../parcels/queries.ts"
import type { Summary } from "../parcels/shapes.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { readSort } from "./columns.ts"
import { createFirmNames, createFirmRows, createFirmSummary } from "./createFirmRows.ts"
import { createParcelRows } from "./createParcelRows.ts"
import { type Kind, KINDS } from "./shapes.ts"
import { TableBody } from "./TableBody.tsx"

type Shared = {
  role: string
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  themes: readonly Theme[]
  open: (path: string) => void
}
type Places = { start: JSX.Element; end: JSX.Element }

const questionOf = ({ filter, q, year }: MapState) => ({ filter, q, year })

/** All parcels, or the firms on them, as a table driven by the one filter. */
export function TablePanel(
  props: Shared & {
    names: ReturnType<typeof createFilterNames>
    summary: Summary | undefined
    onPoint: (id: number | null) => void
    onSelect: (id: number, bounds: Bounds | undefined) => void
  },
) {
  const { t } = useText()
  const [kind, setKind] = createSignal<Kind>("parcels")
  const start = () => (
    <Segments
      label={t("table.kind")}
      value={kind()}
      options={KINDS.map((value) => ({ value, label: t(`table.kind.${value}`) }))}
      onChange={setKind}
    />
  )
  const isFull = () => props.state.table === "full"
  const end = () => (
    <div class="table-buttons">
      <IconButton
        icon={isFull() ? "shrink" : "expand"}
        label={isFull() ? t("table.half") : t("table.full")}
        onClick={() => props.change({ table: isFull() ? "half" : "full" }, "push")}
      />
      <IconButton
        icon="close"
        label={t("table.close")}
        onClick={() => props.change({ table: null }, "push")}
      />
    </div>
  )
  return (
    <Show
      when={kind() === "parcels"}
      fallback={<FirmTable {...props} start={start()} end={end()} />}
    >
      <ParcelTable {...props} start={start()} end={end()} />
    </Show>
  )
}

function ParcelTable(
  props: Shared &
    Places & {
      names: ReturnType<typeof createFilterNames>
      summary: Summary | undefined
      onPoint: (id: number | null) => void
      onSelect: (id: number, bounds: Bounds | undefined) => void
    },
) {
  const { t, language } = useText()
  const rows = createParcelRows(() => ({ ...questionOf(props.state), sort: props.state.sort }))
  const columns = () => props.names.data?.items.filter(({ type }) => type !== "geometry")
  const total = () => props.summary?.total
  return (
    <Names names={props.names} columns={columns()} language={language()} wait={t("wait.table")}>
      {(columns) => (
        <TableBody
          kind="parcels"
          role={props.role}
          columns={columns}
          rows={rows}
          themes={props.themes}
          selected={props.state.selected}
          sort={props.state.sort}
          onSort={(sort) => props.change({ sort })}
          question={JSON.stringify([questionOf(props.state), props.state.sort])}
          total={total() && { count: total()!.parcels, areaMu: total()!.areaMu }}
          onPoint={props.onPoint}
          onOpen={(id) => props.onSelect(id, rows.rowOf(id)?.["bounds"] as Bounds | undefined)}
          open={props.open}
          start={props.start}
          end={props.end}
        />
      )}
    </Names>
  )
}

function FirmTable(props: Shared & Places) {
  const { t, language } = useText()
  const names = createFirmNames()
  const columns = () => names.data?.items
  // Firms are sorted by names of their own: one that the land does not have would break its list.
  const [sort, setSort] = createSignal("")
  const question = () => questionOf(props.state)
  const shared = () => {
    const { name } = readSort(props.state.sort)
    const isShared = columns()?.some((column) => column.name === name)
    return sort() || (isShared ? props.state.sort : "")
  }
  const rows = createFirmRows(() => ({ ...question(), sort: shared() }))
  const summary = createFirmSummary(question)
  const total = () => {
    const found = summary.data?.total
    return found && { count: found.firms, areaMu: found.landMu ?? null }
  }
  return (
    <Names names={names} columns={columns()} language={language()} wait={t("wait.table")}>
      {(columns) => (
        <TableBody
          kind="firms"
          role={props.role}
          columns={columns}
          rows={rows}
          themes={props.themes}
          selected={null}
          sort={shared()}
          onSort={setSort}
          question={JSON.stringify([question(), shared()])}
          total={total()}
          onPoint={() => undefined}
          onOpen={(id) => props.open(`/enterprises/${id}`)}
          open={props.open}
          start={props.start}
          end={props.end}
        />
      )}
    </Names>
  )
}

type Query = Pick<ReturnType<typeof createFilterNames>, "isError" | "error" | "refetch">

/** The table once its columns are known. Widths follow the words of the headings, and so the language. */
function Names<Columns extends readonly unknown[]>(props: {
  names: Query
  columns: Columns | undefined
  language: string
  wait: string
  children: (columns: Columns) => JSX.Element
}) {
  return (
    <Switch fallback={<Waiting>{props.wait}</Waiting>}>
      <Match when={props.names.isError}>
        <div class="table-notice">
          <Failure told={problemOf(props.names.error)} onRetry={() => void props.names.refetch()} />
        </div>
      </Match>
      <Match when={props.columns && props.language} keyed>
        {(_language) => props.children(props.columns!)}
      </Match>
    </Switch>
  )
}
