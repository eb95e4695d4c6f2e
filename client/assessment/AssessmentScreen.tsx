import "../text/assessment-phrases.ts"
import "../text/analysis-phrases.ts"
import "./assessment.css"
import "./dense.css"
import "./run.css"
import "./explanation.css"
import "./trial.css"
import "./analysis.css"
import { createEffect, createMemo, type JSX, Match, onCleanup, Show, Switch } from "solid-js"
import { problemOf, type Session } from "../api.ts"
import type { Look } from "../map/palette.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { type Place, readPlace, writePlace } from "./address.ts"
import { AcrossYearsPage } from "./AcrossYearsPage.tsx"
import { Board } from "./Board.tsx"
import { ClaimsPage } from "./ClaimsPage.tsx"
import { ComparisonPage } from "./ComparisonPage.tsx"
import { createYears } from "./createAssessment.ts"
import { EffectsPage } from "./EffectsPage.tsx"
import { ExplanationPage } from "./ExplanationPage.tsx"
import { MoversPage } from "./MoversPage.tsx"
import { PoliciesPage } from "./PoliciesPage.tsx"
import { QuadrantsPage } from "./QuadrantsPage.tsx"
import { RosterPage } from "./RosterPage.tsx"
import { RunPage } from "./RunPage.tsx"
import { type Places, type Rights, rightsOf } from "./shapes.ts"
import { TrialPage } from "./TrialPage.tsx"
import { TransfersPage } from "./TransfersPage.tsx"
import { UnitsPage } from "./UnitsPage.tsx"

/** The yearly per-mu assessment: its years, their rosters, sealed runs, and why a firm stands where it does. */
export function AssessmentScreen(props: { session: Session; address: Places; look: Look }) {
  const { t } = useText()
  const rights = () => rightsOf(props.session)
  // A place is read as text: the same place is the same screen, whatever else of the address changes.
  const written = createMemo(() => {
    const place = readPlace(props.address.path(), location.search)
    return place && writePlace(place)
  })
  const isOurs = () =>
    rights().decides ||
    // What a grade brings is known to whoever plans; what a firm pays by it is not.
    (props.session.role === "planner" && written() === writePlace({ screen: "policies" }))
  createEffect(() => {
    const before = document.title
    document.title = `${t("assess.title")} · ${t("brand.name")}`
    onCleanup(() => (document.title = before))
  })
  return (
    <Show when={isOurs()} fallback={<Nothing title={t("assess.not-yours")} />}>
      <Show
        when={written()}
        keyed
        fallback={
          <Nothing title={t("assess.no-page")}>
            <Link class="button" to="/assessment" open={props.address.go}>
              {t("assess.to-board")}
            </Link>
          </Nothing>
        }
      >
        {(path) => (
          <Screen
            place={readPlace(path)!}
            rights={rights()}
            look={props.look}
            session={props.session}
            open={props.address.go}
          />
        )}
      </Show>
    </Show>
  )
}

const Nothing = (props: { title: string; children?: JSX.Element }) => (
  <main class="full">
    <Empty title={props.title} action={props.children} />
  </main>
)

type Open = (path: string) => void

function Screen(props: { place: Place; rights: Rights; look: Look; session: Session; open: Open }) {
  const { t } = useText()
  const place = props.place
  const common = { rights: props.rights, open: props.open }
  // What tells of single firms is for those who may read figures.
  const figures = (page: () => JSX.Element) => (
    <Show when={props.rights.figures} fallback={<Nothing title={t("assess.figures-only")} />}>
      {page()}
    </Show>
  )
  switch (place.screen) {
    case "board":
      return <Board {...common} />
    case "policies":
      return <PoliciesPage {...common} />
    case "quadrants":
      return figures(() => <QuadrantsPage {...place} {...common} look={props.look} />)
    case "comparison":
      return figures(() => <ComparisonPage {...place} {...common} />)
    case "years":
      return figures(() => <AcrossYearsPage {...place} {...common} />)
    case "effects":
      return figures(() => <EffectsPage {...place} {...common} />)
    case "year":
      return <LastOfYear year={place.year} {...common} />
    case "roster":
      return figures(() => <RosterPage year={place.year} {...common} />)
    case "claims":
      return figures(() => <ClaimsPage year={place.year} {...common} />)
    case "units":
      return figures(() => <UnitsPage year={place.year} {...common} />)
    case "transfers":
      return figures(() => <TransfersPage year={place.year} {...common} />)
    case "run":
      return <RunPage year={place.year} runId={place.runId} {...common} />
    case "firm":
      return figures(() => <ExplanationPage {...place} {...common} />)
    case "trial":
      return figures(() => (
        <TrialPage {...place} {...common} look={props.look} session={props.session} />
      ))
    case "movers":
      return figures(() => <MoversPage {...place} {...common} />)
  }
}

/** Leads on to where a year stands: its last run, else its roster. */
function LastOfYear(props: { year: number; rights: Rights; open: Open }) {
  const { t } = useText()
  const years = createYears()
  const found = () => years.data?.items.find(({ fiscalYear }) => fiscalYear === props.year)
  createEffect(() => {
    const year = found()
    if (!year) return
    if (year.lastRun)
      replace(writePlace({ screen: "run", year: props.year, runId: year.lastRun.id }))
    else if (props.rights.figures) replace(writePlace({ screen: "roster", year: props.year }))
  })
  return (
    <main class="full">
      <Switch fallback={<Waiting>{t("wait.screen")}</Waiting>}>
        <Match when={years.isError}>
          <Failure told={problemOf(years.error)} onRetry={() => void years.refetch()} />
        </Match>
        <Match when={years.data && (!found() || (!found()?.lastRun && !props.rights.figures))}>
          <Empty
            title={t("assess.no-year", { year: props.year })}
            action={
              <Link class="button" to="/assessment" open={props.open}>
                {t("assess.to-board")}
              </Link>
            }
          >
            {t("assess.no-year.help")}
          </Empty>
        </Match>
      </Switch>
    </main>
  )
}

/** In the place of this entry: Back does not come to an address that leads on. */
function replace(path: string) {
  history.replaceState(history.state, "", path + location.search)
  dispatchEvent(new PopStateEvent("popstate"))
}
