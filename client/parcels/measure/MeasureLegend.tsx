import { Show } from "solid-js"
import type { Breaks } from "../../map/classes/breaks.ts"
import { writeLimit } from "../../map/classes/label.ts"
import type { Shown } from "../../map/createMeasures.ts"
import { writeChange } from "../../map/layers/change.ts"
import type { MapState } from "../../map/state.ts"
import type { Theme, ThemeClass } from "../../map/theme.ts"
import { useText } from "../../text/language.tsx"
import { type Clause, withoutMeasures } from "../clause.ts"
import { sourcesOf } from "../policy.ts"
import { type ClassCount, useUnit } from "../themeValue.ts"
import { type Brushed, Histogram } from "./Histogram.tsx"
import { MethodChoice } from "./MethodChoice.tsx"
import { PairSquare } from "./PairSquare.tsx"

/** What a legend of figures has beside its classes: how they come about, and where the figures lie. */
export function MeasureLegend(props: {
  shown: Shown
  theme: Theme
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  counts: ReadonlyMap<string, ClassCount>
  matching: ReadonlySet<number> | null
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
  isChosen: (entry: ThemeClass) => boolean
  onToggle: (entry: ThemeClass) => void
  onDraft: (breaks: Breaks | null) => void
}) {
  const { t, name: rule } = useText()
  const unitOf = useUnit()
  const isChange = () => props.shown.mode === "change"
  const isShare = () => isChange() && props.state.share
  const name = () => props.shown.measure.name
  /** Whether there is no year to compare with. */
  const isAlone = () => isChange() && props.shown.from === null

  const brushed = (): Brushed | null => {
    const clause = props.clauses.find((one) => one.kind === "range" && one.name === name())
    if (clause?.kind !== "range") return null
    const { low, high } = clause
    return { low: low && Number(low.value), high: high && Number(high.value) }
  }
  const brush = (range: Brushed | null) => {
    const others = withoutMeasures(props.clauses, [name()])
    const limit = (value: number | null, open: boolean) =>
      value === null ? null : { value: String(value), open }
    const low = limit(range?.low ?? null, false)
    const high = limit(range?.high ?? null, true)
    props.onClauses(
      low || high ? [...others, { kind: "range", name: name(), day: false, low, high }] : others,
    )
  }
  const keep = (breaks: Breaks) => {
    props.change({ method: "manual", breaks }, "replace")
    props.onDraft(null)
  }

  /** Where the limits come from, beyond the year in view. */
  const note = () => {
    const { method, mode, years } = props.shown
    if (method === "policy")
      return t("method.policy.source", {
        name: sourcesOf(name())
          .map((source) => rule("rule", source))
          .join(t("comma")),
      })
    if (mode === "change" || method === "manual" || years.length < 2) return undefined
    return t("method.years", { from: years[0]!, to: years.at(-1)! })
  }

  return (
    <div class="measure-legend">
      <MethodChoice shown={props.shown} state={props.state} change={props.change} />
      <Show
        when={props.shown.axes}
        fallback={
          <Show
            when={props.shown.mode !== "pair" && !isAlone()}
            fallback={
              <Show when={isAlone()}>
                <p class="legend-note">{t("measure.change.none")}</p>
              </Show>
            }
          >
            <Histogram
              sample={props.shown.sample}
              matching={props.matching}
              breaks={props.shown.breaks}
              fixed={isChange() ? 0 : null}
              colours={props.theme.classes.map(({ colour }) => colour)}
              write={isChange() ? writeChange(isShare()) : writeLimit}
              unit={isShare() ? "" : unitOf(props.shown.measure.unit)}
              brushed={isChange() ? null : brushed()}
              onBrush={isChange() ? undefined : brush}
              onDraft={props.onDraft}
              onBreaks={keep}
            />
            <Show when={isChange()}>
              <p class="legend-note">{t("measure.change.note")}</p>
            </Show>
          </Show>
        }
      >
        {(axes) => (
          <PairSquare
            theme={props.theme}
            axes={axes()}
            counts={props.counts}
            isChosen={props.isChosen}
            onToggle={props.onToggle}
          />
        )}
      </Show>
      <Show when={note()}>{(text) => <p class="measure-note">{text()}</p>}</Show>
    </div>
  )
}
