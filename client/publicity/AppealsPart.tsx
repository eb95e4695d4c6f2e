import { createSignal, For, Match, Show, Switch } from "solid-js"
import { api, problemOf } from "../api.ts"
import { toBeijing } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Notice } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createAppeals } from "./createPublicity.ts"
import { DecideForm } from "./DecideForm.tsx"
import { ReceiveForm } from "./ReceiveForm.tsx"
import type { Appeal, Publicity, Rights } from "./shapes.ts"

const SETTLED = new Set(["concluded", "withdrawn"])

/** Appeals against what is shown: received while the window is open, decided with a reason. */
export function AppealsPart(props: { shown: Publicity; rights: Rights }) {
  const { t } = useText()
  const appeals = createAppeals(() => props.shown.id)
  const [receiving, setReceiving] = createSignal(false)
  const isOpen = () => props.shown.state === "open"
  const isLate = () => props.shown.state === "closed" || props.shown.state === "concluded"
  return (
    <Show when={isOpen() || isLate() || props.shown.appeals > 0}>
      <section
        class="publicity-block publicity-unprinted"
        aria-labelledby="publicity-appeals-title"
      >
        <div class="publicity-block-head">
          <h2 id="publicity-appeals-title">{t("publicity.appeals")}</h2>
          <span class="quiet">
            {t("publicity.appeals.count", {
              count: props.shown.appeals,
              undecided: props.shown.undecided,
            })}
          </span>
          <Show when={props.rights.writes && isOpen() && !receiving()}>
            <button
              type="button"
              class="button publicity-receive"
              onClick={() => setReceiving(true)}
            >
              {t("publicity.receive")}
            </button>
          </Show>
        </div>
        <Show when={isLate()}>
          <Notice tone="plain">
            {t("publicity.late", { time: toBeijing(props.shown.closesAt) })}
          </Notice>
        </Show>
        <Show when={receiving() && isOpen()}>
          <ReceiveForm shown={props.shown} onDone={() => setReceiving(false)} />
        </Show>
        <Switch>
          <Match when={appeals.isError}>
            <Failure told={problemOf(appeals.error)} onRetry={() => void appeals.refetch()} />
          </Match>
          <Match when={appeals.isPending}>
            <Waiting>{t("publicity.wait.appeals")}</Waiting>
          </Match>
          <Match when={appeals.data?.items.length === 0}>
            <p class="note">{t("publicity.appeals.none")}</p>
          </Match>
          <Match when={appeals.data}>
            {(data) => (
              <ul class="publicity-appeals">
                <For each={data().items}>
                  {(appeal) => <AppealItem appeal={appeal} {...props} />}
                </For>
              </ul>
            )}
          </Match>
        </Switch>
      </section>
    </Show>
  )
}

function AppealItem(props: { appeal: Appeal; shown: Publicity; rights: Rights }) {
  const { t, name, figures } = useText()
  const [deciding, setDeciding] = createSignal(false)
  const mayDecide = () =>
    props.rights.writes && !props.appeal.decision && !SETTLED.has(props.shown.state)
  return (
    <li class="publicity-appeal">
      <div class="publicity-appeal-head">
        <b>{props.appeal.name}</b>
        <Show
          when={props.appeal.decision}
          fallback={<Badge tone="warn">{t("publicity.pending")}</Badge>}
        >
          {(decision) => (
            <Badge tone={decision().decision === "accepted" ? "good" : "danger"}>
              {name("publicity-decision", decision().decision)}
            </Badge>
          )}
        </Show>
        <span class="quiet">
          {t("publicity.received", {
            time: toBeijing(props.appeal.receivedAt),
            claimant: props.appeal.claimant,
            author: props.appeal.authorName,
          })}
        </span>
        <Show when={mayDecide() && !deciding()}>
          <button type="button" class="button publicity-receive" onClick={() => setDeciding(true)}>
            {t("publicity.decide")}
            <span class="unseen">{` ${props.appeal.name}`}</span>
          </button>
        </Show>
      </div>
      <p class="publicity-words">{props.appeal.content}</p>
      <Show when={props.appeal.attachments.length > 0}>
        <ul class="publicity-files">
          <For each={props.appeal.attachments}>
            {(file) => (
              <li>
                <a
                  class="link"
                  download=""
                  href={api.attachments[":id"].$path({ param: { id: file.id } })}
                >
                  {file.filename}
                </a>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.appeal.decision}>
        {(decision) => (
          <p class="publicity-answer">
            {t("publicity.decision-of", { reason: decision().reason })}
            <span class="quiet block">
              {decision().actorName} · {figures().instant(decision().recordedAt)}
            </span>
          </p>
        )}
      </Show>
      <Show when={mayDecide() && deciding()}>
        <DecideForm
          appeal={props.appeal}
          year={props.shown.fiscalYear}
          onDone={() => setDeciding(false)}
        />
      </Show>
    </li>
  )
}
