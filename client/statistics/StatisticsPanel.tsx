import "./statistics.css"
import { For } from "solid-js"
import type { MapState } from "../map/state.ts"
import type { Theme } from "../map/theme.ts"
import type { Clause } from "../parcels/clause.ts"
import type { Summary } from "../parcels/shapes.ts"
import { useText } from "../text/language.tsx"
import { AreaBar } from "./AreaBar.tsx"
import { ClassChart } from "./ClassChart.tsx"
import { FlagChart } from "./FlagChart.tsx"
import { Totals } from "./Totals.tsx"

/** Themes whose classes a summary counts whole, however much land there is. */
const COUNTED = new Set<string>(["lifecycle", "grade", "landUse"])

/** The selection in figures: what it comes to, and how it divides. Every bar narrows map, list and table. */
export function StatisticsPanel(props: {
  state: MapState
  themes: readonly Theme[]
  summary: Summary | undefined
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t } = useText()
  const charts = () => props.themes.filter(({ id }) => COUNTED.has(id))
  return (
    <div class="statistics" role="region" aria-label={t("statistics.title")} tabIndex={0}>
      <AreaBar clauses={props.clauses} onClauses={props.onClauses} />
      <Totals summary={props.summary} state={props.state} />
      <For each={charts()}>
        {(theme) => (
          <ClassChart
            theme={theme}
            themes={props.themes}
            state={props.state}
            clauses={props.clauses}
            onClauses={props.onClauses}
          />
        )}
      </For>
      <FlagChart
        themes={props.themes}
        state={props.state}
        clauses={props.clauses}
        onClauses={props.onClauses}
      />
      <p class="note">{t("statistics.note")}</p>
    </div>
  )
}
