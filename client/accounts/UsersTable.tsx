import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf, type Session } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { Failure } from "../ui/Failure.tsx"
import { Modal } from "../ui/Modal.tsx"
import { RolesForm } from "./RolesForm.tsx"
import type { Role, User } from "./shapes.ts"

/** Every account with its roles; a disabled one stays, because acts name it. */
export function UsersTable(props: {
  users: readonly User[]
  session: Session
  onChange: () => void
}) {
  const { t, figures } = useText()
  const [editing, setEditing] = createSignal<User | null>(null)

  type Changes = { disabled?: boolean; roles?: Role[] }
  const { failure, submit } = createSubmit(async (user: User, changes: Changes) => {
    const param = { username: user.username }
    const headers = { "if-match": `"v${user.version}"` }
    await answer(api.users[":username"].$patch({ param, json: changes }, { headers }))
    setEditing(null)
  })
  const change = async (user: User, changes: Changes) => {
    await submit(user, changes)
    props.onChange()
  }

  return (
    <>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <table class="table table-wide">
        <thead>
          <tr>
            <th scope="col">{t("accounts.username")}</th>
            <th scope="col">{t("accounts.display-name")}</th>
            <th scope="col">{t("accounts.roles")}</th>
            <th scope="col">{t("accounts.state")}</th>
            <th scope="col">{t("accounts.created")}</th>
            <th scope="col">
              <span class="unseen">{t("accounts.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.users}>
            {(user) => (
              <tr>
                <th scope="row">
                  {user.username}{" "}
                  <Show when={user.demo}>
                    <Badge tone="warn">{t("sample.account")}</Badge>
                  </Show>
                </th>
                <td>{user.displayName}</td>
                <td>
                  <div class="badges">
                    <For each={user.roles} fallback={<span class="quiet">—</span>}>
                      {(held) => (
                        <Badge tone={held.state === "approved" ? "plain" : "warn"}>
                          {t(`role.${held.role}`)}
                          {held.state === "approved" ? "" : ` · ${t("grants.proposed")}`}
                        </Badge>
                      )}
                    </For>
                  </div>
                </td>
                <td>
                  <Badge tone={user.disabled ? "danger" : "good"}>
                    {user.disabled ? t("accounts.disabled") : t("accounts.active")}
                  </Badge>
                </td>
                <td>{figures().instant(user.createdAt)}</td>
                <td class="actions">
                  <button type="button" class="link" onClick={() => setEditing(user)}>
                    {t("accounts.change-roles")}
                  </button>
                  <Show when={user.username !== props.session.username}>
                    <button
                      type="button"
                      class="link"
                      onClick={() => void change(user, { disabled: !user.disabled })}
                    >
                      {user.disabled ? t("accounts.enable") : t("accounts.disable")}
                    </button>
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Modal
        open={editing() !== null}
        title={t("accounts.roles-of", { name: editing()?.displayName ?? "" })}
        closeLabel={t("close")}
        onClose={() => setEditing(null)}
      >
        <Show when={editing()}>
          {(user) => (
            <RolesForm
              roles={user().roles.map(({ role }) => role)}
              onKeep={(roles) => void change(user(), { roles })}
              onCancel={() => setEditing(null)}
            />
          )}
        </Show>
      </Modal>
    </>
  )
}
