import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty, Notice } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import {
  classesWon,
  compareSchemes,
  countReasons,
  type Fate,
  FATES,
  fateOf,
  type Pair,
  pairYears,
  standingAt,
  STANDINGS,
} from "./acrossYears.ts"
import { writePlace } from "./address.ts"
import { CountsMatrix, type Picked } from "./CountsMatrix.tsx"
import { createResults, createRunLand, createRuns } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { POINT_PLACES, useIndicators } from "./indicatorText.ts"
import { RunFrame } from "./RunFrame.tsx"
import { SearchField } from "./SearchField.tsx"
import type { Result, Rights, Run, RunLand } from "./shapes.ts"
import { GRADES, standingOf } from "./standing.ts"
import { useSchemes } from "./useSchemes.ts"

type Open = (path: string) => void
type Place = { year: number; runId: number; against: number | null }
const ROW = 50

/** The run that a year stands by: the one in force, else the last. */
const latestOf = (runs: readonly Run[]) => runs.find(({ published }) => published) ?? runs[0]

/** Firms of a run held against those of another year: who rose, who fell, who came and who is gone. */
export function AcrossYearsPage(props: Place & { rights: Rights; open: Open }) {
  const { t } = useText()
  const runs = createRuns(() => null)
  const others = () =>
    (runs.data?.items ?? []).filter(({ fiscalYear }) => fiscalYear !== props.year)
  /** The year before where there is one, else the nearest. */
  const usual = () => {
    const years = [...new Set(others().map(({ fiscalYear }) => fiscalYear))]
    const year = years.filter((one) => one < props.year).sort((a, b) => b - a)[0] ?? years.sort()[0]
    return latestOf(others().filter(({ fiscalYear }) => fiscalYear === year))
  }
  const other = () =>
    props.against === null ? usual() : others().find(({ id }) => id === props.against)
  return (
    <RunFrame {...props} current="years">
      {(run) => (
        <Switch>
          <Match when={runs.isError}>
            <Failure told={problemOf(runs.error)} onRetry={() => void runs.refetch()} />
          </Match>
          <Match when={runs.isPending}>
            <Waiting>{t("assess.wait.run")}</Waiting>
          </Match>
          <Match when={others().length === 0}>
            <Empty title={t("across.only-year")}>{t("across.only-year.help")}</Empty>
          </Match>
          <Match when={!other()}>
            <Empty title={t("assess.no-such-run")} />
          </Match>
          <Match when={other()}>
            {(against) => (
              <>
                <div class="list-bar">
                  <Choice
                    label={t("across.choose")}
                    showLabel
                    value={String(against().id)}
                    options={others().map((one) => ({
                      value: String(one.id),
                      label: t(one.published ? "across.option.published" : "across.option", {
                        year: one.fiscalYear,
                        number: one.number,
                      }),
                    }))}
                    onChange={(id) =>
                      props.open(
                        writePlace({
                          screen: "years",
                          year: props.year,
                          runId: props.runId,
                          against: Number(id),
                        }),
                      )
                    }
                  />
                </div>
                <Loaded run={run()} other={against()} open={props.open} />
              </>
            )}
          </Match>
        </Switch>
      )}
    </RunFrame>
  )
}

type OfYear = { run: Run; results: readonly Result[]; land: RunLand }

/** Both runs with what is needed of them; the earlier year is `before`, whichever was opened. */
function Loaded(props: { run: Run; other: Run; open: Open }) {
  const { t } = useText()
  const [before, after] = [
    () => (props.run.fiscalYear < props.other.fiscalYear ? props.run : props.other),
    () => (props.run.fiscalYear < props.other.fiscalYear ? props.other : props.run),
  ]
  const sides = [before, after].map((run) => ({
    run,
    results: createResults(
      () => run().id,
      () => true,
    ),
    land: createRunLand(() => run().id),
  }))
  const failed = () =>
    sides.flatMap(({ results, land }) => [results, land]).find(({ isError }) => isError)
  const loaded = createMemo(() => {
    const found = sides.flatMap(({ run, results, land }): OfYear[] =>
      results.data && land.data
        ? [{ run: run(), results: unwrap(results.data).items, land: unwrap(land.data).items }]
        : [],
    )
    return found.length === 2 ? ([found[0]!, found[1]!] as const) : null
  })
  return (
    <Switch fallback={<Waiting>{t("assess.wait.movers")}</Waiting>}>
      <Match when={failed()}>
        {(query) => (
          <Failure told={problemOf(query().error)} onRetry={() => void query().refetch()} />
        )}
      </Match>
      <Match when={loaded()}>
        {(both) => <Known before={both()[0]} after={both()[1]} open={props.open} />}
      </Match>
    </Switch>
  )
}

const TONES = { same: "good", otherVersion: "warn", other: "warn" } as const
/** Figures of both years that are told where both runs have them. */
const TOLD = ["taxPerMu", "valueAddedPerMu"] as const

function Known(props: { before: OfYear; after: OfYear; open: Open }) {
  const { t, name, figures } = useText()
  const indicators = useIndicators()
  const schemes = useSchemes()
  const [picked, setPicked] = createSignal<Picked>({ row: null, column: null })
  const [shown, setShown] = createSignal<Fate | "all">("all")
  const [search, setSearch] = createSignal("")
  const pairs = createMemo(() => pairYears(props.before, props.after))
  const years = () => ({
    before: props.before.run.fiscalYear,
    after: props.after.run.fiscalYear,
  })
  const standings = (side: "before" | "after") => {
    const there = new Set(pairs().map((pair) => standingAt(pair[side])))
    return STANDINGS.flatMap((id) => {
      const isGrade = GRADES.some((grade) => grade === id)
      if (!isGrade && !there.has(id)) return []
      const called = isGrade ? t("assess.grade-of", { grade: id }) : name("across.standing", id)
      return [
        {
          id,
          name: called,
          note: called,
          label: isGrade ? <b class={`grade grade-${id}`}>{id}</b> : called,
        },
      ]
    })
  }
  const rows = createMemo(() => standings("before"))
  const columns = createMemo(() => standings("after"))
  const counts = createMemo(() => {
    const found = new Map<string, number>()
    for (const { before, after } of pairs()) {
      const key = `${standingAt(before)} ${standingAt(after)}`
      found.set(key, (found.get(key) ?? 0) + 1)
    }
    return found
  })
  const fates = createMemo(() => {
    const found = new Map<Fate, number>()
    for (const pair of pairs()) found.set(fateOf(pair), (found.get(fateOf(pair)) ?? 0) + 1)
    return found
  })
  const listed = createMemo(() => {
    const wanted = search().trim().toLowerCase()
    const { row, column } = picked()
    return pairs()
      .filter(
        (pair) =>
          (shown() === "all" || fateOf(pair) === shown()) &&
          (row === null || standingAt(pair.before) === row) &&
          (column === null || standingAt(pair.after) === column) &&
          (wanted === "" ||
            pair.name.toLowerCase().includes(wanted) ||
            pair.creditCode.toLowerCase().includes(wanted)),
      )
      .sort((a, b) => Math.abs(classesWon(b) ?? 0) - Math.abs(classesWon(a) ?? 0))
  })
  const sameSchemes = () => compareSchemes(props.before.run, props.after.run)
  const schemesOf = ({ strata }: Run) =>
    strata
      .map(
        ({ schemeId, version }) =>
          `${schemes.shortOf(schemeId)} ${schemes.labelOf(schemeId, version)} ${t("assess.version", { version })}`,
      )
      .join(t("semicolon"))
  const reasonText = ({ reason }: Pair) =>
    reason === null
      ? ""
      : reason.kind === "unit"
        ? t("across.reason.unit", { name: reason.name })
        : reason.kind === "unknown"
          ? t("across.reason.unknown")
          : t(`across.reason.${reason.kind}`, { day: reason.day })
  const valueAt = (result: Result | null, id: string) => {
    const item = result?.items.find((one) => one.id === id)
    return item && !item.missing ? item.value : null
  }
  const Both = (own: { before: string; after: string }) => (
    <span class="across-both">
      <span>{own.before}</span>
      <span aria-hidden="true">→</span>
      <span>{own.after}</span>
    </span>
  )
  const Sign = (own: { result: Result | null }) => (
    <Show
      when={own.result?.grade}
      fallback={
        <span class="quiet">
          {name("result-class", own.result ? standingOf(own.result) : "absent")}
        </span>
      }
    >
      {(grade) => <b class={`grade grade-${grade()}`}>{grade()}</b>}
    </Show>
  )
  const change = (pair: Pair, id: string): number | null => {
    const [was, is] = [valueAt(pair.before, id), valueAt(pair.after, id)]
    return was === null || is === null ? null : Number(is) - Number(was)
  }
  const told = createMemo(() =>
    TOLD.filter((id) => pairs().some((pair) => change(pair, id) !== null)),
  )
  const tableColumns = (): DenseColumn<Pair>[] => [
    {
      id: "name",
      head: t("assess.firm"),
      width: 220,
      grow: true,
      pinnedAt: 0,
      key: (pair) => pair.name,
      cell: (pair) => (
        <div class="firm-cell">
          <Link
            class="firm-name"
            to={writePlace({
              screen: "firm",
              year: pair.after ? years().after : years().before,
              runId: pair.after ? props.after.run.id : props.before.run.id,
              enterpriseId: pair.enterpriseId,
            })}
            open={props.open}
          >
            {pair.name}
          </Link>
          <span class="quiet">{pair.creditCode}</span>
        </div>
      ),
    },
    {
      id: "grade",
      head: t("across.grade", years()),
      width: 150,
      first: "down",
      key: (pair) => classesWon(pair),
      cell: (pair) => (
        <span class="move">
          <Sign result={pair.before} />
          <span aria-hidden="true">→</span>
          <Sign result={pair.after} />
        </span>
      ),
    },
    {
      id: "rank",
      head: t("assess.rank"),
      width: 120,
      number: true,
      first: "down",
      key: ({ before, after }) => (before?.rank && after?.rank ? before.rank - after.rank : null),
      cell: ({ before, after }) => (
        <Both before={String(before?.rank ?? NONE)} after={String(after?.rank ?? NONE)} />
      ),
    },
    {
      id: "points",
      head: t("assess.points"),
      width: 150,
      number: true,
      first: "down",
      key: ({ before, after }) =>
        before?.total && after?.total ? Number(after.total) - Number(before.total) : null,
      cell: ({ before, after }) => (
        <Both
          before={figures().fixed(before?.totalRounded, POINT_PLACES)}
          after={figures().fixed(after?.totalRounded, POINT_PLACES)}
        />
      ),
    },
    ...told().map((id): DenseColumn<Pair> => ({
      id,
      head: indicators.nameOf(id),
      unit: indicators.unitOf(id),
      width: 160,
      number: true,
      first: "down",
      key: (pair) => change(pair, id),
      cell: (pair) => (
        <Both
          before={indicators.valueOf(id, valueAt(pair.before, id))}
          after={indicators.valueOf(id, valueAt(pair.after, id))}
        />
      ),
    })),
    {
      id: "land",
      head: t("assess.land"),
      unit: t("unit.mu"),
      width: 150,
      number: true,
      first: "down",
      key: ({ before, after }) =>
        before?.landMu && after?.landMu ? Number(after.landMu) - Number(before.landMu) : null,
      cell: ({ before, after }) => (
        <Both before={figures().mu(before?.landMu)} after={figures().mu(after?.landMu)} />
      ),
    },
    ...(pairs().some(({ reason }) => reason !== null)
      ? [
          {
            id: "reason",
            head: t("across.reason"),
            width: 200,
            key: (pair: Pair) => reasonText(pair) || null,
            cell: (pair: Pair) => <span class="clip clip-two">{reasonText(pair)}</span>,
          },
        ]
      : []),
  ]
  return (
    <>
      <Notice tone={TONES[sameSchemes()]} title={t(`across.schemes.${sameSchemes()}`)}>
        <Show
          when={sameSchemes() !== "same"}
          fallback={t("across.schemes.same.help", { schemes: schemesOf(props.after.run) })}
        >
          {t("across.schemes.differ", {
            ...years(),
            schemesBefore: schemesOf(props.before.run),
            schemesAfter: schemesOf(props.after.run),
          })}
        </Show>
      </Notice>
      <CountsMatrix
        label={t("across.matrix", years())}
        corner={t("across.corner", years())}
        rows={rows()}
        columns={columns()}
        count={(row, column) => counts().get(`${row} ${column}`) ?? 0}
        picked={picked()}
        onPick={(cell) => {
          setShown("all")
          setPicked(cell)
        }}
      />
      <Show when={countReasons(pairs()).length > 0}>
        <ul class="moves" aria-label={t("across.reasons")}>
          <For each={countReasons(pairs())}>
            {(one) => (
              <li class="move">
                <span>{t(`across.fate.${one.fate}`)}</span>
                <span class="quiet">{t(`across.kind.${one.kind}`)}</span>
                <b>{t("policy.firms", { count: figures().count(one.firms) })}</b>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="list-bar">
        <SearchField label={t("assess.search")} value={search()} onChange={setSearch} />
        <Segments<Fate | "all">
          label={t("policy.shown")}
          value={shown()}
          options={(["all", ...FATES] as const)
            .filter((fate) => fate === "all" || fates().has(fate))
            .map((fate) => ({
              value: fate,
              label: `${t(`across.fate.${fate}`)} ${figures().count(fate === "all" ? pairs().length : (fates().get(fate) ?? 0))}`,
            }))}
          onChange={(fate) => {
            setPicked({ row: null, column: null })
            setShown(fate)
          }}
        />
        <span class="quiet" role="status">
          {t("assess.shown", {
            count: figures().count(listed().length),
            all: figures().count(pairs().length),
          })}
        </span>
      </div>
      <DenseTable
        label={t("across.list")}
        rows={listed()}
        columns={tableColumns()}
        rowHeight={ROW}
        none={<Empty title={t("assess.none-fits")} />}
      />
    </>
  )
}
