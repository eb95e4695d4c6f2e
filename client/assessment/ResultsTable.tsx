import { createMemo, createSignal, For, type JSX, Show } from "solid-js"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { type Text, useText } from "../text/language.tsx"
import { writeTsv } from "../table/tsv.ts"
import { Badge } from "../ui/Badge.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { writePlace } from "./address.ts"
import { saveText, writeCsv } from "../record/csv.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { POINT_PLACES, useIndicators } from "./indicatorText.ts"
import { SearchField } from "./SearchField.tsx"
import type { Result, Run } from "./shapes.ts"
import { findTies, standingOf, type Tie } from "./standing.ts"

type Open = (path: string) => void

const ROW = 46
const SAID_MS = 2_000

const toNumber = (decimal: string | null) => (decimal === null ? null : Number(decimal))

/** The word for how a firm came out: its grade, or what keeps it from one. */
const standingText = (result: Result, { name, t }: Text) => {
  const standing = standingOf(result)
  return result.grade === null
    ? name("result-class", standing)
    : t("assess.grade-of", { grade: standing })
}

/** Which rule put tied firms in order, and which edge runs through them. */
function tieText({ rule, edge }: Tie, { t }: Text): string {
  const decided = t(`assess.tie.${rule}`)
  return edge
    ? t("assess.tie.edge", { ...edge, rule: decided })
    : t("assess.tie.plain", { rule: decided })
}

/** Every result of a run that the counts above leave: its points, indicator by indicator. */
export function ResultsTable(props: {
  run: Run
  /** All results: a tie may reach beyond those that are shown. */
  all: readonly Result[]
  results: readonly Result[]
  shortOf: (schemeId: string | null) => string
  open: Open
}) {
  const text = useText()
  const { t, figures } = text
  const indicators = useIndicators()
  const [search, setSearch] = createSignal("")
  const [copied, setCopied] = createSignal(false)
  const ties = createMemo(() => findTies(props.all))
  const rows = createMemo(() => {
    const wanted = search().trim().toLowerCase()
    return wanted === ""
      ? props.results
      : props.results.filter(({ name, creditCode, members }) =>
          [name, creditCode, ...members.map((one) => one.name)].some((one) =>
            one.toLowerCase().includes(wanted),
          ),
        )
  })
  const ids = createMemo(() => [
    ...new Set(props.results.flatMap(({ items }) => items.map(({ id }) => id))),
  ])
  const itemOf = ({ items }: Result, id: string) => items.find((item) => item.id === id)
  const isOneScheme = createMemo(
    () => new Set(props.results.map(({ schemeId }) => schemeId)).size <= 1,
  )

  const columns = createMemo((): DenseColumn<Result>[] => [
    {
      id: "rank",
      head: t("assess.rank"),
      width: 52,
      pinnedAt: 0,
      number: true,
      cell: ({ rank }) => rank ?? NONE,
      key: ({ rank }) => rank,
    },
    {
      id: "name",
      head: t("assess.firm"),
      width: 216,
      pinnedAt: 52,
      key: ({ name }) => name,
      cell: (result) => (
        <FirmCell
          result={result}
          run={props.run}
          tie={ties().get(result.creditCode)}
          scheme={isOneScheme() ? null : props.shortOf(result.schemeId)}
          open={props.open}
        />
      ),
    },
    {
      id: "grade",
      head: t("assess.grade"),
      width: 88,
      key: (result) => standingOf(result),
      cell: (result) => <GradeCell result={result} />,
    },
    {
      id: "total",
      head: t("assess.points"),
      width: 76,
      number: true,
      first: "down",
      key: ({ total }) => toNumber(total),
      cell: (result) => (
        <>
          <b>{figures().fixed(result.totalRounded, POINT_PLACES)}</b>
          <ExtraPoints result={result} />
        </>
      ),
    },
    {
      id: "land",
      head: t("assess.land"),
      unit: t("unit.mu"),
      width: 76,
      number: true,
      first: "down",
      key: ({ landMu }) => toNumber(landMu),
      cell: ({ landMu }) => figures().mu(landMu),
    },
    ...ids().map((id): DenseColumn<Result> => ({
      id,
      head: indicators.nameOf(id),
      unit: indicators.unitOf(id),
      width: 116,
      number: true,
      first: "down",
      key: (result) => toNumber(itemOf(result, id)?.value ?? null),
      cell: (result) => {
        const item = itemOf(result, id)
        if (!item) return ""
        return (
          <>
            <Show
              when={!item.missing}
              fallback={<span class="cell-missing">{t("assess.missing")}</span>}
            >
              {indicators.valueOf(id, item.value)}
            </Show>
            <span class="quiet block">
              {t("assess.points-of", { points: figures().fixed(item.score, POINT_PLACES) })}
            </span>
          </>
        )
      },
    })),
  ])

  /** What is on screen as text: a line a firm, value and points in columns of their own. */
  const sheet = () => [
    [
      t("assess.rank"),
      t("assess.firm"),
      t("assess.credit-code"),
      t("assess.scheme"),
      t("assess.grade"),
      t("assess.points"),
      `${t("assess.land")}（${t("unit.mu")}）`,
      ...ids().flatMap((id) => [
        `${indicators.nameOf(id)}（${indicators.unitOf(id)}）`,
        `${indicators.nameOf(id)} ${t("assess.points")}`,
      ]),
      t("assess.bonus"),
      t("assess.penalty"),
    ],
    ...rows().map((result) => [
      result.rank === null ? "" : String(result.rank),
      result.name,
      result.creditCode,
      props.shortOf(result.schemeId),
      standingText(result, text),
      result.totalRounded ?? "",
      result.landMu ?? "",
      ...ids().flatMap((id) => {
        const item = itemOf(result, id)
        return [
          item?.missing
            ? ""
            : (item && indicators.valueOf(id, item.value).replaceAll(",", "")) || "",
          item?.score ? figures().fixed(item.score, POINT_PLACES).replaceAll(",", "") : "",
        ]
      }),
      result.bonus,
      result.penalty,
    ]),
  ]
  const copy = async () => {
    const [head = [], ...lines] = sheet()
    try {
      await navigator.clipboard.writeText(writeTsv(head, lines))
      setCopied(true)
      setTimeout(() => setCopied(false), SAID_MS)
    } catch {
      save()
    }
  }
  const save = () => saveText(writeCsv(sheet()), `${props.run.fiscalYear}-${props.run.number}.csv`)

  return (
    <>
      <div class="list-bar">
        <SearchField label={t("assess.search")} value={search()} onChange={setSearch} />
        <span class="quiet" role="status">
          {t("assess.shown", {
            count: figures().count(rows().length),
            all: figures().count(props.all.length),
          })}
        </span>
        <span class="list-actions">
          <button type="button" class="button" onClick={() => void copy()}>
            <Icon name={copied() ? "check" : "copy"} size={16} />
            {copied() ? t("assess.copied") : t("assess.copy")}
          </button>
          <button type="button" class="button" onClick={save}>
            <Icon name="download" size={16} />
            CSV
          </button>
        </span>
      </div>
      <DenseTable
        label={t("assess.results")}
        rows={rows()}
        columns={columns()}
        rowHeight={ROW}
        none={<Empty title={t("assess.none-fits")}>{t("assess.none-fits.help")}</Empty>}
      />
    </>
  )
}

const isAdjusted = ({ grade, gradeByRank }: Result) => grade !== null && grade !== gradeByRank

function FirmCell(props: {
  result: Result
  run: Run
  tie: Tie | undefined
  scheme: string | null
  open: Open
}): JSX.Element {
  const text = useText()
  const { t } = text
  const missing = () => props.result.items.filter((item) => item.missing).length
  const to = () =>
    writePlace({
      screen: "firm",
      year: props.run.fiscalYear,
      runId: props.run.id,
      enterpriseId: props.result.enterpriseId,
    })
  return (
    <div class="firm-cell">
      <Link class="firm-name" to={to()} open={props.open}>
        {props.result.name}
      </Link>
      <span class="firm-marks">
        <Show when={props.scheme}>
          <span class="quiet">{props.scheme}</span>
        </Show>
        <Show when={props.tie}>
          {(tie) => (
            <span
              title={t("assess.tie.ranks", {
                from: tie().first,
                to: tie().last,
                tie: tieText(tie(), text),
              })}
            >
              <Badge tone={tie().edge ? "danger" : "plain"}>{tieText(tie(), text)}</Badge>
            </span>
          )}
        </Show>
        <Show when={props.result.members.length > 0}>
          <Badge>{t("assess.unit-of", { count: props.result.members.length })}</Badge>
        </Show>
        <Show when={missing() > 0}>
          <Badge tone="warn">{t("assess.missing-items", { count: missing() })}</Badge>
        </Show>
      </span>
    </div>
  )
}

function GradeCell(props: { result: Result }): JSX.Element {
  const { name, t } = useText()
  return (
    <Show
      when={props.result.grade}
      fallback={
        <>
          <span class="quiet">{name("result-class", standingOf(props.result))}</span>
          <Show when={props.result.gradeByRank}>
            {(grade) => <span class="quiet block">{t("assess.by-rank", { grade: grade() })}</span>}
          </Show>
        </>
      }
    >
      {(grade) => (
        <span class="move">
          <Show when={isAdjusted(props.result) && props.result.gradeByRank}>
            {(byRank) => (
              <>
                <span class="unseen">{t("assess.adjusted")}</span>
                <b class={`grade grade-${byRank()}`}>{byRank()}</b>
                <span aria-hidden="true">→</span>
              </>
            )}
          </Show>
          <b class={`grade grade-${grade()}`}>{grade()}</b>
        </span>
      )}
    </Show>
  )
}

function ExtraPoints(props: { result: Result }): JSX.Element {
  const { figures } = useText()
  const extra = () =>
    [
      Number(props.result.bonus) === 0
        ? null
        : `+${figures().plain(props.result.bonus, POINT_PLACES)}`,
      Number(props.result.penalty) === 0
        ? null
        : `−${figures().plain(props.result.penalty, POINT_PLACES)}`,
    ].filter((one) => one !== null)
  return <For each={extra()}>{(one) => <span class="quiet block">{one}</span>}</For>
}
