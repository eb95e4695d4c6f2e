import { createMemo, For, Show } from "solid-js"
import type { Theme, ThemeClass } from "../map/theme.ts"
import type { MapState } from "../map/state.ts"
import { type Clause, isChosen, toggleClass, writeFilter } from "../parcels/clause.ts"
import { createSummary } from "../parcels/queries.ts"
import { type ClassCount, countGroups } from "../parcels/themeValue.ts"
import { useText } from "../text/language.tsx"
import { BarRow } from "./BarRow.tsx"

/** Rows before the rest is folded away. */
const MOST_ROWS = 8

/**
 * The land of each class as bars that narrow everything when pressed. The chart itself is of all that the other
 * conditions select, or a class once chosen would be the only one left to choose.
 */
export function ClassChart(props: {
  theme: Theme
  themes: readonly Theme[]
  state: Pick<MapState, "q" | "year">
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t, pick } = useText()
  const isOwn = (clause: Clause) => clause.kind === "classes" && clause.theme === props.theme.id
  const others = () => props.clauses.filter((clause) => !isOwn(clause))
  const chosen = createMemo(() => {
    const own = props.clauses.find(isOwn)
    return own?.kind === "classes" ? own.keys : []
  })
  const summary = createSummary(() => ({
    filter: writeFilter(others(), props.themes),
    q: props.state.q,
    year: props.state.year,
  }))
  const counts = createMemo(() =>
    summary.data ? countGroups(props.theme, summary.data) : new Map<string, ClassCount>(),
  )
  const rows = createMemo(() =>
    props.theme.classes.filter(({ key }) => counts().has(key) || chosen().includes(key)),
  )
  const most = () => Math.max(...rows().map(({ key }) => counts().get(key)?.areaMu ?? 0), 0)

  const row = (entry: ThemeClass) => (
    <BarRow
      colour={entry.colour}
      pattern={entry.pattern}
      code={pick(entry.code)}
      label={pick(entry.label)}
      land={counts().get(entry.key)}
      wholeMu={most()}
      chosen={isChosen(props.clauses, props.theme, entry)}
      out={chosen().length > 0 && !isChosen(props.clauses, props.theme, entry)}
      disabled={entry.filter === null}
      onToggle={() => props.onClauses(toggleClass(props.clauses, props.theme, entry))}
    />
  )
  return (
    <section class="tally" aria-busy={summary.isFetching}>
      <header class="tally-head">
        <h3>{pick(props.theme.title)}</h3>
        <span class="tally-unit">{t("unit.mu")}</span>
        <span class="tally-unit">{t("unit.parcels")}</span>
      </header>
      <ul class="bars">
        <For each={rows().slice(0, MOST_ROWS)}>{row}</For>
      </ul>
      <Show when={rows().length > MOST_ROWS}>
        <details class="more">
          <summary>{t("statistics.more", { count: rows().length - MOST_ROWS })}</summary>
          <ul class="bars">
            <For each={rows().slice(MOST_ROWS)}>{row}</For>
          </ul>
        </details>
      </Show>
    </section>
  )
}
