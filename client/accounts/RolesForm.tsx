import { createSignal } from "solid-js"
import { useText } from "../text/language.tsx"
import { Checks } from "../ui/Checks.tsx"
import { Notice } from "../ui/Notice.tsx"
import { type Role, ROLES } from "./shapes.ts"

/** An administrator holds no role with business data. */
export const isAllowed = (roles: readonly Role[]) => roles.length < 2 || !roles.includes("admin")

/** The roles an account is to have: new ones wait for another administrator, dropped ones end at once. */
export function RolesForm(props: {
  roles: readonly Role[]
  onKeep: (roles: Role[]) => void
  onCancel: () => void
}) {
  const { t } = useText()
  const [roles, setRoles] = createSignal<Role[]>([...props.roles])
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        props.onKeep(roles())
      }}
    >
      <Checks
        label={t("accounts.roles")}
        options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        chosen={roles()}
        onChange={(chosen) => setRoles(ROLES.filter((role) => chosen.includes(role)))}
      />
      <Notice tone={isAllowed(roles()) ? "plain" : "danger"}>
        {isAllowed(roles()) ? t("accounts.roles-help") : t("accounts.admin-alone")}
      </Notice>
      <div class="modal-foot">
        <button type="button" class="button" onClick={() => props.onCancel()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main" disabled={!isAllowed(roles())}>
          {t("save")}
        </button>
      </div>
    </form>
  )
}
