import { createSignal, For, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { answer } from "../api.ts"
import { FormDialog } from "../record/ActDialog.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { LongField, TextField } from "../ui/TextField.tsx"
import { useRenew } from "./createIdle.ts"
import { type FlagPlace, flagRoutes, paramOf } from "./flagPlace.ts"
import type { FlagRequest } from "./shapes.ts"

/** Who was asked what, by which day, and what came. */
export function Requests(props: {
  requests: readonly FlagRequest[]
  mayAnswer: boolean
  onAnswer: (request: FlagRequest) => void
}) {
  const { t } = useText()
  return (
    <Show when={props.requests.length > 0}>
      <div class="idle-part">
        <h4>{t("idle.requests")}</h4>
        <ul class="idle-log">
          <For each={props.requests}>
            {(request) => (
              <li>
                <span>
                  <b>{request.addressee}</b> {request.what}
                </span>
                <Show
                  when={request.answeredOn}
                  fallback={
                    <span>
                      <Badge tone={request.overdue ? "danger" : "warn"}>
                        {t(request.overdue ? "idle.request.late" : "idle.request.due", {
                          day: request.dueOn,
                        })}
                      </Badge>{" "}
                      <Show when={props.mayAnswer}>
                        <button type="button" class="link" onClick={() => props.onAnswer(request)}>
                          {t("idle.answer")}
                        </button>
                      </Show>
                    </span>
                  }
                >
                  {(day) => (
                    <span>
                      <Badge tone="good">{t("idle.answered", { day: day() })}</Badge>{" "}
                      {request.answer}
                    </span>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  )
}

export function RequestDialog(props: { place: FlagPlace; onClose: () => void }) {
  const { t } = useText()
  const renew = useRenew()
  const [addressee, setAddressee] = createSignal("")
  const [what, setWhat] = createSignal("")
  const [dueOn, setDueOn] = createSignal("")
  const send = async () => {
    await answer(
      flagRoutes.requests.$post({
        param: paramOf(props.place),
        json: { addressee: addressee(), what: what(), dueOn: dueOn() },
      }),
    )
    props.onClose()
    await renew()
  }
  return (
    <FormDialog
      title={t("idle.request.add")}
      act={t("idle.request.go")}
      onSend={send}
      onClose={props.onClose}
    >
      <TextField
        label={t("idle.request.addressee")}
        value={addressee()}
        onInput={setAddressee}
        required
      />
      <LongField
        label={t("idle.request.what")}
        value={what()}
        onInput={setWhat}
        maxLength={2000}
        required
      />
      <TextField
        label={t("idle.request.by")}
        type="date"
        min={legalDayAt(new Date())}
        value={dueOn()}
        onInput={setDueOn}
        required
      />
    </FormDialog>
  )
}

export function AnswerDialog(props: {
  place: FlagPlace
  request: FlagRequest
  onClose: () => void
}) {
  const { t } = useText()
  const renew = useRenew()
  const today = legalDayAt(new Date())
  const [answeredOn, setAnsweredOn] = createSignal<string>(today)
  const [told, setTold] = createSignal("")
  const send = async () => {
    await answer(
      flagRoutes.requests[":id"].answer.$post({
        param: { ...paramOf(props.place), id: String(props.request.id) },
        json: { answeredOn: answeredOn(), answer: told() },
      }),
    )
    props.onClose()
    await renew()
  }
  return (
    <FormDialog
      title={t("idle.answer")}
      act={t("idle.answer")}
      onSend={send}
      onClose={props.onClose}
    >
      <p>
        <b>{props.request.addressee}</b> {props.request.what}
      </p>
      <TextField
        label={t("idle.answer.on")}
        type="date"
        max={today}
        value={answeredOn()}
        onInput={setAnsweredOn}
        required
      />
      <LongField
        label={t("idle.answer.told")}
        value={told()}
        onInput={setTold}
        maxLength={5000}
        required
      />
    </FormDialog>
  )
}
