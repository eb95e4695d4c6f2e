import { createSignal, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Checks } from "../ui/Checks.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Notice } from "../ui/Notice.tsx"
import { isAllowed } from "./RolesForm.tsx"
import { type Role, ROLES } from "./shapes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

/** A new account. Its roles are proposed: it can do nothing before another administrator approves. */
export function UserForm(props: { onDone: () => void; onCancel: () => void }) {
  const { t } = useText()
  const [roles, setRoles] = createSignal<Role[]>([])

  const {
    busy,
    failure,
    submit: add,
  } = createSubmit(async (form: HTMLFormElement) => {
    const given = new FormData(form)
    const text = (name: string) => String(given.get(name))
    const json = {
      username: text("username"),
      displayName: text("displayName"),
      password: text("password"),
      roles: roles(),
    }
    await answer(api.users.$post({ json }))
    props.onDone()
  })

  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        void add(event.currentTarget)
      }}
    >
      <label class="field">
        <span>{t("accounts.username")}</span>
        <input class="input" name="username" required maxlength="32" autocomplete="off" />
      </label>
      <label class="field">
        <span>{t("accounts.display-name")}</span>
        <input class="input" name="displayName" required maxlength="64" autocomplete="off" />
      </label>
      <label class="field">
        <span>{t("accounts.first-password")}</span>
        <input
          class="input"
          name="password"
          type="password"
          required
          minlength="8"
          maxlength="128"
          autocomplete="new-password"
        />
      </label>
      <Checks
        label={t("accounts.roles")}
        options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        chosen={roles()}
        onChange={(chosen) => setRoles(ROLES.filter((role) => chosen.includes(role)))}
      />
      <Notice tone={isAllowed(roles()) ? "plain" : "danger"}>
        {isAllowed(roles()) ? t("accounts.roles-help") : t("accounts.admin-alone")}
      </Notice>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <div class="modal-foot">
        <button type="button" class="button" onClick={() => props.onCancel()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main" disabled={busy() || !isAllowed(roles())}>
          {t("accounts.add")}
        </button>
      </div>
    </form>
  )
}
