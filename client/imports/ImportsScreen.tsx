import "./imports.css"
import { createQuery, useQueryClient } from "@tanstack/solid-query"
import { createEffect, createSignal, Match, on, Show, Switch } from "solid-js"
import { answer, api, asked, problemOf, type Session } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createUpload } from "./createUpload.ts"
import { ImportHistory } from "./ImportHistory.tsx"
import { ImportReview } from "./ImportReview.tsx"
import { KINDS_OF_ROLE } from "./kinds.ts"
import type { Import } from "./shapes.ts"
import { UploadForm } from "./UploadForm.tsx"

/** Batches of the past in sight. */
const PAGE = 100

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
    queryFn: () => answer(api.imports.$get({ query: asked({ limit: PAGE }) })),
    enabled: kinds().length > 0,
  }))
  const one = createQuery(() => ({
    queryKey: ["import", id()],
    queryFn: () => answer(api.imports[":id"].$get({ param: { id: String(id()) } })),
    enabled: id() !== null,
  }))

  const upload = createUpload()
  // The file that was sent last stays at hand: an answer may want it read another way.
  const [sent, setSent] = createSignal<{ id: number; file: File } | null>(null)
  const show = (uploaded: { view: Import; file: File }) => {
    setSent({ id: uploaded.view.id, file: uploaded.file })
    keep(uploaded.view)
    props.go(`/imports/${uploaded.view.id}`)
  }

  let page: HTMLDivElement | undefined
  createEffect(on(id, () => page?.scrollTo({ top: 0 }), { defer: true }))

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
        <div class="page-main" ref={(element) => (page = element)}>
          <Switch>
            <Match when={id() === null}>
              <UploadForm kinds={kinds()} upload={upload} onUploaded={show} />
            </Match>
            <Match when={one.isError}>
              <Failure told={problemOf(one.error)} onRetry={() => void one.refetch()} />
            </Match>
            <Match when={one.isPending}>
              <Waiting>{t("wait.import")}</Waiting>
            </Match>
            <Match when={one.data} keyed>
              {(view) => (
                <ImportReview
                  view={view}
                  onChange={keep}
                  onReadAgain={
                    sent()?.id === view.id
                      ? async (parameters) =>
                          show(await upload.send(sent()!.file, { kind: view.kind, ...parameters }))
                      : undefined
                  }
                />
              )}
            </Match>
          </Switch>
        </div>
      </main>
    </Show>
  )
}
