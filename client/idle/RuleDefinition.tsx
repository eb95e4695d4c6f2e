import { For, Show } from "solid-js"
import type { DeclaredRuleSet } from "../../server/flags/declared.rules.ts"
import { useText } from "../text/language.tsx"
import { isDeclared, listParameters } from "./draft.ts"
import type { Definition } from "./shapes.ts"
import { useConditionText } from "./useConditionText.ts"

/** What stands in a rule set: its conditions in words, or the figures that it is given. */
export function RuleDefinition(props: { definition: Definition }) {
  const { t } = useText()
  return (
    <Show
      when={isDeclared(props.definition) ? props.definition : null}
      fallback={<Parameters definition={props.definition} />}
    >
      {(declared) => <Conditions ruleSet={declared()} />}
    </Show>
  )

  function Conditions(own: { ruleSet: DeclaredRuleSet }) {
    const say = useConditionText(() => own.ruleSet.parameters ?? {})
    return (
      <div class="idle-conditions">
        <p>{t(`idle.combine.${own.ruleSet.combine ?? "any"}`)}</p>
        <ol>
          <For each={own.ruleSet.conditions}>
            {(condition) => (
              <li>
                <b>{condition.text}</b>
                <span class="quiet block">{say(condition.when)}</span>
              </li>
            )}
          </For>
        </ol>
      </div>
    )
  }
}

function Parameters(props: { definition: Definition }) {
  const { t, name } = useText()
  const rows = () => listParameters(props.definition.id)
  const shown = (value: unknown) =>
    value === "any" || value === "all" ? t(`idle.combine.${value}`) : String(value)
  return (
    <Show when={rows().length > 0} fallback={<p class="note">{t("idle.rule.built-in")}</p>}>
      <dl class="facts">
        <For each={rows()}>
          {(parameter) => (
            <div>
              <dt>{name("rule-parameter", parameter)}</dt>
              <dd>
                {props.definition[parameter] == null
                  ? t("idle.rule.unset")
                  : shown(props.definition[parameter])}
              </dd>
            </div>
          )}
        </For>
      </dl>
    </Show>
  )
}
