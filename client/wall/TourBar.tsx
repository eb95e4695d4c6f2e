import { For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { LEAST_SECONDS, MOST_SECONDS, type Tour } from "./createTour.ts"
import { Round } from "./Round.tsx"
import type { Stop } from "./stops.ts"
import { swipe } from "./swipe.ts"

/** Where the tour is, and how it is taken in hand: large enough for a finger. */
export function TourBar(props: { tour: Tour; stops: readonly Stop[] }) {
  const { t } = useText()
  const { tour } = props
  return (
    <nav
      class="wall-tour"
      aria-label={t("wall.tour")}
      ref={(element) => swipe(element, () => tour.step)}
    >
      <Round icon="left" label={t("wall.previous")} onClick={() => tour.step(-1)} />
      <Round
        icon={tour.playing() ? "pause" : "play"}
        label={tour.playing() ? t("wall.pause") : t("wall.play")}
        onClick={() => tour.toggle()}
      />
      <Round icon="right" label={t("wall.next")} onClick={() => tour.step(1)} />
      <ol
        class="wall-dots"
        aria-label={t("wall.at", { at: tour.index() + 1, of: props.stops.length })}
      >
        <For each={props.stops}>
          {(_, at) => (
            <li aria-current={at() === tour.index() ? "step" : undefined}>
              <Show when={at() === tour.index() && tour.playing() && tour.arrived()}>
                <i style={{ "animation-duration": `${tour.seconds()}s` }} />
              </Show>
            </li>
          )}
        </For>
      </ol>
      <span class="wall-at" aria-hidden="true">
        {tour.index() + 1} / {props.stops.length}
      </span>
      <Show when={!tour.playing()}>
        <span class="wall-paused" role="status">
          {t("wall.paused")}
        </span>
      </Show>
      <span class="wall-pace">
        <Round
          icon="minus"
          label={t("wall.faster")}
          disabled={tour.seconds() <= LEAST_SECONDS}
          onClick={() => tour.lengthen(-1)}
        />
        <span>{t("wall.seconds", { seconds: tour.seconds() })}</span>
        <Round
          icon="plus"
          label={t("wall.slower")}
          disabled={tour.seconds() >= MOST_SECONDS}
          onClick={() => tour.lengthen(1)}
        />
      </span>
    </nav>
  )
}
