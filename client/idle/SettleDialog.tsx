import { createSignal, For, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { answer, api } from "../api.ts"
import { useText } from "../text/language.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import { FormDialog } from "../record/ActDialog.tsx"
import { createParcelFlags, useRenew, useSettled } from "./createIdle.ts"
import { createFiles, FileField } from "../record/FileField.tsx"
import type { DeskItem, OutcomeName } from "./shapes.ts"
import { LongField, TextField } from "../ui/TextField.tsx"
import { useIdleText } from "./useIdleText.ts"

/** Says what became of a suspicion, why, and by which pictures or papers. */
export function SettleDialog(props: {
  item: DeskItem
  onClose: () => void
  onDone?: (outcome: OutcomeName) => void
}) {
  const { t, name } = useText()
  const text = useIdleText()
  const renew = useRenew()
  const settled = useSettled()
  const place = () => ({ parcelId: props.item.parcelId, ruleSet: props.item.ruleSet })
  const files = createFiles(() => props.item.parcelId)
  const isIdle = () => props.item.state === "suspected_idle"
  const [outcome, setOutcome] = createSignal<OutcomeName>(isIdle() ? "notIdle" : "notLowEfficiency")
  const outcomes = (): OutcomeName[] => [
    isIdle() ? "notIdle" : "notLowEfficiency",
    "dataWrong",
    "alreadyInDisposal",
    "confirmed",
  ]
  const [reason, setReason] = createSignal("")
  const flags = createParcelFlags(() => props.item.parcelId)
  /** Other suspicions of the parcel that wait and that the outcome fits. */
  const others = () =>
    (flags.data?.items ?? []).filter(
      (item) =>
        item.ruleSet !== props.item.ruleSet &&
        item.outcome === null &&
        (item.state === props.item.state ||
          outcome() === "dataWrong" ||
          outcome() === "alreadyInDisposal"),
    )
  const [also, setAlso] = createSignal<readonly string[]>([])
  const [documentNo, setDocumentNo] = createSignal("")
  const [decidedOn, setDecidedOn] = createSignal<string>(legalDayAt(new Date()))
  const [body, setBody] = createSignal("")
  const [publicFrom, setPublicFrom] = createSignal("")
  const send = async () => {
    const attachmentIds = await files.sendAll()
    const chosen = outcome()
    const common = { reason: reason(), attachmentIds }
    const json =
      chosen === "confirmed"
        ? {
            ...common,
            outcome: chosen,
            determination: {
              documentNo: documentNo(),
              decidedOn: decidedOn(),
              body: body(),
              publicFrom: publicFrom() || null,
            },
          }
        : {
            ...common,
            outcome: chosen,
            also: others()
              .map(({ ruleSet }) => ruleSet)
              .filter((ruleSet) => also().includes(ruleSet)),
          }
    await answer(
      api.flags.desk[":parcelId"][":ruleSet"].outcomes.$post({
        param: { parcelId: String(place().parcelId), ruleSet: place().ruleSet },
        json,
      }),
    )
    const ruleSets = "also" in json ? [props.item.ruleSet, ...json.also] : [props.item.ruleSet]
    for (const ruleSet of ruleSets) settled({ parcelId: props.item.parcelId, ruleSet })
    props.onDone?.(chosen)
    props.onClose()
    await renew()
  }
  return (
    <FormDialog
      title={t("idle.settle.title", {
        name: props.item.name ?? props.item.parcelCode ?? "",
      })}
      act={t(outcome() === "confirmed" ? "idle.settle.propose" : "idle.settle.go")}
      onSend={send}
      onClose={props.onClose}
    >
      <p class="note">
        {text.rule(props.item.rule ?? props.item.ruleSet)} ·{" "}
        {text.clause(props.item.clause) ?? text.ruleSet(props.item.ruleSet)}
      </p>
      <LongField
        label={t("idle.settle.reason")}
        value={reason()}
        onInput={setReason}
        maxLength={5000}
        required
      />
      <FileField label={t("idle.settle.photos")} files={files} />
      <RadioList
        label={t("idle.outcome")}
        value={outcome()}
        options={outcomes().map((value) => ({
          value,
          label: name("flag-outcome", value),
          help: t(`idle.outcome.help.${value}`),
        }))}
        onChange={setOutcome}
      />
      <Show when={outcome() !== "confirmed" && others().length > 0}>
        <fieldset class="radio-list">
          <legend>{t("idle.settle.also")}</legend>
          <For each={others()}>
            {(item) => (
              <label class="check">
                <input
                  type="checkbox"
                  checked={also().includes(item.ruleSet)}
                  onChange={(event) => {
                    const isChosen = event.currentTarget.checked
                    setAlso((all) =>
                      isChosen ? [...all, item.ruleSet] : all.filter((one) => one !== item.ruleSet),
                    )
                  }}
                />
                <span>
                  {text.rule(item.rule ?? item.ruleSet)}
                  <span class="quiet radio-help">{text.ruleSet(item.ruleSet)}</span>
                </span>
              </label>
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={outcome() === "confirmed"}>
        <div class="form-two">
          <TextField
            label={t("flags.document")}
            value={documentNo()}
            onInput={setDocumentNo}
            required
          />
          <TextField
            label={t("flags.decided")}
            type="date"
            value={decidedOn()}
            onInput={setDecidedOn}
            required
          />
          <TextField label={t("flags.body")} value={body()} onInput={setBody} required />
          <TextField
            label={t("idle.public-from.optional")}
            type="date"
            value={publicFrom()}
            onInput={setPublicFrom}
          />
        </div>
        <p class="note">{t("idle.two-people")}</p>
      </Show>
    </FormDialog>
  )
}
