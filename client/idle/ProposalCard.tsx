import { Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { Facts } from "../record/Facts.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { StepButtons } from "../ui/StepButtons.tsx"
import { useRenew } from "./createIdle.ts"
import type { Proposal, Rights } from "./shapes.ts"

type Step = NonNullable<Proposal["step"]>["step"]
const TONES = { approved: "good", returned: "danger", withdrawn: "plain" } as const

/** What somebody proposes to determine or to end, and the steps that another person takes. */
export function ProposalCard(props: { proposal: Proposal; rights: Rights }) {
  const { t, name, figures } = useText()
  const renew = useRenew()
  const steps = (): Step[] => {
    const { own, step } = props.proposal
    if (step) return []
    if (own) return props.rights.settles ? ["withdrawn"] : []
    return props.rights.approves ? ["returned", "approved"] : []
  }
  const take = async (step: Step, why: string | null) => {
    await answer(
      api.flags.determinations.proposals[":id"].steps.$post({
        param: { id: String(props.proposal.id) },
        json: { step, why },
      }),
    )
    await renew()
  }
  return (
    <article
      class="idle-panel idle-proposal"
      aria-label={t(`idle.proposal.${props.proposal.kind}`)}
    >
      <header class="idle-flag-head">
        <h3>
          {t(`idle.proposal.${props.proposal.kind}`)} · {name("determined", props.proposal.state)}
        </h3>
        <Show
          when={props.proposal.step}
          fallback={<Badge tone="warn">{t("idle.proposal.waits")}</Badge>}
        >
          {(step) => <Badge tone={TONES[step().step]}>{name("proposal-step", step().step)}</Badge>}
        </Show>
        <div class="page-actions idle-actions">
          <Show when={!props.proposal.step && props.proposal.own}>
            <p class="quiet idle-refusal">{t("idle.proposal.own")}</p>
          </Show>
          <StepButtons
            steps={steps()}
            labelOf={(step) => name("proposal-do", step)}
            meaningOf={(step) => t(`idle.proposal.ask.${step}`)}
            needsWhy={(step) => step !== "approved"}
            isMain={(step) => step === "approved"}
            reasonLabel={(isNeeded) => t(isNeeded ? "form.why" : "form.why.optional")}
            take={take}
            toldOf={problemOf}
          />
        </div>
      </header>
      <Facts
        facts={[
          { label: t("flags.document"), value: props.proposal.documentNo },
          {
            label: t(props.proposal.kind === "end" ? "flags.ended-on" : "flags.decided"),
            value: props.proposal.decidedOn,
          },
          { label: t("flags.body"), value: props.proposal.body },
          { label: t("flags.public-from"), value: props.proposal.publicFrom ?? undefined },
          { label: t("idle.settle.reason"), value: props.proposal.reason },
          {
            label: t("idle.proposal.by"),
            value: `${props.proposal.authorName} · ${figures().instant(props.proposal.recordedAt)}`,
          },
          {
            label: t("idle.proposal.decided"),
            value: props.proposal.step
              ? [
                  props.proposal.step.actorName,
                  figures().instant(props.proposal.step.recordedAt),
                  props.proposal.step.why,
                ]
                  .flatMap((one) => one ?? [])
                  .join(" · ")
              : undefined,
          },
        ]}
      />
    </article>
  )
}
