import { createSignal, Match, Show, Switch } from "solid-js"
import { type Day, daysBetween, isDay, legalDayAt } from "../../geodata/days.ts"
import { answer, api, problemOf } from "../api.ts"
import { Facts } from "../record/Facts.tsx"
import { useFactName, useFactValue } from "../record/factText.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { ActDialog } from "../record/ActDialog.tsx"
import { createClock, useClockAnswer, useRenew } from "./createIdle.ts"
import { EventDialog, type EventDraft } from "./EventDialog.tsx"
import { EventsTable } from "./EventsTable.tsx"
import { listMoves, type Move } from "./moved.ts"
import { Moves } from "./Moves.tsx"
import { type Clock, type ClockEvent, type Rights, STATE_TONES } from "./shapes.ts"
import { Timeline } from "./Timeline.tsx"
import { useIdleText } from "./useIdleText.ts"

/** The legal clock of a parcel: where it stands, on what, what comes next, and how it got there. */
export function ClockSection(props: { parcelId: number; rights: Rights }) {
  const { t, figures } = useText()
  const renew = useRenew()
  const show = useClockAnswer()
  const [on, setOn] = createSignal<Day | null>(null)
  const [knownAt, setKnownAt] = createSignal<string | null>(null)
  const clock = createClock(() => props.parcelId, on, knownAt)
  const [asked, setAsked] = createSignal<EventDraft | null>(null)
  const [withdrawn, setWithdrawn] = createSignal<ClockEvent | null>(null)
  const [moves, setMoves] = createSignal<readonly Move[] | null>(null)
  const isNow = () => on() === null && knownAt() === null
  const mayRecord = () => props.rights.settles && isNow()
  const tellMoves = async (before: Clock, after: Clock) => {
    setMoves(listMoves(before, after))
    show(after)
    await renew()
  }
  const withdraw = async (event: ClockEvent, why: string) => {
    const after = await answer(
      api.flags.parcels[":id"].clock.events[":event"].$delete({
        param: { id: String(props.parcelId), event: event.id! },
        json: { why },
      }),
    )
    setWithdrawn(null)
    await tellMoves(clock.data!, after)
  }
  return (
    <section class="idle-block" aria-labelledby="idle-clock">
      <div class="idle-block-head">
        <h2 id="idle-clock">{t("idle.clock")}</h2>
        <span class="quiet">{t("idle.clock.basis")}</span>
        <AsOf on={on()} knownAt={knownAt()} onDay={setOn} onInstant={setKnownAt} />
      </div>
      <Show when={!isNow()}>
        <div class="idle-past" role="status">
          <span>
            {t("idle.as-of.told", {
              day: on() ?? legalDayAt(new Date()),
              instant: knownAt() === null ? t("idle.as-of.now") : figures().instant(knownAt()!),
            })}
          </span>
          <button
            type="button"
            class="button"
            onClick={() => {
              setOn(null)
              setKnownAt(null)
            }}
          >
            {t("idle.as-of.back")}
          </button>
        </div>
      </Show>
      <Switch>
        <Match when={problemOf(clock.error)?.status === 404}>
          <p class="note">{t("idle.clock.not-known")}</p>
        </Match>
        <Match when={clock.isError}>
          <Failure told={problemOf(clock.error)} onRetry={() => void clock.refetch()} />
        </Match>
        <Match when={clock.isPending}>
          <Waiting>{t("idle.wait")}</Waiting>
        </Match>
        <Match when={clock.data}>
          {(data) => (
            <div class="idle-panel" data-past={isNow() ? undefined : ""}>
              <Standing clock={data()} />
              <Show when={moves()}>{(list) => <Moves moves={list()} />}</Show>
              <Timeline clock={data()} today={legalDayAt(new Date())} />
              <Show when={mayRecord()}>
                <div class="idle-acts">
                  <button
                    type="button"
                    class="button button-main"
                    onClick={() => setAsked({ kind: "pause", cause: "government" })}
                  >
                    {t("idle.record.pause")}
                  </button>
                  <button
                    type="button"
                    class="button"
                    onClick={() => setAsked({ kind: "supplement" })}
                  >
                    {t("idle.record.supplement")}
                  </button>
                  <button
                    type="button"
                    class="button"
                    onClick={() => setAsked({ kind: "delivery" })}
                  >
                    {t("idle.record.delivery")}
                  </button>
                  <button
                    type="button"
                    class="button"
                    onClick={() => setAsked({ kind: "suspension" })}
                  >
                    {t("idle.record.suspension")}
                  </button>
                </div>
              </Show>
              <Evidence clock={data()} />
              <EventsTable
                clock={data()}
                mayCorrect={mayRecord()}
                onCorrect={(event) => setAsked({ kind: kindOf(event), event })}
                onWithdraw={setWithdrawn}
              />
              <Show when={asked()} keyed>
                {(draft) => (
                  <EventDialog
                    parcelId={props.parcelId}
                    draft={draft}
                    onClose={() => setAsked(null)}
                    onDone={(after) => tellMoves(data(), after)}
                  />
                )}
              </Show>
              <Show when={withdrawn()} keyed>
                {(event) => (
                  <ActDialog
                    title={t("idle.event.withdraw")}
                    lead={t("idle.event.withdraw.ask")}
                    needsWhy
                    danger
                    onSend={(why) => withdraw(event, why)}
                    onClose={() => setWithdrawn(null)}
                  />
                )}
              </Show>
            </div>
          )}
        </Match>
      </Switch>
    </section>
  )
}

const kindOf = ({ kind }: ClockEvent): EventDraft["kind"] =>
  kind === "pause" ||
  kind === "supplement" ||
  kind === "delivery" ||
  kind === "suspension" ||
  kind === "resumption"
    ? kind
    : "pause"

/** Where `2026-11-22T09:00:00` ends; a browser leaves seconds out that are nothing. */
const SECONDS_END = 19

/** The day that is asked about, and the instant whose knowledge counts. */
function AsOf(props: {
  on: Day | null
  knownAt: string | null
  onDay: (day: Day | null) => void
  onInstant: (instant: string | null) => void
}) {
  const { t } = useText()
  const today = legalDayAt(new Date())
  return (
    <div class="idle-as-of">
      <label>
        <span>{t("idle.as-of.day")}</span>
        <input
          class="input"
          type="date"
          min="1987-01-01"
          max="2100-12-31"
          value={props.on ?? today}
          onChange={(event) => {
            const { value } = event.currentTarget
            if (isDay(value)) props.onDay(value === today ? null : value)
          }}
        />
      </label>
      <label>
        <span>{t("idle.as-of.known")}</span>
        <input
          class="input"
          type="datetime-local"
          step="1"
          value={props.knownAt?.slice(0, SECONDS_END) ?? ""}
          onChange={(event) => {
            const { value } = event.currentTarget
            props.onInstant(value === "" ? null : `${value.padEnd(SECONDS_END, ":00")}+08:00`)
          }}
        />
      </label>
    </div>
  )
}

function Standing(props: { clock: Clock }) {
  const { t, name, figures } = useText()
  const text = useIdleText()
  const clock = () => props.clock
  const fee = () =>
    clock().feeWanYuan == null
      ? undefined
      : `${figures().plain(clock().feeWanYuan, 4)} ${t("unit.wan")}`
  const next = () => clock().next
  return (
    <div class="idle-standing">
      <div class="idle-state" data-tone={STATE_TONES[clock().state]}>
        <span class="quiet">{t("idle.state")}</span>
        <strong>{name("clock-state", clock().state)}</strong>
        <Show when={clock().since}>
          {(since) => <span>{t("idle.since-of", { day: since() })}</span>}
        </Show>
        <Show when={clock().paused}>
          {(cause) => (
            <Badge tone="warn">{t("idle.paused", { cause: name("cause", cause()) })}</Badge>
          )}
        </Show>
      </div>
      <Facts
        facts={[
          {
            label: t("flags.clause"),
            value:
              clock()
                .clauses.flatMap((clause) => text.clause(clause) ?? [])
                .join(t("semicolon")) || null,
          },
          { label: t("flags.route"), value: clock().route ? name("route", clock().route!) : null },
          { label: t("flags.fee"), value: fee() },
        ]}
      />
      <div class="idle-next" data-none={next() ? undefined : ""}>
        <span class="quiet">{t("flags.next-change")}</span>
        <Show when={next()} fallback={<strong>{t("idle.next.none")}</strong>}>
          {(change) => (
            <>
              <strong>{change().from}</strong>
              <span>{name("clock-state", change().state)}</span>
              <Show when={daysBetween(clock().on, change().from) > 0}>
                <span class="quiet">
                  {t("idle.in-days", { count: daysBetween(clock().on, change().from) })}
                </span>
              </Show>
              <Show when={text.clause(change().clause)}>
                {(clause) => <span class="quiet">{clause()}</span>}
              </Show>
            </>
          )}
        </Show>
      </div>
    </div>
  )
}

/** The facts that the state stands on, each with what it was held against, and what is wanting. */
function Evidence(props: { clock: Clock }) {
  const { t } = useText()
  const factName = useFactName()
  const factValue = useFactValue()
  const rows = () =>
    props.clock.evidence.map(({ fact, value, threshold }) => ({
      fact,
      value: value === null ? NONE : factValue(fact, String(value)),
      threshold: threshold === null ? NONE : factValue(fact, String(threshold)),
    }))
  return (
    <div class="idle-evidence">
      <table class="table">
        <caption>{t("idle.clock.facts")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("flags.fact")}</th>
            <th scope="col">{t("flags.value")}</th>
            <th scope="col">{t("idle.held-against")}</th>
          </tr>
        </thead>
        <tbody>
          {rows().map((row) => (
            <tr>
              <th scope="row">{factName(row.fact)}</th>
              <td>{row.value}</td>
              <td>{row.threshold}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Show when={props.clock.reasons.length > 0}>
        <ul class="idle-reasons">
          {props.clock.reasons.map(({ text }) => (
            <li>{text}</li>
          ))}
        </ul>
      </Show>
    </div>
  )
}
