import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Match,
  on,
  onCleanup,
  Show,
  Switch,
} from "solid-js"
import { createStore } from "solid-js/store"
import { answer, api, problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { ConditionEditor } from "./ConditionEditor.tsx"
import { createRuleSets, useRenew } from "./createIdle.ts"
import {
  copyOf,
  type Draft,
  type DraftCondition,
  emptyCondition,
  findOrigin,
  listParameters,
  toDraft,
  toRuleSet,
  toVersion,
} from "./draft.ts"
import { type Place, writePlace } from "./place.ts"
import { PreviewCounts } from "./PreviewCounts.tsx"
import type { Definition, Open, RuleSetList } from "./shapes.ts"
import { TextField } from "../ui/TextField.tsx"

type EditorPlace = Extract<Place, { screen: "editor" }>
type Given = { from: EditorPlace; open: Open; openMap: Open }

const STATES = ["suspected_low_efficiency", "suspected_idle"] as const
/** Counting waits until nothing was typed for so long. */
const STILL_MS = 350

/** Writes the next version of a rule set, beginning with another or with nothing; counts while it is written. */
export function RuleEditor(props: Given) {
  const { t } = useText()
  const ruleSets = createRuleSets()
  // The draft is begun once: what comes later from the server does not take it away.
  const list = createMemo<RuleSetList | undefined>((before) => before ?? ruleSets.data)
  return (
    <main class="page">
      <div class="page-main idle-page">
        <Link class="record-back" to={writePlace({ screen: "rules" })} open={props.open}>
          <Icon name="left" size={16} />
          {t("idle.tab.rules")}
        </Link>
        <Switch>
          <Match when={list()} keyed>
            {(known) => <Begun list={known} {...props} />}
          </Match>
          <Match when={ruleSets.isError}>
            <Failure told={problemOf(ruleSets.error)} onRetry={() => void ruleSets.refetch()} />
          </Match>
          <Match when={ruleSets.isPending}>
            <Waiting>{t("idle.wait")}</Waiting>
          </Match>
        </Switch>
      </div>
    </main>
  )
}

function Begun(props: Given & { list: RuleSetList }) {
  const { t } = useText()
  const { id, version } = props.from
  const origin = id === null ? null : findOrigin(props.list, id, version)
  const names = new Map(props.list.facts.map(({ fact, filterName }) => [fact, filterName ?? fact]))
  const draft = toDraft(origin, (fact) => names.get(fact) ?? fact)
  return (
    <Show when={id === null || origin !== null} fallback={<Empty title={t("idle.rule.gone")} />}>
      <Editor begun={draft} {...props} />
    </Show>
  )
}

function Editor(props: Given & { list: RuleSetList; begun: Draft }) {
  const { t, name } = useText()
  const renew = useRenew()
  const [draft, change] = createStore<Draft>(copyOf(props.begun))
  const [counted, setCounted] = createSignal<Definition | null>(toRuleSet(props.begun))
  // Copying reads every field: what is made of them is made anew when one changes.
  const ruleSet = createMemo(() => toRuleSet(copyOf(draft)))
  const version = createMemo(() => toVersion(copyOf(draft)))
  createEffect(
    on(ruleSet, (made) => {
      const timer = setTimeout(
        () => setCounted(made && { ...made, id: made.id || "draft" }),
        STILL_MS,
      )
      onCleanup(() => clearTimeout(timer))
    }),
  )
  const { busy, failure, submit } = createSubmit(async () => {
    const made = version()
    if (!made) return
    const kept = await answer(api.flags["rule-sets"].$post({ json: made }))
    await renew()
    props.open(
      writePlace({ screen: "rule", id: kept.ruleSetId, version: kept.version, against: null }),
    )
  })
  const isNew = () => props.from.id === null
  const conditions = () => draft.conditions ?? []
  const setCondition = (at: number, changes: Partial<DraftCondition>) =>
    change("conditions", (all) =>
      (all ?? []).map((one, place) => (place === at ? { ...one, ...changes } : one)),
    )
  const textOf = (reason: string) =>
    conditions().find(({ id }) => id === reason)?.text ||
    (name("fact", reason) === name("fact", "") ? reason : name("fact", reason))
  return (
    <form
      class="idle-editor"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h1>{isNew() ? t("idle.rule.new") : t("idle.rule.start-of", { name: props.begun.label })}</h1>
      <div class="idle-editor-split">
        <div class="idle-editor-main">
          <section class="idle-panel" aria-label={t("idle.rule.head")}>
            <div class="form-two">
              <TextField
                label={t("idle.rule.label")}
                value={draft.label}
                onInput={(value) => change("label", value)}
                required
              />
              <Show
                when={isNew()}
                fallback={
                  <div class="field">
                    <span>{t("idle.rule.id")}</span>
                    <span class="mono idle-fixed">{draft.id}</span>
                  </div>
                }
              >
                <TextField
                  label={t("idle.rule.id.new")}
                  value={draft.id}
                  onInput={(value) => change("id", value)}
                  placeholder="local-2026"
                  required
                />
              </Show>
            </div>
            <TextField
              label={t("idle.rule.basis")}
              value={draft.basis}
              onInput={(value) => change("basis", value)}
            />
            <div class="form-two">
              <For each={["published", "assumed"] as const}>
                {(mark) => (
                  <label class="field">
                    <span>{t(`idle.rule.${mark}.lines`)}</span>
                    <textarea
                      class="input"
                      rows="4"
                      value={draft[mark]}
                      onInput={(event) => change(mark, event.currentTarget.value)}
                    />
                  </label>
                )}
              </For>
            </div>
          </section>
          <Show when={draft.conditions} fallback={<Parameters draft={draft} change={change} />}>
            <section class="idle-panel" aria-label={t("idle.conditions")}>
              <div class="idle-bar">
                <h2>{t("idle.conditions")}</h2>
                <Segments
                  label={t("idle.supervision.combine")}
                  value={draft.combine}
                  options={(["any", "all"] as const).map((value) => ({
                    value,
                    label: t(`idle.supervision.${value}`),
                  }))}
                  onChange={(combine) => change("combine", combine)}
                />
                <Segments
                  label={t("idle.filter.state")}
                  value={draft.state}
                  options={STATES.map((value) => ({
                    value,
                    label: name("suspected-state", value),
                  }))}
                  onChange={(state) => change("state", state)}
                />
              </div>
              <For each={conditions().map(({ id }) => id)}>
                {(id, at) => (
                  <ConditionEditor
                    number={at() + 1}
                    condition={conditions()[at()]!}
                    parameters={props.begun.rest["parameters"]}
                    facts={props.list.facts}
                    onChange={(changes) => setCondition(at(), changes)}
                    onDrop={
                      conditions().length > 1
                        ? () =>
                            change("conditions", (all) =>
                              (all ?? []).filter((one) => one.id !== id),
                            )
                        : null
                    }
                  />
                )}
              </For>
              <button
                type="button"
                class="button"
                onClick={() =>
                  change("conditions", (all) => [...(all ?? []), emptyCondition(all ?? [])])
                }
              >
                <Icon name="plus" size={16} />
                {t("idle.condition.add")}
              </button>
            </section>
          </Show>
        </div>
        <aside class="idle-panel idle-editor-aside" aria-label={t("idle.preview")}>
          <PreviewCounts
            ruleSet={counted()}
            facts={props.list.facts}
            textOf={textOf}
            openMap={props.openMap}
          />
          <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
          <p class="note">{t("idle.rule.draft-note")}</p>
          <button type="submit" class="button button-main" disabled={busy() || version() === null}>
            {t(busy() ? "form.saving" : "idle.rule.save")}
          </button>
        </aside>
      </div>
    </form>
  )
}

function Parameters(props: {
  draft: Draft
  change: (key: "parameters", name: string, value: string) => void
}) {
  const { t, name } = useText()
  return (
    <section class="idle-panel" aria-label={t("idle.rule.parameters")}>
      <h2>{t("idle.rule.parameters")}</h2>
      <Show
        when={listParameters(props.draft.id).length > 0}
        fallback={<p class="note">{t("idle.rule.built-in")}</p>}
      >
        <div class="form-two">
          <For each={listParameters(props.draft.id)}>
            {(parameter) => (
              <Show
                when={parameter === "combine"}
                fallback={
                  <TextField
                    label={name("rule-parameter", parameter)}
                    type="number"
                    value={props.draft.parameters[parameter] ?? ""}
                    onInput={(value) => props.change("parameters", parameter, value)}
                  />
                }
              >
                <div class="field">
                  <span>{name("rule-parameter", "combine")}</span>
                  <Segments
                    label={name("rule-parameter", "combine")}
                    value={props.draft.parameters["combine"] ?? "any"}
                    options={(["any", "all"] as const).map((value) => ({
                      value: value as string,
                      label: t(`idle.supervision.${value}`),
                    }))}
                    onChange={(value) => props.change("parameters", "combine", value)}
                  />
                </div>
              </Show>
            )}
          </For>
        </div>
        <p class="note">{t("idle.rule.unset.note")}</p>
      </Show>
    </section>
  )
}
