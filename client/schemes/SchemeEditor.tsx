import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import { createStore } from "solid-js/store"
import { answer, api, problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createSchemes, createVersion, useRenew } from "./createSchemes.ts"
import { readDraft, sumWeights, writeDraft } from "./draft.ts"
import { BasicsPart, GradesPart, RemarksPart, ScopePart, ScoringPart } from "./EditorParts.tsx"
import { AdjustmentsPart, BonusPart, PenaltyPart } from "./EditorLists.tsx"
import { IssuesContext } from "./fields.tsx"
import { IndicatorsPart } from "./IndicatorsPart.tsx"
import { type Place, writePlace } from "./place.ts"
import type { Open } from "./shapes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

type EditorPlace = Extract<Place, { screen: "editor" }>
type Source = Parameters<typeof readDraft>[0]

/** The next version of a scheme, written on the ground of another one or of one that comes with the product. */
export function SchemeEditor(props: { place: EditorPlace; open: Open }) {
  const { t } = useText()
  const schemes = createSchemes()
  const version = createVersion(
    () => props.place.id,
    () => props.place.version,
  )
  const asked = () => (props.place.version === null ? schemes : version)
  const source = createMemo((): Source | undefined => {
    if (props.place.version !== null) return version.data
    const shipped = schemes.data?.shipped.find(({ scheme }) => scheme.id === props.place.id)
    return shipped && { ...shipped, basis: shipped.source }
  })
  // What is written is not begun anew when the list is asked for again.
  const [begun, setBegun] = createSignal<Source>()
  const first = createMemo(() => begun() ?? (source() ? setBegun(() => source()) : undefined))
  return (
    <main class="page">
      <Switch
        fallback={
          <div class="full">
            <Show
              when={asked().isSuccess || problemOf(asked().error)?.status === 404}
              fallback={
                <Failure told={problemOf(asked().error)} onRetry={() => void asked().refetch()} />
              }
            >
              <Empty title={t("scheme.gone")} />
            </Show>
          </div>
        }
      >
        <Match when={first()}>
          {(found) => <Form source={found()} place={props.place} open={props.open} />}
        </Match>
        <Match when={asked().isPending}>
          <Waiting>{t("scheme.wait.one")}</Waiting>
        </Match>
      </Switch>
    </main>
  )
}

function Form(props: { source: Source; place: EditorPlace; open: Open }) {
  const { t, figures } = useText()
  const renew = useRenew()
  const schemes = createSchemes()
  const [draft, change] = createStore(readDraft(props.source))
  const written = createMemo(() => writeDraft(draft))
  const count = () => written().issues.length
  const { busy, failure, submit } = createSubmit(async () => {
    const { body } = written()
    const saved = await answer(
      api.assessments.schemes.$post({ json: { ...body, basedOn: from() } }),
    )
    await renew()
    props.open(
      writePlace({
        screen: "version",
        id: saved.schemeId,
        version: saved.version,
        against: null,
      }),
    )
  })
  /** What the form finds, and what the server found at the last attempt. */
  const issues = createMemo(() => {
    const byPointer = new Map<string, string[]>()
    const add = (pointer: string, message: string) => {
      const listed = byPointer.get(pointer) ?? []
      if (!listed.includes(message)) byPointer.set(pointer, [...listed, message])
    }
    for (const { pointer, says } of written().issues)
      add(pointer, typeof says === "string" ? t(`scheme.issue.${says}`) : says.message)
    for (const { pointer, message } of problemOf(failure()?.error)?.issues ?? [])
      add(pointer, message)
    return byPointer
  })
  const last = () =>
    Math.max(
      0,
      ...(schemes.data?.items ?? [])
        .filter(({ schemeId }) => schemeId === draft.id.trim())
        .map(({ version }) => version),
    )
  const from = () =>
    props.place.version === null ? props.place.id : `${props.place.id}/${props.place.version}`
  const back = () => writePlace({ ...props.place, screen: "version", against: null })
  let form!: HTMLFormElement
  const showFirst = () => {
    const bad = form.querySelector<HTMLElement>('[aria-invalid="true"]')
    bad?.closest("details")?.setAttribute("open", "")
    bad?.focus()
  }
  const save = () => (count() > 0 ? showFirst() : void submit())
  const sum = () => sumWeights(draft.indicators)
  return (
    <IssuesContext.Provider value={(pointer) => issues().get(pointer) ?? []}>
      <form
        class="page-main scheme-page scheme-editor"
        ref={(element) => (form = element)}
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <header class="scheme-head">
          <Link class="record-back" to={back()} open={props.open}>
            <Icon name="left" size={16} />
            {t("scheme.editor.back")}
          </Link>
          <h1>{t("scheme.editor")}</h1>
          <p class="lead">
            {t("scheme.editor.from", { name: props.source.label })}{" "}
            {t("scheme.editor.becomes", { version: last() + 1 })}
          </p>
        </header>
        <BasicsPart draft={draft} change={change} />
        <IndicatorsPart draft={draft} change={change} />
        <ScoringPart draft={draft} change={change} />
        <ScopePart draft={draft} change={change} />
        <GradesPart draft={draft} change={change} />
        <AdjustmentsPart draft={draft} change={change} />
        <BonusPart draft={draft} change={change} />
        <PenaltyPart draft={draft} change={change} />
        <RemarksPart draft={draft} change={change} />
        <footer class="scheme-foot">
          <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
          <div class="scheme-foot-line">
            <span class="scheme-sum" data-full={sum().eq(100) ? "" : undefined}>
              {t("scheme.sum-of", { sum: figures().plain(sum().toFixed(), 6) })}
            </span>
            <Show
              when={count() > 0}
              fallback={<span class="quiet">{t("scheme.editor.ready")}</span>}
            >
              <button type="button" class="link scheme-issue-count" onClick={showFirst}>
                {t("scheme.editor.issues", { count: count() })}
              </button>
            </Show>
            <div class="page-actions">
              <Link class="button" to={back()} open={props.open}>
                {t("cancel")}
              </Link>
              <button type="submit" class="button button-main" disabled={busy()}>
                {t(busy() ? "scheme.saving" : "scheme.save")}
              </button>
            </div>
          </div>
        </footer>
      </form>
    </IssuesContext.Provider>
  )
}
