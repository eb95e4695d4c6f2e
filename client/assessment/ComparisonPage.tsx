import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import { findDivision } from "../../geodata/codes/industry.ts"
import { type IndicatorId, INDICATORS } from "../../server/assessment/indicator.rules.ts"
import { problemOf } from "../api.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import {
  compareGroups,
  divisionOf,
  findDistricts,
  gradeShare,
  type Group,
  joinInputs,
  type Member,
} from "./comparison.ts"
import { createResults, createRunLand, createTrial } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { useIndicators } from "./indicatorText.ts"
import { ResultsTable } from "./ResultsTable.tsx"
import { RunFrame } from "./RunFrame.tsx"
import type { Results, Rights, Run, RunLand, Trial } from "./shapes.ts"
import { GRADES } from "./standing.ts"
import { useSchemes } from "./useSchemes.ts"

type Open = (path: string) => void
const ROW = 46
const BY = ["industry", "stratum", "district"] as const
type By = (typeof BY)[number]
const SCOPES = ["rated", "all"] as const
type Scope = (typeof SCOPES)[number]
/** Firms that no group of a kind can be told of. */
const NOWHERE = ""

/** Industries, strata and districts of a run held against each other, as sum over sum. */
export function ComparisonPage(props: { year: number; runId: number; rights: Rights; open: Open }) {
  const { t } = useText()
  const results = createResults(
    () => props.runId,
    () => true,
  )
  const inputs = createTrial(() => props.runId)
  const land = createRunLand(() => props.runId)
  const failed = () => [results, inputs, land].find(({ isError }) => isError)
  const loaded = () =>
    results.data && inputs.data && land.data
      ? {
          results: unwrap(results.data),
          inputs: unwrap(inputs.data),
          land: unwrap(land.data).items,
        }
      : null
  return (
    <RunFrame {...props} current="comparison">
      {(run) => (
        <Switch fallback={<Waiting>{t("assess.wait.results")}</Waiting>}>
          <Match when={failed()}>
            {(query) => (
              <Failure told={problemOf(query().error)} onRetry={() => void query().refetch()} />
            )}
          </Match>
          <Match when={loaded()}>
            {(found) => <Known run={run()} {...found()} open={props.open} />}
          </Match>
        </Switch>
      )}
    </RunFrame>
  )
}

function Known(props: { run: Run; results: Results; inputs: Trial; land: RunLand; open: Open }) {
  const { t, pick, name, figures } = useText()
  const indicators = useIndicators()
  const schemes = useSchemes()
  const [by, setBy] = createSignal<By>("industry")
  const [scope, setScope] = createSignal<Scope>("rated")
  const [id, setId] = createSignal<IndicatorId>("taxPerMu")
  const [picked, setPicked] = createSignal<string | null>(null)
  const districts = createMemo(() => findDistricts(props.land))
  const districtCodes = createMemo(() => [...new Set(districts().values())].sort())
  const members = createMemo(() =>
    joinInputs(props.results.items, props.inputs.items).filter(
      ({ result }) => scope() === "all" || result.rank !== null,
    ),
  )
  const KEYS: Record<By, (member: Member) => string> = {
    industry: ({ result }) => divisionOf(result.industryCode),
    stratum: ({ result }) => result.schemeId ?? NOWHERE,
    district: ({ result }) => districts().get(result.creditCode) ?? NOWHERE,
  }
  const compared = createMemo(() => compareGroups(members(), KEYS[by()], id()))
  const nameOf = (key: string): string => {
    if (key === NOWHERE)
      return by() === "stratum" ? name("result-class", "outside") : t(`versus.nowhere.${by()}`)
    if (by() === "industry") {
      const division = findDivision(key)
      return division ? pick(division) : t("versus.not-industry", { code: key })
    }
    return by() === "stratum" ? schemes.shortOf(key) : t("versus.district", { code: key })
  }
  const most = createMemo(() =>
    Math.max(...compared().groups.map(({ value }) => Math.abs(Number(value ?? 0))), 1e-12),
  )
  /** Indicators that schemes of this run judge by, tax per mu and the usual ones first. */
  const measures = createMemo(() => {
    const used = new Set<string>([
      "taxPerMu",
      "valueAddedPerMu",
      "revenuePerMu",
      ...props.run.strata.flatMap(({ benchmarks }) => Object.keys(benchmarks)),
    ])
    return (Object.keys(INDICATORS) as IndicatorId[]).filter((one) => used.has(one))
  })
  const isWhole = (group: Group) => group === compared().whole
  const share = (part: string, whole: string) => Number(part) / Math.max(Number(whole), 1e-12)
  const columns = (): DenseColumn<Group>[] => [
    {
      id: "rank",
      head: t("assess.rank"),
      width: 56,
      number: true,
      pinnedAt: 0,
      key: ({ rank }) => rank,
      cell: (group) => (isWhole(group) ? "" : (group.rank ?? NONE)),
    },
    {
      id: "name",
      head: t(`versus.by.${by()}`),
      width: 168,
      grow: true,
      pinnedAt: 56,
      key: ({ key }) => nameOf(key),
      cell: (group) => (
        <Show when={!isWhole(group)} fallback={<b>{t("versus.whole")}</b>}>
          <button
            type="button"
            class="versus-name"
            aria-pressed={picked() === group.key}
            onClick={() => setPicked(picked() === group.key ? null : group.key)}
          >
            {nameOf(group.key)}
          </button>
        </Show>
      ),
    },
    {
      id: "firms",
      head: t("policy.firms.head"),
      width: 68,
      number: true,
      first: "down",
      key: (group) => group.members.length,
      cell: (group) => figures().count(group.members.length),
    },
    {
      id: "land",
      head: t("assess.land"),
      unit: t("unit.mu"),
      width: 84,
      number: true,
      first: "down",
      key: ({ landMu }) => Number(landMu),
      cell: (group) => (
        <>
          {figures().mu(group.landMu)}
          <span class="quiet block">
            {figures().percent(share(group.landMu, compared().whole.landMu), 1)}
          </span>
        </>
      ),
    },
    {
      id: "value",
      head: indicators.nameOf(id()),
      unit: indicators.unitOf(id()),
      width: 170,
      number: true,
      first: "down",
      key: ({ value }) => (value === null ? null : Number(value)),
      cell: (group) => (
        <span class="versus-value">
          <svg class="versus-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width={(Math.max(0, Number(group.value ?? 0)) / most()) * 100} height="8" />
          </svg>
          <b>{indicators.valueOf(id(), group.value)}</b>
        </span>
      ),
    },
    {
      id: "difference",
      head: t("versus.difference"),
      width: 92,
      number: true,
      first: "down",
      key: ({ difference }) => difference,
      cell: ({ difference }) =>
        difference === null ? (
          ""
        ) : (
          <span class={difference < 0 ? "versus-below" : "versus-above"}>
            {difference < 0 ? "−" : "+"}
            {figures().percent(Math.abs(difference), 1)}
          </span>
        ),
    },
    {
      id: "missing",
      head: t("versus.missing"),
      width: 76,
      number: true,
      first: "down",
      key: ({ missing }) => missing,
      cell: ({ missing }) =>
        missing === 0 ? <span class="none">0</span> : <span class="cell-missing">{missing}</span>,
    },
    {
      id: "grades",
      head: t("versus.grades"),
      width: 216,
      first: "down",
      key: (group) => gradeShare(group, "A"),
      cell: (group) => <Grades group={group} />,
    },
  ]
  const shownResults = createMemo(() => {
    const key = picked()
    const group = compared().groups.find((one) => one.key === key)
    return (group?.members ?? members()).map(({ result }) => result)
  })
  return (
    <>
      <div class="list-bar">
        <Segments
          label={t("versus.by")}
          value={by()}
          options={BY.map((value) => ({ value, label: t(`versus.by.${value}`) }))}
          onChange={(value) => {
            setPicked(null)
            setBy(value)
          }}
        />
        <Choice
          label={t("versus.measure")}
          value={id()}
          options={measures().map((value) => ({ value, label: indicators.nameOf(value) }))}
          onChange={setId}
        />
        <Segments
          label={t("versus.scope")}
          value={scope()}
          options={SCOPES.map((value) => ({ value, label: t(`versus.scope.${value}`) }))}
          onChange={setScope}
        />
      </div>
      <p class="note">
        {t("versus.note", {
          numerator: name("quantity", INDICATORS[id()].numerator),
          denominator:
            INDICATORS[id()].denominator === "landMu"
              ? t("versus.land")
              : name("quantity", INDICATORS[id()].denominator),
        })}{" "}
        <Show when={by() === "district" && districtCodes().length < 2}>
          {t("versus.one-district", { code: districtCodes()[0] ?? NONE })}
        </Show>
      </p>
      <div class="versus-groups" style={{ "--rows": compared().groups.length }}>
        <DenseTable
          label={t("versus.table")}
          rows={compared().groups}
          columns={columns()}
          rowHeight={ROW}
          foot={compared().whole}
          none={<Empty title={t("versus.none")} />}
        />
      </div>
      <div class="list-bar">
        <h3 aria-live="polite">
          {picked() === null
            ? t("versus.all-firms", { count: figures().count(shownResults().length) })
            : t("versus.firms-of", {
                name: nameOf(picked()!),
                count: figures().count(shownResults().length),
              })}
        </h3>
        <Show when={picked() !== null}>
          <button type="button" class="link" onClick={() => setPicked(null)}>
            {t("quad.show-all")}
          </button>
        </Show>
      </div>
      <ResultsTable
        run={props.run}
        all={props.results.items}
        results={shownResults()}
        shortOf={schemes.shortOf}
        open={props.open}
      />
    </>
  )
}

/** Firms of a group by grade as one thin bar with its numbers. */
function Grades(props: { group: Group }) {
  const { figures } = useText()
  const firms = (grade: string) => props.group.counts[grade] ?? 0
  const ungraded = () =>
    props.group.members.length - GRADES.reduce((sum, grade) => sum + firms(grade), 0)
  return (
    <span class="versus-grades">
      <span class="versus-track" aria-hidden="true">
        {GRADES.map((grade) => (
          <i class={`grade-${grade}`} style={{ "flex-grow": firms(grade) }} />
        ))}
        <i style={{ "flex-grow": ungraded() }} />
      </span>
      <span class="versus-counts">
        {GRADES.map((grade) => (
          <span>
            {grade} {figures().count(firms(grade))}
          </span>
        ))}
        <Show when={ungraded() > 0}>
          <span class="quiet">— {figures().count(ungraded())}</span>
        </Show>
      </span>
    </span>
  )
}
