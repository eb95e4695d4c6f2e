import { createMemo, For, Show } from "solid-js"
import type { Theme, ThemeClass } from "../map/theme.ts"
import type { MapState } from "../map/state.ts"
import { type Clause, writeFilter } from "../parcels/clause.ts"
import { createSummary } from "../parcels/createParcels.ts"
import { countClasses } from "../parcels/themeValue.ts"
import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"

/** Rows before the rest is folded away. */
const MOST_ROWS = 8

/**
 * The land of each class as bars that narrow everything when pressed. The chart itself is of all that the other
 * conditions select, or a class once chosen would be the only one left to choose.
 */
export function ClassChart(props: {
  theme: Theme
  themes: readonly Theme[]
  state: Pick<MapState, "q" | "year">
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t, pick, figures } = useText()
  const isOwn = (clause: Clause) => clause.kind === "classes" && clause.theme === props.theme.id
  const others = () => props.clauses.filter((clause) => !isOwn(clause))
  const chosen = createMemo(() => {
    const own = props.clauses.find(isOwn)
    return own?.kind === "classes" ? own.keys : []
  })
  const summary = createSummary(() => ({
    filter: writeFilter(others(), props.themes),
    q: props.state.q,
    year: props.state.year,
  }))
  const counts = createMemo(() => countClasses(props.theme, [], summary.data))
  const rows = createMemo(() =>
    props.theme.classes.filter(({ key }) => counts().has(key) || chosen().includes(key)),
  )
  const most = () => Math.max(...rows().map(({ key }) => counts().get(key)?.areaMu ?? 0), 0)

  const toggle = ({ key }: ThemeClass) => {
    const keys = chosen().includes(key) ? chosen().filter((one) => one !== key) : [...chosen(), key]
    props.onClauses(
      keys.length === 0
        ? others()
        : [...others(), { kind: "classes", theme: props.theme.id, keys }],
    )
  }

  const row = (entry: ThemeClass) => (
    <li>
      <button
        type="button"
        class="bar-row"
        aria-pressed={chosen().includes(entry.key)}
        data-out={chosen().length > 0 && !chosen().includes(entry.key) ? "" : undefined}
        disabled={entry.filter === null}
        onClick={() => toggle(entry)}
      >
        <Swatch colour={entry.colour} pattern={entry.pattern} code={pick(entry.code)} />
        <span class="bar-label">{pick(entry.label)}</span>
        <span class="bar-mu">{figures().fixed(counts().get(entry.key)?.areaMu ?? 0, 1)}</span>
        <span class="bar-count">{figures().count(counts().get(entry.key)?.parcels ?? 0)}</span>
        <svg class="bar-length" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect
            width={most() === 0 ? 0 : ((counts().get(entry.key)?.areaMu ?? 0) / most()) * 100}
            height="4"
            fill={entry.colour}
          />
        </svg>
      </button>
    </li>
  )
  return (
    <section class="tally" aria-busy={summary.isFetching}>
      <header class="tally-head">
        <h3>{pick(props.theme.title)}</h3>
        <span class="tally-unit">{t("unit.mu")}</span>
        <span class="tally-unit">{t("unit.parcels")}</span>
      </header>
      <ul class="bars">
        <For each={rows().slice(0, MOST_ROWS)}>{row}</For>
      </ul>
      <Show when={rows().length > MOST_ROWS}>
        <details class="more">
          <summary>{t("statistics.more", { count: rows().length - MOST_ROWS })}</summary>
          <ul class="bars">
            <For each={rows().slice(MOST_ROWS)}>{row}</For>
          </ul>
        </details>
      </Show>
    </section>
  )
}
