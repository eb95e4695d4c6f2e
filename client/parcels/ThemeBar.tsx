import { Show } from "solid-js"
import { later } from "../later.tsx"
import type { Shown } from "../map/createMeasures.ts"
import type { Measure } from "../map/measure.ts"
import type { MapState } from "../map/state.ts"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Segments } from "../ui/Segments.tsx"

const YearSlider = later(
  () => import("./measure/YearSlider.tsx").then((loaded) => loaded.YearSlider),
  "part",
)
const MeasureBar = later(
  () => import("./measure/MeasureBar.tsx").then((loaded) => loaded.MeasureBar),
  "part",
)

/** What parcels are coloured by, and of which year. */
export function ThemeBar(props: {
  theme: Theme
  themes: readonly Theme[]
  measures: readonly Measure[]
  /** What a map of figures shows; null for other themes. */
  shown: Shown | null
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  /** Years of a theme that is no map of figures, and the newest of them. */
  years: readonly number[]
  /** Whether the map shows what was asked for last. */
  ready: boolean
}) {
  const { t, pick } = useText()
  const options = () =>
    props.themes.map(({ id, title }) => ({
      value: id,
      label: id === "measure" ? t("theme.measure") : pick(title),
    }))
  return (
    <div class="theme-bar">
      <div class="theme-row panel">
        <div class="theme-wide">
          <Segments
            label={t("theme.label")}
            value={props.theme.id}
            options={options()}
            onChange={(theme) => props.change({ theme }, "push")}
          />
        </div>
        <div class="theme-narrow">
          <Choice
            label={t("theme.label")}
            value={props.theme.id}
            options={options()}
            onChange={(theme) => props.change({ theme }, "push")}
          />
        </div>
        <Show when={props.theme.id !== "measure" && props.theme.yearly && props.years.length > 0}>
          <YearSlider
            years={props.years}
            year={props.state.year}
            ready={props.ready}
            onYear={(year, how) => props.change({ year }, how)}
          />
        </Show>
      </div>
      <Show when={props.shown}>
        {(shown) => (
          <MeasureBar
            measures={props.measures}
            shown={shown()}
            state={props.state}
            ready={props.ready}
            change={props.change}
          />
        )}
      </Show>
    </div>
  )
}
