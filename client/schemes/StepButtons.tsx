import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Modal } from "../ui/Modal.tsx"
import { useRenew } from "./createSchemes.ts"
import type { Rights, SchemeVersion, StepName } from "./shapes.ts"

/** The steps that may be taken now, and why a due one may not be. */
function stepsFor(
  { state, own }: SchemeVersion,
  rights: Rights,
): { steps: StepName[]; refusal: "own" | "author" | null } {
  const none = { steps: [], refusal: null }
  if (state === "draft" && rights.writes)
    return own ? { steps: ["submitted"], refusal: null } : { steps: [], refusal: "author" }
  if (state === "submitted" && rights.decides)
    return own ? { steps: [], refusal: "own" } : { steps: ["returned", "approved"], refusal: null }
  if (state === "approved" && rights.writes) return { steps: ["retired"], refusal: null }
  return none
}

/** Takes a version one step further; each step is confirmed with what it means. */
export function StepButtons(props: { version: SchemeVersion; rights: Rights }) {
  const { t, name } = useText()
  const renew = useRenew()
  const [asked, setAsked] = createSignal<StepName | null>(null)
  const [why, setWhy] = createSignal("")
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<{ error: unknown } | null>(null)
  const due = () => stepsFor(props.version, props.rights)
  const close = () => {
    setAsked(null)
    setFailure(null)
  }
  const take = async (step: StepName) => {
    setBusy(true)
    setFailure(null)
    try {
      const { schemeId, version } = props.version
      await answer(
        api.assessments.schemes[":id"][":version"].steps.$post({
          param: { id: schemeId, version: String(version) },
          json: { step, why: why().trim() || null },
        }),
      )
      await renew()
      setWhy("")
      close()
    } catch (error) {
      setFailure({ error })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Show when={due().refusal}>
        {(refusal) => (
          <p class="scheme-refusal">
            {t(`scheme.refusal.${refusal()}`, { name: props.version.authorName })}
          </p>
        )}
      </Show>
      <For each={due().steps}>
        {(step) => (
          <button
            type="button"
            class={step === "submitted" || step === "approved" ? "button button-main" : "button"}
            onClick={() => setAsked(step)}
          >
            {name("scheme-do", step)}
          </button>
        )}
      </For>
      <Modal
        open={asked() !== null}
        title={name("scheme-do", asked() ?? "submitted")}
        closeLabel={t("close")}
        onClose={close}
      >
        <Show when={asked()}>
          {(step) => (
            <form
              class="editor"
              onSubmit={(event) => {
                event.preventDefault()
                void take(step())
              }}
            >
              <p>{t(`scheme.ask.${step()}`)}</p>
              <label class="field">
                <span>{t(step() === "returned" ? "scheme.reason" : "scheme.reason.optional")}</span>
                <textarea
                  class="input"
                  rows="3"
                  maxlength="2000"
                  required={step() === "returned"}
                  value={why()}
                  onInput={(event) => setWhy(event.currentTarget.value)}
                />
              </label>
              <Show when={failure()}>
                {(failed) => <Failure told={problemOf(failed().error)} />}
              </Show>
              <div class="modal-foot">
                <button type="button" class="button" onClick={close}>
                  {t("cancel")}
                </button>
                <button
                  type="submit"
                  class={step() === "returned" ? "button button-danger" : "button button-main"}
                  disabled={busy()}
                >
                  {name("scheme-do", step())}
                </button>
              </div>
            </form>
          )}
        </Show>
      </Modal>
    </>
  )
}
