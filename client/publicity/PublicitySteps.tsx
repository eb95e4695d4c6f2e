import { createSignal, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import { StepButtons } from "../ui/StepButtons.tsx"
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

/** Takes a publicity one step further. */
export function PublicitySteps(props: { shown: Publicity; rights: Rights }) {
  const { t, name } = useText()
  const renew = useRenew()
  const runs = createRuns(() => props.shown.fiscalYear)
  const [runId, setRunId] = createSignal<number | null>(null)
  const due = () => stepsFor(props.shown, props.rights)
  /** The shown run and those after it: one of them may correct it. */
  const later = () => (runs.data?.items ?? []).filter(({ id }) => id >= (props.shown.runId ?? 0))
  const final = () => runId() ?? later()[0]?.id ?? props.shown.runId
  const endsGrades = (step: StepName) => step === "concluded" && props.shown.subject === "grades"
  const take = async (step: StepName, why: string | null) => {
    await answer(
      api.assessments.publicity[":id"].steps.$post({
        param: { id: String(props.shown.id) },
        json: { step, why, runId: endsGrades(step) ? final() : null },
      }),
    )
    await renew()
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
      <StepButtons
        steps={due().steps}
        labelOf={(step) => name("publicity-do", step)}
        meaningOf={(step) =>
          step === "concluded"
            ? t(`publicity.ask.concluded.${props.shown.subject}`)
            : t(`publicity.ask.${step}`)
        }
        needsWhy={(step) => NEEDS_WHY.has(step)}
        isMain={(step) => !NEEDS_WHY.has(step)}
        reasonLabel={(isNeeded) => t(isNeeded ? "publicity.reason" : "scheme.reason.optional")}
        more={(step) => (
          <Show when={endsGrades(step)}>
            <RadioList
              label={t("publicity.final-run")}
              value={String(final() ?? "")}
              options={later().map((run) => ({
                value: String(run.id),
                label: t(
                  run.id === props.shown.runId ? "publicity.run-shown" : "publicity.run-of",
                  {
                    number: run.number,
                    why: run.why,
                  },
                ),
              }))}
              onChange={(id) => setRunId(Number(id))}
            />
          </Show>
        )}
        take={take}
        toldOf={problemOf}
      />
    </>
  )
}
