import { createSignal, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createNow, createPublicityList, whenPassed } from "./createPublicity.ts"
import { writePlace } from "./place.ts"
import { ProposeDialog } from "./ProposeDialog.tsx"
import { type Open, type PublicityHead, type Rights, TONES } from "./shapes.ts"
import { Window } from "./Window.tsx"

/** Publicity of a year with where each stands. */
export function PublicityListPage(props: { year: number; rights: Rights; open: Open }) {
  const { t } = useText()
  const list = createPublicityList(() => props.year)
  const now = createNow()
  const [proposing, setProposing] = createSignal(false)
  whenPassed(
    () => list.data?.items.flatMap(({ opensAt, closesAt }) => [opensAt, closesAt]) ?? [],
    () => void list.refetch(),
  )
  return (
    <main class="page">
      <div class="page-main publicity-page">
        <header class="publicity-head">
          <Link class="record-back" to="/assessment" open={props.open}>
            <Icon name="left" size={16} />
            {t("publicity.back-board")}
          </Link>
          <div class="publicity-title">
            <h1>{t("publicity.of-year", { year: props.year })}</h1>
            <Show when={props.rights.writes}>
              <div class="page-actions publicity-actions">
                <button type="button" class="button button-main" onClick={() => setProposing(true)}>
                  <Icon name="plus" size={16} />
                  {t("publicity.propose")}
                </button>
              </div>
            </Show>
          </div>
          <p class="lead">{t("publicity.lead")}</p>
        </header>
        <Switch>
          <Match when={list.isError}>
            <Failure told={problemOf(list.error)} onRetry={() => void list.refetch()} />
          </Match>
          <Match when={list.isPending}>
            <Waiting>{t("publicity.wait")}</Waiting>
          </Match>
          <Match when={list.data?.items.length === 0}>
            <Empty title={t("publicity.none", { year: props.year })}>
              {t(props.rights.writes ? "publicity.none.help" : "publicity.none.lead")}
            </Empty>
          </Match>
          <Match when={list.data}>
            {(data) => (
              <div class="publicity-frame">
                <table class="table table-wide">
                  <caption class="unseen">{t("publicity.of-year", { year: props.year })}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t("publicity.subject")}</th>
                      <th scope="col">{t("publicity.state")}</th>
                      <th scope="col">{t("publicity.window")}</th>
                      <th scope="col" class="number">
                        {t("publicity.firms")}
                      </th>
                      <th scope="col" class="number">
                        {t("publicity.appeals")}
                      </th>
                      <th scope="col">{t("publicity.author")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={data().items}>
                      {(shown) => <Row shown={shown} now={now()} open={props.open} />}
                    </For>
                  </tbody>
                </table>
              </div>
            )}
          </Match>
        </Switch>
        <Show when={proposing()}>
          <ProposeDialog
            year={props.year}
            before={list.data?.items[0]}
            open={props.open}
            onClose={() => setProposing(false)}
          />
        </Show>
      </div>
    </main>
  )
}

function Row(props: { shown: PublicityHead; now: number; open: Open }) {
  const { t, name, figures } = useText()
  return (
    <tr>
      <th scope="row">
        <Link
          class="publicity-name"
          to={writePlace({ year: props.shown.fiscalYear, id: props.shown.id })}
          open={props.open}
        >
          {name("publicity-subject", props.shown.subject)}
        </Link>
        <span class="quiet block">{t("publicity.number", { number: props.shown.id })}</span>
      </th>
      <td>
        <Badge tone={TONES[props.shown.state]}>{name("publicity-state", props.shown.state)}</Badge>
      </td>
      <td>
        <Window shown={props.shown} now={props.now} />
      </td>
      <td class="number">{figures().count(props.shown.firms)}</td>
      <td class="number">
        {figures().count(props.shown.appeals)}
        <Show when={props.shown.undecided > 0}>
          <span class="publicity-due block">
            {t("publicity.undecided", { count: props.shown.undecided })}
          </span>
        </Show>
      </td>
      <td>
        {props.shown.authorName}
        <span class="quiet block">{figures().instant(props.shown.recordedAt)}</span>
      </td>
    </tr>
  )
}
