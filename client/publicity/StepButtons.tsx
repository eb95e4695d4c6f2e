import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Modal } from "../ui/Modal.tsx"
import { createRuns, useRenew } from "./createPublicity.ts"
import type { Publicity, Rights, StepName } from "./shapes.ts"

const NEEDS_WHY = new Set<StepName>(["returned", "withdrawn"])

/** The steps that may be taken now, and why a due one may not be. */
function stepsFor(
  { state, own, undecided }: Publicity,
  rights: Rights,
): { steps: StepName[]; refusal: "own" | "undecided" | null } {
  const withdraw: StepName[] = rights.writes ? ["withdrawn"] : []
  switch (state) {
    case "proposed":
      return own
        ? { steps: withdraw, refusal: "own" }
        : { steps: [...withdraw, "returned", "approved"], refusal: null }
    case "scheduled":
    case "open":
      return { steps: withdraw, refusal: null }
    case "closed":
      return undecided > 0
        ? { steps: withdraw, refusal: "undecided" }
        : { steps: [...withdraw, "concluded"], refusal: null }
    default:
      return { steps: [], refusal: null }
  }
}

/** Takes a publicity one step further; each step is confirmed with what it means. */
export function StepButtons(props: { shown: Publicity; rights: Rights }) {
  const { t, name } = useText()
  const renew = useRenew()
  const runs = createRuns(() => props.shown.fiscalYear)
  const [asked, setAsked] = createSignal<StepName | null>(null)
  const [why, setWhy] = createSignal("")
  const [runId, setRunId] = createSignal<number | null>(null)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<{ error: unknown } | null>(null)
  const due = () => stepsFor(props.shown, props.rights)
  /** The shown run and those after it: one of them may correct it. */
  const later = () => (runs.data?.items ?? []).filter(({ id }) => id >= (props.shown.runId ?? 0))
  const final = () => runId() ?? later()[0]?.id ?? props.shown.runId
  const close = () => {
    setAsked(null)
    setFailure(null)
  }
  const take = async (step: StepName) => {
    setBusy(true)
    setFailure(null)
    try {
      const named = step === "concluded" && props.shown.subject === "grades" ? final() : null
      await answer(
        api.assessments.publicity[":id"].steps.$post({
          param: { id: String(props.shown.id) },
          json: { step, why: why().trim() || null, runId: named },
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
          <p class="publicity-refusal">
            {t(`publicity.refusal.${refusal()}`, { count: props.shown.undecided })}
          </p>
        )}
      </Show>
      <For each={due().steps}>
        {(step) => (
          <button
            type="button"
            class={NEEDS_WHY.has(step) ? "button" : "button button-main"}
            onClick={() => setAsked(step)}
          >
            {name("publicity-do", step)}
          </button>
        )}
      </For>
      <Modal
        open={asked() !== null}
        title={name("publicity-do", asked() ?? "approved")}
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
              <p>
                {step() === "concluded"
                  ? t(`publicity.ask.concluded.${props.shown.subject}`)
                  : t(`publicity.ask.${step() as Exclude<StepName, "concluded">}`)}
              </p>
              <Show when={step() === "concluded" && props.shown.subject === "grades"}>
                <Choice
                  label={t("publicity.final-run")}
                  showLabel
                  value={String(final() ?? "")}
                  options={later().map((run) => ({
                    value: String(run.id),
                    label: t(
                      run.id === props.shown.runId ? "publicity.run-shown" : "publicity.run-of",
                      { number: run.number, why: run.why },
                    ),
                  }))}
                  onChange={(id) => setRunId(Number(id))}
                />
              </Show>
              <label class="field">
                <span>
                  {t(NEEDS_WHY.has(step()) ? "publicity.reason" : "scheme.reason.optional")}
                </span>
                <textarea
                  class="input"
                  rows="3"
                  maxlength="2000"
                  required={NEEDS_WHY.has(step())}
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
                  class={NEEDS_WHY.has(step()) ? "button button-danger" : "button button-main"}
                  disabled={busy()}
                >
                  {name("publicity-do", step())}
                </button>
              </div>
            </form>
          )}
        </Show>
      </Modal>
    </>
  )
}
