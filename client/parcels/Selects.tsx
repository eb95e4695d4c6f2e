import { createEffect, createSignal, on, onCleanup, Show } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { createSummary, type Question } from "./queries.ts"

/** After so long without a change the selection is counted. */
const PAUSE_MS = 200

/** What a filter would select, counted while it is being written; what is wrong with it in the server's words. */
export function Selects(props: { question: Question }) {
  const { t, figures } = useText()
  const [asked, setAsked] = createSignal(props.question, {
    equals: (a, b) => a.filter === b.filter && a.q === b.q && a.year === b.year,
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => ({ ...props.question }),
      (question) => {
        clearTimeout(timer)
        timer = setTimeout(() => setAsked(question), PAUSE_MS)
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const summary = createSummary(asked)
  const isWaiting = () => asked().filter !== props.question.filter || summary.isFetching
  return (
    <Show
      when={!summary.isError || isWaiting()}
      fallback={<Failure told={problemOf(summary.error)} />}
    >
      <p class="selects" role="status" aria-busy={isWaiting()}>
        <Show when={summary.data} fallback={t("wait.count")}>
          {(known) => (
            <>
              {t("filter.selects")} <strong>{figures().count(known().total.parcels)}</strong>{" "}
              {t("unit.parcels")}
              <strong> {figures().mu(known().total.areaMu)}</strong> {t("unit.mu")}
            </>
          )}
        </Show>
      </p>
    </Show>
  )
}
