import { createSignal, Show } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Modal } from "../ui/Modal.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import { CLASSES } from "./ratingClasses.ts"
import type { RatingClass, RosterFirm } from "./shapes.ts"

/** Puts a firm into another rating class; whoever does it says why. */
export function ClassDialog(props: {
  firm: RosterFirm
  busy: boolean
  failure: { error: unknown } | null
  onSave: (ratingClass: RatingClass, reason: string) => void
  onClose: () => void
}) {
  const { t, name } = useText()
  const { suggestion, ratingClass, classReason } = props.firm
  const [wanted, setWanted] = createSignal<RatingClass>(suggestion?.ratingClass ?? ratingClass)
  return (
    <Modal
      open
      title={t("assess.change-title")}
      closeLabel={t("close")}
      onClose={() => props.onClose()}
    >
      <form
        class="editor"
        onSubmit={(event) => {
          event.preventDefault()
          props.onSave(wanted(), String(new FormData(event.currentTarget).get("reason")).trim())
        }}
      >
        <p>
          <b>{props.firm.name}</b>
          <span class="quiet block">
            {t("assess.class-now", { name: name("rating-class", ratingClass) })}
            <Show when={classReason}>
              {(reason) => (
                <>
                  {t("colon")}
                  {reason()}
                </>
              )}
            </Show>
          </span>
        </p>
        <RadioList
          label={t("assess.class")}
          value={wanted()}
          options={CLASSES.map((value) => ({
            value,
            label: name("rating-class", value),
            help: name("rating-class-help", value),
          }))}
          onChange={setWanted}
        />
        <label class="field">
          <span>{t("assess.reason")}</span>
          <textarea class="input" name="reason" rows="3" required maxlength="1000">
            {suggestion?.reason ?? ""}
          </textarea>
        </label>
        <Show when={props.failure}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
        <div class="modal-foot">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {t("cancel")}
          </button>
          <button type="submit" class="button button-main" disabled={props.busy}>
            {props.busy ? t("assess.saving") : t("save")}
          </button>
        </div>
      </form>
    </Modal>
  )
}
