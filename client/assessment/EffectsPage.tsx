import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createEffects } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { EstimateMark, useEffectText } from "./effectText.tsx"
import { countYearsInRow, type EffectOfFirm, sumOfFirm } from "./policy.ts"
import { RunFrame } from "./RunFrame.tsx"
import { SearchField } from "./SearchField.tsx"
import type { Effects, Rights, Run } from "./shapes.ts"

type Open = (path: string) => void

const ROW = 50
const MONEY_PLACES = 2

/** What the grades of a run come to in money under the policies in force: an estimate and never a bill. */
export function EffectsPage(props: { year: number; runId: number; rights: Rights; open: Open }) {
  const { t } = useText()
  const effects = createEffects(() => props.runId)
  return (
    <RunFrame {...props} current="effects">
      {(run) => (
        <Switch>
          <Match when={effects.isError}>
            <Failure told={problemOf(effects.error)} onRetry={() => void effects.refetch()} />
          </Match>
          <Match when={effects.isPending}>
            <Waiting>{t("assess.wait.effects")}</Waiting>
          </Match>
          <Match when={effects.data?.policies.length === 0}>
            <Empty
              title={t("policy.none-for", { year: effects.data!.appliesIn })}
              action={
                <Link class="button" to={writePlace({ screen: "policies" })} open={props.open}>
                  {t("policy.to-list")}
                </Link>
              }
            >
              {t("policy.none-for.help")}
            </Empty>
          </Match>
          <Match when={effects.data}>
            {(data) => <Known effects={unwrap(data())} run={run()} open={props.open} />}
          </Match>
        </Switch>
      )}
    </RunFrame>
  )
}

const SHOWN = ["all", "charge", "relief", "zero", "unknown"] as const
type Shown = (typeof SHOWN)[number]
const FITS: Record<Shown, (firm: EffectOfFirm) => boolean> = {
  all: () => true,
  charge: (firm) => Number(sumOfFirm(firm) ?? 0) > 0,
  relief: (firm) => Number(sumOfFirm(firm) ?? 0) < 0,
  zero: (firm) => sumOfFirm(firm) !== null && Number(sumOfFirm(firm)) === 0,
  unknown: (firm) => sumOfFirm(firm) === null,
}

function Known(props: { effects: Effects; run: Run; open: Open }) {
  const { t, figures } = useText()
  const text = useEffectText()
  const [shown, setShown] = createSignal<Shown>("all")
  const [search, setSearch] = createSignal("")
  const money = (wanYuan: string | null) => figures().fixed(wanYuan, MONEY_PLACES)
  const policies = () => props.effects.policies
  const rows = createMemo(() => {
    const wanted = search().trim().toLowerCase()
    return props.effects.items.filter(
      (firm) => FITS[shown()](firm) && (wanted === "" || firm.name.toLowerCase().includes(wanted)),
    )
  })
  const firmsUnder = (policyId: string) =>
    props.effects.items.filter(({ effects }) =>
      effects.some((effect) => effect.policyId === policyId),
    ).length
  const gaveWay = (policyId: string) =>
    props.effects.items.filter(({ effects }) =>
      effects.some((effect) => effect.policyId === policyId && effect.note === "higherCharged"),
    ).length
  const columns = (): DenseColumn<EffectOfFirm>[] => [
    {
      id: "name",
      head: t("assess.firm"),
      width: 220,
      grow: true,
      pinnedAt: 0,
      key: ({ name }) => name,
      cell: (firm) => (
        <Link
          class="firm-name"
          to={`${writePlace({ screen: "firm", year: props.run.fiscalYear, runId: props.run.id, enterpriseId: firm.enterpriseId })}#policy`}
          open={props.open}
        >
          {firm.name}
        </Link>
      ),
    },
    {
      id: "grade",
      head: t("assess.grade"),
      width: 70,
      key: ({ grade }) => grade,
      cell: ({ grade }) => <b class={`grade grade-${grade}`}>{grade ?? NONE}</b>,
    },
    {
      id: "years",
      head: t("policy.in-row"),
      width: 110,
      first: "down",
      key: ({ years }) => years,
      cell: (firm) => text.yearsOf(firm),
    },
    ...policies().map((policy): DenseColumn<EffectOfFirm> => ({
      id: policy.id,
      head: policy.definition.label,
      unit: t("unit.wan"),
      width: 190,
      grow: true,
      number: true,
      first: "down",
      key: ({ effects }) => {
        const amount = effects.find(({ policyId }) => policyId === policy.id)?.amountWanYuan
        return amount === null || amount === undefined ? null : Number(amount)
      },
      cell: ({ effects }) => {
        const effect = effects.find(({ policyId }) => policyId === policy.id)
        return (
          <Show when={effect} fallback={<span class="none">{NONE}</span>}>
            {(own) => (
              <>
                {text.amountOf(own())}
                <span class="quiet block">{text.whyOf(own(), effects, policies())}</span>
              </>
            )}
          </Show>
        )
      },
    })),
    {
      id: "sum",
      head: t("policy.sum"),
      unit: t("unit.wan"),
      width: 120,
      number: true,
      first: "down",
      key: (firm) => {
        const sum = sumOfFirm(firm)
        return sum === null ? null : Number(sum)
      },
      cell: (firm) => <b>{text.signed(sumOfFirm(firm))}</b>,
    },
  ]
  return (
    <>
      <EstimateMark year={props.effects.appliesIn} />
      <dl class="policy-sums">
        <div>
          <dt>{t("policy.charge")}</dt>
          <dd>
            <strong>{money(props.effects.sum.chargeWanYuan)}</strong> {t("unit.wan")}
          </dd>
        </div>
        <div>
          <dt>{t("policy.relief")}</dt>
          <dd>
            <strong>{money(props.effects.sum.reliefWanYuan)}</strong> {t("unit.wan")}
          </dd>
        </div>
        <div>
          <dt>{t("policy.unknown")}</dt>
          <dd>
            <strong>{figures().count(props.effects.sum.unknown)}</strong> {t("policy.amounts")}
          </dd>
        </div>
        <div class="policy-rows">
          <dt>{t("policy.in-row.count")}</dt>
          <dd>
            <For each={countYearsInRow(props.effects.items)} fallback={NONE}>
              {(row) => (
                <span class="policy-row">
                  <b class={`grade grade-${row.grade}`}>{row.grade}</b>{" "}
                  {t("policy.year-n", { years: row.years })}{" "}
                  <b>{t("policy.firms", { count: figures().count(row.firms) })}</b>
                </span>
              )}
            </For>
          </dd>
        </div>
      </dl>
      <div class="table-frame policy-frame">
        <table class="table policy-table">
          <caption class="unseen">{t("policy.by-policy")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("policy.policy")}</th>
              <th scope="col">{t("policy.rates")}</th>
              <th scope="col">{t("policy.highest")}</th>
              <th scope="col" class="number">
                {t("policy.firms.head")}
              </th>
              <th scope="col" class="number">
                {t("policy.charge")} {t("unit.wan")}
              </th>
              <th scope="col" class="number">
                {t("policy.relief")} {t("unit.wan")}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={policies()}>
              {(policy) => (
                <tr>
                  <th scope="row">
                    {policy.definition.label}{" "}
                    <Show when={policy.isExample}>
                      <Badge tone="warn">{t("policy.example")}</Badge>
                    </Show>
                    <span class="quiet block">{policy.legalBasis}</span>
                  </th>
                  <td>
                    <text.Rates definition={policy.definition} />
                  </td>
                  <td>
                    <Show when={policy.definition.group} fallback={NONE}>
                      {(group) => (
                        <>
                          {t("policy.highest-of", { group: group() })}
                          <span class="quiet block">
                            {t("policy.gave-way", { count: gaveWay(policy.id) })}
                          </span>
                        </>
                      )}
                    </Show>
                  </td>
                  <td class="number">{figures().count(firmsUnder(policy.id))}</td>
                  <td class="number">{money(props.effects.byPolicy[policy.id]!.chargeWanYuan)}</td>
                  <td class="number">{money(props.effects.byPolicy[policy.id]!.reliefWanYuan)}</td>
                </tr>
              )}
            </For>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={4}>
                {t("assess.total")}
              </th>
              <td class="number">{money(props.effects.sum.chargeWanYuan)}</td>
              <td class="number">{money(props.effects.sum.reliefWanYuan)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <div class="list-bar">
        <SearchField label={t("assess.search")} value={search()} onChange={setSearch} />
        <Segments
          label={t("policy.shown")}
          value={shown()}
          options={SHOWN.map((value) => ({
            value,
            label: `${t(`policy.shown.${value}`)} ${figures().count(props.effects.items.filter(FITS[value]).length)}`,
          }))}
          onChange={setShown}
        />
        <span class="list-actions">
          <Link class="button" to={writePlace({ screen: "policies" })} open={props.open}>
            {t("policy.to-list")}
          </Link>
        </span>
      </div>
      <DenseTable
        label={t("policy.firms.label")}
        rows={rows()}
        columns={columns()}
        rowHeight={ROW}
        none={<Empty title={t("assess.none-fits")} />}
      />
    </>
  )
}
