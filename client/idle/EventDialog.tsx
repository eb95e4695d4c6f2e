import { createSignal, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { answer, api } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Segments } from "../ui/Segments.tsx"
import { FormDialog } from "../record/ActDialog.tsx"
import type { Clock, ClockEvent, NewClockEvent } from "./shapes.ts"
import { TextField } from "../ui/TextField.tsx"

type Kind = NewClockEvent["kind"]
type Cause = NonNullable<ClockEvent["cause"]>
/** What is to be recorded; with an event, that one is corrected. */
export type EventDraft = { kind: Kind; cause?: Cause; event?: ClockEvent }

const CAUSES = ["government", "forceMajeure", "holder"] as const

/** Records something that the clock counts by, with its paper, or corrects what was recorded. */
export function EventDialog(props: {
  parcelId: number
  draft: EventDraft
  onClose: () => void
  onDone: (after: Clock) => Promise<void>
}) {
  const { t, name } = useText()
  const { event: given, kind: first } = props.draft
  const [kind, setKind] = createSignal<Kind>(first)
  const [on, setOn] = createSignal<string>(given?.on ?? "")
  const [to, setTo] = createSignal<string>(given?.to ?? "")
  const [startOn, setStartOn] = createSignal<string>(given?.startOn ?? "")
  const [cause, setCause] = createSignal<Cause>(given?.cause ?? props.draft.cause ?? "government")
  const [title, setTitle] = createSignal(given?.source.title ?? "")
  const [documentNo, setDocumentNo] = createSignal(given?.source.documentNo ?? "")
  const [issuedOn, setIssuedOn] = createSignal<string>(given?.source.issuedOn ?? "")
  const [issuer, setIssuer] = createSignal(given?.source.issuer ?? "")
  const [why, setWhy] = createSignal("")
  const draft = (): NewClockEvent => {
    const common = {
      document: {
        title: title(),
        documentNo: documentNo().trim() || null,
        issuedOn: issuedOn() || null,
        issuer: issuer().trim() || null,
      },
      why: why().trim() || null,
    }
    const now = kind()
    if (now === "pause")
      return { kind: now, from: on(), to: to() || null, cause: cause(), ...common }
    if (now === "supplement") return { kind: now, on: on(), startOn: startOn(), ...common }
    return { kind: now, on: on(), ...common }
  }
  const send = async () => {
    const param = { id: String(props.parcelId) }
    const routes = api.flags.parcels[":id"].clock.events
    const after = given?.id
      ? await answer(routes[":event"].$put({ param: { ...param, event: given.id }, json: draft() }))
      : await answer(routes.$post({ param, json: draft() }))
    props.onClose()
    await props.onDone(after)
  }
  const today = legalDayAt(new Date())
  const heading = () =>
    given
      ? t("idle.event.correct")
      : t(`idle.record.${kind() === "resumption" ? "suspension" : (kind() as "pause")}`)
  return (
    <FormDialog
      title={heading()}
      act={t(given ? "idle.event.correct" : "idle.event.save")}
      onSend={send}
      onClose={props.onClose}
    >
      <Show when={kind() === "suspension" || kind() === "resumption"}>
        <Show when={!given}>
          <Segments
            label={t("idle.event.kind")}
            value={kind()}
            options={(["suspension", "resumption"] as const).map((value) => ({
              value,
              label: name("clock-event", value),
            }))}
            onChange={setKind}
          />
        </Show>
      </Show>
      <Show when={kind() === "pause"}>
        <Segments
          label={t("idle.event.cause")}
          value={cause()}
          options={CAUSES.map((value) => ({ value, label: name("cause", value) }))}
          onChange={setCause}
        />
        <p class="note">
          {t(cause() === "holder" ? "idle.event.counts" : "idle.event.counts-not")}
        </p>
        <div class="form-two">
          <TextField
            label={t("idle.event.from")}
            type="date"
            value={on()}
            onInput={setOn}
            required
          />
          <TextField
            label={t("idle.event.to")}
            type="date"
            min={on() || undefined}
            value={to()}
            onInput={setTo}
          />
        </div>
      </Show>
      <Show when={kind() !== "pause"}>
        <div class="form-two">
          <TextField
            label={name("clock-event-day", kind())}
            type="date"
            max={kind() === "supplement" ? undefined : today}
            value={on()}
            onInput={setOn}
            required
          />
          <Show when={kind() === "supplement"}>
            <TextField
              label={t("idle.event.start-on")}
              type="date"
              min={on() || undefined}
              value={startOn()}
              onInput={setStartOn}
              required
            />
          </Show>
        </div>
      </Show>
      <fieldset class="idle-paper">
        <legend>{t("idle.event.paper")}</legend>
        <TextField label={t("idle.event.title")} value={title()} onInput={setTitle} required />
        <div class="form-two">
          <TextField
            label={t("idle.event.document-no")}
            value={documentNo()}
            onInput={setDocumentNo}
          />
          <TextField
            label={t("idle.event.issued-on")}
            type="date"
            value={issuedOn()}
            onInput={setIssuedOn}
          />
        </div>
        <TextField label={t("idle.event.issuer")} value={issuer()} onInput={setIssuer} />
      </fieldset>
      <Show when={given}>
        <TextField label={t("form.why.optional")} value={why()} onInput={setWhy} />
      </Show>
    </FormDialog>
  )
}
