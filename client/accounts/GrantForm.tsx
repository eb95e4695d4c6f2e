import { createMemo, createSignal, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { Failure } from "../ui/Failure.tsx"
import { Notice } from "../ui/Notice.tsx"
import type { User } from "./shapes.ts"

/** The roles that may be given sight of the figures. */
const GRANTED = ["planner", "lead"] as const
type GrantedRole = (typeof GRANTED)[number]

/** Days for which a grant is proposed unless somebody says otherwise. */
const USUAL_DAYS = 30
const DAY_MS = 86_400_000

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
const isGranted = (role: string): role is GrantedRole => GRANTED.some((one) => one === role)

/** Proposes that a named person may see the confidential figures, for a time and for a reason. */
export function GrantForm(props: {
  users: readonly User[]
  onDone: () => void
  onCancel: () => void
}) {
  const { t } = useText()
  const people = createMemo(() =>
    props.users.flatMap((user) =>
      user.disabled
        ? []
        : user.roles.flatMap(({ role }) =>
            isGranted(role)
              ? [
                  {
                    value: `${user.username}/${role}`,
                    label: `${user.displayName} · ${t(`role.${role}`)}`,
                    username: user.username,
                    role,
                  },
                ]
              : [],
          ),
    ),
  )
  const [chosen, setChosen] = createSignal<string | null>(null)
  const person = () => people().find(({ value }) => value === chosen()) ?? people()[0]

  const { failure, submit } = createSubmit(async (form: HTMLFormElement) => {
    const whom = person()
    if (!whom) return
    const given = new FormData(form)
    const json = {
      username: whom.username,
      role: whom.role,
      resource: "figures" as const,
      // A grant ends with the day that was chosen, as the clock of the person who chose it has it.
      until: new Date(`${String(given.get("until"))}T23:59:59`).toISOString(),
      reason: String(given.get("reason")),
    }
    await answer(api.grants.$post({ json }))
    props.onDone()
  })

  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(event.currentTarget)
      }}
    >
      <Notice tone="plain">{t("grants.help")}</Notice>
      <Show when={person()} fallback={<p class="note">{t("grants.nobody")}</p>}>
        {(whom) => (
          <Choice
            label={t("grants.person")}
            showLabel
            value={whom().value}
            options={people()}
            onChange={setChosen}
          />
        )}
      </Show>
      <label class="field">
        <span>{t("grants.until")}</span>
        <input
          class="input"
          name="until"
          type="date"
          required
          min={inDays(0)}
          max={inDays(365)}
          value={inDays(USUAL_DAYS)}
        />
      </label>
      <label class="field">
        <span>{t("grants.reason")}</span>
        <textarea class="input" name="reason" rows="3" required maxlength="500" />
      </label>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <div class="modal-foot">
        <button type="button" class="button" onClick={() => props.onCancel()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main" disabled={!person()}>
          {t("grants.propose")}
        </button>
      </div>
    </form>
  )
}
