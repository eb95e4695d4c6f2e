import { For, Show } from "solid-js"
import { api } from "../api.ts"
import { useText } from "../text/language.tsx"
import type { DeskFlag } from "./shapes.ts"

const IMAGE = /\.(png|jpe?g|webp)$/i

/** Pictures and papers that speak for or against a suspicion. */
export function EvidenceList(props: { evidence: DeskFlag["evidence"] }) {
  const { t, name, figures } = useText()
  return (
    <Show when={props.evidence.length > 0}>
      <div class="idle-part">
        <h4>{t("idle.evidence")}</h4>
        <ul class="idle-pictures">
          <For each={props.evidence}>
            {(one) => {
              const param = { id: one.attachmentId }
              return (
                <li>
                  <Show when={one.filename && IMAGE.test(one.filename)}>
                    <img
                      src={api.attachments[":id"].$path({ param, query: { inline: "1" } })}
                      alt={one.note ?? name("evidence-kind", one.kind)}
                      loading="lazy"
                    />
                  </Show>
                  <span>
                    <Show
                      when={one.filename}
                      fallback={<span class="none">{t("files.withdrawn")}</span>}
                    >
                      {(filename) => (
                        <a class="link" href={api.attachments[":id"].$path({ param })} download="">
                          {filename()}
                        </a>
                      )}
                    </Show>
                    <span class="quiet block">
                      {name("evidence-kind", one.kind)}
                      <Show when={one.takenOn}>{(day) => <> · {day()}</>}</Show>
                      <Show when={one.note}>{(note) => <> · {note()}</>}</Show>
                    </span>
                    <span class="quiet block">
                      {one.authorName} · {figures().instant(one.recordedAt)}
                    </span>
                  </span>
                </li>
              )
            }}
          </For>
        </ul>
      </div>
    </Show>
  )
}
