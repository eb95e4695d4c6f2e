import { For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Section } from "../record/Section.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createEffects } from "./createAssessment.ts"
import { EstimateMark, useEffectText } from "./effectText.tsx"
import { sumOfFirm } from "./policy.ts"

/** What a firm's grade comes to in money, policy by policy. */
export function PolicyEffectSection(props: { runId: number; enterpriseId: number }) {
  const { t } = useText()
  const text = useEffectText()
  const effects = createEffects(() => props.runId)
  const own = () => effects.data?.items.find((one) => one.enterpriseId === props.enterpriseId)
  return (
    <Section id="policy" title={t("policy.title")} note={t("policy.section.note")}>
      <Switch>
        <Match when={effects.isError}>
          <Failure told={problemOf(effects.error)} onRetry={() => void effects.refetch()} />
        </Match>
        <Match when={effects.isPending}>
          <Waiting>{t("assess.wait.effects")}</Waiting>
        </Match>
        <Match when={effects.data?.policies.length === 0}>
          <p class="note">{t("policy.none-for", { year: effects.data!.appliesIn })}</p>
        </Match>
        <Match when={!own()}>
          <p class="note">{t("policy.none-of-firm")}</p>
        </Match>
        <Match when={own()}>
          {(firm) => (
            <>
              <EstimateMark year={effects.data!.appliesIn} />
              <p>{text.yearsOf(firm())}</p>
              <table class="table">
                <caption class="unseen">{t("policy.title")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("policy.policy")}</th>
                    <th scope="col">{t("policy.how")}</th>
                    <th scope="col" class="number">
                      {t("policy.amount")} {t("unit.wan")}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  <For each={firm().effects}>
                    {(effect) => {
                      const policy = () =>
                        effects.data!.policies.find(({ id }) => id === effect.policyId)
                      return (
                        <tr>
                          <th scope="row">
                            {policy()?.definition.label}{" "}
                            <Show when={policy()?.isExample}>
                              <Badge tone="warn">{t("policy.example")}</Badge>
                            </Show>
                            <span class="quiet block">{policy()?.legalBasis}</span>
                          </th>
                          <td>{text.whyOf(effect, firm().effects, effects.data!.policies)}</td>
                          <td class="number">{text.amountOf(effect)}</td>
                        </tr>
                      )
                    }}
                  </For>
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row" colSpan={2}>
                      {t("policy.sum")}
                    </th>
                    <td class="number">
                      <b>{text.signed(sumOfFirm(firm()))}</b>
                    </td>
                  </tr>
                </tfoot>
              </table>
            </>
          )}
        </Match>
      </Switch>
    </Section>
  )
}
