import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Modal } from "../ui/Modal.tsx"
import { readRates, writeRates } from "./policy.ts"
import { RadioList } from "../ui/RadioList.tsx"
import type { Policy } from "./shapes.ts"
import { GRADES } from "./standing.ts"
import { createSubmit } from "../ui/createSubmit.ts"

type Definition = Policy["definition"]
type Kind = Definition["kind"]
const KINDS = ["powerSurcharge", "landUseTaxRelief"] as const
/** Yuan a kWh, and the share of the tax that is waived. */
const MOST_RATE: Record<Kind, number> = { powerSurcharge: 5, landUseTaxRelief: 1 }

/** What a form begins with: nothing, a policy that is amended, or an example. */
export type PolicyStart = {
  from:
    | (Pick<Policy, "definition" | "legalBasis" | "isExample"> &
        Partial<Pick<Policy, "id" | "validFrom" | "validTo">>)
    | null
}

/** Enters a policy, or the next version of one: a proposal, until somebody else confirms it. */
export function PolicyForm(props: {
  start: PolicyStart
  taken: readonly Policy[]
  onClose: () => void
  onSaved: () => Promise<unknown>
}) {
  const { t, name } = useText()
  const from = props.start.from
  const isAmended = from?.id !== undefined
  const [kind, setKind] = createSignal<Kind>(from?.definition.kind ?? "powerSurcharge")
  const [issue, setIssue] = createSignal<string | null>(null)
  const ratesOf = (grade: string) =>
    writeRates(from?.definition.grades.find((one) => one.grade === grade)?.rates ?? [])

  const {
    busy,
    failure,
    submit: save,
  } = createSubmit(async (form: HTMLFormElement) => {
    const given = new FormData(form)
    const read = (field: string) => String(given.get(field) ?? "").trim()
    const grades: { grade: string; rates: number[] }[] = []
    for (const grade of GRADES) {
      const rates = readRates(read(`rates-${grade}`), MOST_RATE[kind()])
      if (rates === null) return setIssue(t("policy.bad-rates", { grade, most: MOST_RATE[kind()] }))
      if (rates.length > 0) grades.push({ grade, rates })
    }
    if (grades.length === 0) return setIssue(t("policy.no-rates"))
    const id = from?.id ?? read("id")
    if (!isAmended && props.taken.some((policy) => policy.id === id))
      return setIssue(t("policy.taken", { id }))
    const shared = { id, label: read("label"), group: read("group") || null, grades }
    const definition: Definition =
      kind() === "powerSurcharge"
        ? { ...shared, kind: "powerSurcharge" }
        : { ...shared, kind: "landUseTaxRelief", unitTaxYuanPerM2: Number(read("unitTax")) }
    setIssue(null)
    await answer(
      api.assessments.policies.$post({
        json: {
          definition,
          legalBasis: read("basis"),
          isExample: given.get("example") === "on",
          validFrom: read("validFrom"),
          validTo: read("validTo") || null,
        },
      }),
    )
    await props.onSaved()
    props.onClose()
  })
  return (
    <Modal
      open
      title={isAmended ? t("policy.amend-of", { name: from!.definition.label }) : t("policy.add")}
      closeLabel={t("close")}
      onClose={() => !busy() && props.onClose()}
    >
      <form
        class="editor policy-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save(event.currentTarget)
        }}
      >
        <p class="note">{t("policy.form.note")}</p>
        <label class="field">
          <span>{t("policy.label")}</span>
          <input
            class="input"
            name="label"
            required
            maxlength="200"
            value={from?.definition.label ?? ""}
          />
        </label>
        <Show when={!isAmended}>
          <label class="field">
            <span>{t("policy.id")}</span>
            <input
              class="input mono"
              name="id"
              required
              maxlength="60"
              pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
              title={t("policy.id.help")}
              value={from?.definition.id ?? ""}
            />
          </label>
        </Show>
        <RadioList
          label={t("policy.kind")}
          value={kind()}
          options={KINDS.map((value) => ({ value, label: name("policy-kind", value) }))}
          onChange={setKind}
        />
        <Show when={kind() === "landUseTaxRelief"}>
          <label class="field field-inline">
            <span>{t("policy.unit-tax.field")}</span>
            <input
              class="input"
              name="unitTax"
              type="number"
              required
              min="0.6"
              max="30"
              step="any"
              value={
                from?.definition.kind === "landUseTaxRelief" ? from.definition.unitTaxYuanPerM2 : ""
              }
            />
          </label>
        </Show>
        <fieldset class="policy-grades">
          <legend>
            {t(kind() === "powerSurcharge" ? "policy.rates.power" : "policy.rates.relief")}
          </legend>
          <For each={GRADES}>
            {(grade) => (
              <label class="policy-grade">
                <b class={`grade grade-${grade}`}>{grade}</b>
                <input
                  class="input"
                  name={`rates-${grade}`}
                  inputmode="decimal"
                  autocomplete="off"
                  aria-label={t("policy.rates.of", { grade })}
                  value={ratesOf(grade)}
                />
              </label>
            )}
          </For>
        </fieldset>
        <label class="field">
          <span>{t("policy.group")}</span>
          <input
            class="input mono"
            name="group"
            maxlength="60"
            pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
            title={t("policy.id.help")}
            value={from?.definition.group ?? ""}
          />
        </label>
        <label class="field">
          <span>{t("policy.basis.field")}</span>
          <textarea class="input" name="basis" rows="2" required maxlength="1000">
            {from?.legalBasis ?? ""}
          </textarea>
        </label>
        <div class="policy-two">
          <label class="field">
            <span>{t("policy.valid-from")}</span>
            <input
              class="input"
              name="validFrom"
              type="date"
              required
              value={from?.validFrom ?? ""}
            />
          </label>
          <label class="field">
            <span>{t("policy.valid-to")}</span>
            <input class="input" name="validTo" type="date" value={from?.validTo ?? ""} />
          </label>
        </div>
        <label class="check">
          <input type="checkbox" name="example" checked={from?.isExample ?? false} />
          <span>{t("policy.is-example")}</span>
        </label>
        <Show when={issue()}>
          {(what) => (
            <p class="trial-issues" role="alert">
              {what()}
            </p>
          )}
        </Show>
        <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
        <div class="modal-foot">
          <button type="button" class="button" disabled={busy()} onClick={() => props.onClose()}>
            {t("cancel")}
          </button>
          <button type="submit" class="button button-main" disabled={busy()}>
            {busy() ? t("assess.saving") : t("policy.propose")}
          </button>
        </div>
      </form>
    </Modal>
  )
}
