import "./legend.css"
import { createSignal, Index, type JSX, Show } from "solid-js"
import { problemOf } from "../api.ts"
import { later } from "../later.tsx"
import type { Breaks } from "../map/classes/breaks.ts"
import type { Shown } from "../map/createMeasures.ts"
import type { MapState } from "../map/state.ts"
import { type Theme, type ThemeClass, UNKNOWN } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import { type Clause, isChosen, toggleClass } from "./clause.ts"
import type { ClassCounts } from "./createClassCounts.ts"
import type { Summary } from "./shapes.ts"
import { type ClassCount, useUnit } from "./themeValue.ts"

// Only a map of figures has these.
const MeasureLegend = later(
  () => import("./measure/MeasureLegend.tsx").then((loaded) => loaded.MeasureLegend),
  "part",
)

/** A bold digit of 13 px. */
const DIGIT_PX = 8

const NO_COUNTS: ReadonlyMap<string, ClassCount> = new Map()

/** The key of the map: each class with its parcels and mu. A class chosen here narrows list and map. */
export function Legend(props: {
  theme: Theme
  /** What a map of figures shows; null for other themes. */
  shown: Shown | null
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  onDraft: (breaks: Breaks | null) => void
  counts: ClassCounts
  summary: Summary | undefined
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
  /** Whether the squares in view tell how many parcels they stand for, and no class. */
  binsAreCounts: boolean
  /** What heights tell, where parcels stand as columns. */
  height: JSX.Element
}) {
  const { t, pick, figures } = useText()
  const unitOf = useUnit()
  const [folded, setFolded] = createSignal(false)
  const isOn = (entry: ThemeClass) => isChosen(props.clauses, props.theme, entry)
  const toggle = (entry: ThemeClass) =>
    props.onClauses(toggleClass(props.clauses, props.theme, entry))

  // A class that no parcel is in says nothing; one that the filter empties stays, to be chosen.
  const isWorthARow = (entry: ThemeClass) => {
    const present = props.counts.all()
    return !present || present.has(entry.key) || isOn(entry)
  }
  /** What is selected of a class; undefined until it is known. */
  const countOf = ({ key }: ThemeClass) => {
    const selected = props.counts.selected()
    return selected && (selected.get(key) ?? { parcels: 0, areaMu: 0 })
  }
  const rows = () =>
    props.theme.classes.filter(
      (entry) => isWorthARow(entry) && !(props.shown?.axes && entry.key !== UNKNOWN),
    )

  const tell = (value: number | undefined, write: (value: number) => string) =>
    value === undefined ? "" : write(value)
  const unit = () => {
    const shown = props.shown
    if (!shown || shown.axes) return null
    return shown.mode === "change" && props.state.share ? "%" : unitOf(shown.measure.unit)
  }
  const total = () => {
    const shown = props.shown
    const metric = shown?.mode === null ? props.summary?.metrics?.[shown.measure.name] : undefined
    return metric && shown ? { ...metric, unit: unitOf(shown.measure.unit) } : undefined
  }

  const wholeCount = () => figures().count(props.summary?.total.parcels ?? 0)
  const wholeMu = () => figures().fixed(props.summary?.total.areaMu ?? 0, 1)
  /** The sums are the widest. */
  const widthOf = (text: string) => `${Math.ceil(text.length * DIGIT_PX)}px`

  return (
    <section
      class="legend panel"
      style={{ "--count-width": widthOf(wholeCount()), "--mu-width": widthOf(wholeMu()) }}
      data-figures={props.shown ? "" : undefined}
      aria-label={t("legend.title")}
    >
      <button
        type="button"
        class="legend-head"
        aria-expanded={!folded()}
        onClick={() => setFolded(!folded())}
      >
        <span class="legend-title">{pick(props.theme.title)}</span>
        <span class="quiet">
          {unit()}
          <Show when={props.shown?.mode !== "change" && props.shown?.year}>
            {(year) => ` ${t("year.of", { year: year() })}`}
          </Show>
        </span>
        <Icon name={folded() ? "up" : "down"} size={14} />
      </button>
      <Show when={!folded()}>
        <Show when={props.shown}>
          {(shown) => (
            <MeasureLegend
              shown={shown()}
              theme={props.theme}
              state={props.state}
              change={props.change}
              counts={props.counts.selected() ?? NO_COUNTS}
              matching={props.counts.matching()}
              clauses={props.clauses}
              onClauses={props.onClauses}
              isChosen={isOn}
              onToggle={toggle}
              onDraft={props.onDraft}
            />
          )}
        </Show>
        <Show when={props.counts.failed()}>
          {(query) => (
            <Failure told={problemOf(query().error)} onRetry={() => void query().refetch()} />
          )}
        </Show>
        <ul class="legend-rows" aria-busy={!props.counts.complete()}>
          <Index each={rows()}>
            {(entry) => (
              <li>
                <button
                  type="button"
                  class="legend-row"
                  aria-pressed={isOn(entry())}
                  data-none={countOf(entry())?.parcels === 0 ? "" : undefined}
                  disabled={entry().filter === null}
                  onClick={() => toggle(entry())}
                >
                  <Swatch
                    colour={entry().colour}
                    pattern={entry().pattern}
                    code={pick(entry().code)}
                  />
                  <span class="legend-label">{pick(entry().label)}</span>
                  <span class="legend-count">
                    {tell(countOf(entry())?.parcels, (parcels) => figures().count(parcels))}
                  </span>
                  <span class="legend-mu">
                    {tell(countOf(entry())?.areaMu, (mu) => figures().fixed(mu, 1))}
                  </span>
                </button>
              </li>
            )}
          </Index>
        </ul>
        <div class="legend-foot">
          <span>{t("legend.total")}</span>
          <span class="legend-count">{wholeCount()}</span>
          <span class="legend-mu">{wholeMu()}</span>
        </div>
        <p class="legend-units">
          {props.shown?.mode === "change" ? t("legend.units.only") : t("legend.units")}
        </p>
        <Show when={total()}>
          {(metric) => (
            <p class="legend-note">
              {t("legend.mean", {
                value: figures().perMu(metric().perMu),
                unit: metric().unit,
                missing: metric().missingParcels,
              })}
            </p>
          )}
        </Show>
        <Show when={props.binsAreCounts}>
          <p class="legend-note">{t("legend.bins")}</p>
        </Show>
        {props.height}
      </Show>
    </section>
  )
}
