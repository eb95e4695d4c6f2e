import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import { Exact } from "../../geodata/units.ts"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createMovers, createRuns } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import {
  countMoves,
  directionOf,
  isOwn,
  orderMovers,
  placesWon,
  readEntered,
  standingIn,
} from "./movers.ts"
import { SearchField } from "./SearchField.tsx"
import type { Mover, Movers, Rights } from "./shapes.ts"
import { GRADES } from "./standing.ts"
import { YearFrame } from "./YearFrame.tsx"

type Open = (path: string) => void
type Place = { year: number; runId: number; against: number | null }

const ROW = 50
/** Inputs that come as lists of what was entered. */
const ENTERED: ReadonlySet<string> = new Set(["bonus", "penalty", "events"])
const SHOWN = ["all", "up", "down", "own"] as const
type Shown = (typeof SHOWN)[number]
const FITS: Record<Shown, (mover: Mover) => boolean> = {
  all: () => true,
  up: (mover) => directionOf(mover) === "up",
  down: (mover) => directionOf(mover) === "down",
  own: isOwn,
}

/** Who stands elsewhere in a run than in another, and whether that is by its own figures or by the others'. */
export function MoversPage(props: Place & { rights: Rights; open: Open }) {
  const { t } = useText()
  const runs = createRuns(() => props.year)
  const movers = createMovers(
    () => props.runId,
    () => props.against,
  )
  const others = () => runs.data?.items.filter(({ id }) => id !== props.runId) ?? []
  const run = () => runs.data?.items.find(({ id }) => id === props.runId)
  return (
    <YearFrame year={props.year} current="run" rights={props.rights} open={props.open}>
      <div class="movers-head">
        <h2>
          <Link
            to={writePlace({ screen: "run", year: props.year, runId: props.runId })}
            open={props.open}
          >
            {run() ? t("assess.run-number", { number: run()!.number }) : t("assess.run")}
          </Link>{" "}
          {t("assess.movers.against")}
        </h2>
        <Show when={others().length > 0}>
          <Choice
            label={t("assess.movers.choose")}
            value={String(props.against ?? "")}
            options={[
              ...(props.against ? [] : [{ value: "", label: t("assess.movers.choose") }]),
              ...others().map((one) => ({
                value: String(one.id),
                label: t("assess.run-option", { number: one.number, why: one.why }),
              })),
            ]}
            onChange={(id) =>
              props.open(
                writePlace({
                  screen: "movers",
                  year: props.year,
                  runId: props.runId,
                  against: Number(id),
                }),
              )
            }
          />
        </Show>
      </div>
      <Switch>
        <Match when={props.against === null && runs.data && others().length === 0}>
          <Empty title={t("assess.movers.only-run")} />
        </Match>
        <Match when={props.against === null}>
          <Empty title={t("assess.movers.choose")} />
        </Match>
        <Match when={movers.isError && problemOf(movers.error)?.status === 404}>
          <Empty title={t("assess.no-such-run")} />
        </Match>
        <Match when={movers.isError}>
          <Failure told={problemOf(movers.error)} onRetry={() => void movers.refetch()} />
        </Match>
        <Match when={movers.isPending}>
          <Waiting>{t("assess.wait.movers")}</Waiting>
        </Match>
        <Match when={movers.data?.items.length === 0}>
          <Empty title={t("assess.movers.none")}>{t("assess.movers.none.help")}</Empty>
        </Match>
        <Match when={movers.data}>
          {(data) => <Known movers={unwrap(data())} open={props.open} />}
        </Match>
      </Switch>
    </YearFrame>
  )
}

function Known(props: { movers: Movers; open: Open }) {
  const { t, name, names, figures } = useText()
  const [shown, setShown] = createSignal<Shown>("all")
  const [search, setSearch] = createSignal("")
  const all = createMemo(() => orderMovers(props.movers.items))
  const rows = createMemo(() => {
    const wanted = search().trim().toLowerCase()
    return all().filter(
      (mover) =>
        FITS[shown()](mover) &&
        (wanted === "" ||
          mover.name.toLowerCase().includes(wanted) ||
          mover.creditCode.toLowerCase().includes(wanted)),
    )
  })
  const moves = createMemo(() => countMoves(all()))
  const Sign = (own: { standing: string }) => (
    <Show
      when={GRADES.some((grade) => grade === own.standing)}
      fallback={<span class="quiet">{name("result-class", own.standing)}</span>}
    >
      <b class={`grade grade-${own.standing}`}>{own.standing}</b>
    </Show>
  )
  const From = (own: { mover: Mover }) => {
    const [was, is] = [
      standingIn(own.mover.before) ?? "absent",
      standingIn(own.mover.after) ?? "absent",
    ]
    return (
      <span class="move">
        <Show when={was !== is}>
          <Sign standing={was} />
          <span aria-hidden="true">→</span>
        </Show>
        <Sign standing={is} />
      </span>
    )
  }
  const valueOf = (field: string, value: string | null): string => {
    if (value === null) return t("assess.none-given")
    const entered = ENTERED.has(field) ? readEntered(value) : null
    if (entered)
      return entered
        .map(({ item, points }) =>
          points === null
            ? names("event", item)
              ? name("event", item)
              : item
            : `${item} ${t("assess.points-of", { points: figures().plain(points, 2) })}`,
        )
        .join(t("comma"))
    if (field === "ratingClass") return name("rating-class", value)
    if (value === "true" || value === "false") return value === "true" ? t("yes") : t("no")
    return /^-?\d+(\.\d+)?$/.test(value) && field !== "industryCode"
      ? figures().plain(value, 4)
      : value
  }
  const rankText = (mover: Mover) => `${mover.before?.rank ?? NONE} → ${mover.after?.rank ?? NONE}`
  const pointsOf = (mover: Mover) => {
    const [was, is] = [mover.before?.totalRounded ?? null, mover.after?.totalRounded ?? null]
    return was === null || is === null ? null : new Exact(is).minus(was)
  }
  const Why = (own: { mover: Mover }) => {
    const changes = () =>
      own.mover.changedInputs
        .map(
          ({ field, before, after }) =>
            `${name("quantity", field)} ${valueOf(field, before)} → ${valueOf(field, after)}`,
        )
        .join(t("semicolon"))
    return (
      <Switch fallback={<span class="quiet">{t("assess.movers.passed")}</span>}>
        <Match when={own.mover.before === null}>{t("assess.movers.came")}</Match>
        <Match when={own.mover.after === null}>{t("assess.movers.left")}</Match>
        <Match when={own.mover.changedInputs.length > 0}>
          <span class="clip clip-two" title={changes()}>
            {changes()}
          </span>
        </Match>
      </Switch>
    )
  }
  const columns = (): DenseColumn<Mover>[] => [
    {
      id: "name",
      head: t("assess.firm"),
      width: 220,
      pinnedAt: 0,
      grow: true,
      key: (mover) => mover.name,
      cell: (mover) => (
        <div class="firm-cell">
          <Show when={mover.enterpriseId} fallback={mover.name}>
            {(id) => (
              <Link
                class="firm-name"
                to={writePlace({
                  screen: "firm",
                  year: props.movers.run.fiscalYear,
                  runId: mover.after ? props.movers.run.id : props.movers.against.id,
                  enterpriseId: id(),
                })}
                open={props.open}
              >
                {mover.name}
              </Link>
            )}
          </Show>
          <span class="quiet">{mover.creditCode}</span>
        </div>
      ),
    },
    {
      id: "grade",
      head: t("assess.grade"),
      width: 140,
      key: (mover) => standingIn(mover.after),
      cell: (mover) => <From mover={mover} />,
    },
    {
      id: "rank",
      head: t("assess.rank"),
      width: 120,
      number: true,
      key: (mover) => {
        const won = placesWon(mover.before, mover.after)
        return won === null ? null : -won
      },
      cell: (mover) => rankText(mover),
    },
    {
      id: "points",
      head: t("assess.points-change"),
      width: 110,
      number: true,
      first: "down",
      key: (mover) => pointsOf(mover)?.toNumber() ?? null,
      cell: (mover) => {
        const change = pointsOf(mover)
        if (change === null) return NONE
        if (change.isZero()) return t("assess.same")
        return `${change.isNeg() ? "−" : "+"}${figures().fixed(change.abs().toFixed(), 2)}`
      },
    },
    {
      id: "why",
      head: t("assess.movers.why"),
      width: 340,
      grow: true,
      first: "down",
      key: (mover) => mover.changedInputs.length,
      cell: (mover) => <Why mover={mover} />,
    },
  ]
  return (
    <>
      <ul class="moves" aria-label={t("assess.movers.counts")}>
        <For each={moves()} fallback={<li class="quiet">{t("assess.movers.no-grade")}</li>}>
          {(move) => (
            <li class="move">
              <Sign standing={move.from} />
              <span aria-hidden="true">→</span>
              <Sign standing={move.to} />
              <b>{t("assess.move-count", { count: figures().count(move.count) })}</b>
            </li>
          )}
        </For>
      </ul>
      <div class="list-bar">
        <SearchField label={t("assess.search")} value={search()} onChange={setSearch} />
        <Segments
          label={t("assess.movers.shown")}
          value={shown()}
          options={SHOWN.map((value) => ({
            value,
            label: `${t(`assess.movers.${value}`)} ${figures().count(all().filter(FITS[value]).length)}`,
          }))}
          onChange={setShown}
        />
      </div>
      <DenseTable
        label={t("assess.movers.label")}
        rows={rows()}
        columns={columns()}
        rowHeight={ROW}
        none={<Empty title={t("assess.none-fits")}>{t("assess.none-fits.help")}</Empty>}
      />
    </>
  )
}
