import { Show } from "solid-js"
import { Facts } from "../record/Facts.tsx"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { NoticeActions } from "./NoticeActions.tsx"
import { type NoticeRights, type NoticeRow, noticePath, type Open, STATE_TONES } from "./shapes.ts"

/** One document: what it is, where it stands, who answers for it, and what can be done with it. */
export function NoticeCard(props: { notice: NoticeRow; rights: NoticeRights; open: Open }) {
  const { t, name, figures } = useText()
  const decided = () => props.notice.steps.at(-1)
  return (
    <article class="notice-card" aria-label={name("notice-kind", props.notice.kind)}>
      <header class="notice-card-head">
        <h3>
          <Link class="link" to={noticePath(props.notice.id)} open={props.open}>
            {name("notice-kind", props.notice.kind)}
          </Link>
        </h3>
        <span class="mono">{props.notice.number ?? t("notice.no-number")}</span>
        <Badge tone={STATE_TONES[props.notice.state]}>
          {name("notice-state", props.notice.state)}
        </Badge>
        <Show when={props.notice.answer?.overdue}>
          <Badge tone="danger">{t("notice.overdue")}</Badge>
        </Show>
        <NoticeActions notice={props.notice} rights={props.rights} />
      </header>
      <Facts
        facts={[
          { label: t("notice.addressee"), value: props.notice.addressee },
          { label: t("notice.issued-on"), value: props.notice.issuedOn },
          {
            label: t("notice.drawn-by"),
            value: `${props.notice.authorName} · ${figures().instant(props.notice.recordedAt)}`,
          },
          {
            label: name("notice-step", decided()?.step ?? "approved"),
            value: decided()
              ? [decided()!.actorName, figures().instant(decided()!.recordedAt), decided()!.why]
                  .flatMap((one) => one ?? [])
                  .join(" · ")
              : undefined,
          },
          {
            label: t("notice.served"),
            value: props.notice.service
              ? [
                  props.notice.service.servedOn,
                  name("service-way", props.notice.service.way),
                  props.notice.service.recipient,
                ].join(" · ")
              : props.notice.state === "issued"
                ? null
                : undefined,
          },
          {
            label: t("notice.answer"),
            value: props.notice.answer
              ? t("notice.due-by", {
                  day: props.notice.answer.on,
                  what: name("notice-answer", props.notice.kind),
                })
              : undefined,
          },
        ]}
      />
    </article>
  )
}
