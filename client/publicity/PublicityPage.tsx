import { For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { AppealsPart } from "./AppealsPart.tsx"
import { createNow, createPublicity, whenPassed } from "./createPublicity.ts"
import { PostedNotice } from "./PostedNotice.tsx"
import { writePlace } from "./place.ts"
import { type Open, type Publicity, type Rights, TONES } from "./shapes.ts"
import { PublicitySteps } from "./PublicitySteps.tsx"
import { Window } from "./Window.tsx"

/** One publicity: where it stands, the notice for the wall, and the appeals against it. */
export function PublicityPage(props: { year: number; id: number; rights: Rights; open: Open }) {
  const { t } = useText()
  const publicity = createPublicity(() => props.id)
  whenPassed(
    () => (publicity.data ? [publicity.data.opensAt, publicity.data.closesAt] : []),
    () => void publicity.refetch(),
  )
  const found = () => (publicity.data?.fiscalYear === props.year ? publicity.data : undefined)
  const back = () => writePlace({ year: props.year, id: null })
  return (
    <main class="page publicity">
      <div class="page-main publicity-page">
        <Switch
          fallback={
            <Show
              when={publicity.isSuccess || problemOf(publicity.error)?.status === 404}
              fallback={
                <Failure
                  told={problemOf(publicity.error)}
                  onRetry={() => void publicity.refetch()}
                />
              }
            >
              <Empty
                title={t("publicity.gone")}
                action={
                  <Link class="button" to={back()} open={props.open}>
                    {t("publicity.of-year", { year: props.year })}
                  </Link>
                }
              />
            </Show>
          }
        >
          <Match when={found()}>
            {(shown) => (
              <>
                <Head shown={shown()} rights={props.rights} back={back()} open={props.open} />
                <AppealsPart shown={shown()} rights={props.rights} />
                <PostedNotice shown={shown()} />
              </>
            )}
          </Match>
          <Match when={publicity.isPending}>
            <Waiting>{t("publicity.wait")}</Waiting>
          </Match>
        </Switch>
      </div>
    </main>
  )
}

function Head(props: { shown: Publicity; rights: Rights; back: string; open: Open }) {
  const { t, name, figures } = useText()
  const now = createNow()
  return (
    <header class="publicity-head publicity-unprinted">
      <Link class="record-back" to={props.back} open={props.open}>
        <Icon name="left" size={16} />
        {t("publicity.of-year", { year: props.shown.fiscalYear })}
      </Link>
      <div class="publicity-title">
        <h1>{name("publicity-subject", props.shown.subject)}</h1>
        <Badge tone={TONES[props.shown.state]}>{name("publicity-state", props.shown.state)}</Badge>
        <div class="page-actions publicity-actions">
          <button type="button" class="button" onClick={() => window.print()}>
            <Icon name="print" size={16} />
            {t("publicity.print")}
          </button>
          <PublicitySteps shown={props.shown} rights={props.rights} />
        </div>
      </div>
      <dl class="publicity-facts">
        <div>
          <dt>{t("publicity.window")}</dt>
          <dd>
            <Window shown={props.shown} now={now()} />
          </dd>
        </div>
        <div>
          <dt>{t("publicity.reckoned")}</dt>
          <dd>{props.shown.term}</dd>
        </div>
        <div>
          <dt>{t("publicity.author")}</dt>
          <dd>
            {props.shown.authorName} · {figures().instant(props.shown.recordedAt)}
          </dd>
        </div>
      </dl>
      <Show when={props.shown.steps.length > 0}>
        <ol class="publicity-steps">
          <For each={props.shown.steps}>
            {(step) => (
              <li>
                <Badge>{name("publicity-step", step.step)}</Badge>
                <span>{step.actorName}</span>
                <span class="quiet">{figures().instant(step.recordedAt)}</span>
                <Show when={step.why}>
                  {(why) => <span>{t("scheme.why", { why: why() })}</span>}
                </Show>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </header>
  )
}
