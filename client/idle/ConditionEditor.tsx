import { createEffect, createSignal, createUniqueId, For, on, onCleanup, Show } from "solid-js"
import type { DeclaredRuleSet } from "../../server/flags/declared.rules.ts"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { createPreview } from "./createIdle.ts"
import type { DraftCondition } from "./draft.ts"
import { joinConditions } from "./ruleText.ts"
import type { RuleSetList } from "./shapes.ts"
import { TextField } from "../ui/TextField.tsx"
import { useConditionText } from "./useConditionText.ts"

type Fact = RuleSetList["facts"][number]

const STILL_MS = 350
/** Facts that a comparison can be written of, with the signs that make sense for them. */
const SIGNS: Record<string, readonly string[]> = {
  day: ["<=", ">=", "<", ">"],
  amount: ["<=", ">=", "<", ">", "="],
  boolean: ["="],
  code: ["="],
  cause: ["="],
}
const CAUSES = ["holder", "government", "forceMajeure"] as const

/** One part of a rule: what it is called, and its condition in the filter language, counted while it is written. */
export function ConditionEditor(props: {
  number: number
  condition: DraftCondition
  parameters: unknown
  facts: readonly Fact[]
  onChange: (changes: Partial<DraftCondition>) => void
  onDrop: (() => void) | null
}) {
  const { t, figures } = useText()
  const say = useConditionText(() => (props.parameters ?? {}) as Record<string, unknown>)
  const field = createUniqueId()
  const [asked, setAsked] = createSignal<string | null>(props.condition.filter?.trim() || null)
  const preview = createPreview(() => (asked() === null ? null : { filter: asked()! }))
  const write = (filter: string) => props.onChange({ filter, when: null })
  createEffect(
    on(
      () => props.condition.filter,
      (filter) => {
        const timer = setTimeout(() => setAsked(filter?.trim() || null), STILL_MS)
        onCleanup(() => clearTimeout(timer))
      },
      { defer: true },
    ),
  )
  // What the server understood is what the rule will ask.
  createEffect(
    on(
      () => [preview.data, preview.isPlaceholderData, preview.isError] as const,
      ([data, isOld, isError]) => {
        if (!data || isOld || isError || asked() !== props.condition.filter?.trim()) return
        const { conditions, combine } = data.ruleSet as DeclaredRuleSet
        props.onChange({ when: joinConditions(conditions, combine ?? "any") })
      },
    ),
  )
  return (
    <fieldset class="idle-condition">
      <legend>{t("idle.condition.number", { number: props.number })}</legend>
      <div class="idle-condition-head">
        <TextField
          label={t("idle.condition.text")}
          value={props.condition.text}
          onInput={(text) => props.onChange({ text })}
          required
        />
        <Show when={props.onDrop}>
          {(drop) => (
            <IconButton
              icon="close"
              label={t("idle.condition.drop", { number: props.number })}
              onClick={() => drop()()}
            />
          )}
        </Show>
      </div>
      <Show
        when={props.condition.filter !== null}
        fallback={
          <div class="field">
            <span>{t("idle.condition.fixed")}</span>
            <p class="idle-fixed">{props.condition.when && say(props.condition.when)}</p>
          </div>
        }
      >
        <div class="field">
          <label for={field}>{t("idle.condition.filter")}</label>
          <textarea
            id={field}
            class="input idle-cql"
            rows="2"
            spellcheck={false}
            maxlength="8000"
            placeholder="areaMu >= 30 AND aboveScale = false"
            value={props.condition.filter ?? ""}
            onInput={(event) => write(event.currentTarget.value)}
          />
        </div>
        <Picker
          facts={props.facts}
          onAdd={(comparison) => {
            const before = props.condition.filter?.trim() ?? ""
            write(before === "" ? comparison : `${before} AND ${comparison}`)
          }}
        />
        <p class="idle-condition-count" role="status">
          <Show
            when={!preview.isError}
            fallback={<span class="short">{problemOf(preview.error)?.detail}</span>}
          >
            <Show when={asked() !== null && preview.data}>
              {(data) => (
                <span classList={{ quiet: preview.isPlaceholderData }}>
                  {t("idle.condition.hits", {
                    parcels: figures().count(data().hits.parcels),
                    mu: figures().mu(data().hits.areaMu),
                  })}
                </span>
              )}
            </Show>
          </Show>
        </p>
      </Show>
    </fieldset>
  )
}

/** A comparison put together from a name, a sign and a value. */
function Picker(props: { facts: readonly Fact[]; onAdd: (comparison: string) => void }) {
  const { t, name } = useText()
  const usable = () => props.facts.filter(({ kind }) => kind in SIGNS)
  const [fact, setFact] = createSignal(usable()[0]?.fact ?? "")
  const chosen = () => usable().find((one) => one.fact === fact())
  const kind = () => chosen()?.kind ?? "amount"
  const [sign, setSign] = createSignal("<=")
  const [value, setValue] = createSignal("")
  const signs = () => SIGNS[kind()] ?? []
  const signNow = () => (signs().includes(sign()) ? sign() : signs()[0]!)
  const options = () =>
    kind() === "boolean" ? ["true", "false"] : kind() === "cause" ? [...CAUSES] : null
  const valueNow = () => {
    const listed = options()
    return listed && !listed.includes(value()) ? listed[0]! : value()
  }
  const written = () => {
    const quoted = `'${valueNow().replaceAll("'", "''")}'`
    const literal =
      kind() === "day"
        ? `DATE(${quoted})`
        : kind() === "code" || kind() === "cause"
          ? quoted
          : valueNow()
    return `${chosen()?.filterName ?? fact()} ${signNow()} ${literal}`
  }
  const labelOf = (option: string) =>
    kind() === "cause" ? name("cause", option) : t(option === "true" ? "yes" : "no")
  return (
    <div class="idle-picker">
      <select
        class="input"
        aria-label={t("idle.condition.name")}
        value={fact()}
        onChange={(event) => setFact(event.currentTarget.value)}
      >
        <For each={usable()}>
          {(one) => <option value={one.fact}>{name("fact", one.fact)}</option>}
        </For>
      </select>
      <select
        class="input"
        aria-label={t("idle.condition.sign")}
        value={signNow()}
        onChange={(event) => setSign(event.currentTarget.value)}
      >
        <For each={signs()}>{(one) => <option value={one}>{one}</option>}</For>
      </select>
      <Show
        when={options()}
        fallback={
          <input
            class="input"
            aria-label={t("idle.condition.value")}
            type={kind() === "day" ? "date" : kind() === "amount" ? "number" : "text"}
            step="any"
            value={value()}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
        }
      >
        {(listed) => (
          <select
            class="input"
            aria-label={t("idle.condition.value")}
            value={valueNow()}
            onChange={(event) => setValue(event.currentTarget.value)}
          >
            <For each={listed()}>{(one) => <option value={one}>{labelOf(one)}</option>}</For>
          </select>
        )}
      </Show>
      <button
        type="button"
        class="button"
        disabled={valueNow().trim() === ""}
        onClick={() => props.onAdd(written())}
      >
        {t("idle.condition.insert")}
      </button>
    </div>
  )
}
