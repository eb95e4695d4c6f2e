import "../../text/difference-phrases.ts"
import "./swipe.css"
import { createMemo, createSignal, For, Match, onCleanup, Show, Switch } from "solid-js"
import type { Day } from "../../../geodata/days.ts"
import { problemOf } from "../../api.ts"
import type { Bounds } from "../../map/createMap.ts"
import { type MapState, ONE_DAY } from "../../map/state.ts"
import { useText } from "../../text/language.tsx"
import { Failure } from "../../ui/Failure.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { IconButton } from "../../ui/IconButton.tsx"
import { Empty, Notice } from "../../ui/Notice.tsx"
import { Waiting } from "../../ui/Waiting.tsx"
import { useChangeText } from "./changeText.ts"
import {
  type Changed,
  createDifference,
  daysOf,
  type Difference,
  type Kind,
} from "./createDifference.ts"
import { DayField } from "./DayField.tsx"
import { pastOf } from "./days.ts"

type Count = Difference["changed"]

/** For so long the button says that it is done. */
const SAID_MS = 2_500
/** Parcels that are put on the page; the copy has all. */
const MOST_SHOWN = 500

/** The two days that are compared, and the parcels that became otherwise between them, kind by kind. */
export function ChangePanel(props: {
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  /** Shows where a parcel lies. */
  onShow: (id: number, bounds: Bounds) => void
}) {
  const { t, figures } = useText()
  // A filter that cannot be asked of a past day leaves the changes unfiltered, and that is said.
  const asked = createDifference(() => props.state)
  const isRefused = () => problemOf(asked.query.error)?.status === 400 && props.state.filter !== ""
  const unfiltered = createDifference(() => ({
    against: isRefused() ? props.state.against : null,
    on: props.state.on,
    filter: "",
  }))
  const difference = () => (isRefused() ? unfiltered : asked)
  const days = () => daysOf(props.state)
  const counts = () => difference().counts()
  const text = useChangeText(() => counts()?.years)

  const [chosen, setChosen] = createSignal<Kind | null>(null)
  const kinds = () =>
    (Object.entries(counts()?.totals ?? {}) as [Kind, Count][]).filter(
      ([, { parcels }]) => parcels > 0,
    )
  const kind = () => (kinds().some(([one]) => one === chosen()) ? chosen() : null)
  const shown = createMemo(() => {
    const wanted = kind()
    const items = difference().items()
    return wanted === null ? items : items.filter(({ kinds: own }) => own.includes(wanted))
  })

  const setDay = (side: "against" | "on", day: Day) =>
    props.change(side === "on" ? { on: pastOf(day) } : { against: day }, "push")
  const nameOf = (day: Day) => (pastOf(day) === null ? t("compare-days.today") : day)

  return (
    <div class="changes">
      <div class="changes-days">
        <div class="changes-title">
          <h2>{t("compare-days.title")}</h2>
          <IconButton
            icon="close"
            label={t("compare-days.close")}
            onClick={() => props.change(ONE_DAY, "push")}
          />
        </div>
        <Show when={days()}>
          {(both) => (
            <>
              <DayField
                label={t("compare-days.left")}
                day={both().left}
                onDay={(day) => setDay("against", day)}
              />
              <DayField
                label={t("compare-days.right")}
                day={both().right}
                onDay={(day) => setDay("on", day)}
              />
            </>
          )}
        </Show>
      </div>
      <Switch>
        <Match when={!isRefused() && difference().query.isError}>
          <div class="list-notice">
            <Failure
              told={problemOf(difference().query.error)}
              onRetry={() => void difference().query.refetch()}
            />
          </div>
        </Match>
        <Match when={!counts()}>
          <Waiting>{t("changes.wait")}</Waiting>
        </Match>
        <Match when={counts()}>
          {(found) => (
            <div class="changes-body" aria-busy={difference().query.isPlaceholderData}>
              <Show when={isRefused()}>
                <Notice tone="warn">{t("compare-days.refused")}</Notice>
              </Show>
              <dl class="changes-land">
                <For
                  each={[
                    { day: difference().days().from, count: found().before },
                    { day: difference().days().to, count: found().after },
                  ]}
                >
                  {({ day, count }) => (
                    <div>
                      <dt>{nameOf(day)}</dt>
                      <dd>
                        {t("changes.land", {
                          parcels: figures().count(count.parcels),
                          mu: figures().mu(count.areaMu),
                        })}
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
              <Show
                when={found().total > 0}
                fallback={
                  <Show
                    when={difference().days().from === difference().days().to}
                    fallback={<Empty title={t("changes.none")}>{t("changes.none.help")}</Empty>}
                  >
                    <Empty title={t("changes.same")}>{t("changes.same.help")}</Empty>
                  </Show>
                }
              >
                <div class="changes-kinds" role="group" aria-label={t("changes.kinds")}>
                  <KindRow
                    name={t("changes.all")}
                    count={found().changed}
                    pressed={kind() === null}
                    onPress={() => setChosen(null)}
                  />
                  <For each={kinds()}>
                    {([one, count]) => (
                      <KindRow
                        name={text.kindOf(one)}
                        count={count}
                        pressed={kind() === one}
                        onPress={() => setChosen(kind() === one ? null : one)}
                      />
                    )}
                  </For>
                </div>
                <p class="changes-units">{t("changes.units")}</p>
                <div class="changes-bar">
                  <h2>{kind() === null ? t("changes.all") : text.kindOf(kind()!)}</h2>
                  <CopyTable
                    count={shown().length}
                    table={() => text.toTable(shown(), difference().days())}
                  />
                </div>
                <ul class="changes-list" aria-label={t("changes.list")}>
                  <For each={shown().slice(0, MOST_SHOWN)}>
                    {(item) => (
                      <ChangeRow
                        item={item}
                        text={text}
                        onShow={() => props.onShow(item.id, item.bounds)}
                      />
                    )}
                  </For>
                </ul>
                <Show when={shown().length > MOST_SHOWN}>
                  <p class="changes-units">{t("changes.more", { count: MOST_SHOWN })}</p>
                </Show>
              </Show>
            </div>
          )}
        </Match>
      </Switch>
    </div>
  )
}

/** A kind of change with its parcels and mu; it narrows the list. */
function KindRow(props: { name: string; count: Count; pressed: boolean; onPress: () => void }) {
  const { t, figures } = useText()
  return (
    <button
      type="button"
      class="changes-kind"
      aria-pressed={props.pressed}
      onClick={() => props.onPress()}
    >
      <span>{props.name}</span>
      <span class="changes-count">
        {figures().count(props.count.parcels)} <span class="unit">{t("unit.parcels")}</span>
      </span>
      <span class="changes-count">
        {figures().mu(props.count.areaMu)} <span class="unit">{t("unit.mu")}</span>
      </span>
    </button>
  )
}

/** One parcel: what it is called, in which ways it changed, and how. */
function ChangeRow(props: {
  item: Changed
  text: ReturnType<typeof useChangeText>
  onShow: () => void
}) {
  const { t, figures } = useText()
  const areaMu = () => (props.item.after ?? props.item.before)?.areaMu
  return (
    <li>
      <button type="button" class="change" onClick={() => props.onShow()}>
        <span class="change-head">
          <strong>{props.text.headOf(props.item)}</strong>
          <span class="quiet">{t("unit.mu.of", { value: figures().mu(areaMu()) })}</span>
        </span>
        <For each={props.item.kinds}>
          {(kind) => (
            <span class="change-line">
              <span class={`badge change-${kind}`}>{props.text.kindOf(kind)}</span>
              <span>{props.text.say(kind, props.item)}</span>
            </span>
          )}
        </For>
      </button>
    </li>
  )
}

/** Puts the list on the clipboard, as a spreadsheet takes it. */
function CopyTable(props: { count: number; table: () => string }) {
  const { t, figures } = useText()
  const [said, setSaid] = createSignal<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    // Without https a browser has no clipboard.
    const isDone = await navigator.clipboard?.writeText(props.table()).then(
      () => true,
      () => false,
    )
    setSaid(
      isDone
        ? t("changes.copied", { count: figures().count(props.count) })
        : t("changes.cannot-copy"),
    )
    clearTimeout(timer)
    timer = setTimeout(() => setSaid(null), SAID_MS)
  }
  return (
    <button type="button" class="quiet-button changes-copy" onClick={() => void copy()}>
      <Icon name={said() ? "check" : "download"} size={14} />
      <span aria-live="polite">{said() ?? t("changes.copy")}</span>
    </button>
  )
}
