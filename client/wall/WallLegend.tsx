import { createMemo, For, Show } from "solid-js"
import type { Theme } from "../map/theme.ts"
import { useUnit } from "../parcels/themeValue.ts"
import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import type { Scene } from "./createScene.ts"

/** Classes that a key has room to tell the mu of. */
const MOST_WITH_MU = 8

/** The key of the picture: each class by colour and letter, with its parcels and mu. */
export function WallLegend(props: {
  scene: Scene
  theme: Theme
  ref: (element: HTMLElement) => void
}) {
  const { t, pick, figures } = useText()
  const unitOf = useUnit()
  const rows = createMemo(() =>
    props.theme.classes.flatMap((entry) => {
      const count = props.scene.counts.selected()?.get(entry.key)
      return count ? [{ entry, count }] : []
    }),
  )
  const shown = () => props.scene.figures.shown()
  const year = () =>
    props.theme.yearly ? (props.scene.state.year ?? props.scene.summary.data?.year) : undefined
  const height = () => {
    const tall = props.scene.figures.tall()
    return props.scene.figures.rise() && tall ? pick(tall.label) : undefined
  }
  return (
    <section
      class="wall-legend"
      data-many={rows().length > MOST_WITH_MU ? "" : undefined}
      aria-label={t("legend.title")}
      ref={(element) => props.ref(element)}
    >
      <h2 class="wall-legend-head">
        <span>{pick(props.theme.title)}</span>
        <Show when={shown()?.axes === null && shown()?.mode === null && shown()}>
          {(shown) => <span class="wall-soft">{unitOf(shown().measure.unit)}</span>}
        </Show>
        <Show when={year()}>
          {(year) => <span class="wall-soft">{t("year.of", { year: year() })}</span>}
        </Show>
      </h2>
      <ul class="wall-classes">
        <For each={rows()}>
          {({ entry, count }) => (
            <li class="wall-class">
              <Swatch colour={entry.colour} pattern={entry.pattern} code={pick(entry.code)} />
              <span class="wall-class-name">{pick(entry.label)}</span>
              <span class="wall-number">
                {t("wall.parcels", { count: figures().count(count.parcels) })}
              </span>
              <span class="wall-number wall-mu">
                {t("unit.mu.of", { value: figures().fixed(count.areaMu, 1) })}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={height()}>
        {(name) => <p class="wall-soft">{t("views.height", { name: name() })}</p>}
      </Show>
    </section>
  )
}
