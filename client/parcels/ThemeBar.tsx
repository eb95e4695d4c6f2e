import { Show } from "solid-js"
import type { MapState } from "../map/state.ts"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Segments } from "../ui/Segments.tsx"

/** Years that may be asked for: the latest the server has, and the two before. */
const YEARS_BACK = 3

/** What parcels are coloured by, and of which year. */
export function ThemeBar(props: {
  theme: Theme
  themes: readonly Theme[]
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  latestYear: number | null
}) {
  const { t } = useText()
  const options = () => props.themes.map(({ id, title }) => ({ value: id, label: t(title) }))
  const years = () =>
    Array.from({ length: YEARS_BACK }, (_, back) => String((props.latestYear ?? 0) - back))
  return (
    <div class="theme-bar panel">
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
      <Show when={props.theme.yearly && props.latestYear !== null}>
        <Choice
          label={t("year.label")}
          value={String(props.state.year ?? props.latestYear)}
          options={years().map((year) => ({ value: year, label: t("year.of", { year }) }))}
          onChange={(year) => props.change({ year: Number(year) }, "push")}
        />
      </Show>
    </div>
  )
}
