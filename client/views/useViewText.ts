import { createMemo } from "solid-js"
import { type MapState, readState } from "../map/state.ts"
import { listThemes } from "../map/themes.ts"
import { readFilter } from "../parcels/clause-reader.ts"
import { useClauseText } from "../parcels/clauseText.ts"
import { createFilterNames } from "../parcels/queries.ts"
import { useText } from "../text/language.tsx"
import { createGround } from "./createGround.ts"
import { placeOf } from "./place.ts"

/** What a picture shows in words: theme, year, height, conditions and place, each where there is one. */
export function useViewText() {
  const { t, pick } = useText()
  const names = createFilterNames()
  const ground = createGround()
  const themes = createMemo(() => listThemes("light"))
  const clauseText = useClauseText(() => ({ names: names.data?.items ?? [], themes: themes() }))

  const labelOf = (name: string) => {
    const field = names.data?.items.find((one) => one.name === name)
    return field && pick(field)
  }
  const themeText = ({ theme, measure, other, mode }: MapState) => {
    if (theme !== "measure")
      return pick(themes().find(({ id }) => id === theme)?.title ?? themes()[0]!.title)
    const label = (measure && labelOf(measure)) ?? t("views.figures")
    if (mode === "change") return t("views.change", { name: label })
    const second = mode === "pair" && other ? labelOf(other) : undefined
    return second ? t("views.pair", { name: label, other: second }) : label
  }
  const isYearly = ({ theme }: MapState) =>
    theme === "measure" || themes().some(({ id, yearly }) => id === theme && yearly)
  const conditions = ({ filter, q }: MapState): string[] => [
    ...readFilter(filter, themes()).map(clauseText),
    ...(q === "" ? [] : [t("views.search", { text: q })]),
  ]
  const place = ({ camera }: MapState) => {
    const { zone, road } = placeOf(camera, ground.data ?? [])
    if (!camera) return zone ?? t("views.whole")
    return road ? t("views.near", { road }) : (zone ?? undefined)
  }

  const words = (state: MapState): string =>
    [
      themeText(state),
      isYearly(state) && (state.year ? t("year.of", { year: state.year }) : t("views.newest")),
      state.height && t("views.height", { name: labelOf(state.height) ?? t("views.figures") }),
      ...conditions(state),
      place(state),
    ]
      .filter((part) => typeof part === "string" && part !== "")
      .join(" · ")
  return { words, conditions, ofQuery: (query: string) => words(readState(query)) }
}
