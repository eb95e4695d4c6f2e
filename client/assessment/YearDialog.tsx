import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { Modal } from "../ui/Modal.tsx"
import { Notice } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { useRenew } from "./createAssessment.ts"
import type { SchemeHead, Year } from "./shapes.ts"
import type { useSchemes } from "./useSchemes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

const FIRST_YEAR = 1990
const LAST_YEAR = 2100

const keyOf = ({ schemeId, version }: { schemeId: string; version: number }) =>
  `${schemeId}/${version}`

/** Opens a year, or chooses its schemes anew: which approved schemes, in which order firms are placed. */
export function YearDialog(props: {
  /** The year that is to be changed; null: the one after the last. */
  wanted: number | null
  years: readonly Year[]
  schemes: ReturnType<typeof useSchemes>
  onClose: () => void
  open: (path: string) => void
}) {
  const { t, name, names } = useText()
  const renew = useRenew()
  const yearAfter = () =>
    Math.max(new Date().getFullYear() - 2, ...props.years.map(({ fiscalYear }) => fiscalYear)) + 1
  const [year, setYear] = createSignal(props.wanted ?? yearAfter())
  const known = () => props.years.find(({ fiscalYear }) => fiscalYear === year())
  /** A year begins with the schemes of the one before it. */
  const usual = () => {
    const earlier = props.years.find(({ fiscalYear, strata }) => fiscalYear < year() && strata[0])
    const strata = known()?.strata.length ? known()?.strata : earlier?.strata
    return (strata ?? []).map(keyOf)
  }
  const [chosen, setChosen] = createSignal<readonly string[] | null>(null)
  const picked = () => chosen() ?? usual()
  const [note, setNote] = createSignal<string | null>(null)

  const heads = () => props.schemes.query.data?.items ?? []
  const approved = () => heads().filter(({ state }) => state === "approved")
  const others = () => heads().filter(({ state }) => state !== "approved")
  const headOf = (key: string) => heads().find((head) => keyOf(head) === key)
  const free = () => approved().filter((head) => !picked().includes(keyOf(head)))
  const take = (head: SchemeHead) =>
    // Of one scheme a year uses one version: another takes its place.
    setChosen([...picked().filter((key) => headOf(key)?.schemeId !== head.schemeId), keyOf(head)])
  const move = (at: number, by: number) => {
    const order = [...picked()]
    const [key] = order.splice(at, 1)
    order.splice(at + by, 0, key!)
    setChosen(order)
  }

  const {
    busy,
    failure,
    submit: save,
  } = createSubmit(async () => {
    const strata = picked().flatMap((key) => {
      const head = headOf(key)
      return head ? [{ schemeId: head.schemeId, version: head.version }] : []
    })
    const fiscalYear = year()
    await answer(
      api.assessments.years[":year"].$put({
        param: { year: String(fiscalYear) },
        json: { strata, note: (note() ?? known()?.note ?? "").trim() || null },
      }),
    )
    await renew()
    props.onClose()
    props.open(writePlace({ screen: "roster", year: fiscalYear }))
  })

  const stratumOf = ({ stratum }: SchemeHead) =>
    names("stratum", stratum) ? `${name("stratum", stratum)} · ` : ""
  const Scheme = (own: { head: SchemeHead }) => (
    <span class="pick-name">
      <b>{own.head.label}</b>
      <span class="quiet">
        {" "}
        {stratumOf(own.head)}
        {t("assess.version", { version: own.head.version })} ·{" "}
        {t("assess.scheme-year", { year: own.head.fiscalYear })}
      </span>
    </span>
  )
  const label = (head: SchemeHead) => `${head.label} ${props.schemes.shortOf(head.schemeId)}`
  return (
    <Modal
      open
      title={known() ? t("assess.plan-of", { year: year() }) : t("assess.open-year")}
      closeLabel={t("close")}
      onClose={props.onClose}
    >
      <form
        class="editor plan"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <label class="field field-inline">
          <span>{t("assess.year")}</span>
          <input
            class="input"
            type="number"
            required
            min={FIRST_YEAR}
            max={LAST_YEAR}
            readOnly={props.wanted !== null}
            value={year()}
            onInput={(event) => {
              const { valueAsNumber } = event.currentTarget
              if (Number.isInteger(valueAsNumber)) setYear(valueAsNumber)
            }}
          />
        </label>
        <Show when={known() && props.wanted === null}>
          <Notice tone="plain">{t("assess.plan.known", { year: year() })}</Notice>
        </Show>
        <Show when={props.schemes.query.isError}>
          <Failure told={problemOf(props.schemes.query.error)} />
        </Show>
        <Show when={props.schemes.query.isPending}>
          <Waiting>{t("assess.wait.schemes")}</Waiting>
        </Show>
        <Show when={props.schemes.query.data && approved().length === 0}>
          <Notice tone="warn" title={t("assess.plan.none")}>
            {t("assess.plan.none.help")}
          </Notice>
        </Show>
        <Show when={picked().length > 0}>
          <fieldset class="pick">
            <legend>{t("assess.plan.chosen")}</legend>
            <ol>
              <For each={picked()}>
                {(key, at) => (
                  <Show when={headOf(key)}>
                    {(head) => (
                      <li>
                        <span class="pick-place">{at() + 1}</span>
                        <Scheme head={head()} />
                        <IconButton
                          icon="up"
                          label={t("assess.plan.up", { name: label(head()) })}
                          disabled={at() === 0}
                          onClick={() => move(at(), -1)}
                        />
                        <IconButton
                          icon="down"
                          label={t("assess.plan.down", { name: label(head()) })}
                          disabled={at() === picked().length - 1}
                          onClick={() => move(at(), 1)}
                        />
                        <IconButton
                          icon="close"
                          label={t("assess.plan.drop", { name: label(head()) })}
                          onClick={() => setChosen(picked().filter((one) => one !== key))}
                        />
                      </li>
                    )}
                  </Show>
                )}
              </For>
            </ol>
            <p class="note">{t("assess.plan.order")}</p>
          </fieldset>
        </Show>
        <Show when={free().length > 0}>
          <fieldset class="pick">
            <legend>{t("assess.plan.approved")}</legend>
            <ul>
              <For each={free()}>
                {(head) => (
                  <li>
                    <Scheme head={head} />
                    <button
                      type="button"
                      class="button"
                      aria-label={t("assess.plan.take", { name: label(head) })}
                      onClick={() => take(head)}
                    >
                      {t("assess.plan.add")}
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </fieldset>
        </Show>
        <Show when={others().length > 0}>
          <details class="more">
            <summary>{t("assess.plan.others", { count: others().length })}</summary>
            <ul class="pick">
              <For each={others()}>
                {(head) => (
                  <li>
                    <Scheme head={head} />
                    <Badge>{name("scheme-state", head.state)}</Badge>
                  </li>
                )}
              </For>
            </ul>
          </details>
        </Show>
        <label class="field">
          <span>{t("assess.plan.note")}</span>
          <input
            class="input"
            maxlength="500"
            value={note() ?? known()?.note ?? ""}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
        <div class="modal-foot">
          <Show when={picked().length === 0}>
            <span class="note plan-why">{t("assess.plan.choose-first")}</span>
          </Show>
          <button type="button" class="button" onClick={() => props.onClose()}>
            {t("cancel")}
          </button>
          <button
            type="submit"
            class="button button-main"
            disabled={busy() || picked().length === 0}
          >
            {busy() ? t("assess.saving") : t("save")}
          </button>
        </div>
      </form>
    </Modal>
  )
}
