import { createSignal, For, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { answer, api, problemOf } from "../api.ts"
import { Facts } from "../record/Facts.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { FormDialog } from "../record/ActDialog.tsx"
import { createDeterminations, createProposals, useRenew } from "./createIdle.ts"
import { ProposalCard } from "./ProposalCard.tsx"
import type { Determination, Rights } from "./shapes.ts"
import { LongField, TextField } from "../ui/TextField.tsx"

/** What was determined of a parcel by document, and what is proposed; never beside what is only suspected. */
export function DeterminedSection(props: { parcelId: number; rights: Rights }) {
  const { t } = useText()
  const determined = createDeterminations(() => ({ parcel: props.parcelId }))
  const proposals = createProposals(() => ({ parcel: props.parcelId }))
  const [ending, setEnding] = createSignal<Determination | null>(null)
  return (
    <>
      <Show when={(proposals.data?.total ?? 0) > 0}>
        <section class="idle-block" aria-labelledby="idle-proposals">
          <div class="idle-block-head">
            <h2 id="idle-proposals">{t("idle.proposals")}</h2>
            <span class="quiet">{t("idle.two-people")}</span>
          </div>
          <For each={proposals.data?.items}>
            {(proposal) => <ProposalCard proposal={proposal} rights={props.rights} />}
          </For>
        </section>
      </Show>
      <section class="idle-block" aria-labelledby="idle-determined">
        <div class="idle-block-head">
          <h2 id="idle-determined">{t("flags.determined-title")}</h2>
          <span class="quiet">{t("idle.note.determined")}</span>
        </div>
        <Show when={determined.isError}>
          <Failure told={problemOf(determined.error)} onRetry={() => void determined.refetch()} />
        </Show>
        <Show when={determined.data}>
          {(list) => (
            <For each={list().items} fallback={<p class="note">{t("idle.case.not-determined")}</p>}>
              {(one) => (
                <article class="idle-panel" aria-label={one.documentNo}>
                  <header class="idle-flag-head">
                    <h3>{one.documentNo}</h3>
                    <StateBadge one={one} />
                    <Show when={props.rights.settles && !one.endedOn}>
                      <div class="page-actions idle-actions">
                        <button type="button" class="button" onClick={() => setEnding(one)}>
                          {t("idle.end")}
                        </button>
                      </div>
                    </Show>
                  </header>
                  <Facts
                    facts={[
                      { label: t("flags.decided"), value: one.decidedOn },
                      { label: t("flags.body"), value: one.body },
                      { label: t("flags.public-from"), value: one.publicFrom ?? undefined },
                      { label: t("flags.public-to"), value: one.publicTo ?? undefined },
                      { label: t("flags.ended-on"), value: one.endedOn ?? undefined },
                    ]}
                  />
                </article>
              )}
            </For>
          )}
        </Show>
      </section>
      <Show when={ending()} keyed>
        {(one) => <EndDialog one={one} onClose={() => setEnding(null)} />}
      </Show>
    </>
  )
}

/** What was determined, and whether it still stands. */
export function StateBadge(props: { one: Determination }) {
  const { t, name } = useText()
  return (
    <>
      <Badge tone={props.one.endedOn ? "plain" : "danger"}>
        {name("determined", props.one.state)}
      </Badge>
      <Show when={props.one.endedOn}>
        <Badge>{t("flags.ended")}</Badge>
      </Show>
    </>
  )
}

function EndDialog(props: { one: Determination; onClose: () => void }) {
  const { t } = useText()
  const renew = useRenew()
  const [documentNo, setDocumentNo] = createSignal("")
  const [decidedOn, setDecidedOn] = createSignal<string>(legalDayAt(new Date()))
  const [body, setBody] = createSignal(props.one.body)
  const [reason, setReason] = createSignal("")
  const send = async () => {
    await answer(
      api.flags.determinations.proposals.$post({
        json: {
          kind: "end",
          determinationId: props.one.id,
          documentNo: documentNo(),
          decidedOn: decidedOn(),
          body: body(),
          reason: reason(),
        },
      }),
    )
    props.onClose()
    await renew()
  }
  return (
    <FormDialog
      title={t("idle.end.of", { document: props.one.documentNo })}
      act={t("idle.end")}
      onSend={send}
      onClose={props.onClose}
    >
      <p class="note">{t("idle.two-people")}</p>
      <div class="form-two">
        <TextField
          label={t("flags.document")}
          value={documentNo()}
          onInput={setDocumentNo}
          required
        />
        <TextField
          label={t("flags.ended-on")}
          type="date"
          value={decidedOn()}
          onInput={setDecidedOn}
          required
        />
      </div>
      <TextField label={t("flags.body")} value={body()} onInput={setBody} required />
      <LongField
        label={t("idle.settle.reason")}
        value={reason()}
        onInput={setReason}
        maxLength={5000}
        required
      />
    </FormDialog>
  )
}
