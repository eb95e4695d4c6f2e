import "./imports.css"
import { createQuery, useQueryClient } from "@tanstack/solid-query"
import { Match, Show, Switch } from "solid-js"
import { problemOf, read, type Session } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { ImportHistory } from "./ImportHistory.tsx"
import { ImportReview } from "./ImportReview.tsx"
import { KINDS_OF_ROLE } from "./kinds.ts"
import type { Import, ImportList } from "./shapes.ts"
import { UploadForm } from "./UploadForm.tsx"

/** Bringing other people's files in: upload, look, decide, undo. */
export function ImportsScreen(props: {
  session: Session
  path: string
  go: (path: string) => void
}) {
  const { t } = useText()
  const client = useQueryClient()
  const id = () => {
    const [, found] = /^\/imports\/(\d{1,10})$/.exec(props.path) ?? []
    return found === undefined ? null : Number(found)
  }
  const kinds = () => KINDS_OF_ROLE[props.session.role ?? ""] ?? []

  const history = createQuery(() => ({
    queryKey: ["imports"],
    queryFn: () => read<ImportList>("imports", { limit: 50 }),
    enabled: kinds().length > 0,
  }))
  const one = createQuery(() => ({
    queryKey: ["import", id()],
    queryFn: () => read<Import>(`imports/${id()}`),
    enabled: id() !== null,
  }))

  const keep = (view: Import) => {
    client.setQueryData(["import", view.id], view)
    // What was decided changes land, firms and figures: everything read before is old.
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "import" })
  }

  return (
    <Show
      when={kinds().length > 0}
      fallback={
        <main class="full">
          <Empty title={t("imports.none")}>{t("imports.none.help")}</Empty>
        </main>
      }
    >
      <main class="page imports">
        <ImportHistory
          query={history}
          current={id()}
          onOpen={(chosen) => props.go(chosen === null ? "/imports" : `/imports/${chosen}`)}
        />
        <div class="page-main">
          <Switch>
            <Match when={id() === null}>
              <UploadForm
                kinds={kinds()}
                onUploaded={(view) => {
                  keep(view)
                  props.go(`/imports/${view.id}`)
                }}
              />
            </Match>
            <Match when={one.isError}>
              <Failure told={problemOf(one.error)} onRetry={() => void one.refetch()} />
            </Match>
            <Match when={one.isPending}>
              <Waiting>{t("wait.import")}</Waiting>
            </Match>
            <Match when={one.data}>
              {(view) => <ImportReview view={view()} onChange={keep} />}
            </Match>
          </Switch>
        </div>
      </main>
    </Show>
  )
}
