import { type JSX, Show } from "solid-js"
import type { Bin, Hovered } from "../map/createMap.ts"
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
    <Card at={props.at} head={props.parcel.name ?? t("parcel.unnamed")}>
      <div class="hover-line">
        <Swatch colour={entry().colour} pattern={entry().pattern} code={pick(entry().code)} />
        <span>{pick(entry().label)}</span>
        <Show when={figure()}>
          {(value) => <span>{t("unit.per-mu.of", { value: value() })}</span>}
        </Show>
      </div>
      <div class="quiet">{t("unit.mu.of", { value: figures().mu(props.parcel.areaMu) })}</div>
    </Card>
  )
}

/** How many parcels and mu a square stands for, and the value or the class of most of its land. */
export function BinCard(props: { at: Hovered; bin: Bin; theme: Theme }) {
  const { t, pick, figures } = useText()
  const entry = () => classOf(props.theme, props.bin.attributes)
  const figure = () => figureOf(props.theme.id, props.bin.attributes, figures())
  const head = () =>
    t("map.bin", {
      count: figures().count(props.bin.count),
      mu: figures().muOf(props.bin.areaM2),
    })
  return (
    <Card at={props.at} head={head()}>
      <div class="hover-line">
        <Swatch colour={entry().colour} pattern={null} code={pick(entry().code)} />
        <Show
          when={figure()}
          fallback={
            <span>
              {props.bin.count === 1
                ? pick(entry().label)
                : t("map.bin.most", { name: pick(entry().label) })}
            </span>
          }
        >
          {(value) => <span>{t("unit.per-mu.of", { value: value() })}</span>}
        </Show>
      </div>
    </Card>
  )
}

const Card = (props: { at: Hovered; head: string; children: JSX.Element }) => (
  <div
    class="hover-card"
    aria-hidden="true"
    style={{ transform: `translate(${props.at.x + 14}px, ${props.at.y + 14}px)` }}
  >
    <strong>{props.head}</strong>
    {props.children}
  </div>
)
