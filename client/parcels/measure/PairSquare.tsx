import { For } from "solid-js"
import type { Shown } from "../../map/createMeasures.ts"
import { isLight } from "../../map/colour.ts"
import { keyOf } from "../../map/layers/pair.ts"
import { writeLimit } from "../../map/classes/label.ts"
import type { Theme, ThemeClass } from "../../map/theme.ts"
import { useText } from "../../text/language.tsx"
import { type ClassCount, useUnit } from "../themeValue.ts"

/** The key of two measures: the first grows to the right, the second upwards, and each square can be chosen. */
export function PairSquare(props: {
  theme: Theme
  axes: NonNullable<Shown["axes"]>
  counts: ReadonlyMap<string, ClassCount>
  isChosen: (entry: ThemeClass) => boolean
  onToggle: (entry: ThemeClass) => void
}) {
  const { t, pick, figures } = useText()
  const unitOf = useUnit()
  const rows = () => Array.from({ length: props.axes[1].breaks.length + 1 }, (_, row) => row)
  const columns = () =>
    Array.from({ length: props.axes[0].breaks.length + 1 }, (_, column) => column)
  const entryAt = (column: number, row: number) =>
    props.theme.classes.find(({ key }) => key === keyOf(column, row))!
  const countOf = (entry: ThemeClass) => props.counts.get(entry.key)?.parcels ?? 0
  const say = (entry: ThemeClass) =>
    t("histogram.bar", { range: pick(entry.label), count: figures().count(countOf(entry)) })

  return (
    <div class="square">
      <p class="square-y">
        ↑ {pick(props.axes[1].measure.label)}
        <span class="quiet"> {unitOf(props.axes[1].measure.unit)}</span>
      </p>
      <div class="square-field">
        <For each={rows().toReversed()}>
          {(row) => (
            <div class="square-row" role="group">
              <span class="square-limit" aria-hidden="true">
                {row === 0 ? "" : writeLimit(props.axes[1].breaks[row - 1]!)}
              </span>
              <For each={columns()}>
                {(column) => {
                  const entry = () => entryAt(column, row)
                  return (
                    <button
                      type="button"
                      class="square-cell"
                      aria-pressed={props.isChosen(entry())}
                      title={say(entry())}
                      onClick={() => props.onToggle(entry())}
                    >
                      <span
                        class="square-colour"
                        data-ink={isLight(entry().colour) ? "dark" : "light"}
                        data-pattern={entry().pattern}
                        style={{ "background-color": entry().colour }}
                      >
                        <b>{pick(entry().code)} </b>
                        <span>{figures().count(countOf(entry()))} </span>
                        <span class="unseen">{pick(entry().label)}</span>
                      </span>
                    </button>
                  )
                }}
              </For>
            </div>
          )}
        </For>
        <div class="square-ends" aria-hidden="true">
          <For each={props.axes[0].breaks}>{(limit) => <span>{writeLimit(limit)}</span>}</For>
        </div>
      </div>
      <p class="square-x">
        {pick(props.axes[0].measure.label)}
        <span class="quiet"> {unitOf(props.axes[0].measure.unit)}</span> →
      </p>
    </div>
  )
}
