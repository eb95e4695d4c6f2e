import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { useFactValue } from "../record/factText.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty, type Tone } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { CaseLink } from "./CaseLink.tsx"
import { createEvaluation, createRuleSets } from "./createIdle.ts"
import { DeskFrame } from "./DeskFrame.tsx"
import { writePlace } from "./place.ts"
import type { EvaluationDifference, Open, Rights } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

type Changed = EvaluationDifference["changes"][number]
type Hit = NonNullable<Changed["after"]>
type Kind = Changed["change"]

const ALL = "all"
const KINDS = ["raised", "ended", "changed"] as const
const FILTERS = [ALL, ...KINDS] as const
const TONES = { raised: "warn", ended: "good", changed: "plain" } as const satisfies Record<
  Kind,
  Tone
>

/** What a complete evaluation found otherwise than the one before it. */
export function EvaluationPage(props: { id: number; rights: Rights; open: Open; openMap: Open }) {
  const { t, figures } = useText()
  const text = useIdleText()
  const [kind, setKind] = createSignal<Kind | typeof ALL>(ALL)
  const [ruleSet, setRuleSet] = createSignal(ALL)
  const ruleSets = createRuleSets()
  const setIds = createMemo(() =>
    [...new Set((ruleSets.data?.items ?? []).map(({ ruleSetId }) => ruleSetId))].sort(),
  )
  const difference = createEvaluation(
    () => props.id,
    () => {
      const [change, of] = [kind(), ruleSet()]
      return { ...(change === ALL ? {} : { change }), ...(of === ALL ? {} : { ruleSet: of }) }
    },
  )
  const first = () => difference.data?.pages[0]
  const changes = createMemo(() => difference.data?.pages.flatMap((page) => page.changes) ?? [])
  return (
    <DeskFrame
      current="evaluations"
      rights={props.rights}
      open={props.open}
      openMap={props.openMap}
    >
      <div class="idle-bar">
        <Link class="link" to={writePlace({ screen: "evaluations" })} open={props.open}>
          {t("idle.tab.evaluations")}
        </Link>
        <Show when={first()}>{(one) => <About evaluation={one()} />}</Show>
      </div>
      <Show when={first()}>{(one) => <Sums of={one()} />}</Show>
      <div class="idle-filters">
        <Segments
          label={t("idle.evaluation.kind")}
          value={kind()}
          options={FILTERS.map((value) => ({ value, label: t(`idle.evaluation.${value}`) }))}
          onChange={setKind}
        />
        <Choice
          label={t("idle.filter.rule-set")}
          value={ruleSet()}
          options={[
            { value: ALL, label: t("idle.filter.all-rules") },
            ...setIds().map((value) => ({ value, label: text.ruleSet(value) })),
          ]}
          onChange={setRuleSet}
        />
      </div>
      <Switch>
        <Match when={problemOf(difference.error)?.status === 404}>
          <Empty title={t("idle.evaluation.gone")} />
        </Match>
        <Match when={difference.isError}>
          <Failure told={problemOf(difference.error)} onRetry={() => void difference.refetch()} />
        </Match>
        <Match when={difference.isPending}>
          <Waiting>{t("idle.wait")}</Waiting>
        </Match>
        <Match when={changes().length === 0}>
          <Empty title={t("idle.evaluation.same")}>{t("idle.evaluation.same.help")}</Empty>
        </Match>
        <Match when={changes().length > 0}>
          <Changes changes={changes()} open={props.open} />
          <Show when={difference.hasNextPage}>
            <button
              type="button"
              class="button idle-more"
              disabled={difference.isFetchingNextPage}
              onClick={() => void difference.fetchNextPage()}
            >
              {t("idle.evaluation.more-changes", {
                count: figures().count((first()?.total ?? 0) - changes().length),
              })}
            </button>
          </Show>
        </Match>
      </Switch>
    </DeskFrame>
  )
}

/** Who evaluated when, and against what it is held. */
function About(props: { evaluation: EvaluationDifference }) {
  const { t, figures } = useText()
  const one = () => props.evaluation
  return (
    <p class="note idle-about">
      {t("idle.evaluation.by", {
        name: one().authorName,
        time: figures().instant(one().startedAt),
      })}
      {t("semicolon")}
      {one().previous
        ? t("idle.evaluation.against", { time: figures().instant(one().previous!.startedAt) })
        : t("idle.evaluation.first")}
      <Show when={one().cancelledAt}>
        {" "}
        <Badge>{t("idle.evaluation.cancelled")}</Badge>
      </Show>
    </p>
  )
}

/** Parcels and mu of what changed; a parcel counts once in each. */
function Sums(props: { of: EvaluationDifference }) {
  const { t, figures } = useText()
  return (
    <div class="idle-sums">
      <p class="idle-total" role="status">
        <strong>{figures().count(props.of.all.parcels)}</strong> {t("unit.parcels")}
        <strong>{figures().mu(props.of.all.areaMu)}</strong> {t("unit.mu")}
      </p>
      <ul class="idle-parts">
        <For each={KINDS}>
          {(kind) => (
            <li>
              <span>{t(`idle.evaluation.${kind}`)}</span>
              <b>{figures().count(props.of.sums[kind].parcels)}</b>
              <span class="quiet">
                {t("unit.mu.of", { value: figures().mu(props.of.sums[kind].areaMu) })}
              </span>
            </li>
          )}
        </For>
      </ul>
      <span class="quiet">
        {t("idle.evaluation.flags", { count: figures().count(props.of.all.flags) })}
      </span>
    </div>
  )
}

function Changes(props: { changes: readonly Changed[]; open: Open }) {
  const { t, figures } = useText()
  const text = useIdleText()
  return (
    <div class="idle-frame">
      <table class="table table-wide idle-changes">
        <caption class="unseen">{t("idle.evaluation.difference")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("idle.parcel")}</th>
            <th scope="col" class="number">
              {t("unit.mu")}
            </th>
            <th scope="col">{t("idle.evaluation.kind")}</th>
            <th scope="col">{t("idle.evaluation.before")}</th>
            <th scope="col">{t("idle.evaluation.after")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.changes}>
            {(change) => (
              <tr>
                <th scope="row">
                  <CaseLink parcelId={change.parcelId} name={change.name} open={props.open} />
                  <span class="quiet block mono">{change.parcelCode ?? NONE}</span>
                </th>
                <td class="number">{figures().mu(change.areaMu)}</td>
                <td class="idle-still">
                  <Badge tone={TONES[change.change]}>{t(`idle.evaluation.${change.change}`)}</Badge>
                  <span class="quiet block">{text.ruleSet(change.ruleSet)}</span>
                </td>
                <td>
                  <Verdict hit={change.before} other={change.after} ruleSet={change.ruleSet} />
                </td>
                <td>
                  <Verdict hit={change.after} other={change.before} ruleSet={change.ruleSet} />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

/** Rule, clause and reasons; what the other side did not say stands out. */
function Verdict(props: { hit: Hit | null; other: Hit | null; ruleSet: string }) {
  const { t } = useText()
  const text = useIdleText()
  const factValue = useFactValue()
  const isSaid = (reason: Hit["reasons"][number]) =>
    props.other === null ||
    props.other.reasons.some(
      ({ fact, value, threshold }) =>
        fact === reason.fact && value === reason.value && threshold === reason.threshold,
    )
  return (
    <Show
      when={props.hit}
      fallback={<span class="quiet">{t("idle.evaluation.not-suspected")}</span>}
    >
      {(hit) => (
        <>
          <span class="idle-rule">{text.rule(hit().rule)}</span>
          <Show when={hit().clause !== props.ruleSet && text.clause(hit().clause)}>
            {(clause) => <span class="quiet"> · {clause()}</span>}
          </Show>
          <ul class="idle-why">
            <For each={hit().reasons}>
              {(reason) => (
                <li data-moved={isSaid(reason) ? undefined : ""}>
                  {text.reason(reason.fact, reason.label)}{" "}
                  <Show
                    when={!reason.withheld}
                    fallback={
                      <span class="idle-withheld">
                        <Icon name="lock" size={14} /> {t("idle.withheld")}
                      </span>
                    }
                  >
                    <b>{factValue(reason.fact, reason.value)}</b>
                    <Show when={reason.threshold != null}>
                      <span class="quiet">
                        {" "}
                        {t("idle.evaluation.held", {
                          value: factValue(reason.fact, reason.threshold),
                        })}
                      </span>
                    </Show>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </>
      )}
    </Show>
  )
}
