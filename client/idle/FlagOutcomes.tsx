import { For, Show } from "solid-js"
import { api } from "../api.ts"
import { useFactValue } from "../record/factText.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Withheld } from "./FlagReasons.tsx"
import type { Outcome } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

/** Why it is back: the facts that an outcome rested on, from what to what. */
export function Lapsed(props: { outcome: Outcome }) {
  const { t, name, figures } = useText()
  const text = useIdleText()
  const factValue = useFactValue()
  return (
    <div class="idle-lapsed" role="status">
      <p>
        <strong>{t("idle.lapsed")}</strong>{" "}
        {t("idle.lapsed.told", {
          outcome: name("flag-outcome", props.outcome.outcome),
          time: figures().instant(props.outcome.lapsedAt ?? props.outcome.recordedAt),
        })}
      </p>
      <table class="table">
        <caption class="unseen">{t("idle.lapsed")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("flags.fact")}</th>
            <th scope="col">{t("idle.change.from")}</th>
            <th scope="col">{t("idle.change.to")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.outcome.changes}>
            {(change) => (
              <tr>
                <th scope="row">{text.reason(change.fact, change.label)}</th>
                <Show when={!change.withheld} fallback={<Withheld columns={2} />}>
                  <td>{factValue(change.fact, change.from)}</td>
                  <td>{factValue(change.fact, change.to)}</td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

/** Every outcome there was: it stays on record whatever became of it. */
export function History(props: { outcomes: readonly Outcome[] }) {
  const { t, name, figures } = useText()
  const stateOf = ({ supersededAt, lapsedAt }: Outcome) =>
    supersededAt ? "takenBack" : lapsedAt ? "lapsed" : "holds"
  return (
    <Show when={props.outcomes.length > 0}>
      <div class="idle-part">
        <h4>{t("idle.history")}</h4>
        <ol class="idle-log">
          <For each={props.outcomes}>
            {(outcome) => (
              <li>
                <span>
                  <b>{name("flag-outcome", outcome.outcome)}</b>{" "}
                  <Badge tone={stateOf(outcome) === "holds" ? "good" : "plain"}>
                    {t(`idle.history.${stateOf(outcome)}`)}
                  </Badge>
                </span>
                <span>{outcome.reason}</span>
                <span class="quiet">
                  {outcome.authorName} · {figures().instant(outcome.recordedAt)}
                </span>
                <Show when={outcome.attachmentIds.length > 0}>
                  <span class="idle-thumbs">
                    <For each={outcome.attachmentIds}>
                      {(id, at) => (
                        <a
                          class="link"
                          href={api.attachments[":id"].$path({ param: { id } })}
                          download=""
                        >
                          {t("idle.file.number", { number: at() + 1 })}
                        </a>
                      )}
                    </For>
                  </span>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </div>
    </Show>
  )
}
