import { createMemo, createSignal, For, Show } from "solid-js"
import type { Theme, ThemeClass } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import type { Clause } from "./clause.ts"
import type { Parcel, Summary } from "./shapes.ts"
import { countClasses } from "./themeValue.ts"

/** The key of the map: each class with its parcels and mu. A class chosen here narrows list and map. */
export function Legend(props: {
  theme: Theme
  /** Every parcel, whatever the filter. */
  all: readonly Parcel[]
  /** Those that the filter selects. */
  parcels: readonly Parcel[]
  complete: boolean
  summary: Summary | undefined
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t, pick, figures } = useText()
  const [folded, setFolded] = createSignal(false)
  const counts = createMemo(() => countClasses(props.theme, props.parcels, props.summary))
  const chosen = () =>
    props.clauses.find((clause) => clause.kind === "classes" && clause.theme === props.theme.id)
  const keys = () => {
    const clause = chosen()
    return clause?.kind === "classes" ? clause.keys : []
  }
  const present = createMemo(() => countClasses(props.theme, props.all))
  // A class that no parcel is in says nothing; one that the filter empties stays, to be chosen.
  const rows = () =>
    props.theme.classes.filter(
      ({ key }) => present().has(key) || counts().has(key) || keys().includes(key),
    )

  const toggle = ({ key }: ThemeClass) => {
    const wanted = keys().includes(key) ? keys().filter((one) => one !== key) : [...keys(), key]
    const others = props.clauses.filter((clause) => clause !== chosen())
    props.onClauses(
      wanted.length === 0
        ? others
        : [...others, { kind: "classes", theme: props.theme.id, keys: wanted }],
    )
  }

  return (
    <section class="legend panel" aria-label={t("legend.title")}>
      <button
        type="button"
        class="legend-head"
        aria-expanded={!folded()}
        onClick={() => setFolded(!folded())}
      >
        <span class="legend-title">{t(props.theme.title)}</span>
        <Show when={props.theme.id === "taxPerMu"}>
          <span class="quiet">{t("unit.per-mu")}</span>
        </Show>
        <Icon name={folded() ? "up" : "down"} size={14} />
      </button>
      <Show when={!folded()}>
        <ul class="legend-rows" aria-busy={!props.complete}>
          <For each={rows()}>
            {(entry) => (
              <li>
                <button
                  type="button"
                  class="legend-row"
                  aria-pressed={keys().includes(entry.key)}
                  data-none={counts().has(entry.key) ? undefined : ""}
                  disabled={entry.filter === null}
                  onClick={() => toggle(entry)}
                >
                  <Swatch colour={entry.colour} pattern={entry.pattern} code={pick(entry.code)} />
                  <span class="legend-label">{pick(entry.label)}</span>
                  <span class="legend-count">
                    {figures().count(counts().get(entry.key)?.parcels ?? 0)}
                  </span>
                  <span class="legend-mu">
                    {figures().fixed(counts().get(entry.key)?.areaMu ?? 0, 1)}
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
        <div class="legend-foot">
          <span>{t("legend.total")}</span>
          <span class="legend-count">{figures().count(props.summary?.total.parcels ?? 0)}</span>
          <span class="legend-mu">{figures().fixed(props.summary?.total.areaMu ?? 0, 1)}</span>
        </div>
        <p class="legend-units">{t("legend.units")}</p>
        <Show when={props.theme.id === "taxPerMu" && props.summary?.metrics?.["taxPerMu"]}>
          {(metric) => (
            <p class="legend-note">
              {t("legend.tax-mean", {
                value: figures().fixed(metric().perMu, 2),
                missing: metric().missingParcels,
              })}
            </p>
          )}
        </Show>
      </Show>
    </section>
  )
}
