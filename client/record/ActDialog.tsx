import { createSignal, type JSX, Show } from "solid-js"
import { problemOf } from "../api.ts"
import { LongField } from "../ui/TextField.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Modal } from "../ui/Modal.tsx"
import { createSubmit } from "../ui/createSubmit.ts"

/** A dialog with a form: its fields, why it failed, and the button that does it. */
export function FormDialog(props: {
  title: string
  act: string
  danger?: boolean
  wide?: boolean
  onSend: () => Promise<void>
  onClose: () => void
  children: JSX.Element
}) {
  const { t } = useText()
  const { busy, failure, submit } = createSubmit(() => props.onSend())
  return (
    <Modal open title={props.title} closeLabel={t("close")} onClose={() => props.onClose()}>
      <form
        class="editor"
        classList={{ "form-wide": props.wide ?? false }}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {props.children}
        <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
        <div class="modal-foot">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {t("cancel")}
          </button>
          <button
            type="submit"
            class={props.danger ? "button button-danger" : "button button-main"}
            disabled={busy()}
          >
            {busy() ? t("form.saving") : props.act}
          </button>
        </div>
      </form>
    </Modal>
  )
}

/** An act that is confirmed with its reason. */
export function ActDialog(props: {
  title: string
  lead?: string
  /** Whether it is not done without a reason. */
  needsWhy: boolean
  danger?: boolean
  onSend: (why: string) => Promise<void>
  onClose: () => void
}) {
  const { t } = useText()
  const [why, setWhy] = createSignal("")
  return (
    <FormDialog
      title={props.title}
      act={props.title}
      danger={props.danger ?? false}
      onSend={() => props.onSend(why().trim())}
      onClose={props.onClose}
    >
      <Show when={props.lead}>{(lead) => <p>{lead()}</p>}</Show>
      <LongField
        label={t(props.needsWhy ? "form.why" : "form.why.optional")}
        value={why()}
        onInput={setWhy}
        maxLength={2000}
        required={props.needsWhy}
      />
    </FormDialog>
  )
}
