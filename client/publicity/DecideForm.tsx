import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { createStore } from "solid-js/store"
import { REPORTED } from "../../server/assessment/enterprise.rules.ts"
import { answer, api, problemOf } from "../api.ts"
import { NONE } from "../text/figures.ts"
import { LongField } from "../ui/TextField.tsx"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { isByFloor, listCorrections, muOf, type Typed } from "./corrections.ts"
import { createLand, useRenew } from "./createPublicity.ts"
import type { Appeal, Effect, Land } from "./shapes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

/** Accepts an appeal, with what it corrects and whom that moves, or rejects it; always with a reason. */
export function DecideForm(props: { appeal: Appeal; year: number; onDone: () => void }) {
  const { t, name } = useText()
  const renew = useRenew()
  const land = createLand(
    () => props.year,
    () => props.appeal.enterpriseId,
  )
  const [decision, setDecision] = createSignal<"accepted" | "rejected">("accepted")
  const [reason, setReason] = createSignal("")
  const [typed, setTyped] = createStore<{ land: Record<number, string> } & Omit<Typed, "land">>({
    land: {},
    indicator: "",
    value: "",
  })
  const [seen, setSeen] = createSignal<{ of: string; effect: Effect } | null>(null)
  const corrections = createMemo(() => listCorrections(typed, land.data?.rows ?? []))
  const key = () => JSON.stringify(corrections())
  /** The effect of exactly what is entered now. */
  const effect = () => (seen()?.of === key() ? seen()?.effect : undefined)
  const mayDecide = () =>
    decision() === "rejected" ||
    corrections()?.length === 0 ||
    (corrections() !== null && effect() !== undefined)
  const {
    busy,
    failure,
    submit: attempt,
  } = createSubmit(async (work: () => Promise<void>) => {
    await work()
  })
  const param = () => ({ id: String(props.appeal.id) })
  const preview = () =>
    attempt(async () => {
      const of = key()
      const found = await answer(
        api.assessments.appeals[":id"].preview.$post({
          param: param(),
          json: { corrections: corrections() ?? [] },
        }),
      )
      setSeen({ of, effect: found })
    })
  const decide = () =>
    attempt(async () => {
      const given = decision() === "accepted" ? (corrections() ?? []) : []
      await answer(
        api.assessments.appeals[":id"].decision.$post({
          param: param(),
          json: { decision: decision(), reason: reason(), corrections: given },
        }),
      )
      await renew()
      props.onDone()
    })
  return (
    <form
      class="publicity-panel editor"
      onSubmit={(event) => {
        event.preventDefault()
        void decide()
      }}
    >
      <Segments
        label={t("publicity.decision")}
        value={decision()}
        options={(["accepted", "rejected"] as const).map((value) => ({
          value,
          label: name("publicity-decision", value),
        }))}
        onChange={setDecision}
      />
      <Show when={decision() === "accepted"}>
        <Switch>
          <Match when={land.isError}>
            <Failure told={problemOf(land.error)} onRetry={() => void land.refetch()} />
          </Match>
          <Match when={land.isPending}>
            <Waiting>{t("publicity.wait.land")}</Waiting>
          </Match>
          <Match when={land.data}>
            {(data) => (
              <LandRows
                land={data()}
                typed={typed.land}
                onType={(id, text) => setTyped("land", id, text)}
              />
            )}
          </Match>
        </Switch>
        <div class="publicity-figure">
          <Choice
            label={t("publicity.figure")}
            showLabel
            value={typed.indicator || "none"}
            options={[
              { value: "none", label: t("publicity.figure.none") },
              ...REPORTED.map((value) => ({
                value: value as string,
                label: name("quantity", value),
              })),
            ]}
            onChange={(value) => setTyped("indicator", value === "none" ? "" : value)}
          />
          <Show when={typed.indicator !== ""}>
            <label class="field">
              <span>{t("publicity.figure.value")}</span>
              <input
                class="input"
                inputmode="decimal"
                value={typed.value}
                onInput={(event) => setTyped("value", event.currentTarget.value)}
              />
            </label>
          </Show>
          <button
            type="button"
            class="button"
            disabled={busy() || !corrections()?.length}
            onClick={() => void preview()}
          >
            {t("publicity.preview")}
          </button>
        </div>
        <Show when={corrections() === null}>
          <p class="short">{t("publicity.not-figures")}</p>
        </Show>
        <Show when={effect()}>{(found) => <Moves effect={found()} appeal={props.appeal} />}</Show>
      </Show>
      <LongField
        label={t("publicity.decision.reason")}
        value={reason()}
        onInput={setReason}
        maxLength={5000}
        required
      />
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <div class="modal-foot">
        <Show when={!mayDecide() && corrections() !== null}>
          <span class="note publicity-first">{t("publicity.preview-first")}</span>
        </Show>
        <button type="button" class="button" onClick={() => props.onDone()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main" disabled={busy() || !mayDecide()}>
          {t("publicity.decide.go")}
        </button>
      </div>
    </form>
  )
}

/** A firm's land of the year, each use with a field for its right area. */
function LandRows(props: {
  land: Land
  typed: Readonly<Record<number, string>>
  onType: (occupancyId: number, text: string) => void
}) {
  const { t, name, figures } = useText()
  return (
    <Show when={props.land.rows.length > 0} fallback={<p class="note">{t("publicity.no-land")}</p>}>
      <div class="publicity-scroll">
        <table class="table publicity-land">
          <caption class="publicity-caption">{t("publicity.land.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("publicity.parcel")}</th>
              <th scope="col">{t("publicity.use")}</th>
              <th scope="col">{t("publicity.time")}</th>
              <th scope="col" class="number">
                {t("publicity.on-record")}
              </th>
              <th scope="col">{t("publicity.right-area")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.land.rows}>
              {(row) => {
                const place = () => row.parcelName ?? t("parcel.unnamed")
                const text = () => props.typed[row.occupancyId] ?? ""
                return (
                  <tr>
                    <th scope="row">
                      {place()}
                      <span class="quiet block mono">{row.parcelCode ?? NONE}</span>
                    </th>
                    <td>
                      {name("use-kind", row.kind)}
                      <Show when={row.counterpart}>
                        <span class="quiet block">{row.counterpart}</span>
                      </Show>
                    </td>
                    <td class="publicity-still">
                      {row.fromOn}
                      <span class="quiet block">{row.toOn ?? t("publicity.in-use")}</span>
                    </td>
                    <td class="number">
                      {t("publicity.m2-of", {
                        value: figures().m2(isByFloor(row) ? row.floorAreaM2 : row.areaM2),
                      })}
                      <span class="quiet block">
                        {t("unit.mu.of", { value: figures().fixed(row.areaMu, 2) })}
                      </span>
                    </td>
                    <td>
                      <div class="publicity-right">
                        <input
                          class="input"
                          inputmode="decimal"
                          aria-label={t(
                            isByFloor(row) ? "publicity.floor-of" : "publicity.area-of",
                            { name: place() },
                          )}
                          placeholder={t(
                            isByFloor(row) ? "publicity.floor-m2" : "publicity.area-m2",
                          )}
                          value={text()}
                          onInput={(event) =>
                            props.onType(row.occupancyId, event.currentTarget.value)
                          }
                        />
                        <Show when={muOf(row, text())}>
                          {(mu) => (
                            <span class="quiet">
                              {t("unit.mu.of", { value: figures().fixed(mu(), 2) })}
                            </span>
                          )}
                        </Show>
                      </div>
                    </td>
                  </tr>
                )
              }}
            </For>
          </tbody>
        </table>
      </div>
    </Show>
  )
}

type Standing = Effect["items"][number]["before"]

/** Whom the corrections move, the firm itself first. */
function Moves(props: { effect: Effect; appeal: Appeal }) {
  const { t, figures } = useText()
  const isOwn = (id: number | null) => id === props.appeal.enterpriseId
  const items = () =>
    [...props.effect.items].sort(
      (a, b) => Number(isOwn(b.enterpriseId)) - Number(isOwn(a.enterpriseId)),
    )
  const Stand = (own: { at: Standing }) => (
    <Show when={own.at} fallback={<span class="none">{NONE}</span>}>
      {(at) => (
        <span class="publicity-stand">
          <Show when={at().grade}>
            {(grade) => <b class={`grade grade-${grade()}`}>{grade()}</b>}
          </Show>
          <span>{at().rank === null ? NONE : t("publicity.rank-of", { rank: at().rank! })}</span>
          <span class="quiet">
            {t("scheme.points-of", { points: figures().fixed(at().totalRounded, 2) })}
          </span>
        </span>
      )}
    </Show>
  )
  return (
    <Show when={items().length > 0} fallback={<p class="note">{t("publicity.moves.none")}</p>}>
      <div
        class="publicity-scroll publicity-moves"
        role="group"
        tabIndex={0}
        aria-label={t("publicity.moves", { count: items().length })}
      >
        <table class="table">
          <caption class="publicity-caption">
            {t("publicity.moves", { count: items().length })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t("publicity.firm")}</th>
              <th scope="col">{t("publicity.before")}</th>
              <th scope="col">{t("publicity.after")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={items()}>
              {(mover) => (
                <tr>
                  <th scope="row">{mover.name}</th>
                  <td>
                    <Stand at={mover.before} />
                  </td>
                  <td>
                    <Stand at={mover.after} />
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </Show>
  )
}
