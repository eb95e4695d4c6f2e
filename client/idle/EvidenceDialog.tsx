import { createSignal, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { answer } from "../api.ts"
import { FormDialog } from "../record/ActDialog.tsx"
import { createFiles, FileField } from "../record/FileField.tsx"
import { useText } from "../text/language.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import { TextField } from "../ui/TextField.tsx"
import { useRenew } from "./createIdle.ts"
import { type FlagPlace, flagRoutes, paramOf } from "./flagPlace.ts"
import type { EvidenceKind } from "./shapes.ts"

const KINDS = ["sitePhoto", "drone", "satellite", "document", "statement"] as const

/** Puts files beside a suspicion: photographs, images from above, documents, statements. */
export function EvidenceDialog(props: { place: FlagPlace; onClose: () => void }) {
  const { t, name } = useText()
  const renew = useRenew()
  const files = createFiles(() => props.place.parcelId)
  const [kind, setKind] = createSignal<EvidenceKind>("sitePhoto")
  const [takenOn, setTakenOn] = createSignal("")
  const [note, setNote] = createSignal("")
  const send = async () => {
    for (const attachmentId of await files.sendAll())
      await answer(
        flagRoutes.evidence.$post({
          param: paramOf(props.place),
          json: {
            attachmentId,
            kind: kind(),
            takenOn: takenOn() || null,
            note: note().trim() || null,
          },
        }),
      )
    props.onClose()
    await renew()
  }
  return (
    <FormDialog
      title={t("idle.evidence.add")}
      act={t("idle.evidence.go")}
      onSend={send}
      onClose={props.onClose}
    >
      <FileField label={t("idle.evidence.files")} files={files} />
      <RadioList
        label={t("idle.evidence.kind")}
        value={kind()}
        options={KINDS.map((value) => ({ value, label: name("evidence-kind", value) }))}
        onChange={setKind}
      />
      <TextField
        label={t("idle.evidence.taken")}
        type="date"
        max={legalDayAt(new Date())}
        value={takenOn()}
        onInput={setTakenOn}
      />
      <TextField label={t("idle.evidence.note")} value={note()} onInput={setNote} />
      <Show when={files.files().length === 0}>
        <p class="note">{t("idle.evidence.choose-first")}</p>
      </Show>
    </FormDialog>
  )
}
