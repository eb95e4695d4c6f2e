import { createMemo, For, Show } from "solid-js"
import type { Outlined } from "../record/createOutlines.ts"
import { boxOf, fitPlane, pathOf } from "../record/plane.ts"

/** px of a drawing. */
export const OUTLINE = { width: 200, height: 130 }

/** Land as a bare outline at a given scale, north up. */
export function OutlineDrawing(props: {
  outlines: readonly Outlined[]
  /** 0 until it is known. */
  metresPerUnit: number
  label: string
}) {
  const plane = createMemo(() =>
    props.outlines.length > 0 && props.metresPerUnit > 0
      ? fitPlane(boxOf(props.outlines.map(({ bbox }) => bbox)), OUTLINE, {
          metresPerUnit: props.metresPerUnit,
        })
      : null,
  )
  return (
    <svg
      class="compare-outline"
      viewBox={`0 0 ${OUTLINE.width} ${OUTLINE.height}`}
      role="img"
      aria-label={props.label}
    >
      <Show when={plane()}>
        {(fitted) => (
          <For each={props.outlines}>
            {({ geometry }) => (
              <path class="place-subject" fill-rule="evenodd" d={pathOf(geometry, fitted())} />
            )}
          </For>
        )}
      </Show>
    </svg>
  )
}
