import { Show } from "solid-js"
import { toBeijing } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { remaining } from "./clock.ts"
import type { PublicityHead } from "./shapes.ts"

/** When a publicity is open, in China's time, and how long it still is. */
export function Window(props: { shown: PublicityHead; now: number }) {
  const { t } = useText()
  const left = () =>
    props.shown.state === "open"
      ? remaining(props.shown.closesAt, props.now)
      : props.shown.state === "scheduled"
        ? remaining(props.shown.opensAt, props.now)
        : null
  return (
    <>
      <span class="publicity-still">
        {t("publicity.window-of", {
          from: toBeijing(props.shown.opensAt),
          to: toBeijing(props.shown.closesAt),
        })}
      </span>
      <Show when={left()}>
        {(time) => (
          <span class="publicity-left block">
            {t(props.shown.state === "open" ? "publicity.left" : "publicity.until-open", {
              time:
                time().days > 0
                  ? t("publicity.days-hours", time())
                  : t("publicity.hours-minutes", time()),
            })}
          </span>
        )}
      </Show>
    </>
  )
}
