import { createMemo, For, Show } from "solid-js"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import type { Triangle } from "./shapes.ts"
import { layStrip } from "./strip.ts"

/** px of the drawing. */
const WIDTH = 190
const HEIGHT = 14

/** What a kWh brings here, among the nearest comparable firms and beside the middle of the industry. */
export function TriangleStrip(props: { triangle: Triangle; of: "revenuePerKwh" | "taxPerKwh" }) {
  const { t, figures } = useText()
  const strip = createMemo(() => layStrip(props.triangle, props.of, WIDTH))
  const told = () => {
    const deviation = props.triangle.deviations?.[props.of]
    return t(`idle.strip.${props.of}`, {
      value: figures().plain(props.triangle.own[props.of], 2),
      deviation: deviation == null ? NONE : figures().plain(deviation.toFixed(1), 1),
    })
  }
  return (
    <div class="idle-strip">
      <span class="quiet">{told()}</span>
      <Show when={strip()}>
        {(drawn) => (
          <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
            <line class="idle-strip-axis" x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
            <line
              class="idle-strip-middle"
              x1={drawn().middle}
              x2={drawn().middle}
              y1="1"
              y2={HEIGHT - 1}
            />
            <For each={drawn().peers}>
              {(x) => <circle class="idle-strip-peer" cx={x} cy={HEIGHT / 2} r="3" />}
            </For>
            <Show when={drawn().own}>
              {(x) => <circle class="idle-strip-own" cx={x()} cy={HEIGHT / 2} r="4.5" />}
            </Show>
          </svg>
        )}
      </Show>
    </div>
  )
}
