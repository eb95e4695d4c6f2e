import { createQuery, keepPreviousData } from "@tanstack/solid-query"
import { For, Show } from "solid-js"
import { answer, api, asked } from "../api.ts"
import type { MapState } from "../map/state.ts"
import type { Summary } from "../parcels/shapes.ts"
import { useText } from "../text/language.tsx"

/** Per-mu figures that stand at the head, where they are seen. */
const FIGURES = ["taxPerMu", "revenuePerMu", "valueAddedPerMu"] as const

/** What the selection comes to, each number with what it counts. */
export function Totals(props: {
  summary: Summary | undefined
  state: Pick<MapState, "filter" | "q" | "year">
}) {
  const { t, figures } = useText()
  const firms = createQuery(() => {
    const { filter, year } = props.state
    return {
      queryKey: ["enterprises", "summary", filter, year],
      queryFn: () => answer(api.enterprises.summary.$get({ query: asked({ filter, year }) })),
      placeholderData: keepPreviousData,
      // A search by text says something else of firms than of their land.
      enabled: props.state.q === "",
    }
  })
  const floors = createQuery(() => {
    const { filter, q } = props.state
    return {
      queryKey: ["parcels", "floors", filter, q],
      queryFn: () => answer(api.parcels.floors.$get({ query: asked({ filter, q }) })),
      placeholderData: keepPreviousData,
    }
  })
  const shown = () => FIGURES.filter((name) => props.summary?.metrics?.[name])
  return (
    <dl class="totals">
      <div class="total">
        <dt>{t("statistics.parcels")}</dt>
        <dd>
          <strong>{props.summary ? figures().count(props.summary.total.parcels) : "—"}</strong>{" "}
          {t("unit.parcels")}
        </dd>
      </div>
      <div class="total">
        <dt>{t("statistics.area")}</dt>
        <dd>
          <strong>{props.summary ? figures().mu(props.summary.total.areaMu) : "—"}</strong>{" "}
          {t("unit.mu")}
        </dd>
      </div>
      <div class="total">
        <dt>{t("statistics.firms")}</dt>
        <dd>
          <strong>
            {props.state.q === "" && firms.data ? figures().count(firms.data.total.firms) : "—"}
          </strong>{" "}
          {t("unit.firms")}
        </dd>
      </div>
      <Show when={floors.data?.vacantFloorM2 !== undefined}>
        <div class="total">
          <dt>{t("statistics.vacant")}</dt>
          <Amount value={floors.data?.vacantFloorM2} shown={figures().m2} unit="m²" />
          <dd class="total-note">
            {t("statistics.vacant.of", {
              known: figures().count(floors.data?.known ?? 0),
              missing: figures().count(floors.data?.missing ?? 0),
            })}
          </dd>
        </div>
      </Show>
      <For each={shown()}>
        {(name) => (
          <div class="total">
            <dt>{t(`statistics.${name}`)}</dt>
            <Amount
              value={props.summary?.metrics?.[name]?.perMu}
              shown={figures().perMu}
              unit={t("unit.per-mu")}
            />
            <dd class="total-note">
              <Show when={props.summary?.metrics?.[name]?.amount != null}>
                {t("statistics.of", {
                  amount: figures().fixed(props.summary?.metrics?.[name]?.amount, 1),
                })}
              </Show>
              {t("statistics.missing", {
                missing: figures().count(props.summary?.metrics?.[name]?.missingParcels ?? 0),
              })}
            </dd>
          </div>
        )}
      </For>
    </dl>
  )
}

/** A figure with its unit; without either where nothing is known. */
function Amount(props: {
  value: number | null | undefined
  shown: (value: number) => string
  unit: string
}) {
  const { t } = useText()
  return (
    <Show
      when={props.value != null ? { value: props.value } : null}
      fallback={<dd class="total-none">{t("statistics.none")}</dd>}
    >
      {(known) => (
        <dd>
          <strong>{props.shown(known().value)}</strong> {props.unit}
        </dd>
      )}
    </Show>
  )
}
