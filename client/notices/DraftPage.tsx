import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { createStore } from "solid-js/store"
import { type Day, isDay, legalDayAt } from "../../geodata/days.ts"
import {
  findRefusal,
  listFaults,
  type NoticeKind,
  type Way,
  WAYS,
} from "../../server/notices/notice.rules.ts"
import { composeNotice } from "../../server/notices/text.rules.ts"
import { answer, api, problemOf } from "../api.ts"
import { createSubmit } from "../ui/createSubmit.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import { TextField } from "../ui/TextField.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createOffer, useRenewNotices } from "./createNotices.ts"
import {
  beginValues,
  type FieldName,
  isNeeded,
  listFields,
  toFields,
  typeOf,
  type Values,
} from "./draft.ts"
import { NoticePaper } from "./NoticePaper.tsx"
import { noticePath, type Offer, type Open } from "./shapes.ts"

const BLANK = "＿＿＿＿"

/** Draws up a document: what kind, what no record tells, and beside it the document as it will be. */
export function DraftPage(props: { parcelId: number; back: string; open: Open }) {
  const { t } = useText()
  const [day, setDay] = createSignal<Day>(legalDayAt(new Date()))
  const offer = createOffer(() => props.parcelId, day)
  return (
    <main class="page">
      <div class="page-main notice-page">
        <header class="notice-head">
          <Link class="record-back" to={props.back} open={props.open}>
            <Icon name="left" size={16} />
            {t("notice.to-case")}
          </Link>
          <h1>{t("notice.draw")}</h1>
        </header>
        <Switch>
          <Match when={problemOf(offer.error)?.status === 404}>
            <Empty title={t("notice.no-parcel")} />
          </Match>
          <Match when={offer.isError}>
            <Failure told={problemOf(offer.error)} onRetry={() => void offer.refetch()} />
          </Match>
          <Match when={offer.data}>
            {(data) => (
              <DraftForm
                parcelId={props.parcelId}
                offer={data()}
                day={day()}
                onDay={setDay}
                open={props.open}
              />
            )}
          </Match>
          <Match when={offer.isPending}>
            <Waiting>{t("notice.wait")}</Waiting>
          </Match>
        </Switch>
      </div>
    </main>
  )
}

function DraftForm(props: {
  parcelId: number
  offer: Offer
  day: Day
  onDay: (day: Day) => void
  open: Open
}) {
  const { t, name } = useText()
  const renew = useRenewNotices()
  const first = props.offer.kinds.find(({ refusal }) => refusal === null)
  const [kind, setKind] = createSignal<NoticeKind | null>(first?.kind ?? null)
  const [values, setValues] = createStore<Values>(
    beginValues(first?.kind ?? "investigation", props.offer, props.day),
  )
  const choose = (next: NoticeKind) => {
    const fresh = beginValues(next, props.offer, values.issuedOn)
    // What is typed once is not typed again for another kind.
    setValues({
      issuedOn: fresh.issuedOn,
      series: fresh.series,
      ...(next === "mortgagee" || kind() === "mortgagee"
        ? { addressee: fresh.addressee, address: fresh.address }
        : {}),
    })
    setKind(next)
    props.onDay(fresh.issuedOn)
  }
  const write = (field: Exclude<FieldName, "way">, value: string) => {
    setValues(field, value)
    if (field === "issuedOn" && isDay(value)) props.onDay(value)
  }
  const draft = createMemo(() => {
    const chosen = kind()
    // The facts of another day are on their way.
    if (chosen === null || props.offer.facts.on !== values.issuedOn) return null
    const fields = toFields(chosen, values, BLANK)
    const refusal = findRefusal(chosen, props.offer.facts)
    const text = refusal ? null : composeNotice({ fields, facts: props.offer.facts, number: null })
    return { refusal, text, faults: listFaults(fields) }
  })
  const { busy, failure, submit } = createSubmit(async () => {
    const made = await answer(
      api.flags.parcels[":id"].notices.$post({
        param: { id: String(props.parcelId) },
        json: toFields(kind()!, values),
      }),
    )
    await renew()
    props.open(noticePath(made.id))
  })
  const holder = () => props.offer.facts.holders.map(({ name }) => name)
  return (
    <div class="notice-desk">
      <form
        class="editor notice-form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <KindList offer={props.offer} kind={kind()} onChange={choose} />
        <Show when={kind()} keyed>
          {(chosen) => (
            <>
              <For each={listFields(chosen)}>
                {(field) => (
                  <Field
                    field={field}
                    kind={chosen}
                    values={values}
                    write={write}
                    setWay={(way) => setValues("way", way)}
                  />
                )}
              </For>
              <Show
                when={
                  chosen !== "mortgagee" && values.addressee && !holder().includes(values.addressee)
                }
              >
                <p class="notice-warning">
                  {holder().length > 0
                    ? t("notice.other-holder", { name: holder().join("、") })
                    : t("notice.no-holder")}
                </p>
              </Show>
              <For each={draft()?.faults}>
                {(fault) => <p class="notice-warning">{name("notice-fault", fault.code)}</p>}
              </For>
              <Show when={draft()?.refusal}>
                {(refusal) => (
                  <p class="notice-warning">{name("notice-refusal", refusal().code)}</p>
                )}
              </Show>
              <Show when={failure()}>
                {(failed) => <Failure told={problemOf(failed().error)} />}
              </Show>
              <div class="modal-foot notice-foot">
                <p class="quiet">{t("notice.frozen", { day: props.offer.facts.on })}</p>
                <button
                  type="submit"
                  class="button button-main"
                  disabled={busy() || !draft()?.text || (draft()?.faults.length ?? 0) > 0}
                >
                  {t(busy() ? "form.saving" : "notice.hand-in")}
                </button>
              </div>
            </>
          )}
        </Show>
      </form>
      <div class="notice-sheet">
        <Show
          when={draft()?.text}
          fallback={
            <p class="note">{t(draft()?.refusal ? "notice.not-on-day" : "notice.nothing")}</p>
          }
        >
          {(text) => <NoticePaper text={text()} />}
        </Show>
      </div>
    </div>
  )
}

/** Every kind of document; those that may not be drawn up say why. */
function KindList(props: {
  offer: Offer
  kind: NoticeKind | null
  onChange: (kind: NoticeKind) => void
}) {
  const { t, name } = useText()
  return (
    <fieldset class="radio-list notice-kinds">
      <legend>{t("notice.kind")}</legend>
      <For each={props.offer.kinds}>
        {(one) => (
          <label class="check" data-refused={one.refusal ? "" : undefined}>
            <input
              type="radio"
              name="notice-kind"
              value={one.kind}
              checked={one.kind === props.kind}
              disabled={one.refusal !== null}
              onChange={() => props.onChange(one.kind)}
            />
            <span>
              {name("notice-kind", one.kind)}
              <span class="quiet radio-help">
                {one.refusal
                  ? name("notice-refusal", one.refusal.code)
                  : t("notice.article", { article: one.article })}
              </span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}

function Field(props: {
  field: FieldName
  kind: NoticeKind
  values: Values
  write: (field: Exclude<FieldName, "way">, value: string) => void
  setWay: (way: Way) => void
}) {
  const { t, name } = useText()
  const type = typeOf(props.field)
  const label = () => {
    const of = t(`notice.field.${props.field}`)
    return isNeeded(props.field) ? of : t("notice.optional", { name: of })
  }
  if (props.field === "way")
    return (
      <RadioList
        label={label()}
        value={props.values.way}
        options={(Object.keys(WAYS) as Way[]).map((value) => ({
          value,
          label: name("disposal-way", value),
        }))}
        onChange={props.setWay}
      />
    )
  const field = props.field
  if (type === "passage")
    return (
      <label class="field">
        <span>{label()}</span>
        <textarea
          class="input"
          rows="3"
          maxlength="2000"
          required={isNeeded(field)}
          value={props.values[field]}
          onInput={(event) => props.write(field, event.currentTarget.value)}
        />
      </label>
    )
  return (
    <TextField
      label={label()}
      type={type === "day" ? "date" : "text"}
      value={props.values[field]}
      onInput={(value) => props.write(field, value)}
      required
    />
  )
}
