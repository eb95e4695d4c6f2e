import type { CreateQueryResult } from "@tanstack/solid-query"
import { createSignal, type JSX, Match, Show, Switch } from "solid-js"
import { done, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Modal } from "../ui/Modal.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import type { YearTab } from "./address.ts"
import { createRoster, useRenew } from "./createAssessment.ts"
import type { Rights, RosterFirm } from "./shapes.ts"
import { YearFrame } from "./YearFrame.tsx"
import { createSubmit } from "../ui/createSubmit.ts"

/** What an entry is sent with when it is taken back. */
type Withdrawal = Parameters<typeof done>[0]

export type FormProps = {
  firms: readonly RosterFirm[]
  /** Sends what was entered; says whether it was taken. */
  send: (call: () => Promise<unknown>) => Promise<boolean>
  busy: boolean
  failure: { error: unknown } | null
  onCancel: () => void
}

/** Things that people enter for a year: a list of them, a form for one more, and taking one back. */
export function EntriesPage<Row extends { id: number }>(props: {
  year: number
  tab: YearTab
  rights: Rights
  open: (path: string) => void
  query: CreateQueryResult<{ items: Row[] }, Error>
  lead: string
  add: string
  none: string
  form: (given: FormProps) => JSX.Element
  table: (rows: readonly Row[], takeBack: (row: Row, what: string) => JSX.Element) => JSX.Element
  withdraw: (row: Row) => Withdrawal
}) {
  const { t } = useText()
  const renew = useRenew()
  const roster = createRoster(() => props.year)
  const [adding, setAdding] = createSignal(false)
  const [asked, setAsked] = createSignal<{ row: Row; what: string } | null>(null)
  const close = () => {
    setAdding(false)
    setAsked(null)
    forget()
  }
  const {
    busy,
    failure,
    submit: send,
    forget,
  } = createSubmit(async (call: () => Promise<unknown>) => {
    await call()
    await renew()
    close()
  })
  const takeBack = (row: Row, what: string) => (
    <Show when={props.rights.writes}>
      <button
        type="button"
        class="link"
        aria-label={t("assess.take-back-of", { name: what })}
        onClick={() => setAsked({ row, what })}
      >
        {t("assess.take-back")}
      </button>
    </Show>
  )
  return (
    <YearFrame
      year={props.year}
      current={props.tab}
      rights={props.rights}
      open={props.open}
      actions={
        <Show when={props.rights.writes}>
          <button type="button" class="button button-main" onClick={() => setAdding(true)}>
            <Icon name="plus" size={16} />
            {props.add}
          </button>
        </Show>
      }
    >
      <p class="note">{props.lead}</p>
      <Switch>
        <Match when={props.query.isError}>
          <Failure told={problemOf(props.query.error)} onRetry={() => void props.query.refetch()} />
        </Match>
        <Match when={props.query.isPending}>
          <Waiting>{t("wait.list")}</Waiting>
        </Match>
        <Match when={props.query.data?.items.length === 0}>
          <Empty title={props.none} />
        </Match>
        <Match when={props.query.data}>
          {(data) => <div class="table-frame entries">{props.table(data().items, takeBack)}</div>}
        </Match>
      </Switch>
      <Modal open={adding()} title={props.add} closeLabel={t("close")} onClose={close}>
        {props.form({
          get firms() {
            return roster.data?.items ?? []
          },
          send,
          get busy() {
            return busy()
          },
          get failure() {
            return failure()
          },
          onCancel: close,
        })}
      </Modal>
      <Modal
        open={asked() !== null}
        title={t("assess.take-back")}
        closeLabel={t("close")}
        onClose={close}
      >
        <p>{t("assess.take-back.ask", { name: asked()?.what ?? "" })}</p>
        <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
        <div class="modal-foot">
          <button type="button" class="button" onClick={close}>
            {t("cancel")}
          </button>
          <button
            type="button"
            class="button button-danger"
            disabled={busy()}
            onClick={() => {
              const wanted = asked()
              if (wanted) void send(() => done(props.withdraw(wanted.row)))
            }}
          >
            {t("assess.take-back")}
          </button>
        </div>
      </Modal>
    </YearFrame>
  )
}

/** The foot of a form of an entry. */
export const FormFoot = (
  props: Pick<FormProps, "busy" | "failure" | "onCancel"> & {
    ready: boolean
  },
) => {
  const { t } = useText()
  return (
    <>
      <Show when={props.failure}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <div class="modal-foot">
        <button type="button" class="button" onClick={() => props.onCancel()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main" disabled={props.busy || !props.ready}>
          {props.busy ? t("assess.saving") : t("save")}
        </button>
      </div>
    </>
  )
}
