import { Show } from "solid-js"
import type { Shown } from "../../map/createMeasures.ts"
import type { Measure } from "../../map/measure.ts"
import { MODES } from "../../map/measure-state.ts"
import type { MapState } from "../../map/state.ts"
import { useText } from "../../text/language.tsx"
import { Choice } from "../../ui/Choice.tsx"
import { Segments } from "../../ui/Segments.tsx"
import { YearSlider } from "./YearSlider.tsx"

const ONE = "one"

/** Which measure the map shows, how, and of which year. */
export function MeasureBar(props: {
  measures: readonly Measure[]
  shown: Shown
  state: MapState
  ready: boolean
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
}) {
  const { t, pick } = useText()
  const optionsOf = (but?: Measure) =>
    props.measures
      .filter(({ name }) => name !== but?.name)
      .map(({ name, label }) => ({ value: name, label: pick(label) }))
  /** Limits are of one measure and one way to look at it. */
  const afresh = (changes: Partial<MapState>) =>
    props.change(
      {
        breaks: null,
        ...(props.shown.method === "manual" || props.shown.method === "policy"
          ? { method: null }
          : {}),
        ...changes,
      },
      "push",
    )
  const choose = (name: string) => {
    const { measure, other, mode } = props.shown
    // The two change places, as one measure twice says nothing.
    const swapped = mode === "pair" && name === other.name ? { other: measure.name } : {}
    afresh({ measure: name, ...swapped })
  }
  const isChange = () => props.shown.mode === "change"
  const years = () => (isChange() ? props.shown.years.slice(1) : props.shown.years)
  const earlier = () => props.shown.years.filter((year) => year < (props.shown.year ?? 0))

  return (
    <div class="theme-row panel">
      <Choice
        label={t("measure.label")}
        value={props.shown.measure.name}
        options={optionsOf()}
        onChange={choose}
      />
      <Show when={props.shown.mode === "pair"}>
        <span class="quiet" aria-hidden="true">
          ×
        </span>
        <Choice
          label={t("measure.other")}
          value={props.shown.other.name}
          options={optionsOf(props.shown.measure)}
          onChange={(other) => afresh({ other })}
        />
      </Show>
      <Segments
        label={t("measure.mode")}
        value={props.shown.mode ?? ONE}
        options={[
          { value: ONE, label: t("measure.mode.one") },
          { value: MODES[0], label: t("measure.mode.change") },
          { value: MODES[1], label: t("measure.mode.pair") },
        ]}
        onChange={(mode) => afresh({ mode: mode === ONE ? null : mode, classes: null })}
      />
      <Show when={isChange() && props.shown.from !== null}>
        <Choice
          label={t("measure.from")}
          value={String(props.shown.from)}
          options={earlier().map((year) => ({
            value: String(year),
            label: t("measure.from.of", { year }),
          }))}
          onChange={(from) => props.change({ from: Number(from) }, "push")}
        />
      </Show>
      <Show when={years().length > 0}>
        <YearSlider
          years={years()}
          year={props.shown.year}
          ready={props.ready}
          onYear={(year, how) => props.change({ year }, how)}
        />
      </Show>
    </div>
  )
}
