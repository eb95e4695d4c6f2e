import { For, Show } from "solid-js"
import type { MapState } from "../map/state.ts"
import type { Theme } from "../map/theme.ts"
import { type Clause, writeFilter } from "../parcels/clause.ts"
import { createSummary } from "../parcels/queries.ts"
import { useText } from "../text/language.tsx"
import { BarRow } from "./BarRow.tsx"

const FLAGS = [
  { name: "determined", code: "statistics.code.determined", colour: "#a8302a", pattern: "cross" },
  { name: "suspected", code: "statistics.code.suspected", colour: "#eeb04c", pattern: "rising" },
] as const

type Flag = (typeof FLAGS)[number]

/** What was determined and what is only suspected, each for itself: a parcel may be both. */
export function FlagChart(props: {
  themes: readonly Theme[]
  state: Pick<MapState, "q" | "year">
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t } = useText()
  const isOf =
    ({ name }: Flag) =>
    (clause: Clause) =>
      clause.kind === "truth" && clause.name === name
  const others = () => props.clauses.filter((clause) => !FLAGS.some((flag) => isOf(flag)(clause)))
  const summary = createSummary(() => ({
    filter: writeFilter(others(), props.themes),
    q: props.state.q,
    year: props.state.year,
  }))
  const isChosen = (flag: Flag) =>
    props.clauses.some((clause) => isOf(flag)(clause) && clause.kind === "truth" && clause.value)
  const toggle = (flag: Flag) => {
    const rest = props.clauses.filter((clause) => !isOf(flag)(clause))
    props.onClauses(
      isChosen(flag) ? rest : [...rest, { kind: "truth", name: flag.name, value: true }],
    )
  }
  const seen = () => FLAGS.filter(({ name }) => summary.data?.[name] !== undefined)
  const total = () => summary.data?.total.areaMu ?? 0
  return (
    <Show when={seen().length > 0}>
      <section class="tally" aria-busy={summary.isFetching}>
        <header class="tally-head">
          <h3>{t(seen().length > 1 ? "theme.flag" : "sheet.determined")}</h3>
          <span class="tally-unit">{t("unit.mu")}</span>
          <span class="tally-unit">{t("unit.parcels")}</span>
        </header>
        <ul class="bars">
          <For each={seen()}>
            {(flag) => (
              <BarRow
                colour={flag.colour}
                pattern={flag.pattern}
                code={t(flag.code)}
                label={t(`sheet.${flag.name}`)}
                land={summary.data?.[flag.name]}
                wholeMu={total()}
                chosen={isChosen(flag)}
                onToggle={() => toggle(flag)}
              />
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
