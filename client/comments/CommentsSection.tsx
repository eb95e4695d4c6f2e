import "./comments.css"
import { For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Section } from "../record/Section.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createComments } from "./createComments.ts"
import { cutAtNames } from "./mention.ts"
import type { Comment, Subject } from "./shapes.ts"
import { WriteComment } from "./WriteComment.tsx"

/** What colleagues say of a parcel or a firm, and a place to answer. */
export function CommentsSection(props: { subject: Subject; role: string | null }) {
  const { t } = useText()
  const { list, write, withdraw } = createComments(() => props.subject)
  const items = () => list.data?.pages.flatMap((page) => page.items) ?? []
  const total = () => list.data?.pages[0]?.total ?? 0
  return (
    <Section
      id="comments"
      title={t("comments.title")}
      note={list.data && t("comments.count", { count: total() })}
      unprinted
    >
      <WriteComment role={props.role} write={write} />
      <Switch>
        <Match when={list.isError}>
          <Failure told={problemOf(list.error)} onRetry={() => void list.refetch()} />
        </Match>
        <Match when={list.isPending}>
          <Waiting>{t("wait.comments")}</Waiting>
        </Match>
        <Match when={items().length === 0}>
          <p class="note">{t("comments.none")}</p>
        </Match>
        <Match when={true}>
          <ol class="comments">
            <For each={items()}>
              {(comment) => (
                <CommentRow
                  comment={comment}
                  busy={withdraw.isPending}
                  onWithdraw={(back) => withdraw.mutate({ id: comment.id, back })}
                />
              )}
            </For>
          </ol>
          <Show when={withdraw.isError}>
            <Failure told={problemOf(withdraw.error)} />
          </Show>
          <Show when={list.hasNextPage}>
            <button
              type="button"
              class="button comments-more"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t("comments.more")}
            </button>
          </Show>
        </Match>
      </Switch>
    </Section>
  )
}

function CommentRow(props: {
  comment: Comment
  busy: boolean
  onWithdraw: (back: boolean) => void
}) {
  const { t, name, figures } = useText()
  const isWithdrawn = () => props.comment.withdrawnAt !== null
  return (
    <li class="comment" data-withdrawn={isWithdrawn() ? "" : undefined}>
      <div class="comment-head">
        <strong>{props.comment.author.displayName}</strong>
        <span class="quiet">{name("role", props.comment.author.role)}</span>
        <time class="quiet" dateTime={props.comment.createdAt}>
          {figures().instant(props.comment.createdAt)}
        </time>
        <Badge>{name("circle", props.comment.circle)}</Badge>
        <Show when={isWithdrawn()}>
          <Badge tone="warn">{t("comments.withdrawn")}</Badge>
        </Show>
        <Show when={props.comment.own}>
          <button
            type="button"
            class="quiet-button"
            disabled={props.busy}
            onClick={() => props.onWithdraw(isWithdrawn())}
          >
            {isWithdrawn() ? t("comments.restore") : t("comments.withdraw")}
          </button>
        </Show>
      </div>
      <Show when={props.comment.text}>
        {(text) => (
          <p class="comment-text">
            <For each={cutAtNames(text(), props.comment.mentions)}>
              {(part) => (part.isName ? <b class="mention">{part.text}</b> : part.text)}
            </For>
          </p>
        )}
      </Show>
    </li>
  )
}
