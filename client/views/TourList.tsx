import { For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import type { TourView } from "./createViews.ts"

/** Views in the order in which the wall shows them; one's own can be moved and taken out. */
export function TourList(props: {
  tour: readonly TourView[]
  busy: boolean
  onMove: (view: TourView, to: number) => void
  onLeave: (view: TourView) => void
}) {
  const { t } = useText()
  return (
    <Show when={props.tour.length > 0} fallback={<p class="note">{t("views.tour.none")}</p>}>
      <ol class="tour-list">
        <For each={props.tour}>
          {(view, at) => (
            <li class="tour-row">
              <span class="tour-place">{at() + 1}</span>
              <span class="tour-name">{view.name}</span>
              <Show when={view.own} fallback={<span class="quiet">{view.author.displayName}</span>}>
                <IconButton
                  icon="up"
                  label={t("views.earlier", { name: view.name })}
                  disabled={props.busy || at() === 0}
                  onClick={() => props.onMove(view, at() - 1)}
                />
                <IconButton
                  icon="down"
                  label={t("views.later", { name: view.name })}
                  disabled={props.busy || at() === props.tour.length - 1}
                  onClick={() => props.onMove(view, at() + 1)}
                />
                <IconButton
                  icon="close"
                  label={t("views.leave-tour", { name: view.name })}
                  disabled={props.busy}
                  onClick={() => props.onLeave(view)}
                />
              </Show>
            </li>
          )}
        </For>
      </ol>
    </Show>
  )
}
