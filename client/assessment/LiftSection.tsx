import { For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Section } from "../record/Section.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createLifts } from "./createAssessment.ts"

/** Places of a change: as many as its lever is told in. */
const PLACES = 3

/** The smallest change of one figure, everything else as it is, that would lift a firm one class. */
export function LiftSection(props: { runId: number; enterpriseId: number }) {
  const { t, name, figures } = useText()
  const lifts = createLifts(
    () => props.runId,
    () => props.enterpriseId,
  )
  return (
    <Section id="lift" title={t("assess.section.lift")} note={t("assess.section.lift.note")}>
      <Switch>
        <Match when={lifts.isError}>
          <Failure told={problemOf(lifts.error)} onRetry={() => void lifts.refetch()} />
        </Match>
        <Match when={lifts.isPending}>
          <Waiting>{t("assess.wait.lift")}</Waiting>
        </Match>
        <Match when={lifts.data}>
          {(data) => (
            <Show
              when={data().items.length > 0}
              fallback={<p class="note">{t("assess.lift.none")}</p>}
            >
              <table class="table">
                <caption class="unseen">{t("assess.section.lift")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("assess.lift.lever")}</th>
                    <th scope="col" class="number">
                      {t("assess.lift.from")}
                    </th>
                    <th scope="col" class="number">
                      {t("assess.lift.to")}
                    </th>
                    <th scope="col" class="number">
                      {t("assess.lift.change")}
                    </th>
                    <th scope="col">{t("assess.lift.grade")}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={data().items}>
                    {(lift) => (
                      <tr>
                        <th scope="row">{name("quantity", lift.lever)}</th>
                        <td class="number">{figures().plain(lift.from, PLACES)}</td>
                        <td class="number">{figures().plain(lift.to, PLACES)}</td>
                        <td class="number">
                          {lift.change.startsWith("-") ? "" : "+"}
                          {figures().plain(lift.change, PLACES)}
                        </td>
                        <td>
                          <b class={`grade grade-${lift.grade}`}>{lift.grade}</b>
                        </td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </Show>
          )}
        </Match>
      </Switch>
    </Section>
  )
}
