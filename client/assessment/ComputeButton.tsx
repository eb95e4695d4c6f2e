import { createSignal, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Modal } from "../ui/Modal.tsx"
import { writePlace } from "./address.ts"
import { createYears, useRenew } from "./createAssessment.ts"
import { createSubmit } from "../ui/createSubmit.ts"

/** Computes a year: asks why, names the run that is corrected, says that it is at work, and opens the new run. */
export function ComputeButton(props: { year: number; open: (path: string) => void }) {
  const { t } = useText()
  const renew = useRenew()
  const years = createYears()
  const year = () => years.data?.items.find(({ fiscalYear }) => fiscalYear === props.year)
  const last = () => year()?.lastRun ?? null
  const [asking, setAsking] = createSignal(false)
  const {
    busy,
    failure,
    submit: compute,
    forget,
  } = createSubmit(async (why: string) => {
    const run = await answer(
      api.assessments.runs.$post({
        json: { fiscalYear: props.year, why, baseRunId: last()?.id ?? null },
      }),
    )
    setAsking(false)
    void renew()
    props.open(writePlace({ screen: "run", year: props.year, runId: run.id }))
  })
  const close = () => {
    if (busy()) return
    setAsking(false)
    forget()
  }
  return (
    <>
      <button
        type="button"
        class="button button-main"
        disabled={!year() || year()?.strata.length === 0}
        onClick={() => setAsking(true)}
      >
        <Icon name="play" size={16} />
        {last() ? t("assess.compute.again") : t("assess.compute")}
      </button>
      <Modal
        open={asking()}
        title={t("assess.compute.title", { year: props.year })}
        closeLabel={t("close")}
        onClose={close}
      >
        <form
          class="editor"
          onSubmit={(event) => {
            event.preventDefault()
            void compute(String(new FormData(event.currentTarget).get("why")).trim())
          }}
        >
          <p class="note">
            {last()
              ? t("assess.compute.based", { number: last()!.number })
              : t("assess.compute.first")}
          </p>
          <label class="field">
            <span>{t("assess.compute.why")}</span>
            <textarea
              class="input"
              name="why"
              rows="3"
              required
              maxlength="2000"
              placeholder={last() ? t("assess.compute.why.again") : t("assess.compute.why.first")}
            />
          </label>
          <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
          <div class="modal-foot">
            <span class="note plan-why" role="status">
              <Show when={busy()}>
                <span class="spinner" aria-hidden="true" /> {t("assess.compute.busy")}
              </Show>
            </span>
            <button type="button" class="button" disabled={busy()} onClick={close}>
              {t("cancel")}
            </button>
            <button type="submit" class="button button-main" disabled={busy()}>
              {t("assess.compute.go")}
            </button>
          </div>
        </form>
      </Modal>
    </>
  )
}
