import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import { answer, api, problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { noticeText } from "../text/notices.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty, Notice } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { ClassDialog } from "./ClassDialog.tsx"
import { ComputeButton } from "./ComputeButton.tsx"
import { CountsMatrix, type Picked } from "./CountsMatrix.tsx"
import { createRoster, useRenew } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { LandDrawer } from "./LandDrawer.tsx"
import { CLASSES } from "./ratingClasses.ts"
import { SearchField } from "./SearchField.tsx"
import type { Rights, Roster, RosterFirm } from "./shapes.ts"
import { useSchemes } from "./useSchemes.ts"
import { YearFrame } from "./YearFrame.tsx"

type Open = (path: string) => void

const OUTSIDE = "outside"
const ROW = 50

const FLAWS = ["suggested", "missing", "blocked"] as const
type Flaw = (typeof FLAWS)[number]
const HAS: Record<Flaw, (firm: RosterFirm) => boolean> = {
  suggested: ({ suggestion }) => suggestion !== null,
  missing: ({ missing, ratingClass }) => missing.length > 0 && ratingClass === "rated",
  blocked: ({ blocked }) => blocked.length > 0,
}

/** Who takes part in a year, in which class and why, and what is still missing of them. */
export function RosterPage(props: { year: number; rights: Rights; open: Open }) {
  const { t } = useText()
  const roster = createRoster(() => props.year)
  return (
    <YearFrame
      year={props.year}
      current="roster"
      rights={props.rights}
      open={props.open}
      actions={
        <Show when={props.rights.writes}>
          <ComputeButton year={props.year} open={props.open} />
        </Show>
      }
    >
      <Switch>
        <Match when={roster.isError}>
          <Failure told={problemOf(roster.error)} onRetry={() => void roster.refetch()} />
        </Match>
        <Match when={roster.isPending}>
          <Waiting>{t("assess.wait.roster")}</Waiting>
        </Match>
        <Match when={roster.data?.total === 0}>
          <Empty title={t("assess.roster.none")}>{t("assess.roster.none.help")}</Empty>
        </Match>
        <Match when={roster.data}>
          {(data) => (
            <Known
              year={props.year}
              roster={unwrap(data())}
              rights={props.rights}
              open={props.open}
            />
          )}
        </Match>
      </Switch>
    </YearFrame>
  )
}

function Known(props: { year: number; roster: Roster; rights: Rights; open: Open }) {
  const text = useText()
  const { t, name, figures } = text
  const schemes = useSchemes()
  const renew = useRenew()
  const [picked, setPicked] = createSignal<Picked>({ row: null, column: null })
  const [flaw, setFlaw] = createSignal<Flaw | null>(null)
  const [search, setSearch] = createSignal("")
  const [classed, setClassed] = createSignal<RosterFirm | null>(null)
  const [landOf, setLandOf] = createSignal<RosterFirm | null>(null)
  const [told, setTold] = createSignal<string | null>(null)

  const rowIds = () => {
    const order = schemes.query.data?.items.map(({ schemeId }) => schemeId) ?? []
    return Object.keys(props.roster.counts).sort(
      (a, b) =>
        Number(a === OUTSIDE) - Number(b === OUTSIDE) || order.indexOf(a) - order.indexOf(b),
    )
  }
  const labelOf = (id: string) => schemes.shortOf(id === OUTSIDE ? null : id)
  const rows = () =>
    rowIds().map((id) => ({
      id,
      label: (
        <>
          {labelOf(id)}
          <Show when={id !== OUTSIDE}>
            <span class="quiet block">{schemes.labelOf(id)}</span>
          </Show>
        </>
      ),
      note: labelOf(id),
    }))
  const columns = () =>
    CLASSES.map((id) => ({
      id,
      label: name("rating-class", id),
      name: name("rating-class", id),
    }))
  const isWithin = (firm: RosterFirm) => {
    const { row, column } = picked()
    const wanted = search().trim().toLowerCase()
    return (
      (row === null || (firm.schemeId ?? OUTSIDE) === row) &&
      (column === null || firm.ratingClass === column) &&
      (wanted === "" ||
        firm.name.toLowerCase().includes(wanted) ||
        firm.creditCode.toLowerCase().includes(wanted))
    )
  }
  const within = createMemo(() => props.roster.items.filter(isWithin))
  const firms = createMemo(() => {
    const only = flaw()
    return only === null ? within() : within().filter(HAS[only])
  })
  const suggested = createMemo(() => firms().filter(HAS.suggested))

  createEffect(on([picked, flaw, search], () => setTold(null), { defer: true }))

  /** What was pressed is drawn anew with its row: the keyboard goes on from there. */
  const goOnFrom = (enterpriseId: number) =>
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-act="${enterpriseId}"]`)?.focus(),
    )
  const {
    busy,
    failure,
    forget,
    submit: write,
  } = createSubmit(
    async (
      entries: { enterpriseId: number; ratingClass: RosterFirm["ratingClass"]; reason: string }[],
    ) => {
      const { written } = await answer(
        api.assessments.years[":year"].roster.$put({
          param: { year: String(props.year) },
          json: { entries },
        }),
      )
      await renew()
      setTold(t("assess.classed", { count: figures().count(written) }))
    },
  )
  const confirm = (wanted: readonly RosterFirm[]) =>
    write(
      wanted.flatMap(({ enterpriseId, suggestion }) =>
        suggestion ? [{ enterpriseId, ...suggestion }] : [],
      ),
    )

  /** A quantity without its unit. */
  const quantityName = (id: string) => name("quantity", id).replace(/（.*）$| \(.*\)$/, "")

  const Standing = (own: { firm: RosterFirm }) => (
    <div class="two-lines">
      <Badge tone={own.firm.ratingClass === "rated" ? "good" : "plain"}>
        {name("rating-class", own.firm.ratingClass)}
      </Badge>
      <Show when={own.firm.classReason}>
        {(reason) => (
          <span class="quiet clip" title={reason()}>
            {reason()}
          </span>
        )}
      </Show>
    </div>
  )
  /** What stands in the way, worst first: outside of every scheme, not to be scored, lacking figures. */
  const Flaws = (own: { firm: RosterFirm }) => {
    const why = () => [
      ...own.firm.outside.map((one) => noticeText(one, text)),
      ...own.firm.blocked.map((one) => noticeText(one, text)),
    ]
    /** Quantities by why they are missing. */
    const missing = () => {
      const byReason = new Map<string, string[]>()
      for (const { id, reason } of own.firm.missing)
        byReason.set(reason ?? "", [...(byReason.get(reason ?? "") ?? []), quantityName(id)])
      return [...byReason]
        .map(([why, names]) =>
          why === ""
            ? names.join(t("comma"))
            : t("assess.missing-why", { name: names.join(t("comma")), why: name("missing", why) }),
        )
        .join(t("comma"))
    }
    return (
      <div class="two-lines">
        <Show when={why().length > 0}>
          <span class="clip cell-blocked" title={why().join(t("semicolon"))}>
            {why().join(t("semicolon"))}
          </span>
        </Show>
        <Show when={own.firm.missing.length > 0}>
          <span class="clip clip-two cell-missing" title={missing()}>
            {t("assess.lacks", { names: missing() })}
          </span>
        </Show>
        <Show when={why().length === 0 && own.firm.missing.length === 0}>
          <span class="none">{t("assess.complete")}</span>
        </Show>
      </div>
    )
  }

  const table = (): DenseColumn<RosterFirm>[] => [
    {
      id: "name",
      head: t("assess.firm"),
      width: 210,
      pinnedAt: 0,
      grow: true,
      key: (firm) => firm.name,
      cell: (firm) => (
        <div class="firm-cell">
          <Link class="firm-name" to={`/enterprises/${firm.enterpriseId}`} open={props.open}>
            {firm.name}
          </Link>
          <span class="quiet">
            {firm.creditCode}
            <Show when={firm.unitId !== null}> · {t("assess.in-unit")}</Show>
          </span>
        </div>
      ),
    },
    {
      id: "scheme",
      head: t("assess.scheme"),
      width: 88,
      key: ({ schemeId }) => labelOf(schemeId ?? OUTSIDE),
      cell: ({ schemeId }) => labelOf(schemeId ?? OUTSIDE),
    },
    {
      id: "class",
      head: t("assess.class"),
      width: 156,
      key: ({ ratingClass }) => CLASSES.indexOf(ratingClass),
      cell: (firm) => <Standing firm={firm} />,
    },
    {
      id: "land",
      head: t("assess.land"),
      unit: t("unit.mu"),
      width: 84,
      number: true,
      first: "down",
      key: ({ landMu }) => (landMu === null ? null : Number(landMu)),
      cell: (firm) => (
        <button
          type="button"
          class="link figure-link"
          aria-label={t("assess.land-of", {
            name: firm.name,
            mu: figures().mu(firm.landMu),
          })}
          onClick={() => setLandOf(firm)}
        >
          {firm.landMu === null ? t("assess.land-how") : figures().mu(firm.landMu)}
        </button>
      ),
    },
    {
      id: "flaws",
      head: t("assess.flaws"),
      width: 216,
      grow: true,
      first: "down",
      key: ({ outside, blocked, missing }) =>
        (outside.length + blocked.length) * 100 + missing.length,
      cell: (firm) => <Flaws firm={firm} />,
    },
    {
      id: "suggestion",
      head: t("assess.suggestion"),
      width: 142,
      key: ({ suggestion }) => suggestion?.ratingClass ?? null,
      cell: (firm) => (
        <Show when={firm.suggestion} fallback={<span class="none">{NONE}</span>}>
          {(one) => (
            <div class="two-lines">
              <span>
                <b>{name("rating-class", one().ratingClass)}</b>{" "}
                <Show when={props.rights.writes}>
                  <button
                    type="button"
                    class="link"
                    disabled={busy()}
                    aria-label={t("assess.confirm-of", { name: firm.name })}
                    onClick={async () => {
                      if (await confirm([firm])) goOnFrom(firm.enterpriseId)
                    }}
                  >
                    {t("assess.confirm")}
                  </button>
                </Show>
              </span>
              <span class="quiet clip" title={one().reason}>
                {one().reason}
              </span>
            </div>
          )}
        </Show>
      ),
    },
    ...(props.rights.writes
      ? [
          {
            id: "act",
            head: t("assess.act"),
            width: 82,
            cell: (firm: RosterFirm) => (
              <button
                type="button"
                class="link"
                data-act={firm.enterpriseId}
                aria-label={t("assess.change-of", { name: firm.name })}
                onClick={() => setClassed(firm)}
              >
                {t("assess.change-class")}
              </button>
            ),
          },
        ]
      : []),
  ]

  return (
    <>
      <CountsMatrix
        label={t("assess.roster.counts")}
        corner={t("assess.scheme")}
        rows={rows()}
        columns={columns()}
        count={(row, column) =>
          props.roster.counts[row]?.[column as RosterFirm["ratingClass"]] ?? 0
        }
        picked={picked()}
        onPick={setPicked}
      />
      <div class="list-bar">
        <SearchField label={t("assess.search")} value={search()} onChange={setSearch} />
        <div class="flaws" role="group" aria-label={t("assess.flaws")}>
          {FLAWS.map((one) => (
            <button
              type="button"
              class="chip"
              aria-pressed={flaw() === one}
              onClick={() => setFlaw(flaw() === one ? null : one)}
            >
              {t(`assess.flaw.${one}`)} <b>{figures().count(within().filter(HAS[one]).length)}</b>
            </button>
          ))}
        </div>
        <span class="quiet" role="status">
          {told() ??
            t("assess.shown", {
              count: figures().count(firms().length),
              all: figures().count(props.roster.total),
            })}
        </span>
        <Show when={props.rights.writes && suggested().length > 0}>
          <span class="list-actions">
            <button
              type="button"
              class="button"
              disabled={busy()}
              onClick={() => void confirm(suggested())}
            >
              <Icon name="check" size={16} />
              {t("assess.confirm-all", { count: figures().count(suggested().length) })}
            </button>
          </span>
        </Show>
      </div>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <Show when={rowIds().length === 1 && rowIds()[0] === OUTSIDE}>
        <Notice tone="warn">{t("assess.not-opened")}</Notice>
      </Show>
      <DenseTable
        label={t("assess.tab.roster")}
        rows={firms()}
        columns={table()}
        rowHeight={ROW}
        none={<Empty title={t("assess.none-fits")}>{t("assess.none-fits.help")}</Empty>}
      />
      <Show when={classed()} keyed>
        {(firm) => (
          <ClassDialog
            firm={firm}
            busy={busy()}
            failure={failure()}
            onSave={async (ratingClass, reason) => {
              if (!(await write([{ enterpriseId: firm.enterpriseId, ratingClass, reason }]))) return
              setClassed(null)
              goOnFrom(firm.enterpriseId)
            }}
            onClose={() => {
              forget()
              setClassed(null)
            }}
          />
        )}
      </Show>
      <Show when={landOf()} keyed>
        {(firm) => (
          <LandDrawer
            year={props.year}
            enterpriseId={firm.enterpriseId}
            name={firm.name}
            open={props.open}
            onClose={() => setLandOf(null)}
          />
        )}
      </Show>
    </>
  )
}
