import { For, Match, Show, Switch } from "solid-js"
import { composeNotice } from "../../server/notices/text.rules.ts"
import { api, problemOf } from "../api.ts"
import { Facts } from "../record/Facts.tsx"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createNotice } from "./createNotices.ts"
import { NoticeActions } from "./NoticeActions.tsx"
import { NoticePaper } from "./NoticePaper.tsx"
import { type Notice, type NoticeRights, type Open, STATE_TONES } from "./shapes.ts"

/** One document: as it is printed, who drew it up, issued and served it, and what its files are known by. */
export function NoticePage(props: {
  id: number
  /** The page of the case that it belongs to. */
  caseOf: (parcelId: number) => string
  rights: NoticeRights
  open: Open
}) {
  const { t } = useText()
  const notice = createNotice(() => props.id)
  return (
    <main class="page">
      <div class="page-main notice-page">
        <Switch>
          <Match when={problemOf(notice.error)?.status === 404}>
            <Empty title={t("notice.gone")} />
          </Match>
          <Match when={notice.isError}>
            <Failure told={problemOf(notice.error)} onRetry={() => void notice.refetch()} />
          </Match>
          <Match when={notice.data}>
            {(data) => (
              <NoticeView
                notice={data()}
                caseTo={props.caseOf(data().parcelId)}
                rights={props.rights}
                open={props.open}
              />
            )}
          </Match>
          <Match when={notice.isPending}>
            <Waiting>{t("notice.wait")}</Waiting>
          </Match>
        </Switch>
      </div>
    </main>
  )
}

function NoticeView(props: { notice: Notice; caseTo: string; rights: NoticeRights; open: Open }) {
  const { t, name, figures } = useText()
  const text = () =>
    composeNotice({
      fields: props.notice.fields,
      facts: props.notice.facts,
      number: props.notice.number,
    })
  return (
    <>
      <header class="notice-head">
        <Link class="record-back" to={props.caseTo} open={props.open}>
          <Icon name="left" size={16} />
          {props.notice.parcelName ?? t("parcel.unnamed")}
        </Link>
        <div class="idle-title">
          <h1>{name("notice-kind", props.notice.kind)}</h1>
          <span class="mono">{props.notice.number ?? t("notice.no-number")}</span>
          <Badge tone={STATE_TONES[props.notice.state]}>
            {name("notice-state", props.notice.state)}
          </Badge>
          <NoticeActions notice={props.notice} rights={props.rights} />
        </div>
      </header>
      <div class="notice-desk">
        <div class="notice-told">
          <section class="notice-card" aria-labelledby="notice-steps">
            <h2 id="notice-steps">{t("notice.course")}</h2>
            <ol class="notice-course">
              <li>
                <b>{t("notice.drawn")}</b>
                <span>{props.notice.authorName}</span>
                <span class="quiet">{figures().instant(props.notice.recordedAt)}</span>
              </li>
              <For each={props.notice.steps}>
                {(step) => (
                  <li>
                    <b>{name("notice-step", step.step)}</b>
                    <span>{step.actorName}</span>
                    <span class="quiet">{figures().instant(step.recordedAt)}</span>
                    <Show when={step.why}>{(why) => <span class="notice-why">{why()}</span>}</Show>
                  </li>
                )}
              </For>
              <Show when={props.notice.service}>
                {(service) => (
                  <li>
                    <b>{t("notice.served")}</b>
                    <span>
                      {service().servedOn} · {name("service-way", service().way)} ·{" "}
                      {service().recipient}
                    </span>
                    <span class="quiet">
                      {service().actorName} · {figures().instant(service().recordedAt)}
                    </span>
                    <Show when={service().why}>
                      {(why) => <span class="notice-why">{why()}</span>}
                    </Show>
                    <Show when={service().attachmentId}>
                      {(id) => (
                        <a
                          class="link"
                          href={api.attachments[":id"].$path({ param: { id: id() } })}
                          download=""
                        >
                          {t("notice.receipt")}
                        </a>
                      )}
                    </Show>
                  </li>
                )}
              </Show>
              <Show when={props.notice.answer}>
                {(due) => (
                  <li>
                    <b>{t("notice.answer")}</b>
                    <span>
                      {t("notice.due-by", {
                        day: due().on,
                        what: name("notice-answer", props.notice.kind),
                      })}
                    </span>
                    <Show when={due().overdue}>
                      <Badge tone="danger">{t("notice.overdue")}</Badge>
                    </Show>
                  </li>
                )}
              </Show>
            </ol>
          </section>
          <section class="notice-card" aria-labelledby="notice-proof">
            <h2 id="notice-proof">{t("notice.proof")}</h2>
            <p class="note">{t("notice.proof.note")}</p>
            <Facts
              facts={[
                { label: t("notice.facts-of"), value: props.notice.facts.on },
                {
                  label: t("notice.known-at"),
                  value: figures().instant(props.notice.facts.knownAt),
                },
              ]}
            />
            <dl class="notice-hashes">
              <dt>{t("notice.hash.facts")}</dt>
              <dd>
                <code>{props.notice.factsSha256}</code>
              </dd>
              <For each={props.notice.files}>
                {(file) => (
                  <>
                    <dt>{file.format.toUpperCase()}</dt>
                    <dd>
                      <code>{file.sha256}</code>
                    </dd>
                  </>
                )}
              </For>
            </dl>
          </section>
          <Show when={props.notice.state === "drawn"}>
            <p class="note">{t("notice.check")}</p>
          </Show>
        </div>
        <div class="notice-sheet">
          <NoticePaper text={text()} />
        </div>
      </div>
    </>
  )
}
