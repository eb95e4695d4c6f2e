import "./attachments.css"
import { createInfiniteQuery, createMutation, useQueryClient } from "@tanstack/solid-query"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { answer, api, asked, problemOf } from "../api.ts"
import { type Circle, circlesOf, type Subject } from "../comments/shapes.ts"
import { Section } from "../record/Section.tsx"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createSending } from "./createSending.ts"
import { FileRow } from "./FileRow.tsx"
import { SendFiles } from "./SendFiles.tsx"

const PAGE = 50

/** Files on a parcel or a firm: to be looked at, taken along and added to. */
export function AttachmentsSection(props: { subject: Subject; role: string | null }) {
  const { t, name } = useText()
  const client = useQueryClient()
  const key = () => ["attachments", props.subject.kind, props.subject.id]
  const renew = () => void client.invalidateQueries({ queryKey: key() })
  const list = createInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: ({ pageParam }) =>
      answer(
        api.attachments.$get({
          query: asked({
            [props.subject.kind]: props.subject.id,
            limit: PAGE,
            cursor: pageParam,
          }),
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  }))
  const withdraw = createMutation(() => ({
    mutationFn: ({ id, back }: { id: string; back: boolean }) =>
      back
        ? answer(api.attachments[":id"].restore.$post({ param: { id } }))
        : answer(api.attachments[":id"].$delete({ param: { id } })),
    onSuccess: renew,
  }))
  const sending = createSending(() => props.subject, renew)
  const circles = () => circlesOf(props.role)
  const [circle, setCircle] = createSignal<Circle>(circles()[0]!)
  const items = () => list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section
      id="files"
      title={t("files.title")}
      note={list.data && t("flags.count", { count: list.data.pages[0]?.total ?? 0 })}
    >
      <SendFiles sending={sending} circle={circle()}>
        <Show when={circles().length > 1}>
          <Choice
            label={t("comments.circle")}
            value={circle()}
            options={circles().map((value) => ({ value, label: name("circle", value) }))}
            onChange={setCircle}
          />
        </Show>
      </SendFiles>
      <Switch>
        <Match when={list.isError}>
          <Failure told={problemOf(list.error)} onRetry={() => void list.refetch()} />
        </Match>
        <Match when={list.isPending}>
          <Waiting>{t("wait.files")}</Waiting>
        </Match>
        <Match when={items().length === 0}>
          <p class="note">{t("files.none")}</p>
        </Match>
        <Match when={true}>
          <ul class="files">
            <For each={items()}>
              {(file) => (
                <FileRow
                  file={file}
                  busy={withdraw.isPending}
                  onWithdraw={(back) => withdraw.mutate({ id: file.id, back })}
                />
              )}
            </For>
          </ul>
          <Show when={withdraw.isError}>
            <Failure told={problemOf(withdraw.error)} />
          </Show>
          <Show when={list.hasNextPage}>
            <button
              type="button"
              class="button"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t("imports.more")}
            </button>
          </Show>
        </Match>
      </Switch>
    </Section>
  )
}
