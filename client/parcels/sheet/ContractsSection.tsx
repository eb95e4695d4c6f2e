import { For, Show } from "solid-js"
import { useText } from "../../text/language.tsx"
import { Fold } from "../../ui/Fold.tsx"
import type { Sheet } from "../shapes.ts"
import { Facts } from "./Facts.tsx"

type Contract = Sheet["contracts"][number]
type Years = NonNullable<Sheet["metrics"]>

/** What each contract agreed: days, money, and the performance held against what was reached. */
export function ContractsSection(props: { contracts: readonly Contract[]; years: Years }) {
  const { t } = useText()
  return (
    <Show when={props.contracts.length > 0}>
      <Fold
        title={t("contract.title")}
        note={t("contract.count", { count: props.contracts.length })}
      >
        <For each={props.contracts}>
          {(contract) => <ContractPart contract={contract} latest={props.years[0]} />}
        </For>
      </Fold>
    </Show>
  )
}

function ContractPart(props: { contract: Contract; latest: Years[number] | undefined }) {
  const { t, figures } = useText()
  const wan = (value: number | null | undefined) =>
    value == null ? value : `${figures().plain(value, 4)} ${t("unit.wan")}`
  const far = () => {
    const { farMin, farMax } = props.contract
    if (farMin === undefined && farMax === undefined) return undefined
    return farMin == null && farMax == null
      ? null
      : `${figures().plain(farMin, 2)} – ${figures().plain(farMax, 2)}`
  }
  const commitments = () =>
    [
      {
        label: t("contract.tax"),
        agreed: props.contract.taxPerMuWanYuan,
        reached: props.latest?.indicators["taxWanYuan"]?.perMu,
      },
      {
        label: t("contract.output"),
        agreed: props.contract.outputPerMuWanYuan,
        // Output is not revenue, and nobody reports it: there is nothing to hold it against.
        reached: undefined,
      },
      {
        label: t("contract.invest"),
        agreed: props.contract.investPerMuWanYuan,
        reached: undefined,
      },
    ].filter(({ agreed }) => agreed != null)

  return (
    <section class="part">
      <Show when={props.contract.contractNo}>
        {(number) => <h4>{t("contract.number", { number: number() })}</h4>}
      </Show>
      <Facts
        facts={[
          { label: t("contract.signed"), value: props.contract.signedOn },
          { label: t("contract.supervision"), value: props.contract.supervisionNo },
          { label: t("contract.agreed-delivery"), value: props.contract.agreedDelivery },
          { label: t("contract.delivered"), value: props.contract.deliveredOn },
          { label: t("contract.agreed-start"), value: props.contract.agreedStart },
          {
            label: t("contract.supplement-start"),
            value: props.contract.supplementStart ?? undefined,
          },
          { label: t("contract.agreed-completion"), value: props.contract.agreedCompletion },
          { label: t("contract.agreed-production"), value: props.contract.agreedProduction },
          { label: t("contract.target-check"), value: props.contract.targetCheckOn },
          { label: t("contract.price"), value: wan(props.contract.landPriceWanYuan) },
          { label: t("contract.total-invest"), value: wan(props.contract.totalInvestWanYuan) },
          { label: t("contract.far"), value: far() },
        ]}
      />
      <Show when={commitments().length > 0}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("contract.commitment")}</th>
              <th scope="col" class="number">
                {t("contract.agreed")}
              </th>
              <Show when={props.latest}>
                {(year) => (
                  <th scope="col" class="number">
                    {t("contract.reached", { year: year().fiscalYear })}
                  </th>
                )}
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={commitments()}>
              {(one) => (
                <tr>
                  <th scope="row">
                    {one.label}
                    <span class="quiet block">{t("unit.per-mu")}</span>
                  </th>
                  <td class="number">{figures().fixed(one.agreed, 2)}</td>
                  <Show when={props.latest}>
                    <td class="number">
                      {figures().fixed(one.reached, 2)}
                      <Show when={one.reached != null && one.reached < one.agreed!}>
                        <span class="short block">{t("contract.below")}</span>
                      </Show>
                    </td>
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </section>
  )
}
