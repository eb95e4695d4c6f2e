import { For, Show } from "solid-js"
import { Section } from "../record/Section.tsx"
import type { Firm } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"

/** Grades by year, the earliest first, each with the scheme that gave it. */
export function GradesSection(props: { grades: Firm["grades"] }) {
  const { t } = useText()
  return (
    <Show when={props.grades.length > 0}>
      <Section id="grades" title={t("firm.grades")}>
        <ol class="firm-grades">
          <For each={props.grades.toReversed()}>
            {(graded) => (
              <li>
                <span class="quiet">{graded.fiscalYear}</span>
                <b class={`grade grade-${graded.grade}`}>{graded.grade}</b>
                <span class="quiet">
                  {t("firm.scheme")} {graded.schemeId}
                </span>
              </li>
            )}
          </For>
        </ol>
      </Section>
    </Show>
  )
}
