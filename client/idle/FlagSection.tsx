import { createSignal, For, Match, Show, Switch } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { answer, api, done, problemOf } from "../api.ts"
import { Facts } from "../record/Facts.tsx"
import { useFactValue } from "../record/factText.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { ActDialog, FormDialog } from "../record/ActDialog.tsx"
import { createFlag, useRenew } from "./createIdle.ts"
import { EvidenceList } from "./EvidenceList.tsx"
import { createFiles, FileField } from "../record/FileField.tsx"
import { Reliability } from "./Reliability.tsx"
import { SettleDialog } from "./SettleDialog.tsx"
import type { DeskFlag, EvidenceKind, FlagRequest, Outcome, Rights } from "./shapes.ts"
import { TextField } from "../ui/TextField.tsx"
import { useIdleText } from "./useIdleText.ts"

type Place = { parcelId: number; ruleSet: string }
type Asked =
  | { what: "settle" | "request" | "evidence" }
  | { what: "answer"; request: FlagRequest }
  | { what: "takeBack"; outcome: Outcome }

const paramOf = ({ parcelId, ruleSet }: Place) => ({ parcelId: String(parcelId), ruleSet })
const routes = api.flags.desk[":parcelId"][":ruleSet"]

/** One suspicion: why, how far it can be relied on, what was asked and answered, and what became of it. */
export function FlagSection(props: { place: Place; rights: Rights }) {
  const { t } = useText()
  const flag = createFlag(() => props.place)
  return (
    <Switch>
      <Match when={flag.isError}>
        <Failure told={problemOf(flag.error)} onRetry={() => void flag.refetch()} />
      </Match>
      <Match when={flag.isPending}>
        <Waiting>{t("idle.wait")}</Waiting>
      </Match>
      <Match when={flag.data}>
        {(data) => <Flag flag={data()} place={props.place} rights={props.rights} />}
      </Match>
    </Switch>
  )
}

function Flag(props: { flag: DeskFlag; place: Place; rights: Rights }) {
  const { t, name } = useText()
  const text = useIdleText()
  const renew = useRenew()
  const [asked, setAsked] = createSignal<Asked | null>(null)
  const item = () => props.flag.item
  const held = () =>
    props.flag.outcomes.find(({ supersededAt, lapsedAt }) => !supersededAt && !lapsedAt)
  const lapsed = () =>
    item().reopened ? props.flag.outcomes.find(({ lapsedAt }) => lapsedAt) : undefined
  const isOpen = () => item().outcome === null && item().state !== null
  const close = () => setAsked(null)
  const takeBack = async (id: number, why: string) => {
    await done(
      routes.outcomes[":id"].$delete({
        param: { ...paramOf(props.place), id: String(id) },
        json: { why },
      }),
    )
    close()
    await renew()
  }
  return (
    <article class="idle-panel idle-flag" aria-label={text.rule(item().rule ?? item().ruleSet)}>
      <header class="idle-flag-head">
        <h3>{text.rule(item().rule ?? item().ruleSet)}</h3>
        <Show when={item().state} fallback={<Badge>{t("idle.not-raised")}</Badge>}>
          {(state) => <Badge tone="warn">{name("suspected-state", state())}</Badge>}
        </Show>
        <Show when={held()}>
          {(outcome) => <Badge tone="good">{name("flag-outcome", outcome().outcome)}</Badge>}
        </Show>
        <div class="page-actions idle-actions">
          <Show when={isOpen() && props.rights.asks}>
            <button type="button" class="button" onClick={() => setAsked({ what: "evidence" })}>
              {t("idle.evidence.add")}
            </button>
            <button type="button" class="button" onClick={() => setAsked({ what: "request" })}>
              {t("idle.request.add")}
            </button>
          </Show>
          <Show when={isOpen() && props.rights.settles}>
            <button
              type="button"
              class="button button-main"
              onClick={() => setAsked({ what: "settle" })}
            >
              {t("idle.settle")}
            </button>
          </Show>
          <Show when={props.rights.settles && held()}>
            {(outcome) => (
              <button
                type="button"
                class="button"
                onClick={() => setAsked({ what: "takeBack", outcome: outcome() })}
              >
                {t("idle.take-back")}
              </button>
            )}
          </Show>
        </div>
      </header>
      <Show when={lapsed()}>{(outcome) => <Lapsed outcome={outcome()} />}</Show>
      <div class="idle-halves">
        <div class="idle-half">
          <Facts
            facts={[
              { label: t("flags.rule-set"), value: text.ruleSet(item().ruleSet) },
              { label: t("flags.clause"), value: text.clause(item().clause) },
              { label: t("flags.since"), value: item().since },
              { label: t("idle.discovered"), value: item().discoveredOn },
              {
                label: t("idle.deadline"),
                value: item().dueOn,
                note: item().overdue ? <span class="idle-late">{t("idle.late")}</span> : undefined,
              },
            ]}
          />
          <Reasons flag={props.flag} />
        </div>
        <Reliability reliability={props.flag.reliability} />
      </div>
      <Requests
        requests={props.flag.requests}
        mayAnswer={props.rights.asks}
        onAnswer={(request) => setAsked({ what: "answer", request })}
      />
      <EvidenceList evidence={props.flag.evidence} />
      <History outcomes={props.flag.outcomes} />
      <Show when={asked()?.what === "settle"}>
        <SettleDialog item={item()} onClose={close} />
      </Show>
      <Show when={asked()?.what === "request"}>
        <RequestDialog place={props.place} onClose={close} />
      </Show>
      <Show when={asked()?.what === "evidence"}>
        <EvidenceDialog place={props.place} onClose={close} />
      </Show>
      <Show when={asked()} keyed>
        {(what) => (
          <Switch>
            <Match when={what.what === "answer" && what.request}>
              {(request) => (
                <AnswerDialog place={props.place} request={request()} onClose={close} />
              )}
            </Match>
            <Match when={what.what === "takeBack" && what.outcome}>
              {(outcome) => (
                <ActDialog
                  title={t("idle.take-back")}
                  lead={t("idle.take-back.ask")}
                  needsWhy
                  danger
                  onSend={(why) => takeBack(outcome().id, why)}
                  onClose={close}
                />
              )}
            </Match>
          </Switch>
        )}
      </Show>
    </article>
  )
}

/** Why it is back: the facts that an outcome rested on, from what to what. */
function Lapsed(props: { outcome: Outcome }) {
  const { t, name, figures } = useText()
  const text = useIdleText()
  const factValue = useFactValue()
  return (
    <div class="idle-lapsed" role="status">
      <p>
        <strong>{t("idle.lapsed")}</strong>{" "}
        {t("idle.lapsed.told", {
          outcome: name("flag-outcome", props.outcome.outcome),
          time: figures().instant(props.outcome.lapsedAt ?? props.outcome.recordedAt),
        })}
      </p>
      <table class="table">
        <caption class="unseen">{t("idle.lapsed")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("flags.fact")}</th>
            <th scope="col">{t("idle.change.from")}</th>
            <th scope="col">{t("idle.change.to")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.outcome.changes}>
            {(change) => (
              <tr>
                <th scope="row">{text.reason(change.fact, change.label)}</th>
                <Show when={!change.withheld} fallback={<Withheld columns={2} />}>
                  <td>{factValue(change.fact, change.from)}</td>
                  <td>{factValue(change.fact, change.to)}</td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

const Withheld = (props: { columns: number }) => {
  const { t } = useText()
  return (
    <td colspan={props.columns} class="none idle-withheld">
      <Icon name="lock" size={14} /> {t("idle.withheld")}
    </td>
  )
}

function Reasons(props: { flag: DeskFlag }) {
  const { t } = useText()
  const text = useIdleText()
  const factValue = useFactValue()
  return (
    <Show when={props.flag.reasons.length > 0}>
      <table class="table">
        <caption>{t("idle.reasons")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("flags.fact")}</th>
            <th scope="col">{t("flags.value")}</th>
            <th scope="col">{t("flags.threshold")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.flag.reasons}>
            {(reason) => (
              <tr>
                <th scope="row">{text.reason(reason.fact, reason.label)}</th>
                <Show when={!reason.withheld} fallback={<Withheld columns={2} />}>
                  <td>{factValue(reason.fact, reason.value)}</td>
                  <td>{factValue(reason.fact, reason.threshold)}</td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  )
}

function Requests(props: {
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

/** Every outcome there was: it stays on record whatever became of it. */
function History(props: { outcomes: readonly Outcome[] }) {
  const { t, name, figures } = useText()
  const stateOf = ({ supersededAt, lapsedAt }: Outcome) =>
    supersededAt ? "takenBack" : lapsedAt ? "lapsed" : "holds"
  return (
    <Show when={props.outcomes.length > 0}>
      <div class="idle-part">
        <h4>{t("idle.history")}</h4>
        <ol class="idle-log">
          <For each={props.outcomes}>
            {(outcome) => (
              <li>
                <span>
                  <b>{name("flag-outcome", outcome.outcome)}</b>{" "}
                  <Badge tone={stateOf(outcome) === "holds" ? "good" : "plain"}>
                    {t(`idle.history.${stateOf(outcome)}`)}
                  </Badge>
                </span>
                <span>{outcome.reason}</span>
                <span class="quiet">
                  {outcome.authorName} · {figures().instant(outcome.recordedAt)}
                </span>
                <Show when={outcome.attachmentIds.length > 0}>
                  <span class="idle-thumbs">
                    <For each={outcome.attachmentIds}>
                      {(id, at) => (
                        <a
                          class="link"
                          href={api.attachments[":id"].$path({ param: { id } })}
                          download=""
                        >
                          {t("idle.file.number", { number: at() + 1 })}
                        </a>
                      )}
                    </For>
                  </span>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </div>
    </Show>
  )
}

function RequestDialog(props: { place: Place; onClose: () => void }) {
  const { t } = useText()
  const renew = useRenew()
  const [addressee, setAddressee] = createSignal("")
  const [what, setWhat] = createSignal("")
  const [dueOn, setDueOn] = createSignal("")
  const send = async () => {
    await answer(
      routes.requests.$post({
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
      <label class="field">
        <span>{t("idle.request.what")}</span>
        <textarea
          class="input"
          rows="3"
          required
          maxlength="2000"
          value={what()}
          onInput={(event) => setWhat(event.currentTarget.value)}
        />
      </label>
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

function AnswerDialog(props: { place: Place; request: FlagRequest; onClose: () => void }) {
  const { t } = useText()
  const renew = useRenew()
  const today = legalDayAt(new Date())
  const [answeredOn, setAnsweredOn] = createSignal<string>(today)
  const [told, setTold] = createSignal("")
  const send = async () => {
    await answer(
      routes.requests[":id"].answer.$post({
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
      <label class="field">
        <span>{t("idle.answer.told")}</span>
        <textarea
          class="input"
          rows="3"
          required
          maxlength="5000"
          value={told()}
          onInput={(event) => setTold(event.currentTarget.value)}
        />
      </label>
    </FormDialog>
  )
}

const KINDS = ["sitePhoto", "drone", "satellite", "document", "statement"] as const

function EvidenceDialog(props: { place: Place; onClose: () => void }) {
  const { t, name } = useText()
  const renew = useRenew()
  const files = createFiles(() => props.place.parcelId)
  const [kind, setKind] = createSignal<EvidenceKind>("sitePhoto")
  const [takenOn, setTakenOn] = createSignal("")
  const [note, setNote] = createSignal("")
  const send = async () => {
    for (const attachmentId of await files.sendAll())
      await answer(
        routes.evidence.$post({
          param: paramOf(props.place),
          json: {
            attachmentId,
            kind: kind(),
            takenOn: takenOn() || null,
            note: note().trim() || null,
          },
        }),
      )
    props.onClose()
    await renew()
  }
  return (
    <FormDialog
      title={t("idle.evidence.add")}
      act={t("idle.evidence.go")}
      onSend={send}
      onClose={props.onClose}
    >
      <FileField label={t("idle.evidence.files")} files={files} />
      <RadioList
        label={t("idle.evidence.kind")}
        value={kind()}
        options={KINDS.map((value) => ({ value, label: name("evidence-kind", value) }))}
        onChange={setKind}
      />
      <TextField
        label={t("idle.evidence.taken")}
        type="date"
        max={legalDayAt(new Date())}
        value={takenOn()}
        onInput={setTakenOn}
      />
      <TextField label={t("idle.evidence.note")} value={note()} onInput={setNote} />
      <Show when={files.files().length === 0}>
        <p class="note">{t("idle.evidence.choose-first")}</p>
      </Show>
    </FormDialog>
  )
}
