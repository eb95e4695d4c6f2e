import { Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { StepButtons } from "../ui/StepButtons.tsx"
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

/** Takes a version one step further. */
export function VersionSteps(props: { version: SchemeVersion; rights: Rights }) {
  const { t, name } = useText()
  const renew = useRenew()
  const due = () => stepsFor(props.version, props.rights)
  const take = async (step: StepName, why: string | null) => {
    const { schemeId, version } = props.version
    await answer(
      api.assessments.schemes[":id"][":version"].steps.$post({
        param: { id: schemeId, version: String(version) },
        json: { step, why },
      }),
    )
    await renew()
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
      <StepButtons
        steps={due().steps}
        labelOf={(step) => name("scheme-do", step)}
        meaningOf={(step) => t(`scheme.ask.${step}`)}
        needsWhy={(step) => step === "returned"}
        isMain={(step) => step === "submitted" || step === "approved"}
        reasonLabel={(isNeeded) => t(isNeeded ? "scheme.reason" : "scheme.reason.optional")}
        take={take}
        toldOf={problemOf}
      />
    </>
  )
}
