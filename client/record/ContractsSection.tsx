import { For, type JSX, Show } from "solid-js"
import type { Day } from "../../geodata/days.ts"
import { useText } from "../text/language.tsx"
import { listPromised, listTerms, type Promised, type Term } from "./commitments.ts"
import { Facts } from "./Facts.tsx"
import { PartHead, Section } from "./Section.tsx"
import type { Contract, MetricYear, OfParcel, Project } from "./shapes.ts"

type Held = {
  projects: readonly Project[]
  areaMu: number | null
  /** Undefined where the audience sees no figures. */
  latest: MetricYear | undefined
}

/** What each contract agreed in days, money and performance, held against what came of it. */
export function ContractsSection(props: {
  contracts: readonly (Contract & OfParcel)[]
  today: Day
  /** What a contract is held against. */
  heldOf: (contract: Contract & OfParcel) => Held
  placeOf?: (one: OfParcel) => JSX.Element
}) {
  const { t } = useText()
  return (
    <Show when={props.contracts.length > 0}>
      <Section
        id="contracts"
        title={t("contract.title")}
        note={t("contract.count", { count: props.contracts.length })}
      >
        <For each={props.contracts}>
          {(contract) => (
            <ContractPart
              contract={contract}
              held={props.heldOf(contract)}
              today={props.today}
              place={props.placeOf?.(contract)}
            />
          )}
        </For>
      </Section>
    </Show>
  )
}

function ContractPart(props: { contract: Contract; held: Held; today: Day; place: JSX.Element }) {
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
  const terms = () => listTerms(props.contract, props.held.projects, props.today)
  const promised = () => listPromised(props.contract, props.held)
  return (
    <section class="part">
      <Show when={props.contract.contractNo ?? props.place}>
        <PartHead>
          <Show when={props.contract.contractNo}>
            {(number) => t("contract.number", { number: number() })}
          </Show>
          {props.place}
        </PartHead>
      </Show>
      <Facts
        facts={[
          { label: t("contract.signed"), value: props.contract.signedOn },
          { label: t("contract.supervision"), value: props.contract.supervisionNo },
          { label: t("contract.target-check"), value: props.contract.targetCheckOn },
          { label: t("contract.price"), value: wan(props.contract.landPriceWanYuan) },
          { label: t("contract.total-invest"), value: wan(props.contract.totalInvestWanYuan) },
          { label: t("contract.far"), value: far() },
        ]}
      />
      <Show when={promised().length > 0}>
        <PromisedTable promised={promised()} year={props.held.latest?.fiscalYear} />
      </Show>
      <Show when={terms().length > 0}>
        <TermsTable
          terms={terms()}
          supplemented={props.contract.supplementStart != null}
          today={props.today}
        />
      </Show>
    </section>
  )
}

/** Promised and reached values per mu, with the gap. */
function PromisedTable(props: { promised: readonly Promised[]; year: number | undefined }) {
  const { t, figures } = useText()
  const signed = (gap: string) => `${gap.startsWith("-") ? "" : "+"}${figures().fixed(gap, 2)}`
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">
            {t("contract.commitment")} <span class="quiet">{t("unit.per-mu")}</span>
          </th>
          <th scope="col" class="number">
            {t("contract.agreed")}
          </th>
          <th scope="col" class="number">
            {t("contract.actual")}
          </th>
          <th scope="col" class="number">
            {t("contract.gap")}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.promised}>
          {(one) => (
            <tr>
              <th scope="row">{t(`contract.${one.what}`)}</th>
              <td class="number">{figures().fixed(one.agreed, 2)}</td>
              <Show
                when={one.gap}
                fallback={
                  <td colspan="2" class="none">
                    — {t(`contract.why.${one.why ?? "missing"}`)}
                  </td>
                }
              >
                {(gap) => (
                  <>
                    <td class="number">
                      {figures().fixed(one.reached, 2)}
                      <Show when={one.what === "tax" && props.year}>
                        {(year) => (
                          <span class="quiet block">{t("year.of", { year: year() })}</span>
                        )}
                      </Show>
                    </td>
                    <td class="number">
                      {signed(gap())}
                      <Show when={gap().startsWith("-")}>
                        <span class="short block">{t("contract.below")}</span>
                      </Show>
                    </td>
                  </>
                )}
              </Show>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

/** Agreed days and those on which it was done, with the days between. */
function TermsTable(props: { terms: readonly Term[]; supplemented: boolean; today: Day }) {
  const { t } = useText()
  const told = ({ done, late }: Term) => {
    if (late === null) return t("contract.term.ahead")
    if (late > 0) return t(done ? "project.late" : "contract.term.overdue", { days: late })
    return late === 0 ? t("contract.term.on-day") : t("contract.term.early", { days: -late })
  }
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t("contract.term")}</th>
          <th scope="col">{t("contract.agreed")}</th>
          <th scope="col">{t("contract.actual")}</th>
          <th scope="col" class="number">
            {t("contract.late")}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.terms}>
          {(term) => (
            <tr>
              <th scope="row">
                {t(`contract.term.${term.what}`)}
                <Show when={term.what === "start" && props.supplemented}>
                  <span class="quiet block">{t("contract.supplemented")}</span>
                </Show>
              </th>
              <td class="day">{term.agreed}</td>
              <td class="day">
                {term.done ?? <span class="none">{t("contract.term.open")}</span>}
              </td>
              <td class="number">
                <span classList={{ late: (term.late ?? 0) > 0 }}>{told(term)}</span>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
