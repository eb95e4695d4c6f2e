import { createSignal, Match, Show, Switch } from "solid-js"
import { done, problemOf } from "../api.ts"
import { ActDialog } from "../record/ActDialog.tsx"
import { Facts } from "../record/Facts.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createFlag, useRenew } from "./createIdle.ts"
import { EvidenceDialog } from "./EvidenceDialog.tsx"
import { EvidenceList } from "./EvidenceList.tsx"
import { History, Lapsed } from "./FlagOutcomes.tsx"
import { type FlagPlace, flagRoutes, paramOf } from "./flagPlace.ts"
import { Reasons } from "./FlagReasons.tsx"
import { AnswerDialog, RequestDialog, Requests } from "./FlagRequests.tsx"
import { Reliability } from "./Reliability.tsx"
import { SettleDialog } from "./SettleDialog.tsx"
import type { DeskFlag, FlagRequest, Outcome, Rights } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

type Asked =
  | { what: "settle" | "request" | "evidence" }
  | { what: "answer"; request: FlagRequest }
  | { what: "takeBack"; outcome: Outcome }

/** One suspicion: why, how far it can be relied on, what was asked and answered, and what became of it. */
export function FlagSection(props: { place: FlagPlace; rights: Rights }) {
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

function Flag(props: { flag: DeskFlag; place: FlagPlace; rights: Rights }) {
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
      flagRoutes.outcomes[":id"].$delete({
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
