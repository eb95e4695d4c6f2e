import { type JSX, Show } from "solid-js"
import type { Bin, Hovered } from "../map/createMap.ts"
import type { Theme } from "../map/theme.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import type { Parcel } from "./shapes.ts"
import { classOf, useFigure } from "./themeValue.ts"

/** What the pointer is on: name, area, class. The sheet and the list say the same to who has no pointer. */
export function HoverCard(props: { at: Hovered; parcel: Parcel; theme: Theme }) {
  const { t, pick, figures } = useText()
  const figureOf = useFigure()
  const entry = () => classOf(props.theme, props.parcel)
  const figure = () => figureOf(props.theme, props.parcel)
  return (
    <Card at={props.at} head={props.parcel.name ?? t("parcel.unnamed")}>
      <div class="hover-line">
        <Swatch colour={entry().colour} pattern={entry().pattern} code={pick(entry().code)} />
        <span>{figure() === undefined || figure() === NONE ? pick(entry().label) : figure()}</span>
      </div>
      <div class="quiet">{t("unit.mu.of", { value: figures().mu(props.parcel.areaMu) })}</div>
    </Card>
  )
}

/** How many parcels and mu a square stands for, and the value or the class of most of its land. */
export function BinCard(props: { at: Hovered; bin: Bin; theme: Theme }) {
  const { t, pick, figures } = useText()
  const figureOf = useFigure()
  const entry = () => classOf(props.theme, props.bin.attributes)
  const figure = () => figureOf(props.theme, props.bin.attributes)
  const head = () =>
    t("map.bin", {
      count: figures().count(props.bin.count),
      mu: figures().muOf(props.bin.areaM2),
    })
  return (
    <Card at={props.at} head={head()}>
      <Show when={props.theme.bins[0]?.name !== ""}>
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
            {(value) => <span>{value()}</span>}
          </Show>
        </div>
      </Show>
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
