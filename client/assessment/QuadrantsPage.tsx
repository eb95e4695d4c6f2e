import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import type { IndicatorId } from "../../server/assessment/indicator.rules.ts"
import { INDICATORS } from "../../server/assessment/indicator.rules.ts"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createResults } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { useIndicators } from "./indicatorText.ts"
import { QuadrantChart } from "./QuadrantChart.tsx"
import {
  type Axes,
  benchmarkOf,
  countQuadrants,
  findExtent,
  isBeyond,
  median,
  placeFirms,
  type Point,
  type Quadrant,
  quadrantOf,
  QUADRANTS,
  type Side,
  type SplitBy,
  type Splits,
} from "./quadrants.ts"
import { RunFrame } from "./RunFrame.tsx"
import type { Result, Rights, Run } from "./shapes.ts"
import { GRADES, standingOf } from "./standing.ts"
import { useSchemes } from "./useSchemes.ts"

type Open = (path: string) => void
const ROW = 40
const SIDES = ["x", "y"] as const
/** Missing firms and those far off that are named before the rest is counted. */
const MOST_NAMED = 12

/** Firms of a run by two of its indicators, parted by the benchmarks or by the middle firm. */
export function QuadrantsPage(props: {
  year: number
  runId: number
  rights: Rights
  look: string
  open: Open
}) {
  const { t } = useText()
  const results = createResults(
    () => props.runId,
    () => true,
  )
  return (
    <RunFrame {...props} current="quadrants">
      {(run) => (
        <Switch>
          <Match when={results.isError}>
            <Failure told={problemOf(results.error)} onRetry={() => void results.refetch()} />
          </Match>
          <Match when={results.isPending}>
            <Waiting>{t("assess.wait.results")}</Waiting>
          </Match>
          <Match when={!run().strata[0]}>
            <Empty title={t("assess.no-scheme")} />
          </Match>
          <Match when={results.data}>
            {(data) => (
              <Known
                run={run()}
                results={unwrap(data()).items}
                look={props.look}
                open={props.open}
              />
            )}
          </Match>
        </Switch>
      )}
    </RunFrame>
  )
}

function Known(props: { run: Run; results: readonly Result[]; look: string; open: Open }) {
  const { t, figures } = useText()
  const indicators = useIndicators()
  const schemes = useSchemes()
  const [schemeId, setSchemeId] = createSignal(props.run.strata[0]!.schemeId)
  const stratum = () => props.run.strata.find((one) => one.schemeId === schemeId())!
  const own = createMemo(() => props.results.filter((result) => result.schemeId === schemeId()))
  const ids = createMemo(() => Object.keys(stratum().benchmarks) as IndicatorId[])
  const inOrder = createMemo(() => {
    const order = Object.keys(INDICATORS)
    return ids().toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
  })
  const [wanted, setWanted] = createSignal<Partial<Record<Side, IndicatorId>>>({})
  const axes = createMemo((): Axes => {
    const held = (side: Side) => ids().find((id) => id === wanted()[side])
    const x = held("x") ?? inOrder()[0]!
    return { x, y: held("y") ?? inOrder().find((id) => id !== x) ?? x }
  })
  /** An indicator that stands on the other axis changes places with it. */
  const choose = (side: Side, id: IndicatorId) => {
    const other = side === "x" ? "y" : "x"
    const { [side]: mine, [other]: theirs } = axes()
    setWanted({ [side]: id, [other]: theirs === id ? mine : theirs })
  }
  const placed = createMemo(() => placeFirms(own(), axes()))
  const benchmarks = () =>
    Object.fromEntries(SIDES.map((side) => [side, benchmarkOf(stratum(), axes()[side])])) as Record<
      Side,
      number | null
    >
  const hasBenchmarks = () => SIDES.every((side) => benchmarks()[side] !== null)
  const [wantedSplit, setSplit] = createSignal<SplitBy>("benchmark")
  const splitBy = (): SplitBy => (hasBenchmarks() ? wantedSplit() : "median")
  const splits = createMemo((): Splits => {
    const of = (side: Side) =>
      (splitBy() === "benchmark" ? benchmarks()[side] : null) ??
      median(placed().points.map((point) => point[side])) ??
      0
    return { x: of("x"), y: of("y") }
  })
  const counts = createMemo(() => countQuadrants(placed().points, splits(), axes()))
  const whole = () => ({
    firms: QUADRANTS.reduce((sum, one) => sum + counts()[one].firms, 0),
    landMu: QUADRANTS.reduce((sum, one) => sum + Number(counts()[one].landMu), 0),
  })
  const beyond = createMemo(() => {
    const extents = Object.fromEntries(
      SIDES.map((side) => [
        side,
        findExtent(
          placed().points.map((point) => point[side]),
          splits()[side],
        ),
      ]),
    ) as Record<Side, ReturnType<typeof findExtent>>
    return placed().points.filter((point) =>
      SIDES.some((side) => isBeyond(point[side], extents[side])),
    )
  })
  const [shown, setShown] = createSignal<Quadrant | null>(null)
  const rows = createMemo(() =>
    placed().points.filter(
      (point) => shown() === null || quadrantOf(point, splits(), axes()) === shown(),
    ),
  )
  const toFirm = ({ enterpriseId }: Result) =>
    writePlace({
      screen: "firm",
      year: props.run.fiscalYear,
      runId: props.run.id,
      enterpriseId,
    })
  const nameOf = (quadrant: Quadrant) =>
    t(`quad.${quadrant}`, {
      x: indicators.nameOf(axes().x),
      y: indicators.nameOf(axes().y),
    })
  /** Which part lies in each corner of the drawing: where less is better, the best is not at the upper right. */
  const corners = createMemo(() => {
    const { x, y } = splits()
    const beside = (value: number, way: 1 | -1) => value + way * Math.max(1, Math.abs(value))
    return ([1, -1] as const).flatMap((up) =>
      ([-1, 1] as const).map((right) =>
        quadrantOf({ x: beside(x, right), y: beside(y, up) }, splits(), axes()),
      ),
    )
  })
  const gradesShown = createMemo(() => {
    const there = new Set(placed().points.map(({ result }) => standingOf(result)))
    return {
      grades: GRADES.filter((grade) => there.has(grade)),
      others: [...there].some((one) => !GRADES.some((grade) => grade === one)),
    }
  })
  const columns = (): DenseColumn<Point>[] => [
    {
      id: "name",
      head: t("assess.firm"),
      width: 220,
      grow: true,
      pinnedAt: 0,
      key: ({ result }) => result.name,
      cell: ({ result }) => (
        <Link class="firm-name" to={toFirm(result)} open={props.open}>
          {result.name}
        </Link>
      ),
    },
    {
      id: "grade",
      head: t("assess.grade"),
      width: 90,
      key: ({ result }) => standingOf(result),
      cell: ({ result }) => <Standing result={result} />,
    },
    ...SIDES.map((side): DenseColumn<Point> => ({
      id: side,
      head: indicators.nameOf(axes()[side]),
      unit: indicators.unitOf(axes()[side]),
      width: 130,
      number: true,
      first: "down",
      key: (point) => point[side],
      cell: (point) => indicators.valueOf(axes()[side], point[side]),
    })),
    {
      id: "land",
      head: t("assess.land"),
      unit: t("unit.mu"),
      width: 90,
      number: true,
      first: "down",
      key: ({ landMu }) => landMu,
      cell: ({ result }) => figures().mu(result.landMu),
    },
    {
      id: "quadrant",
      head: t("quad.quadrant"),
      width: 220,
      key: (point) => QUADRANTS.indexOf(quadrantOf(point, splits(), axes())),
      cell: (point) => nameOf(quadrantOf(point, splits(), axes())),
    },
  ]
  const Cell = (own: { quadrant: Quadrant }) => (
    <button
      type="button"
      class="quad-cell"
      aria-pressed={shown() === own.quadrant}
      onClick={() => setShown(shown() === own.quadrant ? null : own.quadrant)}
    >
      <span>{nameOf(own.quadrant)}</span>
      <b>{t("policy.firms", { count: figures().count(counts()[own.quadrant].firms) })}</b>
      <span class="quiet">
        {t("unit.mu.of", { value: figures().mu(counts()[own.quadrant].landMu) })}
      </span>
    </button>
  )
  const Names = (own: { results: readonly Result[] }) => (
    <>
      <For each={own.results.slice(0, MOST_NAMED)}>
        {(result, at) => (
          <>
            {at() > 0 ? t("comma") : ""}
            <Link to={toFirm(result)} open={props.open}>
              {result.name}
            </Link>
          </>
        )}
      </For>
      <Show when={own.results.length > MOST_NAMED}>
        {t("quad.and-more", { count: own.results.length - MOST_NAMED })}
      </Show>
    </>
  )
  return (
    <>
      <div class="list-bar quad-controls">
        <Show when={props.run.strata.length > 1}>
          <Segments
            label={t("assess.trial.stratum")}
            value={schemeId()}
            options={props.run.strata.map((one) => ({
              value: one.schemeId,
              label: schemes.shortOf(one.schemeId),
            }))}
            onChange={setSchemeId}
          />
        </Show>
        <For each={SIDES}>
          {(side) => (
            <span class="quad-axis">
              <span class="quiet">{t(`quad.axis.${side}`)}</span>
              <Choice
                label={t(`quad.axis.${side}`)}
                value={axes()[side]}
                options={inOrder().map((id) => ({ value: id, label: indicators.nameOf(id) }))}
                onChange={(id) => choose(side, id)}
              />
            </span>
          )}
        </For>
        <Segments
          label={t("quad.split")}
          value={splitBy()}
          options={(hasBenchmarks()
            ? (["benchmark", "median"] as const)
            : (["median"] as const)
          ).map((value) => ({ value, label: t(`quad.split.${value}`) }))}
          onChange={setSplit}
        />
        <span class="quiet">
          {SIDES.map(
            (side) =>
              `${indicators.nameOf(axes()[side])} ${indicators.valueOf(axes()[side], splits()[side])}`,
          ).join(" · ")}
        </span>
      </div>
      <Show when={!hasBenchmarks()}>
        <p class="note">{t("quad.no-benchmark")}</p>
      </Show>
      <div class="quad">
        <div class="quad-main">
          <QuadrantChart
            points={placed().points}
            axes={axes()}
            splits={splits()}
            corners={corners().map(nameOf)}
            look={props.look}
            label={t("quad.label", {
              x: indicators.nameOf(axes().x),
              y: indicators.nameOf(axes().y),
              count: whole().firms,
            })}
            onOpen={({ result }) => props.open(toFirm(result))}
          />
          <ul class="quad-key">
            <For each={gradesShown().grades}>
              {(grade) => (
                <li>
                  <b class={`grade grade-${grade}`}>{grade}</b>
                </li>
              )}
            </For>
            <Show when={gradesShown().others}>
              <li>
                <i class="quad-hollow" /> {t("quad.ungraded")}
              </li>
            </Show>
            <li class="quiet">{t("quad.size")}</li>
          </ul>
        </div>
        <aside class="quad-side" aria-label={t("quad.counts")}>
          <div class="quad-cells" role="group" aria-label={t("quad.counts")}>
            <For each={corners()}>{(quadrant) => <Cell quadrant={quadrant} />}</For>
          </div>
          <dl class="quad-sum">
            <div>
              <dt>{t("quad.shown")}</dt>
              <dd>
                {QUADRANTS.map((one) => figures().count(counts()[one].firms)).join(" + ")} ={" "}
                <b>{t("policy.firms", { count: figures().count(whole().firms) })}</b>
                {" · "}
                {t("unit.mu.of", { value: figures().mu(whole().landMu) })}
              </dd>
            </div>
            <div>
              <dt>{t("quad.missing")}</dt>
              <dd>
                <b>{t("policy.firms", { count: figures().count(placed().missing.length) })}</b>
                {t("colon")}
                {t("quad.missing.parts", {
                  x: placed().missing.filter(({ lacks }) => lacks.includes("x")).length,
                  xName: indicators.nameOf(axes().x),
                  y: placed().missing.filter(({ lacks }) => lacks.includes("y")).length,
                  yName: indicators.nameOf(axes().y),
                })}
              </dd>
            </div>
            <div>
              <dt>{t("quad.whole")}</dt>
              <dd>
                {figures().count(whole().firms)} + {figures().count(placed().missing.length)} ={" "}
                <b>{t("policy.firms", { count: figures().count(own().length) })}</b>
              </dd>
            </div>
          </dl>
          <Show when={placed().missing.length > 0}>
            <details class="quad-more">
              <summary>{t("quad.missing.names")}</summary>
              <p>
                <Names results={placed().missing.map(({ result }) => result)} />
              </p>
            </details>
          </Show>
          <p class="note">
            <Show when={beyond().length > 0} fallback={t("quad.beyond.none")}>
              {t("quad.beyond", { count: beyond().length })}
              <Names results={beyond().map(({ result }) => result)} />
            </Show>
          </p>
        </aside>
      </div>
      <div class="list-bar">
        <h3>{t("quad.table")}</h3>
        <span class="quiet" role="status">
          {t("assess.shown", {
            count: figures().count(rows().length),
            all: figures().count(own().length),
          })}
        </span>
        <Show when={shown()}>
          <button type="button" class="link" onClick={() => setShown(null)}>
            {t("quad.show-all")}
          </button>
        </Show>
      </div>
      <DenseTable
        label={t("quad.table")}
        rows={rows()}
        columns={columns()}
        rowHeight={ROW}
        none={<Empty title={t("assess.none-fits")} />}
      />
    </>
  )
}

/** The grade of a firm, or the word for what keeps it from one. */
export const Standing = (props: { result: Result }) => {
  const { name } = useText()
  return (
    <Show
      when={props.result.grade}
      fallback={<span class="quiet">{name("result-class", standingOf(props.result))}</span>}
    >
      {(grade) => <b class={`grade grade-${grade()}`}>{grade()}</b>}
    </Show>
  )
}
