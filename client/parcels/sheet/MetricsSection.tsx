import { createMemo, For, Show } from "solid-js"
import { INDICATORS } from "../../record/indicators.ts"
import { Section } from "../../record/Section.tsx"
import { useText } from "../../text/language.tsx"
import { Hint } from "../../ui/Hint.tsx"
import type { Sheet } from "../shapes.ts"

type Year = NonNullable<Sheet["metrics"]>[number]
type Metric = Year["indicators"][string]

const YEARS = 3

/** Per-mu figures of three years, each with what it is made of; a missing one says whose figure is missing. */
export function MetricsSection(props: { years: readonly Year[]; grades: Sheet["grades"] }) {
  const { t, name } = useText()
  const years = createMemo(() => props.years.slice(0, YEARS).toReversed())
  const shown = createMemo(() =>
    INDICATORS.filter((indicator) =>
      years().some((year) => {
        const metric = year.indicators[indicator]
        return metric && (metric.amount !== null || metric.missing.length > 0)
      }),
    ),
  )
  const largest = (indicator: string) =>
    Math.max(...years().map((year) => Math.abs(year.indicators[indicator]?.perMu ?? 0)))
  return (
    <Section id="metrics" title={t("metrics.title")} note={t("metrics.note")}>
      <Show when={shown().length > 0} fallback={<p class="note">{t("metrics.none")}</p>}>
        <table class="table metrics">
          <thead>
            <tr>
              <th scope="col">{t("metrics.indicator")}</th>
              <For each={years()}>
                {(year) => (
                  <th scope="col" class="number">
                    {year.fiscalYear}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>
              {(indicator) => (
                <tr>
                  <th scope="row">
                    {name("per-mu", indicator)}
                    <span class="quiet block">{name("per-mu-unit", indicator)}</span>
                  </th>
                  <For each={years()}>
                    {(year) => (
                      <td class="number">
                        <PerMu
                          metric={year.indicators[indicator]}
                          indicator={indicator}
                          largest={largest(indicator)}
                        />
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
            <Show when={props.grades.length > 0}>
              <tr>
                <th scope="row">{t("theme.grade")}</th>
                <For each={years()}>
                  {(year) => {
                    const graded = props.grades.find((one) => one.fiscalYear === year.fiscalYear)
                    return (
                      <td class="number">
                        <Show when={graded} fallback={<span class="quiet">—</span>}>
                          {(one) => <b class={`grade grade-${one().grade}`}>{one().grade}</b>}
                        </Show>
                      </td>
                    )
                  }}
                </For>
              </tr>
            </Show>
          </tbody>
        </table>
        <p class="note">{t("metrics.how")}</p>
      </Show>
    </Section>
  )
}

/** One figure with its derivation behind it, and a bar against the same figure of the other years. */
function PerMu(props: { metric: Metric | undefined; indicator: string; largest: number }) {
  const { t, name, figures } = useText()
  const reasons = () =>
    (props.metric?.missing ?? [])
      .map((gap) => t("metrics.gap", { firm: gap.name, reason: name("missing", gap.reason) }))
      .join(t("semicolon"))
  const share = () =>
    props.largest === 0 ? 0 : Math.max(0, (props.metric?.perMu ?? 0) / props.largest)
  return (
    <Show
      when={props.metric?.perMu != null ? props.metric : null}
      fallback={
        <Hint text={reasons() || t("metrics.not-there")} class="none">
          —
        </Hint>
      }
    >
      {(metric) => (
        <Hint
          text={t("metrics.formula", {
            amount: figures().plain(metric().amount, 4),
            unit: name("unit-of", props.indicator),
            area: figures().plain(metric().areaMu, 4),
            firms: metric().firms,
          })}
        >
          <span class="metric">
            {figures().perMu(metric().perMu)}
            <svg class="spark" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
              <rect width={share() * 100} height="3" />
            </svg>
          </span>
        </Hint>
      )}
    </Show>
  )
}
