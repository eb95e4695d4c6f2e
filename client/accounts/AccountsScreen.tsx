import "./accounts.css"
import { createQuery, useQueryClient } from "@tanstack/solid-query"
import { createSignal, Match, Show, Switch } from "solid-js"
import { answer, api, problemOf, type Session } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Modal } from "../ui/Modal.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { GrantForm } from "./GrantForm.tsx"
import { GrantsTable } from "./GrantsTable.tsx"
import { UserForm } from "./UserForm.tsx"
import { UsersTable } from "./UsersTable.tsx"

const PAGE = "500"

/** Accounts, their roles and named grants. Roles and grants need a second administrator. */
export function AccountsScreen(props: { session: Session }) {
  const { t } = useText()
  const client = useQueryClient()
  const isAdmin = () => props.session.role === "admin"
  const users = createQuery(() => ({
    queryKey: ["users"],
    queryFn: () => answer(api.users.$get({ query: { limit: PAGE } })),
    enabled: isAdmin(),
  }))
  const grants = createQuery(() => ({
    queryKey: ["grants"],
    queryFn: () => answer(api.grants.$get({ query: { limit: PAGE } })),
    enabled: isAdmin(),
  }))
  const [dialog, setDialog] = createSignal<"user" | "grant" | null>(null)
  const renew = () => {
    setDialog(null)
    void client.invalidateQueries({ queryKey: ["users"] })
    void client.invalidateQueries({ queryKey: ["grants"] })
  }

  return (
    <Show
      when={isAdmin()}
      fallback={
        <main class="full">
          <Empty title={t("accounts.not-yours")} />
        </main>
      }
    >
      <main class="page">
        <div class="page-main accounts">
          <header class="page-head">
            <div>
              <h1>{t("accounts.title")}</h1>
              <p class="lead">{t("accounts.lead")}</p>
            </div>
            <div class="page-actions">
              <button type="button" class="button" onClick={() => setDialog("grant")}>
                <Icon name="lock" size={16} />
                {t("grants.propose")}
              </button>
              <button type="button" class="button button-main" onClick={() => setDialog("user")}>
                <Icon name="plus" size={16} />
                {t("accounts.add")}
              </button>
            </div>
          </header>
          <section>
            <h2>{t("grants.waiting")}</h2>
            <Switch>
              <Match when={grants.isError}>
                <Failure told={problemOf(grants.error)} onRetry={() => void grants.refetch()} />
              </Match>
              <Match when={grants.isPending}>
                <Waiting>{t("wait.list")}</Waiting>
              </Match>
              <Match when={grants.data}>
                {(page) => (
                  <GrantsTable grants={page().items} session={props.session} onChange={renew} />
                )}
              </Match>
            </Switch>
          </section>
          <section>
            <h2>{t("accounts.list")}</h2>
            <Switch>
              <Match when={users.isError}>
                <Failure told={problemOf(users.error)} onRetry={() => void users.refetch()} />
              </Match>
              <Match when={users.isPending}>
                <Waiting>{t("wait.list")}</Waiting>
              </Match>
              <Match when={users.data}>
                {(page) => (
                  <UsersTable users={page().items} session={props.session} onChange={renew} />
                )}
              </Match>
            </Switch>
          </section>
        </div>
        <Modal
          open={dialog() === "user"}
          title={t("accounts.add")}
          closeLabel={t("close")}
          onClose={() => setDialog(null)}
        >
          <UserForm onDone={renew} onCancel={() => setDialog(null)} />
        </Modal>
        <Modal
          open={dialog() === "grant"}
          title={t("grants.propose")}
          closeLabel={t("close")}
          onClose={() => setDialog(null)}
        >
          <GrantForm
            users={users.data?.items ?? []}
            onDone={renew}
            onCancel={() => setDialog(null)}
          />
        </Modal>
      </main>
    </Show>
  )
}
