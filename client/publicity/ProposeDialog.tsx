import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Modal } from "../ui/Modal.tsx"
import { Segments } from "../ui/Segments.tsx"
import { fromField, toField } from "./clock.ts"
import { createRuns, useRenew } from "./createPublicity.ts"
import { writePlace } from "./place.ts"
import type { Open, PublicityHead, Subject } from "./shapes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

const USUAL_WORKDAYS = "5"
const USUAL_CLOSE = "17:30"

/** Proposes to show areas or grades, as they stand now. */
export function ProposeDialog(props: {
  year: number
  /** The one before: its office and contact are proposed again. */
  before: PublicityHead | undefined
  open: Open
  onClose: () => void
}) {
  const { t, name } = useText()
  const renew = useRenew()
  const runs = createRuns(() => props.year)
  const [subject, setSubject] = createSignal<Subject>("areas")
  const [opensAt, setOpensAt] = createSignal(toField(new Date().toISOString()))
  const [term, setTerm] = createSignal<"workdays" | "instant">("workdays")
  const [workdays, setWorkdays] = createSignal(USUAL_WORKDAYS)
  const [closing, setClosing] = createSignal(USUAL_CLOSE)
  const [closesAt, setClosesAt] = createSignal("")
  const [office, setOffice] = createSignal(props.before?.office ?? "")
  const [contact, setContact] = createSignal(props.before?.contact ?? "")
  /** Only the last run of a year may be shown. */
  const run = () => runs.data?.items[0]
  const isReady = () => subject() === "areas" || run() !== undefined
  const issuesAt = (pointer: string) =>
    (problemOf(failure()?.error)?.issues ?? []).filter((issue) => issue.pointer === pointer)

  const {
    busy,
    failure,
    submit: send,
  } = createSubmit(async () => {
    const from = fromField(opensAt())
    if (from === null) return
    const shown = await answer(
      api.assessments.publicity.$post({
        json: {
          fiscalYear: props.year,
          subject: subject(),
          runId: subject() === "grades" ? (run()?.id ?? null) : null,
          opensAt: from,
          ...(term() === "workdays"
            ? { workdays: Number(workdays()), closesAtTime: closing() }
            : { closesAt: fromField(closesAt()) }),
          office: office(),
          contact: contact(),
        },
      }),
    )
    await renew()
    props.open(writePlace({ year: props.year, id: shown.id }))
  })
  const Issue = (own: { at: string }) => (
    <For each={issuesAt(own.at)}>{({ message }) => <span class="short">{message}</span>}</For>
  )
  return (
    <Modal
      open
      title={t("publicity.propose-of", { year: props.year })}
      closeLabel={t("close")}
      onClose={props.onClose}
    >
      <form
        class="editor publicity-form"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Segments
          label={t("publicity.subject")}
          value={subject()}
          options={(["areas", "grades"] as const).map((value) => ({
            value,
            label: name("publicity-subject", value),
          }))}
          onChange={setSubject}
        />
        <p class="note">
          {subject() === "areas"
            ? t("publicity.areas.note")
            : run()
              ? t("publicity.grades.note", { number: run()!.number })
              : runs.isPending
                ? ""
                : t("publicity.no-run")}
        </p>
        <label class="field">
          <span>{t("publicity.opens")}</span>
          <input
            class="input"
            type="datetime-local"
            required
            value={opensAt()}
            onInput={(event) => setOpensAt(event.currentTarget.value)}
          />
          <Issue at="/opensAt" />
        </label>
        <Segments
          label={t("publicity.term-by")}
          value={term()}
          options={(["workdays", "instant"] as const).map((value) => ({
            value,
            label: t(`publicity.by.${value}`),
          }))}
          onChange={setTerm}
        />
        <Show
          when={term() === "workdays"}
          fallback={
            <label class="field">
              <span>{t("publicity.closes")}</span>
              <input
                class="input"
                type="datetime-local"
                required
                min={opensAt()}
                value={closesAt()}
                onInput={(event) => setClosesAt(event.currentTarget.value)}
              />
              <Issue at="/closesAt" />
            </label>
          }
        >
          <div class="publicity-two">
            <label class="field">
              <span>{t("publicity.workdays")}</span>
              <input
                class="input"
                type="number"
                required
                min="1"
                max="60"
                value={workdays()}
                onInput={(event) => setWorkdays(event.currentTarget.value)}
              />
            </label>
            <label class="field">
              <span>{t("publicity.closing")}</span>
              <input
                class="input"
                type="time"
                required
                value={closing()}
                onInput={(event) => setClosing(event.currentTarget.value)}
              />
            </label>
          </div>
          <p class="note">{t("publicity.workdays.note")}</p>
          <Issue at="/closesAt" />
        </Show>
        <label class="field">
          <span>{t("publicity.office")}</span>
          <input
            class="input"
            required
            maxlength="200"
            value={office()}
            onInput={(event) => setOffice(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{t("publicity.contact")}</span>
          <input
            class="input"
            required
            maxlength="500"
            placeholder={t("publicity.contact.example")}
            value={contact()}
            onInput={(event) => setContact(event.currentTarget.value)}
          />
        </label>
        <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
        <div class="modal-foot">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {t("cancel")}
          </button>
          <button type="submit" class="button button-main" disabled={busy() || !isReady()}>
            {t(busy() ? "scheme.saving" : "publicity.propose")}
          </button>
        </div>
      </form>
    </Modal>
  )
}
