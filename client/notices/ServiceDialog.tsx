import { createSignal, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { findAnswer, SERVICE_WAYS } from "../../server/notices/notice.rules.ts"
import { answer, api } from "../api.ts"
import { FormDialog } from "../record/ActDialog.tsx"
import { createFiles, FileField } from "../record/FileField.tsx"
import { useText } from "../text/language.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import { TextField } from "../ui/TextField.tsx"
import { useRenewNotices } from "./createNotices.ts"
import { type NoticeRow, type ServiceWay } from "./shapes.ts"

/** When, how and to whom a document was served, with the receipt; what was entered before is corrected with a reason. */
export function ServiceDialog(props: { notice: NoticeRow; onClose: () => void }) {
  const { t, name } = useText()
  const renew = useRenewNotices()
  const files = createFiles(() => props.notice.parcelId)
  const before = props.notice.service
  const [servedOn, setServedOn] = createSignal(before?.servedOn ?? legalDayAt(new Date()))
  const [way, setWay] = createSignal<ServiceWay>(before?.way ?? "direct")
  const [recipient, setRecipient] = createSignal(before?.recipient ?? "")
  const [why, setWhy] = createSignal("")
  const due = () => (servedOn() === "" ? null : findAnswer(props.notice.kind, servedOn()))
  const send = async () => {
    const [attachmentId] = await files.sendAll()
    await answer(
      api.flags.notices[":id"].service.$post({
        param: { id: String(props.notice.id) },
        json: {
          servedOn: servedOn(),
          way: way(),
          recipient: recipient(),
          attachmentId: attachmentId ?? before?.attachmentId ?? null,
          why: why().trim() || null,
        },
      }),
    )
    props.onClose()
    await renew()
  }
  return (
    <FormDialog
      title={t(before ? "notice.service.correct" : "notice.service")}
      act={t("notice.service.save")}
      onSend={send}
      onClose={props.onClose}
    >
      <p class="note">
        {name("notice-kind", props.notice.kind)} · {props.notice.number}
      </p>
      <div class="form-two">
        <TextField
          label={t("notice.served-on")}
          type="date"
          value={servedOn()}
          onInput={setServedOn}
          min={props.notice.issuedOn}
          max={legalDayAt(new Date())}
          required
        />
        <TextField
          label={t("notice.recipient")}
          value={recipient()}
          onInput={setRecipient}
          required
        />
      </div>
      <RadioList
        label={t("notice.way")}
        value={way()}
        options={SERVICE_WAYS.map((value) => ({ value, label: name("service-way", value) }))}
        onChange={setWay}
      />
      <FileField label={t("notice.receipt")} files={files} />
      <Show when={before}>
        <TextField label={t("notice.service.why")} value={why()} onInput={setWhy} required />
      </Show>
      <Show when={due()}>
        {(found) => (
          <p class="note">
            {t("notice.due-by", {
              day: found().on,
              what: name("notice-answer", props.notice.kind),
            })}
          </p>
        )}
      </Show>
    </FormDialog>
  )
}
