import { For, Show } from "solid-js"
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { useText } from "../text/language.tsx"
import { useIndicators } from "./indicatorText.ts"
import { moveBenchmark, moveCut, moveWeight } from "./trial.ts"

/** Everything that can be moved; each says what it was where it is another. */
export function Levers(props: {
  scheme: Scheme
  original: Scheme
  onChange: (scheme: Scheme) => void
}) {
  const { t } = useText()
  const { nameOf, unitOf } = useIndicators()
  const was = (id: string) => props.original.indicators.find((rule) => rule.id === id)
  const cuts = () =>
    props.scheme.gradeRule.kind === "rankPercent" ? props.scheme.gradeRule.cuts : []
  const cutWas = (place: number) => props.original.gradeRule.cuts[place]?.[1]
  return (
    <section class="trial-levers" aria-label={t("assess.trial.levers")}>
      <h3>{t("assess.trial.weights")}</h3>
      <For each={props.scheme.indicators.map(({ id }) => id)}>
        {(id) => {
          const rule = () => props.scheme.indicators.find((one) => one.id === id)!
          const benchmark = () => {
            const { benchmark: kind } = rule()
            return kind?.kind === "fixed" ? kind.value : null
          }
          const benchmarkWas = () => {
            const kind = was(id)?.benchmark
            return kind?.kind === "fixed" ? kind.value : null
          }
          return (
            <div class="lever">
              <Slide
                label={nameOf(id)}
                min={1}
                max={90}
                step={0.5}
                value={rule().weight}
                was={was(id)?.weight}
                onInput={(weight) => props.onChange(moveWeight(props.scheme, id, weight))}
              />
              <Show when={benchmark() !== null}>
                <label class="lever-benchmark">
                  <span class="quiet">{t("assess.benchmark")}</span>
                  <input
                    class="input"
                    type="number"
                    min="0"
                    step="any"
                    value={benchmark()!}
                    onChange={(event) =>
                      props.onChange(
                        moveBenchmark(props.scheme, id, Number(event.currentTarget.value)),
                      )
                    }
                  />
                  <span class="quiet">{unitOf(id)}</span>
                  <Show when={benchmark() !== benchmarkWas()}>
                    <span class="lever-was">
                      {t("assess.trial.was", { value: benchmarkWas() ?? "" })}
                    </span>
                  </Show>
                </label>
              </Show>
            </div>
          )
        }}
      </For>
      <Show when={props.scheme.method !== "rankOnly"}>
        <h3>{t("assess.trial.cap")}</h3>
        <Slide
          label={t("assess.trial.cap.multiple")}
          min={1}
          max={3.1}
          step={0.1}
          value={props.scheme.capMultiple ?? 3.1}
          shown={
            props.scheme.capMultiple === null || props.scheme.capMultiple === undefined
              ? t("assess.trial.no-cap")
              : undefined
          }
          was={props.original.capMultiple ?? 3.1}
          onInput={(multiple) =>
            props.onChange({ ...props.scheme, capMultiple: multiple > 3 ? null : multiple })
          }
        />
      </Show>
      <Show when={cuts().length > 0}>
        <h3>{t("assess.trial.cuts")}</h3>
        <For each={cuts().map(([grade]) => grade)}>
          {(grade, place) => (
            <Slide
              label={t("assess.trial.cut-of", { grade })}
              min={1}
              max={99}
              step={1}
              value={cuts()[place()]?.[1] ?? 0}
              was={cutWas(place())}
              unit="%"
              onInput={(percent) => props.onChange(moveCut(props.scheme, place(), percent))}
            />
          )}
        </For>
      </Show>
    </section>
  )
}

function Slide(props: {
  label: string
  min: number
  max: number
  step: number
  value: number
  was: number | undefined
  unit?: string
  shown?: string | undefined
  onInput: (value: number) => void
}) {
  const { t } = useText()
  return (
    <label class="slide">
      <span class="slide-label">{props.label}</span>
      <span class="slide-value">
        {props.shown ?? `${props.value}${props.unit ?? ""}`}
        <Show when={props.was !== undefined && props.was !== props.value}>
          <span class="lever-was">
            {t("assess.trial.was", { value: `${props.was}${props.unit ?? ""}` })}
          </span>
        </Show>
      </span>
      <input
        type="range"
        min={props.min}
        max={props.max}
        step={props.step}
        value={props.value}
        onInput={(event) => props.onInput(Number(event.currentTarget.value))}
      />
    </label>
  )
}
