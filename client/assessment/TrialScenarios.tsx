import { createSignal, For, Show } from "solid-js"
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { answer, api, done, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { Modal } from "../ui/Modal.tsx"
import { createScenarios, useRenew } from "./createAssessment.ts"
import { GradeBar } from "./GradeBar.tsx"
import type { Rights } from "./shapes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

/** Keeps what is tried under a name. */
export function KeepScenario(props: { runId: number; schemes: Scheme[]; disabled: boolean }) {
  const { t } = useText()
  const renew = useRenew()
  const keep = async (name: string) => {
    const id = String(props.runId)
    await answer(
      api.assessments.runs[":id"].scenarios.$post({
        param: { id },
        json: { name, schemes: props.schemes as never },
      }),
    )
    await renew()
  }
  return (
    <AskName
      icon="plus"
      label={t("assess.trial.keep")}
      title={t("assess.trial.keep.title")}
      field={t("assess.trial.name")}
      most={100}
      disabled={props.disabled}
      onName={keep}
    />
  )
}

/** Keeps what is tried as the next version of the scheme: a draft. */
export function KeepVersion(props: {
  scheme: Scheme
  version: number
  label: string
  disabled: boolean
}) {
  const { t } = useText()
  const renew = useRenew()
  const keep = async (label: string) => {
    await answer(
      api.assessments.schemes.$post({
        json: {
          scheme: props.scheme as never,
          label,
          basis: null,
          published: [],
          assumed: [t("assess.trial.assumed")],
          basedOn: `${props.scheme.id}/${props.version}`,
        },
      }),
    )
    await renew()
  }
  return (
    <AskName
      icon="check"
      label={t("assess.trial.submit")}
      title={t("assess.trial.submit.title")}
      field={t("assess.trial.label")}
      help={t("assess.trial.submit.help")}
      value={props.label}
      most={200}
      disabled={props.disabled}
      onName={keep}
    />
  )
}

/** A button that asks for a name and does something with it. */
function AskName(props: {
  icon: "plus" | "check"
  label: string
  title: string
  field: string
  help?: string
  value?: string
  most: number
  disabled: boolean
  onName: (name: string) => Promise<void>
}) {
  const { t } = useText()
  const [asking, setAsking] = createSignal(false)
  const {
    busy,
    failure,
    submit: send,
  } = createSubmit(async (name: string) => {
    await props.onName(name)
    setAsking(false)
  })
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={props.disabled}
        onClick={() => setAsking(true)}
      >
        <Icon name={props.icon} size={16} />
        {props.label}
      </button>
      <Modal
        open={asking()}
        title={props.title}
        closeLabel={t("close")}
        onClose={() => !busy() && setAsking(false)}
      >
        <form
          class="editor"
          onSubmit={(event) => {
            event.preventDefault()
            void send(String(new FormData(event.currentTarget).get("name")).trim())
          }}
        >
          <Show when={props.help}>
            <p class="note">{props.help}</p>
          </Show>
          <label class="field">
            <span>{props.field}</span>
            <input
              class="input"
              name="name"
              required
              maxlength={props.most}
              value={props.value ?? ""}
            />
          </label>
          <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
          <div class="modal-foot">
            <button type="button" class="button" disabled={busy()} onClick={() => setAsking(false)}>
              {t("cancel")}
            </button>
            <button type="submit" class="button button-main" disabled={busy()}>
              {t("save")}
            </button>
          </div>
        </form>
      </Modal>
    </>
  )
}

/** What was kept, beside what the run gave: opened again, or removed by its author. */
export function Scenarios(props: {
  runId: number
  rights: Rights
  base: Readonly<Record<string, number>>
  onOpen: (schemes: Scheme[]) => void
}) {
  const { t, figures } = useText()
  const renew = useRenew()
  const scenarios = createScenarios(() => props.runId)
  const remove = async (scenarioId: string) => {
    const id = String(props.runId)
    await done(
      api.assessments.runs[":id"].scenarios[":scenarioId"].$delete({ param: { id, scenarioId } }),
    )
    await renew()
  }
  return (
    <Show when={(scenarios.data?.items.length ?? 0) > 0}>
      <section class="scenarios" aria-label={t("assess.trial.scenarios")}>
        <h3>{t("assess.trial.scenarios")}</h3>
        <ul>
          <li class="scenario">
            <b>{t("assess.trial.before")}</b>
            <span />
            <GradeBar counts={props.base} />
            <span />
          </li>
          <For each={scenarios.data?.items}>
            {(one) => (
              <li class="scenario">
                <button
                  type="button"
                  class="link"
                  onClick={() => props.onOpen(one.schemes as Scheme[])}
                >
                  {one.name}
                </button>
                <span class="quiet">
                  {one.authorName} · {figures().instant(one.recordedAt)}
                </span>
                <GradeBar counts={one.counts} />
                <Show when={one.own && props.rights.writes} fallback={<span />}>
                  <IconButton
                    icon="close"
                    label={t("assess.trial.remove", { name: one.name })}
                    onClick={() => void remove(one.id)}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
