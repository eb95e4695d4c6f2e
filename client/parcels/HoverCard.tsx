import { Show } from "solid-js"
import type { Hovered } from "../map/createMap.ts"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import type { Parcel } from "./shapes.ts"
import { classOf, figureOf } from "./themeValue.ts"

/** What the pointer is on: name, area, class. The sheet and the list say the same to who has no pointer. */
export function HoverCard(props: { at: Hovered; parcel: Parcel; theme: Theme }) {
  const { t, pick, figures } = useText()
  const entry = () => classOf(props.theme, props.parcel)
  const figure = () => figureOf(props.theme.id, props.parcel, figures())
  return (
    <div
      class="hover-card"
      aria-hidden="true"
      style={{ transform: `translate(${props.at.x + 14}px, ${props.at.y + 14}px)` }}
    >
      <strong>{props.parcel.name ?? t("parcel.unnamed")}</strong>
      <div class="hover-line">
        <Swatch colour={entry().colour} pattern={entry().pattern} code={pick(entry().code)} />
        <span>{pick(entry().label)}</span>
        <Show when={figure()}>
          {(value) => <span>{t("unit.per-mu.of", { value: value() })}</span>}
        </Show>
      </div>
      <div class="quiet">{t("unit.mu.of", { value: figures().mu(props.parcel.areaMu) })}</div>
    </div>
  )
}
