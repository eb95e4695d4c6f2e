import { For, Match, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { CaseLink } from "./CaseLink.tsx"
import { createProposals } from "./createIdle.ts"
import { DeskFrame } from "./DeskFrame.tsx"
import { ProposalCard } from "./ProposalCard.tsx"
import type { Open, Rights } from "./shapes.ts"

/** Proposals that wait for another person. */
export function PendingPage(props: { rights: Rights; open: Open; openMap: Open }) {
  const { t, figures } = useText()
  const proposals = createProposals(() => ({ state: "open" }))
  return (
    <DeskFrame current="pending" rights={props.rights} open={props.open} openMap={props.openMap}>
      <p class="note">{t("idle.note.pending")}</p>
      <Switch>
        <Match when={proposals.isError}>
          <Failure told={problemOf(proposals.error)} onRetry={() => void proposals.refetch()} />
        </Match>
        <Match when={proposals.isPending}>
          <Waiting>{t("idle.wait")}</Waiting>
        </Match>
        <Match when={proposals.data?.total === 0}>
          <Empty title={t("idle.none")}>{t("idle.none.pending")}</Empty>
        </Match>
        <Match when={proposals.data}>
          {(list) => (
            <ul class="idle-cards">
              <For each={list().items}>
                {(proposal) => (
                  <li>
                    <p class="idle-card-head">
                      <CaseLink
                        parcelId={proposal.parcelId}
                        name={proposal.name}
                        open={props.open}
                      />
                      <span class="quiet mono">{proposal.parcelCode}</span>
                      <span>{t("unit.mu.of", { value: figures().mu(proposal.areaMu) })}</span>
                    </p>
                    <ProposalCard proposal={proposal} rights={props.rights} />
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </DeskFrame>
  )
}
