import { createMemo, For, Show } from "solid-js"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { INDICATORS } from "./indicators.ts"
import { Section } from "./Section.tsx"

/** A median with how many it is of; null of too few. */
export type Median = { count: number; median: number | null }
/** One indicator of one year: its own value per mu, or why there is none, and those of others. */
export type Point = {
  year: number
  perMu: number | null
  missing: readonly string[]
  industry: Median | null
  park: Median | null
}
export type Charted = { indicator: string; points: readonly Point[] }

/** px of a drawing: its size, and the ground and sky of the bars. */
const WIDTH = 240
const HEIGHT = 116
const FOOT = 98
const SKY = 20
/** px from above of the line on which the values stand: no line of a median runs through them. */
const WORDS = 10
/** Firms that are named when a figure is missing. */
const NAMED = 2

/** Charts of indicators that have a figure in some year; the others are told in a line. */
export function MetricCharts(props: {
  of: "parcel" | "firm"
  charted: readonly Charted[]
  /** Two digits of GB/T 4754. */
  industry: string | null | undefined
  waiting: boolean
}) {
  const { t, name } = useText()
  const inOrder = createMemo(() =>
    INDICATORS.flatMap((indicator) => {
      const one = props.charted.find((each) => each.indicator === indicator)
      return one ? [one] : []
    }),
  )
  const drawn = () => inOrder().filter(({ points }) => points.some(({ perMu }) => perMu !== null))
  const absent = () =>
    inOrder().filter(
      ({ points }) =>
        points.every(({ perMu }) => perMu === null) &&
        points.some(({ missing }) => missing.length > 0),
    )
  return (
    <Section id="metrics" title={t("charts.title")} note={t("charts.note")}>
      <Show when={drawn().length > 0} fallback={<p class="note">{t("metrics.none")}</p>}>
        <ul class="strip-key" aria-hidden="true">
          <li>
            <i class="key-bar" /> {t(`charts.own.${props.of}`)}
          </li>
          <li>
            <i class="key-industry" /> {t("charts.industry")}
          </li>
          <li>
            <i class="key-park" /> {t("charts.park")}
          </li>
        </ul>
        <div class="charts">
          <For each={drawn()}>{(one) => <Chart of={props.of} one={one} />}</For>
        </div>
      </Show>
      <Show when={absent().length > 0}>
        <div>
          <p class="part-head">{t("charts.none-of")}</p>
          <p class="note">
            {absent()
              .map(({ indicator }) => name("per-mu", indicator))
              .join(t("comma"))}
          </p>
          <Reasons points={absent()[0]!.points} />
        </div>
      </Show>
      <Show when={props.industry}>
        {(code) => (
          <p class="note">
            {t("charts.industry-of", { code: code(), unit: t(`charts.unit.${props.of}`) })}
          </p>
        )}
      </Show>
      <p class="note" aria-live="polite">
        {props.waiting ? t("wait.peers") : props.of === "parcel" ? t("charts.how") : ""}
      </p>
    </Section>
  )
}

/** One indicator by year: own values as bars, medians as lines across each bar's year. */
function Chart(props: { of: "parcel" | "firm"; one: Charted }) {
  const { t, name, figures } = useText()
  const values = () =>
    props.one.points.flatMap(({ perMu, industry, park }) =>
      [perMu, industry?.median ?? null, park?.median ?? null].filter((value) => value !== null),
    )
  const top = () => Math.max(0, ...values())
  const low = () => Math.min(0, ...values())
  const scale = () => (FOOT - SKY) / (top() - low() || 1)
  const y = (value: number) => FOOT + low() * scale() - value * scale()
  const step = () => WIDTH / props.one.points.length
  const bar = () => Math.min(step() * 0.5, 44)
  const latest = () => props.one.points.at(-1)
  const shown = (perMu: number | null) => (perMu === 0 ? "0" : figures().perMu(perMu))
  const many = (median: Median | null) =>
    median ? t(`charts.n.${props.of}`, { count: median.count }) : ""
  const told = (median: Median | null) =>
    median === null ? NONE : median.median === null ? t("charts.few") : shown(median.median)
  const sentence = () =>
    props.one.points
      .map(
        ({ year, perMu, industry, park }) =>
          `${year}${t("colon")}${t(`charts.own.${props.of}`)} ${shown(perMu)}${t("comma")}${t("charts.industry")} ${told(industry)}${t("comma")}${t("charts.park")} ${told(park)}`,
      )
      .join(t("semicolon"))
  return (
    <figure class="chart">
      <figcaption>
        {name("per-mu", props.one.indicator)}{" "}
        <span class="quiet">{name("per-mu-unit", props.one.indicator)}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${name("per-mu", props.one.indicator)}${t("comma")}${name("per-mu-unit", props.one.indicator)}${t("semicolon")}${sentence()}`}
      >
        <path class="chart-ground" d={`M0 ${y(0)}H${WIDTH}`} />
        <For each={props.one.points}>
          {(point, at) => {
            const middle = () => (at() + 0.5) * step()
            const value = () => point.perMu ?? 0
            return (
              <>
                <Show when={point.perMu !== null}>
                  <rect
                    class="chart-bar"
                    x={middle() - bar() / 2}
                    y={Math.min(y(value()), y(0))}
                    width={bar()}
                    height={Math.max(Math.abs(y(value()) - y(0)), 0.75)}
                  />
                </Show>
                <Line
                  median={point.park}
                  class="chart-park"
                  from={middle() - step() * 0.42}
                  to={middle() + step() * 0.42}
                  y={y}
                />
                <Line
                  median={point.industry}
                  class="chart-industry"
                  from={middle() - step() * 0.42}
                  to={middle() + step() * 0.42}
                  y={y}
                />
                <text
                  class={point.perMu === null ? "chart-none" : "chart-value"}
                  x={middle()}
                  y={WORDS}
                  text-anchor="middle"
                >
                  {point.perMu === null ? t("charts.missing") : shown(point.perMu)}
                </text>
                <text class="chart-year" x={middle()} y={HEIGHT - 3} text-anchor="middle">
                  {point.year}
                </text>
              </>
            )
          }}
        </For>
      </svg>
      <Show when={latest()}>
        {(point) => (
          <dl class="chart-beside">
            <div>
              <dt>
                <i class="key-industry" /> {t("charts.industry")}
              </dt>
              <dd>
                {told(point().industry)} <span class="quiet">{many(point().industry)}</span>
              </dd>
            </div>
            <div>
              <dt>
                <i class="key-park" /> {t("charts.park")}
              </dt>
              <dd>
                {told(point().park)} <span class="quiet">{many(point().park)}</span>
              </dd>
            </div>
          </dl>
        )}
      </Show>
      <Reasons points={props.one.points} />
    </figure>
  )
}

const Line = (props: {
  median: Median | null
  class: string
  from: number
  to: number
  y: (value: number) => number
}) => (
  <Show when={props.median?.median != null ? { value: props.median.median } : null}>
    {(known) => (
      <path class={props.class} d={`M${props.from} ${props.y(known().value)}H${props.to}`} />
    )}
  </Show>
)

/** Why there is no figure; years with the same reasons in one line. */
function Reasons(props: { points: readonly Point[] }) {
  const { t } = useText()
  const reasons = (missing: readonly string[]) =>
    missing.slice(0, NAMED).join(t("comma")) +
    (missing.length > NAMED ? t("charts.firms-more", { count: missing.length }) : "")
  const gaps = () => {
    const years = new Map<string, number[]>()
    for (const { year, perMu, missing } of props.points) {
      if (perMu !== null || missing.length === 0) continue
      const why = reasons(missing)
      years.set(why, [...(years.get(why) ?? []), year])
    }
    return [...years]
  }
  return (
    <For each={gaps()}>
      {([why, years]) => (
        <p class="chart-gap">{t("charts.gap", { year: years.join(t("comma")), reasons: why })}</p>
      )}
    </For>
  )
}
