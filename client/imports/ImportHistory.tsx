import type { CreateQueryResult } from "@tanstack/solid-query"
import { For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { Tone } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import type { ImportList, ImportSummary } from "./shapes.ts"

export const STATE_TONES: Record<ImportSummary["state"], Tone> = {
  previewed: "warn",
  committed: "good",
  undone: "plain",
}

/** Uploads of the past, the latest first, and the way to a new one. */
export function ImportHistory(props: {
  query: CreateQueryResult<ImportList, Error>
  current: number | null
  onOpen: (id: number | null) => void
}) {
  const { t, name, figures } = useText()
  return (
    <aside class="history" aria-label={t("imports.history")}>
      <button
        type="button"
        class="button button-main"
        aria-current={props.current === null ? "page" : undefined}
        onClick={() => props.onOpen(null)}
      >
        <Icon name="upload" size={16} />
        {t("imports.new")}
      </button>
      <h2>{t("imports.history")}</h2>
      <Switch>
        <Match when={props.query.isError}>
          <Failure told={problemOf(props.query.error)} onRetry={() => void props.query.refetch()} />
        </Match>
        <Match when={props.query.isPending}>
          <Waiting>{t("wait.list")}</Waiting>
        </Match>
        <Match when={props.query.data}>
          {(list) => (
            <Show
              when={list().items.length > 0}
              fallback={<p class="note">{t("imports.history.none")}</p>}
            >
              <ul>
                <For each={list().items}>
                  {(one) => (
                    <li>
                      <button
                        type="button"
                        class="history-row"
                        aria-current={one.id === props.current ? "page" : undefined}
                        onClick={() => props.onOpen(one.id)}
                      >
                        <span class="history-name">{one.filename}</span>
                        <Badge tone={STATE_TONES[one.state]}>
                          {name("import-state", one.state)}
                        </Badge>
                        <span class="quiet">
                          {name("import-kind", one.kind)} ·{" "}
                          {t("imports.rows", { count: figures().count(one.counts.rows) })} ·{" "}
                          {figures().instant(one.previewedAt)}
                        </span>
                      </button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Match>
      </Switch>
    </aside>
  )
}
