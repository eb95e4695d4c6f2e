import { createMemo, createUniqueId, For, Show } from "solid-js"
import { Section } from "../record/Section.tsx"
import type { Firm } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"
import { listYearLand } from "./landYears.ts"

type Land = NonNullable<Firm["land"]>

/** px of the drawing: height of the field, room for words, width of a year. */
const FIELD = 150
const HEAD = 16
const FOOT = 18
const STEP = 56
/** Years that there is room for, however few are known: bars of a young firm are as wide as all others. */
const LEAST_YEARS = 8
const BAR = 32
/** Years that are drawn, the latest. */
const MOST = 15

/** What the firm held at the end of each year: owned and leased in above the line, let below it. */
export function LandYears(props: { land: Land; parcels: Firm["parcels"] }) {
  const { t, figures } = useText()
  const pattern = createUniqueId()
  const years = createMemo(() =>
    listYearLand(
      props.parcels,
      props.land.years.map(({ year }) => year),
    ).slice(-MOST),
  )
  const averages = () => new Map(props.land.years.map(({ year, averageMu }) => [year, averageMu]))
  const top = () => Math.max(1, ...years().map(({ ownedMu, leasedInMu }) => ownedMu + leasedInMu))
  const low = () => Math.max(0, ...years().map(({ leasedOutMu }) => leasedOutMu))
  const scale = () => FIELD / (top() + low())
  const zero = () => HEAD + top() * scale()
  const width = () => Math.max(years().length, LEAST_YEARS) * STEP
  const height = HEAD + FIELD + FOOT
  const mu = (value: number) => figures().mu(value)
  return (
    <Show when={years().length > 0}>
      <Section id="land" title={t("firm.land")} note={t("firm.land-note")}>
        <ul class="strip-key" aria-hidden="true">
          <li>
            <i class="key-owned" /> {t("firm.owned")}
          </li>
          <li>
            <i class="key-leased" /> {t("firm.leased-in")}
          </li>
          <li>
            <i class="key-let" /> {t("firm.leased-out")}
          </li>
        </ul>
        <div class="land-years">
          <svg
            viewBox={`0 0 ${width()} ${height}`}
            style={{ "max-width": `${width() * 1.15}px` }}
            role="img"
            aria-label={`${t("firm.land")}${t("colon")}${years()
              .map(({ year, endMu }) => `${year} ${mu(endMu)} ${t("unit.mu")}`)
              .join(t("semicolon"))}`}
          >
            <defs>
              <pattern
                id={pattern}
                width="5"
                height="5"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <path class="strip-hatch" d="M0 0V5" />
              </pattern>
            </defs>
            <For each={years()}>
              {(one, at) => {
                const x = () => at() * STEP + (STEP - BAR) / 2
                const owned = () => one.ownedMu * scale()
                const leased = () => one.leasedInMu * scale()
                const let_ = () => one.leasedOutMu * scale()
                return (
                  <>
                    <rect
                      class="strip-owned"
                      x={x()}
                      y={zero() - owned()}
                      width={BAR}
                      height={owned()}
                    />
                    <rect
                      class="strip-leased"
                      x={x()}
                      y={zero() - owned() - leased()}
                      width={BAR}
                      height={leased()}
                    />
                    <rect class="strip-let" x={x()} y={zero()} width={BAR} height={let_()} />
                    <rect
                      x={x()}
                      y={zero()}
                      width={BAR}
                      height={let_()}
                      fill={`url(#${pattern})`}
                    />
                    <text
                      class="land-value"
                      x={x() + BAR / 2}
                      y={zero() - owned() - leased() - 4}
                      text-anchor="middle"
                    >
                      {figures().plain(one.endMu, 1)}
                    </text>
                    <text class="land-year" x={x() + BAR / 2} y={height - 4} text-anchor="middle">
                      {one.year}
                    </text>
                  </>
                )
              }}
            </For>
            <path class="chart-ground" d={`M0 ${zero()}H${width()}`} />
          </svg>
        </div>
        <details class="more">
          <summary>{t("strip.table")}</summary>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("year.label")}</th>
                <For
                  each={
                    [
                      "firm.owned",
                      "firm.leased-in",
                      "firm.leased-out",
                      "firm.in-use",
                      "firm.average",
                    ] as const
                  }
                >
                  {(head) => (
                    <th scope="col" class="number">
                      {t(head)} {t("unit.mu")}
                    </th>
                  )}
                </For>
              </tr>
            </thead>
            <tbody>
              <For each={years().toReversed()}>
                {(one) => (
                  <tr>
                    <th scope="row">{one.year}</th>
                    <td class="number">{mu(one.ownedMu)}</td>
                    <td class="number">{mu(one.leasedInMu)}</td>
                    <td class="number">{mu(one.leasedOutMu)}</td>
                    <td class="number">{mu(one.endMu)}</td>
                    <td class="number">{figures().mu(averages().get(one.year))}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </details>
      </Section>
    </Show>
  )
}
