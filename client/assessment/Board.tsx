import { createSignal, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createYears } from "./createAssessment.ts"
import { GradeBar } from "./GradeBar.tsx"
import type { Rights, Year } from "./shapes.ts"
import { useSchemes } from "./useSchemes.ts"
import { YearDialog } from "./YearDialog.tsx"

type Open = (path: string) => void

/** The years with where each stands and its next step. */
export function Board(props: { rights: Rights; open: Open }) {
  const { t } = useText()
  const years = createYears()
  const schemes = useSchemes()
  const [planned, setPlanned] = createSignal<{ year: number | null } | null>(null)
  return (
    <main class="page">
      <div class="page-main assess">
        <header class="page-head">
          <div>
            <h1>{t("assess.title")}</h1>
            <p class="lead">{t("assess.lead")}</p>
          </div>
          <div class="page-actions">
            <Link class="button" to="/assessment/schemes" open={props.open}>
              {t("assess.to-schemes")}
            </Link>
            <Link class="button" to={writePlace({ screen: "policies" })} open={props.open}>
              {t("policy.title")}
            </Link>
            <Show when={props.rights.writes}>
              <button
                type="button"
                class="button button-main"
                disabled={!years.data}
                onClick={() => setPlanned({ year: null })}
              >
                <Icon name="plus" size={16} />
                {t("assess.open-year")}
              </button>
            </Show>
          </div>
        </header>
        <Switch>
          <Match when={years.isError}>
            <Failure told={problemOf(years.error)} onRetry={() => void years.refetch()} />
          </Match>
          <Match when={years.isPending}>
            <Waiting>{t("assess.wait.years")}</Waiting>
          </Match>
          <Match when={years.data?.items.length === 0}>
            <Empty title={t("assess.no-years")}>
              {props.rights.writes ? t("assess.no-years.help") : t("assess.no-years.lead")}
            </Empty>
          </Match>
          <Match when={years.data}>
            {(list) => (
              <div class="board-frame">
                <table class="table table-wide board">
                  <caption class="unseen">{t("assess.title")}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t("assess.year")}</th>
                      <th scope="col">{t("assess.schemes")}</th>
                      <th scope="col">{t("assess.last-run")}</th>
                      <th scope="col" class="board-bar">
                        {t("assess.grades")}
                      </th>
                      <th scope="col">{t("assess.in-force")}</th>
                      <th scope="col">{t("assess.next")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={list().items}>
                      {(year) => (
                        <YearRow
                          year={year}
                          schemes={schemes}
                          rights={props.rights}
                          open={props.open}
                          onPlan={() => setPlanned({ year: year.fiscalYear })}
                        />
                      )}
                    </For>
                  </tbody>
                </table>
              </div>
            )}
          </Match>
        </Switch>
        <Show when={planned()} keyed>
          {(wanted) => (
            <YearDialog
              wanted={wanted.year}
              years={years.data?.items ?? []}
              schemes={schemes}
              onClose={() => setPlanned(null)}
              open={props.open}
            />
          )}
        </Show>
      </div>
    </main>
  )
}

function YearRow(props: {
  year: Year
  schemes: ReturnType<typeof useSchemes>
  rights: Rights
  open: Open
  onPlan: () => void
}) {
  const { t, figures } = useText()
  const year = () => props.year.fiscalYear
  const firms = () =>
    Object.values(props.year.lastRun?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  return (
    <tr>
      <th scope="row" class="board-year">
        {year()}
        <Show when={props.year.note}>
          {(note) => <span class="quiet block board-note">{note()}</span>}
        </Show>
      </th>
      <td>
        <ul class="board-schemes">
          <For
            each={props.year.strata}
            fallback={<span class="none">{t("assess.no-scheme")}</span>}
          >
            {({ schemeId, version, label }) => (
              <li>
                <b>{props.schemes.shortOf(schemeId)}</b>
                <span class="quiet block">
                  {label} · {t("assess.version", { version })}
                </span>
              </li>
            )}
          </For>
        </ul>
      </td>
      <td class="board-run">
        <Show when={props.year.lastRun} fallback={<span class="none">{t("assess.no-run")}</span>}>
          {(run) => (
            <>
              {t("assess.run-number", { number: run().number })}
              <span class="quiet block">{figures().instant(run().sealedAt)}</span>
            </>
          )}
        </Show>
      </td>
      <td class="board-bar">
        <Show when={props.year.lastRun} fallback={<span class="none">{NONE}</span>}>
          {(run) => (
            <>
              <span class="quiet">{t("assess.firms-of", { count: figures().count(firms()) })}</span>
              <GradeBar counts={run().counts} />
            </>
          )}
        </Show>
      </td>
      <td>
        <Show
          when={props.year.gradedFirms > 0}
          fallback={<span class="none">{t("assess.nothing-in-force")}</span>}
        >
          <Badge tone="good">
            {t("assess.graded-firms", { count: figures().count(props.year.gradedFirms) })}
          </Badge>
          <Show when={props.year.publishedRunId !== props.year.lastRun?.id}>
            <span class="quiet block">{t("assess.older-in-force")}</span>
          </Show>
        </Show>
      </td>
      <td class="board-next">
        <NextStep {...props} />
      </td>
    </tr>
  )
}

/** The one thing that is due, as a button; the other ways beside it are links. */
function NextStep(props: { year: Year; rights: Rights; open: Open; onPlan: () => void }) {
  const { t } = useText()
  const roster = () => writePlace({ screen: "roster", year: props.year.fiscalYear })
  const run = () => props.year.lastRun
  return (
    <div class="board-steps">
      <Switch fallback={<span class="none">{NONE}</span>}>
        <Match when={run()}>
          {(last) => (
            <Link
              class="button"
              to={writePlace({ screen: "run", year: props.year.fiscalYear, runId: last().id })}
              open={props.open}
            >
              {t("assess.next.results")}
            </Link>
          )}
        </Match>
        <Match when={props.rights.writes && props.year.strata.length === 0}>
          <button type="button" class="button button-main" onClick={() => props.onPlan()}>
            {t("assess.next.plan")}
          </button>
        </Match>
        <Match when={props.rights.figures}>
          <Link class="button button-main" to={roster()} open={props.open}>
            {t("assess.next.roster")}
          </Link>
        </Match>
      </Switch>
      <div class="board-links">
        <Show when={props.rights.figures && run()}>
          <Link to={roster()} open={props.open}>
            {t("assess.tab.roster")}
          </Link>
        </Show>
        <Show when={props.rights.writes && props.year.strata.length > 0}>
          <button type="button" class="link" onClick={() => props.onPlan()}>
            {t("assess.change-schemes")}
          </button>
        </Show>
      </div>
    </div>
  )
}
