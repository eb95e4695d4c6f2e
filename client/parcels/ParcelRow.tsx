import { Show } from "solid-js"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import { useFieldValue } from "./fieldValue.ts"
import type { FilterName, Parcel } from "./shapes.ts"
import { classOf, useFigure } from "./themeValue.ts"

/** One parcel of the list: sign of its class, name and place, area, and what it is sorted by. */
export function ParcelRow(props: {
  parcel: Parcel
  id: string
  top: number
  place: number
  of: number
  theme: Theme
  sort: string
  names: readonly FilterName[]
  selected: boolean
  focused: boolean
  onPoint: (on: boolean) => void
  onSelect: () => void
}) {
  const { t, pick, figures } = useText()
  const valueOf = useFieldValue()
  const figureOf = useFigure()
  const entry = () => classOf(props.theme, props.parcel)
  const sorted = () => {
    const name = props.sort.replace("-", "")
    if (name === "" || name === "name" || name === "areaMu") return null
    if (props.theme.needs.includes(name)) return null
    const field = props.names.find((one) => one.name === name)
    return field ? valueOf(field, props.parcel) : null
  }
  const figure = () => figureOf(props.theme, props.parcel)
  const said = () => sorted() ?? figure() ?? pick(entry().label)
  return (
    <div
      class="row"
      role="option"
      id={props.id}
      aria-selected={props.selected}
      aria-posinset={props.place}
      aria-setsize={props.of}
      data-focused={props.focused ? "" : undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onSelect()}
      onMouseEnter={() => props.onPoint(true)}
      onMouseLeave={() => props.onPoint(false)}
    >
      <Swatch colour={entry().colour} pattern={entry().pattern} code={pick(entry().code)} />
      <div class="row-text">
        <span class="row-name">{props.parcel.name ?? t("parcel.unnamed")}</span>
        <span class="row-place">
          {props.parcel.holder ?? props.parcel.firms?.[0] ?? props.parcel.location ?? ""}
        </span>
      </div>
      <div class="row-figures">
        <span>
          {figures().mu(props.parcel.areaMu)} <span class="unit">{t("unit.mu")}</span>
        </span>
        <Show when={said()}>{(text) => <span class="row-said">{text()}</span>}</Show>
      </div>
    </div>
  )
}
