import { For, Show } from "solid-js"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { type EffectOfFirm, findCharged } from "./policy.ts"
import type { Policy } from "./shapes.ts"

type Effect = EffectOfFirm["effects"][number]
const MONEY_PLACES = 2
const PERCENT = 100

/** Says over every sum of money that it is no bill, and for which year it is reckoned. */
export const EstimateMark = (props: { year: number }) => {
  const { t } = useText()
  return (
    <p class="policy-estimate" role="note">
      <Icon name="warning" size={20} />
      <strong>{t("policy.estimate")}</strong>
      <span>{t("policy.estimate.help", { year: props.year })}</span>
    </p>
  )
}

/** How policies and what they come to are told. */
export function useEffectText() {
  const { t, figures } = useText()
  const signed = (wanYuan: string | null) => {
    if (wanYuan === null) return t("policy.not-known")
    const amount = figures().fixed(wanYuan.replace("-", ""), MONEY_PLACES)
    return wanYuan.startsWith("-") ? `−${amount}` : Number(wanYuan) === 0 ? amount : `+${amount}`
  }
  const rateOf = (kind: Policy["definition"]["kind"], rate: number) =>
    kind === "powerSurcharge"
      ? t("policy.yuan-per-kwh", { rate })
      : t("policy.waived", { share: figures().plain(rate * PERCENT, 2) })
  return {
    signed,
    yearsOf: ({ grade, years }: Pick<EffectOfFirm, "grade" | "years">) =>
      grade === null ? NONE : t("policy.in-row.n", { grade, years }),
    /** 万元 with its sign; above zero is a charge. */
    amountOf: ({ amountWanYuan }: Effect) => signed(amountWanYuan),
    whyOf: (effect: Effect, effects: readonly Effect[], policies: readonly Policy[]) => {
      if (effect.note === "higherCharged")
        return t("policy.note.higherCharged", {
          name: findCharged(effects, policies, effect)?.definition.label ?? "",
        })
      if (effect.note) return t(`policy.note.${effect.note}`)
      const policy = policies.find(({ id }) => id === effect.policyId)
      return policy ? rateOf(policy.definition.kind, effect.rate) : ""
    },
    /** What each grade brings, by the years in a row. */
    Rates: (props: { definition: Policy["definition"] }) => (
      <ul class="policy-rates">
        <For each={props.definition.grades}>
          {(of) => (
            <li>
              <b class={`grade grade-${of.grade}`}>{of.grade}</b>{" "}
              <Show
                when={of.rates.length > 1}
                fallback={rateOf(props.definition.kind, of.rates[0]!)}
              >
                {of.rates
                  .map((rate, at) =>
                    t(at === of.rates.length - 1 ? "policy.rate-from" : "policy.rate-of", {
                      year: at + 1,
                      rate: rateOf(props.definition.kind, rate),
                    }),
                  )
                  .join(t("comma"))}
              </Show>
            </li>
          )}
        </For>
        <Show when={props.definition.kind === "landUseTaxRelief" && props.definition}>
          {(relief) => (
            <li class="quiet">{t("policy.unit-tax", { tax: relief().unitTaxYuanPerM2 })}</li>
          )}
        </Show>
      </ul>
    ),
  }
}
