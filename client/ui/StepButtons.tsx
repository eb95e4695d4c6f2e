import { createSignal, For, type JSX, Show } from "solid-js"
import { LongField } from "./TextField.tsx"
import { useText } from "../text/language.tsx"
import { Failure, type Told } from "./Failure.tsx"
import { Modal } from "./Modal.tsx"
import { createSubmit } from "./createSubmit.ts"

/** The steps that something can be taken through now, as buttons; each is confirmed with what it means. */
export function StepButtons<Step extends string>(props: {
  steps: readonly Step[]
  labelOf: (step: Step) => string
  /** What the step means, said before it is taken. */
  meaningOf: (step: Step) => string
  /** Steps against something: they need a reason. */
  needsWhy: (step: Step) => boolean
  isMain: (step: Step) => boolean
  reasonLabel: (isNeeded: boolean) => string
  /** What else the step asks for. */
  more?: (step: Step) => JSX.Element
  /** Takes the step; what it throws is told in the dialog, which stays. */
  take: (step: Step, why: string | null) => Promise<void>
  /** What an error says to a person. */
  toldOf: (error: unknown) => Told | null
}) {
  const { t } = useText()
  const [asked, setAsked] = createSignal<Step | null>(null)
  const [why, setWhy] = createSignal("")
  const close = () => {
    setAsked(null)
    forget()
  }
  const {
    busy,
    failure,
    submit: take,
    forget,
  } = createSubmit(async (step: Step) => {
    await props.take(step, why().trim() || null)
    setWhy("")
    close()
  })
  const title = () => {
    const step = asked()
    return step === null ? "" : props.labelOf(step)
  }
  return (
    <>
      <For each={props.steps}>
        {(step) => (
          <button
            type="button"
            class={props.isMain(step) ? "button button-main" : "button"}
            onClick={() => setAsked(() => step)}
          >
            {props.labelOf(step)}
          </button>
        )}
      </For>
      <Modal open={asked() !== null} title={title()} closeLabel={t("close")} onClose={close}>
        <Show when={asked()} keyed>
          {(step) => (
            <form
              class="editor"
              onSubmit={(event) => {
                event.preventDefault()
                void take(step)
              }}
            >
              <p>{props.meaningOf(step)}</p>
              {props.more?.(step)}
              <LongField
                label={props.reasonLabel(props.needsWhy(step))}
                value={why()}
                onInput={setWhy}
                maxLength={2000}
                required={props.needsWhy(step)}
              />
              <Show when={failure()}>
                {(failed) => <Failure told={props.toldOf(failed().error)} />}
              </Show>
              <div class="modal-foot">
                <button type="button" class="button" onClick={close}>
                  {t("cancel")}
                </button>
                <button
                  type="submit"
                  class={props.needsWhy(step) ? "button button-danger" : "button button-main"}
                  disabled={busy()}
                >
                  {props.labelOf(step)}
                </button>
              </div>
            </form>
          )}
        </Show>
      </Modal>
    </>
  )
}
