import { createMemo, For, Show } from "solid-js"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { POINT_PLACES, useIndicators } from "./indicatorText.ts"
import type { FirmOfRun } from "./shapes.ts"
import { capOf, climb, type Step } from "./steps.ts"

/** Units of the drawing's width; the height of a bar in px, inside of a row that is drawn to its edges. */
const WIDTH = 1000
const ROW = 40
const BAR = 16

/**
 * How the total came about: each indicator a step on those before it, against its weight and its cap, with the
 * figures in the same row. The drawing repeats the figures and says nothing of its own.
 */
export function PointsTable(props: { told: FirmOfRun }) {
  const { t, figures } = useText()
  const indicators = useIndicators()
  const result = () => props.told.result
  const way = createMemo(() => climb(result(), props.told.scheme))
  const points = (value: string | number | null) => figures().fixed(value, POINT_PLACES)
  const cost = (score: string | null, weight: string) =>
    Math.max(0, Number(weight) - Number(score ?? 0))
  const at = (value: number) => (Math.max(0, value) / way().end) * WIDTH
  const Bar = (bar: { step: Step; kind: "item" | "bonus" | "penalty" | "total" }) => (
    <svg
      class="climb"
      viewBox={`0 0 ${WIDTH} ${ROW}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line class="climb-ground" x1="0" x2="0" y1="0" y2={ROW} />
      <Show when={bar.step.cap}>
        {(cap) => (
          <rect
            class="climb-cap"
            x={at(bar.step.from)}
            width={at(cap())}
            y={(ROW - BAR) / 2}
            height={BAR}
          />
        )}
      </Show>
      <rect
        class={`climb-${bar.kind}`}
        x={Math.min(at(bar.step.from), at(bar.step.to))}
        width={Math.abs(at(bar.step.to) - at(bar.step.from))}
        y={(ROW - BAR) / 2}
        height={BAR}
      />
      <Show when={bar.step.weight}>
        {(weight) => (
          <line
            class="climb-weight"
            x1={at(bar.step.from + weight())}
            x2={at(bar.step.from + weight())}
            y1={(ROW - BAR) / 2 - 4}
            y2={(ROW + BAR) / 2 + 4}
          />
        )}
      </Show>
      <Show when={bar.kind !== "total"}>
        <line
          class="climb-thread"
          x1={at(bar.step.to)}
          x2={at(bar.step.to)}
          y1={(ROW + BAR) / 2}
          y2={ROW}
        />
        <line
          class="climb-thread"
          x1={at(bar.step.from)}
          x2={at(bar.step.from)}
          y1="0"
          y2={(ROW - BAR) / 2}
        />
      </Show>
    </svg>
  )
  return (
    <>
      <ul class="strip-key climb-key" aria-hidden="true">
        <li>
          <i class="key-scored" /> {t("assess.key.scored")}
        </li>
        <li>
          <i class="key-weight" /> {t("assess.key.weight")}
        </li>
        <Show when={way().steps.some(({ cap }) => cap !== null)}>
          <li>
            <i class="key-cap" /> {t("assess.key.cap")}
          </li>
        </Show>
      </ul>
      <div class="table-frame">
        <table class="table points-table">
          <thead>
            <tr>
              <th scope="col">{t("assess.indicator")}</th>
              <th scope="col" class="number">
                {t("assess.value")}
              </th>
              <th scope="col" class="number">
                {t("assess.benchmark")}
              </th>
              <th scope="col" class="number">
                {t("assess.weight")}
              </th>
              <th scope="col" class="number">
                {t("assess.cap")}
              </th>
              <th scope="col" class="number">
                {t("assess.points")}
              </th>
              <th scope="col" class="climb-head">
                {t("assess.way")}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={result().items}>
              {(item, index) => {
                const cap = () => capOf(item, props.told.scheme)
                return (
                  <tr>
                    <th scope="row">
                      {indicators.nameOf(item.id)}
                      <span class="quiet block">{indicators.unitOf(item.id)}</span>
                    </th>
                    <td class="number">
                      <Show
                        when={!item.missing}
                        fallback={
                          <span class="cell-missing">
                            {t("assess.missing")}
                            <Show when={cost(item.score, item.weight) > 0}>
                              <span class="block">
                                {t("assess.missing-cost", {
                                  points: points(cost(item.score, item.weight)),
                                })}
                              </span>
                            </Show>
                          </span>
                        }
                      >
                        {indicators.valueOf(item.id, item.value)}
                      </Show>
                    </td>
                    <td class="number">{indicators.valueOf(item.id, item.benchmark)}</td>
                    <td class="number">{figures().plain(item.weight, POINT_PLACES)}</td>
                    <td class="number">
                      {cap() === null ? NONE : figures().plain(cap(), POINT_PLACES)}
                    </td>
                    <td class="number">
                      <b>{points(item.score)}</b>
                    </td>
                    <td class="climb-cell">
                      <Bar step={way().steps[index()]!} kind="item" />
                    </td>
                  </tr>
                )
              }}
            </For>
            <Show when={Number(result().bonus) !== 0}>
              <tr>
                <th scope="row" colSpan={5}>
                  {t("assess.bonus")}
                </th>
                <td class="number">+{points(result().bonus)}</td>
                <td class="climb-cell">
                  <Bar step={way().bonus} kind="bonus" />
                </td>
              </tr>
            </Show>
            <Show when={Number(result().penalty) !== 0}>
              <tr>
                <th scope="row" colSpan={5}>
                  {t("assess.penalty")}
                </th>
                <td class="number">−{points(result().penalty)}</td>
                <td class="climb-cell">
                  <Bar step={way().penalty} kind="penalty" />
                </td>
              </tr>
            </Show>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={5}>
                {t("assess.total-points")}
              </th>
              <td class="number">{points(result().totalRounded)}</td>
              <td class="climb-cell">
                <Bar step={{ from: 0, to: way().total, cap: null, weight: null }} kind="total" />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  )
}
