import { createSignal, For, Match, Show, Switch } from "solid-js"
import { answer, api, done, problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty, type Tone } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createPolicies, useRenew } from "./createAssessment.ts"
import { useEffectText } from "./effectText.tsx"
import { standsOn } from "./policy.ts"
import { PolicyForm, type PolicyStart } from "./PolicyForm.tsx"
import type { Policies, Policy, Rights } from "./shapes.ts"
import { FormDialog } from "../record/ActDialog.tsx"
import { LongField } from "../ui/TextField.tsx"

type Open = (path: string) => void
type Asked = { kind: "withdraw" | "confirm" | "reject"; policy: Policy }

const TONES: Record<ReturnType<typeof standsOn>, Tone> = {
  proposed: "warn",
  later: "plain",
  inForce: "good",
  over: "plain",
}
/** The day of whoever looks, YYYY-MM-DD. */
const today = () => new Date().toLocaleDateString("sv-SE")

/** Charges and reliefs by grade with what they rest on: entered by one, confirmed by another. */
export function PoliciesPage(props: { rights: Rights; open: Open }) {
  const { t } = useText()
  const policies = createPolicies()
  const renew = useRenew()
  const [start, setStart] = createSignal<PolicyStart | null>(null)
  const [asked, setAsked] = createSignal<Asked | null>(null)
  return (
    <main class="page">
      <div class="page-main assess">
        <header class="page-head">
          <div>
            <Show when={props.rights.decides}>
              <Link class="record-back" to={writePlace({ screen: "board" })} open={props.open}>
                <Icon name="left" size={16} />
                {t("assess.back-board")}
              </Link>
            </Show>
            <h1>{t("policy.title")}</h1>
            <p class="lead">{t("policy.lead")}</p>
          </div>
          <Show when={props.rights.writes}>
            <div class="page-actions">
              <button
                type="button"
                class="button button-main"
                onClick={() => setStart({ from: null })}
              >
                <Icon name="plus" size={16} />
                {t("policy.add")}
              </button>
            </div>
          </Show>
        </header>
        <Switch>
          <Match when={policies.isError}>
            <Failure told={problemOf(policies.error)} onRetry={() => void policies.refetch()} />
          </Match>
          <Match when={policies.isPending}>
            <Waiting>{t("wait.list")}</Waiting>
          </Match>
          <Match when={policies.data}>
            {(data) => (
              <>
                <section class="policy-block" aria-labelledby="policy-list">
                  <h2 id="policy-list">{t("policy.entered")}</h2>
                  <Show
                    when={data().items.length > 0}
                    fallback={<Empty title={t("policy.none")}>{t("policy.none.help")}</Empty>}
                  >
                    <PolicyTable
                      policies={data().items}
                      rights={props.rights}
                      onAmend={(policy) => setStart({ from: policy })}
                      onAsk={setAsked}
                    />
                  </Show>
                </section>
                <section class="policy-block" aria-labelledby="policy-examples">
                  <h2 id="policy-examples">{t("policy.examples")}</h2>
                  <p class="note">{t("policy.examples.note")}</p>
                  <Examples
                    examples={data().examples}
                    writes={props.rights.writes}
                    onUse={(example) =>
                      setStart({
                        from: {
                          definition: example.definition,
                          legalBasis: example.source,
                          isExample: true,
                        },
                      })
                    }
                  />
                </section>
              </>
            )}
          </Match>
        </Switch>
        <Show when={start()} keyed>
          {(from) => (
            <PolicyForm
              start={from}
              taken={policies.data?.items ?? []}
              onClose={() => setStart(null)}
              onSaved={renew}
            />
          )}
        </Show>
        <Show when={asked()} keyed>
          {(wanted) => <Ask asked={wanted} onClose={() => setAsked(null)} onDone={renew} />}
        </Show>
      </div>
    </main>
  )
}

function PolicyTable(props: {
  policies: readonly Policy[]
  rights: Rights
  onAmend: (policy: Policy) => void
  onAsk: (asked: Asked) => void
}) {
  const { t, name, figures } = useText()
  const text = useEffectText()
  return (
    <div class="policy-frame table-frame">
      <table class="table table-wide policy-table">
        <caption class="unseen">{t("policy.entered")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("policy.policy")}</th>
            <th scope="col">{t("policy.state")}</th>
            <th scope="col">{t("policy.rates")}</th>
            <th scope="col">{t("policy.basis")}</th>
            <th scope="col">{t("policy.validity")}</th>
            <th scope="col">{t("policy.people")}</th>
            <Show when={props.rights.writes || props.rights.decides}>
              <th scope="col">{t("assess.act")}</th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.policies}>
            {(policy) => {
              const stands = () => standsOn(policy, today())
              const hasProposal = () =>
                props.policies.some(({ id, state }) => id === policy.id && state === "proposed")
              return (
                <tr>
                  <th scope="row">
                    {policy.definition.label}
                    <span class="quiet block">
                      <code class="mono">{policy.id}</code> ·{" "}
                      {t("assess.version", { version: policy.version })} ·{" "}
                      {name("policy-kind", policy.definition.kind)}
                    </span>
                  </th>
                  <td>
                    <span class="policy-badges">
                      <Badge tone={TONES[stands()]}>{t(`policy.stands.${stands()}`)}</Badge>
                      <Show when={policy.isExample}>
                        <Badge tone="warn">{t("policy.example")}</Badge>
                      </Show>
                    </span>
                  </td>
                  <td>
                    <text.Rates definition={policy.definition} />
                    <Show when={policy.definition.group}>
                      {(group) => (
                        <span class="quiet">{t("policy.highest-of", { group: group() })}</span>
                      )}
                    </Show>
                  </td>
                  <td class="policy-basis">{policy.legalBasis}</td>
                  <td class="policy-days">
                    {t("policy.from-to", {
                      from: policy.validFrom,
                      to: policy.validTo ?? t("policy.no-end"),
                    })}
                  </td>
                  <td class="policy-people">
                    {t("policy.entered-by", { name: policy.authorName })}
                    <span class="quiet block">{figures().instant(policy.recordedAt)}</span>
                    <Show
                      when={policy.decidedName}
                      fallback={<span class="quiet block">{t("policy.waits")}</span>}
                    >
                      {(decided) => (
                        <>
                          {t("policy.confirmed-by", { name: decided() })}
                          <span class="quiet block">{figures().instant(policy.decidedAt!)}</span>
                        </>
                      )}
                    </Show>
                  </td>
                  <Show when={props.rights.writes || props.rights.decides}>
                    <td class="policy-acts">
                      <Show
                        when={policy.state === "proposed" && props.rights.decides && !policy.own}
                      >
                        <Act
                          label={t("policy.confirm")}
                          of={policy}
                          onPress={() => props.onAsk({ kind: "confirm", policy })}
                        />
                        <Act
                          label={t("policy.reject")}
                          of={policy}
                          onPress={() => props.onAsk({ kind: "reject", policy })}
                        />
                      </Show>
                      <Show when={props.rights.writes}>
                        <Act
                          label={t("policy.amend")}
                          of={policy}
                          onPress={() => props.onAmend(policy)}
                        />
                        <Show
                          when={
                            policy.state === "confirmed" || !hasConfirmed(props.policies, policy.id)
                          }
                        >
                          <Act
                            label={t(
                              hasProposal() && policy.state === "confirmed"
                                ? "policy.withdraw-both"
                                : "policy.withdraw",
                            )}
                            of={policy}
                            onPress={() => props.onAsk({ kind: "withdraw", policy })}
                          />
                        </Show>
                      </Show>
                    </td>
                  </Show>
                </tr>
              )
            }}
          </For>
        </tbody>
      </table>
    </div>
  )
}

const hasConfirmed = (policies: readonly Policy[], wanted: string) =>
  policies.some(({ id, state }) => id === wanted && state === "confirmed")

const Act = (props: { label: string; of: Policy; onPress: () => void }) => (
  <button type="button" class="link" onClick={() => props.onPress()}>
    {props.label}
    <span class="unseen"> {props.of.definition.label}</span>
  </button>
)

function Examples(props: {
  examples: Policies["examples"]
  writes: boolean
  onUse: (example: Policies["examples"][number]) => void
}) {
  const { t, name } = useText()
  const text = useEffectText()
  return (
    <ul class="policy-cards">
      <For each={props.examples}>
        {(example) => (
          <li class="policy-card">
            <b>{example.definition.label}</b>
            <span class="quiet">{name("policy-kind", example.definition.kind)}</span>
            <text.Rates definition={example.definition} />
            <p class="note">{example.source}</p>
            <Show when={props.writes}>
              <button type="button" class="button" onClick={() => props.onUse(example)}>
                {t("policy.use-example")}
                <span class="unseen"> {example.definition.label}</span>
              </button>
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}

/** Asks before a policy comes into force, is sent back, or goes out of force. */
function Ask(props: { asked: Asked; onClose: () => void; onDone: () => Promise<unknown> }) {
  const { t } = useText()
  const kind = () => props.asked.kind
  const [why, setWhy] = createSignal("")
  const act = async () => {
    const { id, version } = props.asked.policy
    const of = api.assessments.policies[":id"]
    if (kind() === "withdraw") await done(of.$delete({ param: { id } }))
    else
      await answer(
        of.decision.$post({
          param: { id },
          json: {
            version,
            decision: kind() === "confirm" ? "confirmed" : "rejected",
            why: why().trim() || null,
          },
        }),
      )
    await props.onDone()
    props.onClose()
  }
  return (
    <FormDialog
      title={t(`policy.${kind()}`)}
      act={t(`policy.${kind()}`)}
      danger={kind() !== "confirm"}
      onSend={act}
      onClose={props.onClose}
    >
      <p>
        {t(`policy.ask.${kind()}`, {
          name: props.asked.policy.definition.label,
          basis: props.asked.policy.legalBasis,
        })}
      </p>
      <Show when={kind() === "reject"}>
        <LongField
          label={t("policy.why")}
          value={why()}
          onInput={setWhy}
          maxLength={1000}
          required
        />
      </Show>
    </FormDialog>
  )
}
