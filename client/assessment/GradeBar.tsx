import { For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { GRADES } from "./standing.ts"

/** Firms by grade as one bar, with the letters and numbers below; those without a grade close it, hatched. */
export function GradeBar(props: { counts: Readonly<Record<string, number>> }) {
  const { t, figures } = useText()
  const all = () => Object.values(props.counts).reduce((sum, firms) => sum + firms, 0)
  const graded = () => GRADES.reduce((sum, grade) => sum + (props.counts[grade] ?? 0), 0)
  const share = (firms: number) => `${(firms / Math.max(all(), 1)) * 100}%`
  return (
    <div class="grade-bar">
      <div class="grade-bar-track" aria-hidden="true">
        <For each={GRADES}>
          {(grade) => (
            <i class={`grade-${grade}`} style={{ width: share(props.counts[grade] ?? 0) }} />
          )}
        </For>
      </div>
      <ul class="grade-bar-counts">
        <For each={GRADES}>
          {(grade) => (
            <li>
              <b class={`grade grade-${grade}`}>{grade}</b>{" "}
              {figures().count(props.counts[grade] ?? 0)}
            </li>
          )}
        </For>
        <Show when={all() > graded()}>
          <li class="quiet">
            {t("assess.ungraded", { count: figures().count(all() - graded()) })}
          </li>
        </Show>
      </ul>
    </div>
  )
}
