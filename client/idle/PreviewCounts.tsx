import { createMemo, For, Match, Show, Switch } from "solid-js"
import { listFactsOf } from "../../server/flags/conditions.rules.ts"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { createPreview } from "./createIdle.ts"
import { isDeclared } from "./draft.ts"
import { mapOf } from "./mapOf.ts"
import type { Definition, Open, RuleSetList } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

/** Whom a rule set would hit today: parcels and mu, with any and with all of its parts, part by part, and on the map. */
export function PreviewCounts(props: {
  ruleSet: Definition | null
  /** Facts that the asker may use: a rule that asks for others he cannot try. */
  facts: RuleSetList["facts"]
  /** What a part is called. */
  textOf: (reason: string) => string
  openMap: Open
}) {
  const { t, figures } = useText()
  const text = useIdleText()
  const withheld = createMemo(() => {
    const usable = new Set(props.facts.map(({ fact }) => fact))
    const declared = props.ruleSet && isDeclared(props.ruleSet) ? props.ruleSet.conditions : []
    const asked = new Set(declared.flatMap(({ when }) => listFactsOf(when)))
    return [...asked].filter((fact) => !usable.has(fact))
  })
  const preview = createPreview(() =>
    props.ruleSet && withheld().length === 0 ? { ruleSet: props.ruleSet } : null,
  )
  const sum = (of: { parcels: number; areaMu: string }) =>
    t("idle.preview.sum", {
      parcels: figures().count(of.parcels),
      mu: figures().mu(of.areaMu),
    })
  return (
    <div class="idle-preview" aria-busy={preview.isFetching}>
      <h3>{t("idle.preview")}</h3>
      <Switch>
        <Match when={props.ruleSet === null}>
          <p class="note">{t("idle.preview.not-yet")}</p>
        </Match>
        <Match when={withheld().length > 0}>
          <p class="note idle-withheld">
            <Icon name="lock" size={14} />{" "}
            {t("idle.withheld-facts", {
              facts: withheld()
                .map((fact) => text.reason(fact, null))
                .join(t("comma")),
            })}
          </p>
        </Match>
        <Match when={preview.isError}>
          <Failure told={problemOf(preview.error)} />
        </Match>
        <Match when={preview.isPending}>
          <p class="quiet">{t("wait.count")}</p>
        </Match>
        <Match when={preview.data}>
          {(data) => (
            <>
              <p class="idle-total" role="status">
                <strong>{figures().count(data().hits.parcels)}</strong> {t("unit.parcels")}
                <strong>{figures().mu(data().hits.areaMu)}</strong> {t("unit.mu")}
              </p>
              <Show when={data().any && data().all}>
                <dl class="facts">
                  <div>
                    <dt>{t("idle.supervision.any")}</dt>
                    <dd>{sum(data().any!)}</dd>
                  </div>
                  <div>
                    <dt>{t("idle.supervision.all")}</dt>
                    <dd>{sum(data().all!)}</dd>
                  </div>
                </dl>
              </Show>
              <ul class="idle-by-reason">
                <For each={data().byReason}>
                  {(one) => (
                    <li>
                      <span>{props.textOf(one.reason)}</span>
                      <b>{figures().count(one.parcels)}</b>
                    </li>
                  )}
                </For>
              </ul>
              <Show when={data().missing.length > 0}>
                <p class="note">
                  {t("idle.preview.missing", {
                    facts: data()
                      .missing.map(({ fact, parcels }) => `${text.reason(fact, null)} ${parcels}`)
                      .join(t("comma")),
                  })}
                </p>
              </Show>
              <Show when={data().withheldFacts.length > 0}>
                <p class="note idle-withheld">
                  <Icon name="lock" size={14} />{" "}
                  {t("idle.withheld-facts", {
                    facts: data()
                      .withheldFacts.map((fact) => text.reason(fact, null))
                      .join(t("comma")),
                  })}
                </p>
              </Show>
              <Show when={mapOf(data().parcelIds)}>
                {(address) => (
                  <Link class="button" to={address()} open={props.openMap}>
                    <Icon name="layers" size={16} />
                    {t("idle.list-on-map")}
                  </Link>
                )}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}
