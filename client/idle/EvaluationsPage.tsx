import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty, Notice } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { createEvaluations, useRenew } from "./createIdle.ts"
import { DeskFrame } from "./DeskFrame.tsx"
import { writePlace } from "./place.ts"
import type { Evaluation, Open, Rights } from "./shapes.ts"

/** Complete evaluations: the one that runs, and those that were. */
export function EvaluationsPage(props: { rights: Rights; open: Open; openMap: Open }) {
  const { t, figures } = useText()
  const renew = useRenew()
  const evaluations = createEvaluations()
  const items = () => evaluations.data?.pages.flatMap((page) => page.items) ?? []
  const running = () => items().find(({ progress }) => progress !== null)
  // The one that was started here, or was seen running: whoever watches is told when it ends.
  const [watched, setWatched] = createSignal<number | null>(null)
  const endedOne = createMemo(() =>
    items().find(({ id, progress }) => id === watched() && progress === null),
  )
  const start = createSubmit(async () => {
    const made = await answer(api.flags.evaluations.$post())
    setWatched(made.id)
    await evaluations.refetch()
  })
  createEffect(() => {
    const one = running()
    if (one) setWatched(one.id)
  })
  // Once for each: what is renewed then is this list as well.
  const endedId = createMemo(() => endedOne()?.id)
  createEffect(() => {
    if (endedId() !== undefined) void renew()
  })
  return (
    <DeskFrame
      current="evaluations"
      rights={props.rights}
      open={props.open}
      openMap={props.openMap}
    >
      <div class="idle-bar">
        <p class="note idle-evaluation-note">{t("idle.note.evaluations")}</p>
        <Show when={props.rights.asks}>
          <button
            type="button"
            class="button button-main"
            disabled={start.busy() || running() !== undefined || evaluations.isPending}
            onClick={() => void start.submit()}
          >
            {t(start.busy() ? "idle.evaluation.starting" : "idle.evaluation.start")}
          </button>
        </Show>
      </div>
      <Show when={start.failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <Show when={running()}>
        {(one) => <Running evaluation={one()} mayCancel={props.rights.asks} />}
      </Show>
      <Show when={endedOne()}>
        {(one) => (
          <Notice
            tone={one().cancelledAt ? "warn" : "good"}
            title={
              one().cancelledAt
                ? t("idle.evaluation.cancelled-now")
                : t("idle.evaluation.done", {
                    seconds: figures().plain((one().durationMs ?? 0) / 1000, 1),
                  })
            }
            action={
              <Link to={writePlace({ screen: "evaluation", id: one().id })} open={props.open}>
                {t("idle.evaluation.difference")}
              </Link>
            }
          >
            <Show when={one().cancelledAt}>{t("idle.evaluation.stands")}</Show>
          </Notice>
        )}
      </Show>
      <Switch>
        <Match when={evaluations.isError}>
          <Failure told={problemOf(evaluations.error)} onRetry={() => void evaluations.refetch()} />
        </Match>
        <Match when={evaluations.isPending}>
          <Waiting>{t("idle.wait")}</Waiting>
        </Match>
        <Match when={items().length === 0}>
          <Empty title={t("idle.evaluation.none")}>
            {t(props.rights.asks ? "idle.evaluation.none.start" : "idle.evaluation.none.others")}
          </Empty>
        </Match>
        <Match when={items().length > 0}>
          <Records items={items()} open={props.open} />
          <Show when={evaluations.hasNextPage}>
            <button
              type="button"
              class="button idle-more"
              disabled={evaluations.isFetchingNextPage}
              onClick={() => void evaluations.fetchNextPage()}
            >
              {t("idle.evaluation.more")}
            </button>
          </Show>
        </Match>
      </Switch>
    </DeskFrame>
  )
}

function Running(props: { evaluation: Evaluation; mayCancel: boolean }) {
  const { t, figures } = useText()
  const renew = useRenew()
  const cancel = createSubmit(async () => {
    await answer(
      api.flags.evaluations[":id"].$delete({ param: { id: String(props.evaluation.id) } }),
    )
    await renew()
  })
  const done = () => props.evaluation.progress?.done ?? 0
  const all = () => props.evaluation.progress?.all ?? 0
  return (
    <section class="idle-running" aria-label={t("idle.evaluation.running")}>
      <span class="spinner" aria-hidden="true" />
      <div class="idle-running-text">
        <strong>{t("idle.evaluation.running")}</strong>
        <span class="quiet">
          {t("idle.evaluation.by", {
            name: props.evaluation.authorName,
            time: figures().instant(props.evaluation.startedAt),
          })}
        </span>
      </div>
      <div class="idle-running-bar">
        <progress
          max={Math.max(all(), 1)}
          value={done()}
          aria-label={t("idle.evaluation.running")}
        />
        <span role="status">
          {t("idle.evaluation.progress", {
            done: figures().count(done()),
            all: figures().count(all()),
          })}
        </span>
      </div>
      <Show when={props.mayCancel}>
        <button
          type="button"
          class="button"
          disabled={cancel.busy()}
          onClick={() => void cancel.submit()}
        >
          {t(cancel.busy() ? "idle.evaluation.cancelling" : "idle.evaluation.cancel")}
        </button>
      </Show>
      <Show when={cancel.failure()}>
        {(failed) => <Failure told={problemOf(failed().error)} />}
      </Show>
    </section>
  )
}

function Records(props: { items: readonly Evaluation[]; open: Open }) {
  const { t, figures } = useText()
  const counted = (count: number | null) => (count === null ? NONE : figures().count(count))
  return (
    <div class="idle-frame">
      <table class="table table-wide">
        <caption class="unseen">{t("idle.tab.evaluations")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("idle.evaluation.when")}</th>
            <th scope="col">{t("idle.evaluation.who")}</th>
            <th scope="col">{t("idle.evaluation.as-of")}</th>
            <th scope="col" class="number">
              {t("idle.evaluation.parcels")}
            </th>
            <th scope="col" class="number">
              {t("idle.evaluation.suspicions")}
            </th>
            <th scope="col" class="number">
              {t("idle.evaluation.seconds")}
            </th>
            <th scope="col">{t("idle.evaluation.result")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.items}>
            {(one) => (
              <tr>
                <th scope="row" class="idle-still">
                  {figures().instant(one.startedAt)}
                </th>
                <td>{one.authorName}</td>
                <td class="idle-still">{one.asOf}</td>
                <td class="number">{counted(one.parcels)}</td>
                <td class="number">{counted(one.suspicions)}</td>
                <td class="number">
                  {one.durationMs === null ? NONE : figures().plain(one.durationMs / 1000, 1)}
                </td>
                <td class="idle-still">
                  <Show
                    when={one.progress === null}
                    fallback={<Badge tone="warn">{t("idle.evaluation.running")}</Badge>}
                  >
                    <Show when={one.cancelledAt}>
                      <Badge>{t("idle.evaluation.cancelled")}</Badge>{" "}
                    </Show>
                    <Link
                      class="link"
                      to={writePlace({ screen: "evaluation", id: one.id })}
                      open={props.open}
                    >
                      <span aria-hidden="true">{t("idle.evaluation.difference")}</span>
                      <span class="unseen">
                        {t("idle.evaluation.difference-of", {
                          time: figures().instant(one.startedAt),
                        })}
                      </span>
                    </Link>
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
