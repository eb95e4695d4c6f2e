import { For, Show } from "solid-js"
import { answer, api, done, problemOf, type Session } from "../api.ts"
import { actorName } from "../text/actor.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { Failure } from "../ui/Failure.tsx"
import type { Tone } from "../ui/Notice.tsx"
import type { Grant } from "./shapes.ts"

const TONES: Record<Grant["state"], Tone> = {
  proposed: "warn",
  approved: "good",
  expired: "plain",
  revoked: "plain",
}

/** Roles and named grants, those that wait for a second administrator first. */
export function GrantsTable(props: {
  grants: readonly Grant[]
  session: Session
  onChange: () => void
}) {
  const { t, name, figures } = useText()
  const ordered = () =>
    props.grants
      .filter(({ resource, state }) => resource === "figures" || state === "proposed")
      .toSorted((a, b) => Number(b.state === "proposed") - Number(a.state === "proposed"))
  /** Neither who proposed it nor who gains by it approves it. */
  const mayApprove = (grant: Grant) =>
    grant.state === "proposed" &&
    grant.proposedBy !== props.session.username &&
    grant.username !== props.session.username

  const { failure, submit } = createSubmit((work: Promise<unknown>) => work)
  const act = async (work: Promise<unknown>) => {
    await submit(work)
    props.onChange()
  }
  const param = ({ id }: Grant) => ({ param: { id: String(id) } })

  return (
    <>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <Show when={ordered().length > 0} fallback={<p class="note">{t("grants.none")}</p>}>
        <table class="table table-wide">
          <thead>
            <tr>
              <th scope="col">{t("grants.person")}</th>
              <th scope="col">{t("grants.what")}</th>
              <th scope="col">{t("grants.until")}</th>
              <th scope="col">{t("grants.reason")}</th>
              <th scope="col">{t("grants.state")}</th>
              <th scope="col">{t("grants.by")}</th>
              <th scope="col">
                <span class="unseen">{t("accounts.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={ordered()}>
              {(grant) => (
                <tr>
                  <th scope="row">{grant.displayName}</th>
                  <td>
                    {t(`role.${grant.role}`)}
                    <Show when={grant.resource === "figures"}> · {t("grants.figures")}</Show>
                  </td>
                  <td>{grant.until ? figures().instant(grant.until) : "—"}</td>
                  <td>{grant.reason ?? "—"}</td>
                  <td>
                    <Badge tone={TONES[grant.state]}>{name("grant-state", grant.state)}</Badge>
                  </td>
                  <td class="quiet">
                    {t("grants.proposed-by", { name: actorName(grant.proposedBy, t) })}
                    <Show when={grant.approvedBy}>
                      {(by) => (
                        <span class="block">
                          {t("grants.approved-by", { name: actorName(by(), t) })}
                        </span>
                      )}
                    </Show>
                  </td>
                  <td class="actions">
                    <Show when={mayApprove(grant)}>
                      <button
                        type="button"
                        class="button"
                        onClick={() =>
                          void act(answer(api.grants[":id"].approve.$post(param(grant))))
                        }
                      >
                        {t("grants.approve")}
                      </button>
                    </Show>
                    <Show when={grant.state === "proposed" && !mayApprove(grant)}>
                      <span class="quiet">{t("grants.other-needed")}</span>
                    </Show>
                    <Show when={grant.state === "proposed" || grant.state === "approved"}>
                      <button
                        type="button"
                        class="link"
                        onClick={() => void act(done(api.grants[":id"].$delete(param(grant))))}
                      >
                        {grant.state === "proposed" ? t("grants.withdraw") : t("grants.revoke")}
                      </button>
                    </Show>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </>
  )
}
