import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { ComputeButton } from "./ComputeButton.tsx"
import { CountsMatrix, type Picked } from "./CountsMatrix.tsx"
import { createResults, createRun } from "./createAssessment.ts"
import { ResultsTable } from "./ResultsTable.tsx"
import { RunHead } from "./RunHead.tsx"
import type { Result, Rights, Run } from "./shapes.ts"
import { GRADES, orderStandings, standingOf } from "./standing.ts"
import { useSchemes } from "./useSchemes.ts"
import { YearFrame } from "./YearFrame.tsx"

type Open = (path: string) => void

/** One sealed run: what it is, how its firms are shared out, and every result. */
export function RunPage(props: { year: number; runId: number; rights: Rights; open: Open }) {
  const { t } = useText()
  const run = createRun(() => props.runId)
  return (
    <YearFrame
      year={props.year}
      current="run"
      rights={props.rights}
      open={props.open}
      actions={
        <Show when={props.rights.writes}>
          <ComputeButton year={props.year} open={props.open} />
        </Show>
      }
    >
      <Switch>
        <Match when={run.isError && problemOf(run.error)?.status === 404}>
          <Empty title={t("assess.no-such-run")} />
        </Match>
        <Match when={run.isError}>
          <Failure told={problemOf(run.error)} onRetry={() => void run.refetch()} />
        </Match>
        <Match when={run.isPending}>
          <Waiting>{t("assess.wait.run")}</Waiting>
        </Match>
        <Match when={run.data}>
          {(known) => <Known run={known()} rights={props.rights} open={props.open} />}
        </Match>
      </Switch>
    </YearFrame>
  )
}

const OUTSIDE = "outside"

function Known(props: { run: Run; rights: Rights; open: Open }) {
  const { t, name, figures } = useText()
  const schemes = useSchemes()
  const results = createResults(
    () => props.run.id,
    () => props.rights.figures,
  )
  const [picked, setPicked] = createSignal<Picked>({
    row: props.run.strata[0]?.schemeId ?? null,
    column: null,
  })
  const outside = () =>
    props.run.firms - props.run.strata.reduce((sum, { firms }) => sum + firms, 0)
  const rows = () => [
    ...props.run.strata.map(({ schemeId, version }) => ({
      id: schemeId,
      label: (
        <>
          {schemes.shortOf(schemeId)}
          <span class="quiet block">
            {schemes.labelOf(schemeId, version)} · {t("assess.version", { version })}
          </span>
        </>
      ),
      note: schemes.shortOf(schemeId),
    })),
    ...(outside() > 0
      ? [{ id: OUTSIDE, label: name("result-class", OUTSIDE), note: name("result-class", OUTSIDE) }]
      : []),
  ]
  const columns = createMemo(() =>
    orderStandings([
      ...GRADES,
      ...Object.keys(props.run.counts).filter((key) => (props.run.counts[key] ?? 0) > 0),
    ]).map((id) => {
      const isGrade = GRADES.some((grade) => grade === id)
      return {
        id,
        name: isGrade ? t("assess.grade-of", { grade: id }) : name("result-class", id),
        label: isGrade ? <b class={`grade grade-${id}`}>{id}</b> : name("result-class", id),
      }
    }),
  )
  const stratumOf = (row: string) => props.run.strata.find(({ schemeId }) => schemeId === row)
  const count = (row: string, column: string) =>
    row === OUTSIDE ? (column === OUTSIDE ? outside() : 0) : (stratumOf(row)?.counts[column] ?? 0)
  const ranked = (row: string | null) =>
    props.run.strata
      .filter(({ schemeId }) => row === null || schemeId === row)
      .reduce((sum, one) => sum + one.ranked, 0)
  /** Of the ranked firms: only they are shared out. */
  const share = (row: string | null, column: string) => {
    if (!GRADES.some((grade) => grade === column) || ranked(row) === 0) return null
    const firms =
      row === null
        ? props.run.strata.reduce((sum, one) => sum + (one.counts[column] ?? 0), 0)
        : count(row, column)
    return figures().percent(firms / ranked(row), 1)
  }
  const isPicked = (result: Result) => {
    const { row, column } = picked()
    const scheme = result.schemeId ?? OUTSIDE
    return (row === null || scheme === row) && (column === null || standingOf(result) === column)
  }
  return (
    <>
      <RunHead run={props.run} rights={props.rights} open={props.open} />
      <CountsMatrix
        label={t("assess.shares")}
        corner={t("assess.shares.corner")}
        rows={rows()}
        columns={columns()}
        count={count}
        note={share}
        picked={props.rights.figures ? picked() : { row: null, column: null }}
        {...(props.rights.figures ? { onPick: setPicked } : {})}
      />
      <Show when={props.rights.figures} fallback={<p class="note">{t("assess.figures-only")}</p>}>
        <Switch>
          <Match when={results.isError}>
            <Failure told={problemOf(results.error)} onRetry={() => void results.refetch()} />
          </Match>
          <Match when={results.isPending}>
            <Waiting>{t("assess.wait.results")}</Waiting>
          </Match>
          <Match when={results.data}>
            {(data) => (
              <ResultsTable
                run={props.run}
                all={unwrap(data()).items}
                results={unwrap(data()).items.filter(isPicked)}
                shortOf={schemes.shortOf}
                open={props.open}
              />
            )}
          </Match>
        </Switch>
      </Show>
    </>
  )
}
