import { createInfiniteQuery } from "@tanstack/solid-query"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { answer, api, asked, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { useFieldText } from "./fieldText.ts"
import type { Import, Outcome } from "./shapes.ts"

const OUTCOMES: readonly Outcome[] = ["inserted", "updated", "rejected", "skipped", "unchanged"]
const PAGE = 50

/** Each row of the file: what it changes field by field, or why it is refused. */
export function RowsTable(props: { id: number; counts: Import["counts"] }) {
  const { t, name, figures } = useText()
  const { nameOf, valueOf, keyOf } = useFieldText()
  const present = () => OUTCOMES.filter((outcome) => props.counts[outcome] > 0)
  const [chosen, setChosen] = createSignal<Outcome | null>(null)
  const outcome = () => chosen() ?? present()[0]
  const query = createInfiniteQuery(() => ({
    queryKey: ["import-rows", props.id, outcome()],
    queryFn: ({ pageParam }) =>
      answer(
        api.imports[":id"].rows.$get({
          param: { id: String(props.id) },
          query: asked({ outcome: outcome(), limit: PAGE, cursor: pageParam }),
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: outcome() !== undefined,
  }))
  const rows = () => query.data?.pages.flatMap(({ items }) => items) ?? []

  return (
    <Show when={outcome()}>
      {(current) => (
        <section class="rows">
          <h2>{t("imports.rows-title")}</h2>
          <Segments
            label={t("imports.rows-title")}
            value={current()}
            options={present().map((value) => ({
              value,
              label: `${name("outcome", value)} ${figures().count(props.counts[value])}`,
            }))}
            onChange={setChosen}
          />
          <Switch>
            <Match when={query.isError}>
              <Failure told={problemOf(query.error)} onRetry={() => void query.refetch()} />
            </Match>
            <Match when={query.isPending}>
              <Waiting>{t("wait.list")}</Waiting>
            </Match>
            <Match when={true}>
              <table class="table table-wide">
                <thead>
                  <tr>
                    <th scope="col" class="number">
                      {t("imports.row")}
                    </th>
                    <th scope="col">{t("imports.object")}</th>
                    <th scope="col">{t("imports.changes")}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={rows()}>
                    {(row) => (
                      <tr>
                        <td class="number">{row.row}</td>
                        <td>{row.key === null ? "—" : keyOf(row.key)}</td>
                        <td>
                          <ul class="changes">
                            <For each={row.changes}>
                              {(change) => (
                                <li>
                                  <span class="quiet">{nameOf(change.field)}</span>{" "}
                                  <Show when={change.before !== null}>
                                    <del>{valueOf(change.field, change.before ?? "")}</del> →{" "}
                                  </Show>
                                  <ins>
                                    {change.after === null
                                      ? "—"
                                      : valueOf(change.field, change.after)}
                                  </ins>
                                </li>
                              )}
                            </For>
                            <For each={row.problems}>
                              {(problem) => (
                                <li class="short">
                                  {problem.pointer} {problem.message}
                                </li>
                              )}
                            </For>
                          </ul>
                        </td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
              <Show when={query.hasNextPage}>
                <button
                  type="button"
                  class="button"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t("imports.more")}
                </button>
              </Show>
            </Match>
          </Switch>
        </section>
      )}
    </Show>
  )
}
