import { For, Show } from "solid-js"
import { useFactValue } from "../record/factText.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { DeskFlag } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

type Told = DeskFlag["reliability"]

/** How far a suspicion can be relied on: what is not known, what that would change, and how old the ledgers are. */
export function Reliability(props: { reliability: Told }) {
  const { t, name } = useText()
  const text = useIdleText()
  const factValue = useFactValue()
  const becomes = ({ rule, clause, route }: Told["missing"][number]["changes"][number]) =>
    rule === null
      ? t("idle.missing.no-flag")
      : [text.rule(rule), text.clause(clause), route ? name("route", route) : null]
          .flatMap((one) => one ?? [])
          .join(t("comma"))
  return (
    <div class="idle-half idle-reliable">
      <h4>{t("idle.reliability")}</h4>
      <Show
        when={props.reliability.missing.length > 0}
        fallback={<p class="note">{t("idle.missing.none")}</p>}
      >
        <ul class="idle-missing">
          <For each={props.reliability.missing}>
            {(missing) => (
              <li>
                <span>
                  <Badge tone="warn">{t("idle.missing")}</Badge>{" "}
                  {text.reason(missing.fact, missing.label)}
                </span>
                <For
                  each={missing.changes}
                  fallback={<span class="quiet block">{t("idle.missing.unchanged")}</span>}
                >
                  {(change) => (
                    <span class="quiet block">
                      {t("idle.missing.if", {
                        value: factValue(missing.fact, String(change.value)),
                        becomes: becomes(change),
                      })}
                    </span>
                  )}
                </For>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <ul class="idle-ledgers">
        <For each={props.reliability.sources}>
          {(source) => (
            <li>
              <span>{name("ledger", source.ledger)}</span>
              <span class="quiet">
                {source.recordedOn
                  ? t("idle.ledger.told", {
                      title: source.title ?? "",
                      day: source.recordedOn,
                      count: source.ageDays ?? 0,
                    })
                  : t("idle.ledger.none")}
              </span>
              <Show when={source.stale}>
                <Badge tone="warn">{t("idle.ledger.stale")}</Badge>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.reliability.withheldFacts.length > 0}>
        <p class="note idle-withheld">
          <Icon name="lock" size={14} />{" "}
          {t("idle.withheld-facts", {
            facts: props.reliability.withheldFacts
              .map((fact) => text.reason(fact, null))
              .join(t("comma")),
          })}
        </p>
      </Show>
    </div>
  )
}
