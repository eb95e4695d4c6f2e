import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Modal } from "../ui/Modal.tsx"
import { Notice } from "../ui/Notice.tsx"
import { CountsTable } from "./CountsTable.tsx"
import { FindingsTable } from "./FindingsTable.tsx"
import { STATE_TONES } from "./ImportHistory.tsx"
import { type Answers, isAnswered, needsReading, Questions } from "./Questions.tsx"
import { RowsTable } from "./RowsTable.tsx"
import type { Import } from "./shapes.ts"
import { SourceFacts } from "./SourceFacts.tsx"

const NO_ANSWERS: Answers = { crs: null, encoding: null, mapping: {}, confirm: [] }

/** What a file would change, what is doubtful in it, and the decision. */
export function ImportReview(props: {
  view: Import
  onChange: (view: Import) => void
  /** Looks at the same file again with answers of how to read it; undefined when it is not at hand. */
  onReadAgain: ((parameters: Record<string, string>) => Promise<void>) | undefined
}) {
  const { t, name, figures } = useText()
  const [answers, setAnswers] = createSignal<Answers>(NO_ANSWERS)
  const [asking, setAsking] = createSignal(false)
  const open = () => props.view.state === "previewed"
  /** Until these are answered no row was judged, so there is nothing yet to commit. */
  const unread = () => open() && props.view.questions.some(needsReading)
  const ready = () => props.view.questions.every((question) => isAnswered(question, answers()))
  const nothing = () => props.view.counts.inserted + props.view.counts.updated === 0

  const { busy, failure, submit } = createSubmit((work: () => Promise<unknown> | undefined) =>
    Promise.resolve(work()),
  )
  const decide = (step: "commit" | "undo") => {
    setAsking(false)
    return submit(async () => {
      const param = { id: String(props.view.id) }
      const batch = api.imports[":id"]
      if (step === "undo") await answer(batch.undo.$post({ param }))
      else await answer(batch.commit.$post({ param, json: { confirm: answers().confirm } }))
      props.onChange(await answer(batch.$get({ param })))
    })
  }
  const readAgain = () => {
    const { crs, encoding, mapping } = answers()
    return submit(() =>
      props.onReadAgain?.({
        ...(crs === null ? {} : { crs: String(crs) }),
        ...(encoding === null ? {} : { encoding }),
        ...(Object.keys(mapping).length === 0 ? {} : { mapping: JSON.stringify(mapping) }),
      }),
    )
  }

  return (
    <article class="review">
      <header class="review-head">
        <div>
          <h1>{props.view.filename}</h1>
          <p class="quiet">
            {name("import-kind", props.view.kind)} · {figures().instant(props.view.previewedAt)}
          </p>
        </div>
        <Badge tone={STATE_TONES[props.view.state]}>{name("import-state", props.view.state)}</Badge>
      </header>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <Show when={props.view.undo}>
        {(undo) => (
          <Notice
            tone={undo().kept.length === 0 ? "good" : "warn"}
            title={t("imports.undone", { count: figures().count(undo().undone) })}
          >
            <For each={undo().kept}>
              {(kept) => <div>{t("imports.kept", { row: kept.row, reason: kept.reason })}</div>}
            </For>
          </Notice>
        )}
      </Show>
      <Show when={open() && props.view.questions.length > 0}>
        <Questions
          questions={props.view.questions}
          columns={props.view.columns}
          answers={answers()}
          onAnswer={(changes) => setAnswers({ ...answers(), ...changes })}
        />
      </Show>
      <CountsTable counts={props.view.counts} />
      <div class="review-actions">
        <Show when={unread()}>
          <button
            type="button"
            class="button button-main"
            disabled={busy() || !ready() || !props.onReadAgain}
            onClick={() => void readAgain()}
          >
            <Icon name="check" size={16} />
            {busy() ? t("imports.reading") : t("imports.read-again")}
          </button>
          <span class="quiet">
            {props.onReadAgain ? t("imports.answer") : t("imports.file-gone")}
          </span>
        </Show>
        <Show when={open() && !unread()}>
          <button
            type="button"
            class="button button-main"
            disabled={busy() || !ready() || nothing()}
            onClick={() => void decide("commit")}
          >
            <Icon name="check" size={16} />
            {busy() ? t("imports.committing") : t("imports.commit")}
          </button>
          <span class="quiet">
            {nothing() ? t("imports.nothing") : ready() ? t("imports.ready") : t("imports.answer")}
          </span>
        </Show>
        <Show when={props.view.state === "committed"}>
          <button type="button" class="button" disabled={busy()} onClick={() => setAsking(true)}>
            <Icon name="undo" size={16} />
            {busy() ? t("imports.undoing") : t("imports.undo")}
          </button>
        </Show>
        <Show when={props.view.counts.rejected > 0}>
          <a class="button" href={`/api/imports/${props.view.id}/rejected.csv`} download="">
            <Icon name="download" size={16} />
            {t("imports.rejected-file")}
          </a>
        </Show>
      </div>
      <SourceFacts view={props.view} />
      <FindingsTable findings={props.view.findings} totals={props.view.totals} />
      <RowsTable id={props.view.id} counts={props.view.counts} />
      <Modal
        open={asking()}
        title={t("imports.undo")}
        closeLabel={t("close")}
        onClose={() => setAsking(false)}
      >
        <p>{t("imports.undo.ask")}</p>
        <div class="modal-foot">
          <button type="button" class="button" onClick={() => setAsking(false)}>
            {t("cancel")}
          </button>
          <button type="button" class="button button-danger" onClick={() => void decide("undo")}>
            {t("imports.undo")}
          </button>
        </div>
      </Modal>
    </article>
  )
}
