import { createVirtualizer } from "@tanstack/solid-virtual"
import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty, Notice } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { CaseLink } from "./CaseLink.tsx"
import { createDesk, type DeskQuestion } from "./createIdle.ts"
import { type DeskFilters, DUES, type Due } from "./createDeskFilters.ts"
import { DeskFrame } from "./DeskFrame.tsx"
import { ForecastList, ForecastTerm } from "./ForecastList.tsx"
import { writePlace } from "./place.ts"
import { SettleDialog } from "./SettleDialog.tsx"
import type { DeskItem, DeskList, Open, OutcomeName, Rights } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

type ListTab = "open" | "dismissed" | "inDisposal"

/** px of a row; every row has it, as the style sheet says too. */
const ROW = 58
const OVERSCAN = 10
/** Stands for no choice in a list of choices. */
const ALL = "all"
const SORTS = ["areaMu", "age", "deadline"] as const
const STATES = ["suspected_idle", "suspected_low_efficiency"] as const

/** What is suspected and not settled, or what was settled so; the largest first. */
export function DeskPage(props: {
  tab: ListTab
  filters: DeskFilters
  rights: Rights
  open: Open
  openMap: Open
}) {
  const { t, name } = useText()
  const question = (): DeskQuestion => {
    const { due, ...wanted } = props.filters.wanted
    return { ...wanted, status: props.tab === "open" ? due : props.tab }
  }
  const desk = createDesk(question)
  const first = () => desk.data?.pages[0]
  const items = createMemo(() => desk.data?.pages.flatMap((page) => page.items) ?? [])
  const [term, setTerm] = createSignal(90)
  const [settled, setSettled] = createSignal<DeskItem | null>(null)
  const [told, setTold] = createSignal<{ item: DeskItem; outcome: OutcomeName } | null>(null)
  return (
    <DeskFrame current={props.tab} rights={props.rights} open={props.open} openMap={props.openMap}>
      <div class="idle-split" data-beside={props.tab === "open" ? "" : undefined}>
        <section class="idle-column" aria-label={t(`idle.tab.${props.tab}`)}>
          <p class="note">{t(`idle.note.${props.tab}`)}</p>
          <Show when={told()}>
            {(one) => (
              <Notice
                tone="good"
                title={t("idle.settled", {
                  name: one().item.name ?? one().item.parcelCode ?? "",
                  outcome: name("flag-outcome", one().outcome),
                })}
                action={
                  <Link
                    to={writePlace({ screen: "case", parcelId: one().item.parcelId })}
                    open={props.open}
                  >
                    {t("idle.settled.see")}
                  </Link>
                }
              >
                {t("idle.settled.where")}
              </Notice>
            )}
          </Show>
          <Show when={first()}>{(list) => <Sums list={list()} tab={props.tab} />}</Show>
          <Filters tab={props.tab} filters={props.filters} list={first()} />
          <Switch>
            <Match when={desk.isError}>
              <Failure told={problemOf(desk.error)} onRetry={() => void desk.refetch()} />
            </Match>
            <Match when={desk.isPending}>
              <Waiting>{t("idle.wait")}</Waiting>
            </Match>
            <Match when={items().length === 0}>
              <Empty title={t("idle.none")}>{t(`idle.none.${props.tab}`)}</Empty>
            </Match>
            <Match when={items().length > 0}>
              <Rows
                items={items()}
                total={first()?.total ?? 0}
                tab={props.tab}
                settles={props.rights.settles}
                open={props.open}
                onSettle={setSettled}
                onEnd={() => {
                  if (desk.hasNextPage && !desk.isFetching) void desk.fetchNextPage()
                }}
              />
            </Match>
          </Switch>
        </section>
        <Show when={props.tab === "open"}>
          <aside class="idle-aside" aria-label={t("idle.tab.forecast")}>
            <div class="idle-aside-head">
              <h2>{t("idle.tab.forecast")}</h2>
              <ForecastTerm value={term()} onChange={setTerm} />
            </div>
            <ForecastList days={term()} open={props.open} brief />
          </aside>
        </Show>
      </div>
      <Show when={settled()} keyed>
        {(item) => (
          <SettleDialog
            item={item}
            onClose={() => setSettled(null)}
            onDone={(outcome) => setTold({ item, outcome })}
          />
        )}
      </Show>
    </DeskFrame>
  )
}

/** Parcels and mu; by rule set as well, where flags add up and parcels may stand twice. */
function Sums(props: { list: DeskList; tab: ListTab }) {
  const { t, figures } = useText()
  const text = useIdleText()
  const sums = () => props.list.sums
  return (
    <div class="idle-sums">
      <p class="idle-total" role="status">
        <strong>{figures().count(sums().parcels)}</strong> {t("unit.parcels")}
        <strong>{figures().mu(sums().areaMu)}</strong> {t("unit.mu")}
      </p>
      <ul class="idle-parts">
        <For each={["idle", "lowEfficiency"] as const}>
          {(kind) => (
            <li>
              <span>{t(`idle.kind.${kind}`)}</span>
              <b>{figures().count(props.list.byKind[kind].parcels)}</b>
              <span class="quiet">
                {t("unit.mu.of", { value: figures().mu(props.list.byKind[kind].areaMu) })}
              </span>
            </li>
          )}
        </For>
      </ul>
      <span class="idle-break" />
      <span class="quiet">{t("idle.flags-of", { count: figures().count(sums().flags) })}</span>
      <ul class="idle-parts">
        <For each={props.list.byRuleSet}>
          {(part) => (
            <li>
              <span>{text.ruleSet(part.ruleSet)}</span>
              <b>{figures().count(part.flags)}</b>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}

function Filters(props: { tab: ListTab; filters: DeskFilters; list: DeskList | undefined }) {
  const { t, name } = useText()
  const text = useIdleText()
  const wanted = () => props.filters.wanted
  const [sets, setSets] = createSignal<readonly string[]>([])
  // A list that is narrowed to one rule set names that one alone: those that were named stay to choose from.
  createEffect(() => {
    const named = (props.list?.byRuleSet ?? []).map(({ ruleSet }) => ruleSet)
    setSets((before) => [...new Set([...before, ...named])].sort())
  })
  return (
    <div class="idle-filters">
      <label class="idle-search">
        <span class="unseen">{t("idle.filter.search")}</span>
        <input
          class="input"
          type="search"
          maxlength="60"
          placeholder={t("idle.filter.search")}
          value={wanted().q}
          onChange={(event) => props.filters.change("q", event.currentTarget.value.trim())}
        />
      </label>
      <Show when={props.tab === "open"}>
        <Segments
          label={t("idle.filter.due")}
          value={wanted().due}
          options={DUES.map((value) => ({ value, label: t(`idle.due.${value}`) }))}
          onChange={(due: Due) => props.filters.change("due", due)}
        />
      </Show>
      <Choice
        label={t("idle.filter.rule-set")}
        value={wanted().ruleSet || ALL}
        options={[
          { value: ALL, label: t("idle.filter.all-rules") },
          ...sets().map((value) => ({ value, label: text.ruleSet(value) })),
        ]}
        onChange={(ruleSet) => props.filters.change("ruleSet", ruleSet === ALL ? "" : ruleSet)}
      />
      <Show when={props.tab !== "dismissed"}>
        <Choice
          label={t("idle.filter.state")}
          value={wanted().state || ALL}
          options={[
            { value: ALL, label: t("idle.filter.all-states") },
            ...STATES.map((value) => ({ value, label: name("suspected-state", value) })),
          ]}
          onChange={(state) => props.filters.change("state", state === ALL ? "" : state)}
        />
      </Show>
      <label class="idle-least">
        <span class="unseen">{t("idle.filter.min-mu")}</span>
        <span aria-hidden="true">≥</span>
        <input
          class="input"
          type="number"
          min="0"
          step="any"
          value={wanted().minMu}
          onChange={(event) => props.filters.change("minMu", event.currentTarget.value)}
        />
        <span>{t("unit.mu")}</span>
      </label>
      <Choice
        label={t("idle.sort")}
        value={wanted().sort}
        options={SORTS.map((value) => ({ value, label: t(`idle.sort.${value}`) }))}
        onChange={(sort) => props.filters.change("sort", sort)}
      />
    </div>
  )
}

/** Rows in little room; up and down move between parcels, Enter opens one. */
function Rows(props: {
  items: readonly DeskItem[]
  total: number
  tab: ListTab
  settles: boolean
  open: Open
  onSettle: (item: DeskItem) => void
  onEnd: () => void
}) {
  const { t } = useText()
  let scroller!: HTMLDivElement
  const virtual = createVirtualizer({
    get count() {
      return props.items.length
    },
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
  })
  const range = createMemo(
    () => {
      const shown = virtual.getVirtualItems()
      return { first: shown[0]?.index ?? 0, end: (shown.at(-1)?.index ?? -1) + 1 }
    },
    undefined,
    { equals: (a, b) => a.first === b.first && a.end === b.end },
  )
  createEffect(() => {
    if (range().end >= props.items.length - OVERSCAN) props.onEnd()
  })
  const linkAt = (at: number) =>
    scroller.querySelector<HTMLElement>(`tr[data-at="${at}"] .idle-name`)
  const move = (event: KeyboardEvent) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const row = event.target instanceof Element ? event.target.closest("tr[data-at]") : null
    if (!way) return
    event.preventDefault()
    const at = row instanceof HTMLElement ? Number(row.dataset["at"]) + way : 0
    if (at < 0 || at >= props.items.length) return
    virtual.scrollToIndex(at)
    // A row out of sight is there with the next frame.
    if (linkAt(at)) linkAt(at)?.focus({ preventScroll: true })
    else requestAnimationFrame(() => linkAt(at)?.focus({ preventScroll: true }))
  }
  return (
    <div
      class="idle-rows"
      role="region"
      aria-label={t("idle.list")}
      tabIndex={0}
      ref={(element) => (scroller = element)}
      onKeyDown={move}
    >
      <table class="table" aria-rowcount={props.total + 1}>
        <caption class="unseen">{t("idle.list")}</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t("idle.parcel")}</th>
            <th scope="col" class="number">
              {t("unit.mu")}
            </th>
            <th scope="col">{t("idle.reason")}</th>
            <th scope="col">{t("idle.since")}</th>
            <th scope="col">{t(props.tab === "open" ? "idle.deadline" : "idle.outcome")}</th>
            <Show when={props.settles && props.tab === "open"}>
              <th scope="col">
                <span class="unseen">{t("idle.act")}</span>
              </th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <Show when={range().first > 0}>
            <tr aria-hidden="true" style={{ height: `${range().first * ROW}px` }} />
          </Show>
          <For each={props.items.slice(range().first, range().end)}>
            {(item, at) => (
              <Row
                item={item}
                at={range().first + at()}
                tab={props.tab}
                settles={props.settles}
                open={props.open}
                onSettle={props.onSettle}
              />
            )}
          </For>
          <Show when={range().end < props.items.length}>
            <tr
              aria-hidden="true"
              style={{ height: `${(props.items.length - range().end) * ROW}px` }}
            />
          </Show>
        </tbody>
      </table>
    </div>
  )
}

function Row(props: {
  item: DeskItem
  at: number
  tab: ListTab
  settles: boolean
  open: Open
  onSettle: (item: DeskItem) => void
}) {
  const { t, name, figures } = useText()
  const text = useIdleText()
  const item = () => props.item
  const isIdle = () => item().state === "suspected_idle"
  return (
    <tr aria-rowindex={props.at + 2} data-at={props.at}>
      <th scope="row">
        <CaseLink parcelId={item().parcelId} name={item().name} open={props.open} />
        <span class="quiet block mono">{item().parcelCode ?? NONE}</span>
      </th>
      <td class="number">{figures().mu(item().areaMu)}</td>
      <td>
        <Show when={item().state} fallback={<span class="quiet">{t("idle.not-raised")}</span>}>
          {(state) => (
            <>
              <Badge tone={isIdle() ? "warn" : "plain"}>{name("suspected-state", state())}</Badge>{" "}
              <span class="idle-rule">{text.rule(item().rule ?? item().ruleSet)}</span>
            </>
          )}
        </Show>
        <span class="quiet block idle-clause">
          {text.clause(item().clause) ?? text.ruleSet(item().ruleSet)}
        </span>
      </td>
      <td class="idle-still">
        {item().since ?? NONE}
        <span class="quiet block">{t("idle.age-days", { count: item().ageDays })}</span>
      </td>
      <td class="idle-still">
        <Show
          when={item().outcome}
          fallback={
            <>
              <span classList={{ "idle-late": item().overdue }}>{item().dueOn ?? NONE}</span>
              <span class="quiet block">
                <Show when={item().reopened}>
                  <Badge tone="danger">{t("idle.due.reopened")}</Badge>{" "}
                </Show>
                <Show when={item().openRequests > 0}>
                  {t("idle.waiting-for", { count: item().openRequests })}
                </Show>
              </span>
            </>
          }
        >
          {(outcome) => <Badge>{name("flag-outcome", outcome())}</Badge>}
        </Show>
      </td>
      <Show when={props.settles && props.tab === "open"}>
        <td class="idle-still idle-do">
          <button type="button" class="button" onClick={() => props.onSettle(item())}>
            <span aria-hidden="true">
              {t(isIdle() ? "idle.do.notIdle" : "idle.do.notLowEfficiency")}
            </span>
            <span class="unseen">
              {t("idle.do.of", {
                act: t(isIdle() ? "idle.do.notIdle" : "idle.do.notLowEfficiency"),
                name: item().name ?? item().parcelCode ?? "",
              })}
            </span>
          </button>
        </td>
      </Show>
    </tr>
  )
}
