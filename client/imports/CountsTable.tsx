import { For } from "solid-js"
import { useText } from "../text/language.tsx"
import type { Import } from "./shapes.ts"

const OUTCOMES = ["inserted", "updated", "unchanged", "rejected", "skipped"] as const

/** Rows of the file and what becomes of each: the parts add up to the whole, always. */
export function CountsTable(props: { counts: Import["counts"] }) {
  const { t, name, figures } = useText()
  return (
    <section class="counts" aria-label={t("imports.counts")}>
      <div class="count count-rows">
        <span class="count-number">{figures().count(props.counts.rows)}</span>
        <span>{t("imports.counts.rows")}</span>
      </div>
      <span class="count-sign" aria-hidden="true">
        =
      </span>
      <For each={OUTCOMES}>
        {(outcome, index) => (
          <>
            <span class="count-sign" aria-hidden="true">
              {index() === 0 ? "" : "+"}
            </span>
            <div
              class={`count count-${outcome}`}
              data-none={props.counts[outcome] === 0 ? "" : undefined}
            >
              <span class="count-number">{figures().count(props.counts[outcome])}</span>
              <span>{name("outcome", outcome)}</span>
            </div>
          </>
        )}
      </For>
    </section>
  )
}
