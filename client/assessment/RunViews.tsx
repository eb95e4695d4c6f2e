import { For } from "solid-js"
import { useText } from "../text/language.tsx"
import { writePlace } from "./address.ts"

export const RUN_VIEWS = ["run", "quadrants", "comparison", "effects", "years", "trial"] as const
export type RunView = (typeof RUN_VIEWS)[number]

/** What may be asked of a run, as one row of links. */
export function RunViews(props: {
  year: number
  runId: number
  current: RunView | null
  open: (path: string) => void
}) {
  const { t } = useText()
  const toView = (view: RunView) => {
    const place = { year: props.year, runId: props.runId }
    return writePlace(
      view === "years" ? { screen: view, ...place, against: null } : { screen: view, ...place },
    )
  }
  return (
    <nav class="run-views" aria-label={t("assess.run-views")}>
      <For each={RUN_VIEWS}>
        {(view) => (
          <a
            class="run-view"
            href={toView(view)}
            aria-current={view === props.current ? "page" : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              props.open(toView(view))
            }}
          >
            {t(`assess.run-view.${view}`)}
          </a>
        )}
      </For>
    </nav>
  )
}
