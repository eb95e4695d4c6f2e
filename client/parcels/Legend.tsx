import "./legend.css"
import { createMemo, createSignal, Index, type JSX, Show } from "solid-js"
import { later } from "../later.tsx"
import type { Breaks } from "../map/classes/breaks.ts"
import type { Shown } from "../map/createMeasures.ts"
import type { MapState } from "../map/state.ts"
import { type Theme, type ThemeClass, UNKNOWN } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import { type Clause, isChosen, toggleClass } from "./clause.ts"
import type { Parcel, Summary } from "./shapes.ts"
import { countClasses, useUnit } from "./themeValue.ts"

// Only a map of figures has these.
const MeasureLegend = later(
  () => import("./measure/MeasureLegend.tsx").then((loaded) => loaded.MeasureLegend),
  "part",
)

/** The key of the map: each class with its parcels and mu. A class chosen here narrows list and map. */
export function Legend(props: {
  theme: Theme
  /** What a map of figures shows; null for other themes. */
  shown: Shown | null
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  onDraft: (breaks: Breaks | null) => void
  /** Every parcel, whatever the filter. */
  all: readonly Parcel[]
  /** Those that the filter selects. */
  parcels: readonly Parcel[]
  complete: boolean
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
  const counts = createMemo(() => countClasses(props.theme, props.parcels, props.summary))
  const present = createMemo(() => countClasses(props.theme, props.all))

  const isOn = (entry: ThemeClass) => isChosen(props.clauses, props.theme, entry)
  const toggle = (entry: ThemeClass) =>
    props.onClauses(toggleClass(props.clauses, props.theme, entry))

  // A class that no parcel is in says nothing; one that the filter empties stays, to be chosen.
  const isWorthARow = (entry: ThemeClass) =>
    present().has(entry.key) || counts().has(entry.key) || isOn(entry)
  const rows = () =>
    props.theme.classes.filter(
      (entry) => isWorthARow(entry) && !(props.shown?.axes && entry.key !== UNKNOWN),
    )

  const matching = createMemo(() =>
    props.complete && (props.state.filter !== "" || props.state.q !== "")
      ? new Set(props.parcels.map(({ id }) => id))
      : null,
  )
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

  return (
    <section
      class="legend panel"
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
              counts={counts()}
              matching={matching()}
              clauses={props.clauses}
              onClauses={props.onClauses}
              isChosen={isOn}
              onToggle={toggle}
              onDraft={props.onDraft}
            />
          )}
        </Show>
        <ul class="legend-rows" aria-busy={!props.complete}>
          <Index each={rows()}>
            {(entry) => (
              <li>
                <button
                  type="button"
                  class="legend-row"
                  aria-pressed={isOn(entry())}
                  data-none={counts().has(entry().key) ? undefined : ""}
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
                    {figures().count(counts().get(entry().key)?.parcels ?? 0)}
                  </span>
                  <span class="legend-mu">
                    {figures().fixed(counts().get(entry().key)?.areaMu ?? 0, 1)}
                  </span>
                </button>
              </li>
            )}
          </Index>
        </ul>
        <div class="legend-foot">
          <span>{t("legend.total")}</span>
          <span class="legend-count">{figures().count(props.summary?.total.parcels ?? 0)}</span>
          <span class="legend-mu">{figures().fixed(props.summary?.total.areaMu ?? 0, 1)}</span>
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
