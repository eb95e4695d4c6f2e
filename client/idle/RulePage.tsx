import { createMemo, For, Match, Show, Switch } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { Facts } from "../record/Facts.tsx"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { StepButtons } from "../ui/StepButtons.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createDifference, createRuleSets, useRenew } from "./createIdle.ts"
import { findOrigin, isDeclared, type Origin } from "./draft.ts"
import { type Place, writePlace } from "./place.ts"
import { PreviewCounts } from "./PreviewCounts.tsx"
import { RuleDefinition } from "./RuleDefinition.tsx"
import { RuleMarks } from "./RuleMarks.tsx"
import {
  type Open,
  type Rights,
  RULE_TONES,
  type RuleSetList,
  type RuleStep,
  type RuleVersion,
} from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

type RulePlace = Extract<Place, { screen: "rule" }>
type Given = { place: RulePlace; rights: Rights; open: Open; openMap: Open }

/** One version of a rule set, or the one in force: what stands in it, whom it hits, and how it came into force. */
export function RulePage(props: Given) {
  const { t } = useText()
  const ruleSets = createRuleSets()
  const origin = createMemo(() =>
    ruleSets.data ? findOrigin(ruleSets.data, props.place.id, props.place.version) : null,
  )
  return (
    <main class="page">
      <div class="page-main idle-page">
        <Link class="record-back" to={writePlace({ screen: "rules" })} open={props.open}>
          <Icon name="left" size={16} />
          {t("idle.tab.rules")}
        </Link>
        <Switch>
          <Match when={ruleSets.isError}>
            <Failure told={problemOf(ruleSets.error)} onRetry={() => void ruleSets.refetch()} />
          </Match>
          <Match when={ruleSets.isPending}>
            <Waiting>{t("idle.wait")}</Waiting>
          </Match>
          <Match when={origin()}>
            {(found) => <Shown origin={found()} list={ruleSets.data!} {...props} />}
          </Match>
          <Match when={ruleSets.isSuccess}>
            <Empty title={t("idle.rule.gone")} />
          </Match>
        </Switch>
      </div>
    </main>
  )
}

function Shown(props: Given & { origin: Origin; list: RuleSetList }) {
  const { t, name, figures } = useText()
  const text = useIdleText()
  const version = () =>
    props.list.items.find(
      (one) => one.ruleSetId === props.place.id && one.version === props.place.version,
    )
  const conditions = () => {
    const { definition } = props.origin
    return definition && isDeclared(definition) ? definition.conditions : []
  }
  const textOf = (reason: string) =>
    conditions().find(({ id }) => id === reason)?.text ?? text.reason(reason, text.rule(reason))
  return (
    <>
      <header class="idle-head">
        <div class="idle-title">
          <h1>{props.origin.label}</h1>
          <Show when={version()}>
            {(one) => (
              <>
                <span>{t("idle.rule.version-of", { version: one().version })}</span>
                <Badge tone={RULE_TONES[one().state]}>{name("rule-state", one().state)}</Badge>
                <Show when={one().inForce}>
                  <Badge tone="good">{t("idle.rule.in-force")}</Badge>
                </Show>
              </>
            )}
          </Show>
          <div class="page-actions idle-actions">
            <Show when={props.rights.writesRules}>
              <Link
                class="button"
                to={writePlace({
                  screen: "editor",
                  id: props.place.id,
                  version: props.place.version,
                })}
                open={props.open}
              >
                {t("idle.rule.start")}
              </Link>
            </Show>
            <Show when={version()}>{(one) => <Steps version={one()} rights={props.rights} />}</Show>
          </div>
        </div>
        <Facts
          facts={[
            { label: t("idle.rule.id"), value: props.place.id },
            { label: t("idle.rule.basis"), value: props.origin.basis || null },
            {
              label: t("idle.rule.author"),
              value: version()
                ? `${version()!.authorName} · ${figures().instant(version()!.recordedAt)}`
                : undefined,
            },
          ]}
        />
      </header>
      <Show when={version()?.steps.length ? version() : null}>
        {(one) => (
          <ol class="idle-log">
            <For each={one().steps}>
              {(step) => (
                <li>
                  <Badge tone={RULE_TONES[step.step]}>{name("rule-state", step.step)}</Badge>{" "}
                  {step.actorName}
                  <span class="quiet"> {figures().instant(step.recordedAt)}</span>
                  <Show when={step.why}>{(why) => <span> {why()}</span>}</Show>
                </li>
              )}
            </For>
          </ol>
        )}
      </Show>
      <div class="idle-halves">
        <section class="idle-panel" aria-label={t("idle.rule.content")}>
          <h3>{t("idle.rule.content")}</h3>
          <Show when={props.origin.definition}>
            {(definition) => <RuleDefinition definition={definition()} />}
          </Show>
          <RuleMarks published={props.origin.published} assumed={props.origin.assumed} />
        </section>
        <section class="idle-panel" aria-label={t("idle.preview")}>
          <PreviewCounts
            ruleSet={props.origin.definition}
            facts={props.list.facts}
            textOf={textOf}
            openMap={props.openMap}
          />
        </section>
      </div>
      <Show when={version()}>{(one) => <Difference version={one()} {...props} />}</Show>
    </>
  )
}

/** The steps that may be taken now, and why a due one may not be. */
function stepsFor({ state, own }: RuleVersion, rights: Rights): RuleStep[] {
  if (state === "draft") return own && rights.writesRules ? ["submitted"] : []
  if (state === "submitted") return own ? [] : ["returned", "approved"]
  return state === "approved" && rights.writesRules ? ["retired"] : []
}

function Steps(props: { version: RuleVersion; rights: Rights }) {
  const { t, name } = useText()
  const renew = useRenew()
  const take = async (step: RuleStep, why: string | null) => {
    const { ruleSetId, version } = props.version
    await answer(
      api.flags["rule-sets"][":id"][":version"].steps.$post({
        param: { id: ruleSetId, version: String(version) },
        json: { step, why },
      }),
    )
    await renew()
  }
  const isGrave = (step: RuleStep) => step === "returned" || step === "retired"
  return (
    <>
      <Show when={props.version.own && props.version.state === "submitted"}>
        <p class="quiet idle-refusal">{t("idle.rule.own")}</p>
      </Show>
      <StepButtons
        steps={stepsFor(props.version, props.rights)}
        labelOf={(step) => name("rule-do", step)}
        meaningOf={(step) => t(`idle.rule.ask.${step}`)}
        needsWhy={isGrave}
        isMain={(step) => !isGrave(step)}
        reasonLabel={(isNeeded) => t(isNeeded ? "form.why" : "form.why.optional")}
        take={take}
        toldOf={problemOf}
      />
    </>
  )
}

function Difference(props: Given & { version: RuleVersion; list: RuleSetList }) {
  const { t, name } = useText()
  const others = createMemo(() =>
    props.list.items.filter(
      ({ ruleSetId, version }) =>
        ruleSetId === props.version.ruleSetId && version !== props.version.version,
    ),
  )
  /** The version before this one, unless another is asked for. */
  const against = () =>
    props.place.against ??
    others().find(({ version }) => version < props.version.version)?.version ??
    others()[0]?.version ??
    null
  const difference = createDifference(
    () => props.version.ruleSetId,
    against,
    () => props.version.version,
  )
  return (
    <Show when={others().length > 0}>
      <section class="idle-block" aria-labelledby="idle-difference">
        <div class="idle-block-head">
          <h2 id="idle-difference">{t("idle.rule.difference")}</h2>
          <Choice
            label={t("idle.rule.against")}
            value={String(against() ?? "")}
            options={others().map(({ version, state }) => ({
              value: String(version),
              label: `${t("idle.rule.version-of", { version })} · ${name("rule-state", state)}`,
            }))}
            onChange={(wanted) =>
              props.open(writePlace({ ...props.place, against: Number(wanted) }))
            }
          />
        </div>
        <Switch>
          <Match when={difference.isError}>
            <Failure told={problemOf(difference.error)} onRetry={() => void difference.refetch()} />
          </Match>
          <Match when={difference.data?.changes.length === 0}>
            <p class="note">{t("idle.rule.difference.none")}</p>
          </Match>
          <Match when={difference.data}>
            {(data) => (
              <div class="idle-frame">
                <table class="table table-wide">
                  <caption class="unseen">{t("idle.rule.difference")}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t("idle.rule.place")}</th>
                      <th scope="col">{t("idle.rule.version-of", { version: data().from })}</th>
                      <th scope="col">{t("idle.rule.version-of", { version: data().to })}</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={data().changes}>
                      {(change) => (
                        <tr>
                          <th scope="row" class="mono">
                            {change.path}
                          </th>
                          <td>
                            <Show when={change.before} fallback={<span class="none">{NONE}</span>}>
                              {(before) => <del class="idle-before">{before()}</del>}
                            </Show>
                          </td>
                          <td>
                            <Show when={change.after} fallback={<span class="none">{NONE}</span>}>
                              {(after) => <ins class="idle-after">{after()}</ins>}
                            </Show>
                          </td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </div>
            )}
          </Match>
        </Switch>
      </section>
    </Show>
  )
}
