import "../text/record-phrases.ts"
import "../text/idle-phrases.ts"
import "../text/notice-phrases.ts"
import "../record/record.css"
import "../notices/notices.css"
import "./idle.css"
import { createEffect, createMemo, type JSX, onCleanup, Show } from "solid-js"
import type { Session } from "../api.ts"
import { DraftPage } from "../notices/DraftPage.tsx"
import { NoticePage } from "../notices/NoticePage.tsx"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Empty } from "../ui/Notice.tsx"
import { CasePage } from "./CasePage.tsx"
import { createDeskFilters } from "./createDeskFilters.ts"
import { DeskPage } from "./DeskPage.tsx"
import { DeterminedPage } from "./DeterminedPage.tsx"
import { EvaluationPage } from "./EvaluationPage.tsx"
import { EvaluationsPage } from "./EvaluationsPage.tsx"
import { ForecastPage } from "./ForecastPage.tsx"
import { NoticesPage } from "./NoticesPage.tsx"
import { PendingPage } from "./PendingPage.tsx"
import { readPlace, writePlace } from "./place.ts"
import { RuleEditor } from "./RuleEditor.tsx"
import { RulePage } from "./RulePage.tsx"
import { RulesPage } from "./RulesPage.tsx"
import { type Places, rightsOf } from "./shapes.ts"
import { SupervisionPage } from "./SupervisionPage.tsx"

const READERS = new Set(["planner", "assessor", "lead"])

/** Land that is suspected to lie idle or to be used badly: what is suspected, why, and what becomes of it. */
export function IdleScreen(props: { session: Session; address: Places }) {
  const { t } = useText()
  const rights = () => rightsOf(props.session)
  // Filters stay as they were while a case is looked at.
  const filters = createDeskFilters()
  // A place is read as text: the same place is the same screen, whatever else of the address changes.
  const written = createMemo(() => {
    const place = readPlace(props.address.path())
    return place && writePlace(place)
  })
  createEffect(() => {
    const before = document.title
    document.title = `${t("idle.title")} · ${t("brand.name")}`
    onCleanup(() => (document.title = before))
  })
  const show = (path: string): JSX.Element => {
    const place = readPlace(path)!
    const common = {
      rights: rights(),
      open: (to: string) => props.address.go(to),
      openMap: (address: string) => props.address.open(address),
    }
    switch (place.screen) {
      case "open":
      case "dismissed":
      case "inDisposal":
        return <DeskPage tab={place.screen} filters={filters} {...common} />
      case "pending":
        return <PendingPage {...common} />
      case "determined":
        return <DeterminedPage {...common} />
      case "notices":
        return (
          <Show
            when={common.rights.readsNotices}
            fallback={<Nothing title={t("notice.not-yours")} />}
          >
            <NoticesPage {...common} />
          </Show>
        )
      case "notice":
        return (
          <NoticePage
            id={place.id}
            caseOf={(parcelId) => writePlace({ screen: "case", parcelId })}
            {...common}
          />
        )
      case "draft":
        return (
          <Show when={common.rights.settles} fallback={<Nothing title={t("idle.not-planner")} />}>
            <DraftPage
              parcelId={place.parcelId}
              back={writePlace({ screen: "case", parcelId: place.parcelId })}
              open={common.open}
            />
          </Show>
        )
      case "forecast":
        return <ForecastPage {...common} />
      case "supervision":
        return <SupervisionPage {...common} />
      case "rules":
        return <RulesPage {...common} />
      case "evaluations":
        return <EvaluationsPage {...common} />
      case "evaluation":
        return <EvaluationPage id={place.id} {...common} />
      case "case":
        return <CasePage parcelId={place.parcelId} {...common} />
      case "rule":
        return <RulePage place={place} {...common} />
      case "editor":
        return (
          <Show
            when={common.rights.writesRules}
            fallback={<Nothing title={t("idle.not-writer")} />}
          >
            <RuleEditor from={place} {...common} />
          </Show>
        )
    }
  }
  return (
    <Show
      when={READERS.has(props.session.role ?? "")}
      fallback={<Nothing title={t("idle.not-yours")} />}
    >
      <Show
        when={written()}
        keyed
        fallback={
          <Nothing title={t("idle.no-page")}>
            <Link
              class="button"
              to={writePlace({ screen: "open" })}
              open={(to) => props.address.go(to)}
            >
              {t("idle.to-desk")}
            </Link>
          </Nothing>
        }
      >
        {show}
      </Show>
    </Show>
  )
}

const Nothing = (props: { title: string; children?: JSX.Element }) => (
  <main class="full">
    <Empty title={props.title} action={props.children} />
  </main>
)
