import { createQuery } from "@tanstack/solid-query"
import { For, Match, Show, Switch } from "solid-js"
import { answer, api, asked, problemOf } from "../api.ts"
import type { Theme } from "../map/theme.ts"
import { isNumbered } from "../parcels/shapes.ts"
import { classOf, useFigure } from "../parcels/themeValue.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import { Waiting } from "../ui/Waiting.tsx"

/** Figures of a parcel that a card has room for, where the role has them. */
const FIGURES = [
  { name: "taxPerMu", title: "wall.card.tax" },
  { name: "valueAddedPerMu", title: "wall.card.value-added" },
] as const

/** A parcel as one shows it to somebody who stands beside one: read at arm's length, closed by a touch. */
export function ParcelCard(props: {
  id: number
  year: number | null
  theme: Theme
  /** Whether figures of firms may be shown just now. */
  open: boolean
  onClose: () => void
}) {
  const { t, pick, figures } = useText()
  const figureOf = useFigure()
  const query = createQuery(() => ({
    queryKey: ["parcels", "card", props.id, props.year],
    queryFn: async () => {
      const found = await answer(
        api.parcels.$get({ query: asked({ ids: String(props.id), year: props.year }) }),
      )
      return { parcel: found.items.find(isNumbered) ?? null, year: found.year }
    },
  }))
  const parcel = () => query.data?.parcel
  const entry = () => classOf(props.theme, parcel()!)
  const told = () =>
    props.open
      ? FIGURES.flatMap(({ name, title }) => {
          const value = parcel()?.[name]
          return value === undefined ? [] : [{ title, value }]
        })
      : []
  return (
    <aside class="wall-card" aria-label={t("wall.card")} onClick={() => props.onClose()}>
      <button type="button" class="wall-button" aria-label={t("close")}>
        <Icon name="close" size={28} />
      </button>
      <Switch>
        <Match when={query.isPending}>
          <Waiting>{t("wait.sheet")}</Waiting>
        </Match>
        <Match when={query.isError}>
          <Failure told={problemOf(query.error)} onRetry={() => void query.refetch()} />
        </Match>
        <Match when={query.isSuccess && !parcel()}>
          <p>{t("wall.card.gone")}</p>
        </Match>
        <Match when={parcel()}>
          {(parcel) => (
            <>
              <h2>{parcel().name ?? t("parcel.unnamed")}</h2>
              <Show when={parcel().location}>
                {(location) => <p class="wall-soft">{location()}</p>}
              </Show>
              <p class="wall-big">
                <strong>{figures().mu(parcel().areaMu)}</strong> {t("unit.mu")}
              </p>
              <p class="wall-class">
                <Swatch
                  colour={entry().colour}
                  pattern={entry().pattern}
                  code={pick(entry().code)}
                />
                <span>{pick(entry().label)}</span>
                <Show when={props.open && figureOf(props.theme, parcel())}>
                  {(figure) => <span>{figure()}</span>}
                </Show>
              </p>
              <Show when={parcel().grade && props.theme.id !== "grade"}>
                <p>
                  {t("wall.card.grade", { grade: parcel().grade!, year: query.data?.year ?? "" })}
                </p>
              </Show>
              <For each={told()}>
                {({ title, value }) => (
                  <p>
                    {t(title, { year: query.data?.year ?? "" })}{" "}
                    <Show when={value !== null} fallback={t("missing.noFigure")}>
                      <strong>{figures().perMu(value)}</strong> {t("unit.per-mu")}
                    </Show>
                  </p>
                )}
              </For>
            </>
          )}
        </Match>
      </Switch>
    </aside>
  )
}
