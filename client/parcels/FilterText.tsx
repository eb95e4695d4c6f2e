import { createSignal, For } from "solid-js"
import { useText } from "../text/language.tsx"
import type { Question } from "./queries.ts"
import { Selects } from "./Selects.tsx"
import type { FilterName } from "./shapes.ts"

/** The server takes no longer text. */
const MOST_CHARACTERS = 8_000

/** The whole filter as CQL2 text, counted while it is written. Every name that may be used stands beside it. */
export function FilterText(props: {
  names: readonly FilterName[]
  filter: string
  question: Omit<Question, "filter">
  onKeep: (filter: string) => void
  onCancel: () => void
}) {
  const { t, pick } = useText()
  const [text, setText] = createSignal(props.filter)
  let field!: HTMLTextAreaElement

  const insert = (name: string) => {
    const [from, to] = [field.selectionStart, field.selectionEnd]
    const before = text().slice(0, from)
    const space = before === "" || /[\s(]$/.test(before) ? "" : " "
    setText(`${before}${space}${name} ${text().slice(to)}`)
    field.focus()
    const at = before.length + space.length + name.length + 1
    field.setSelectionRange(at, at)
  }
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        props.onKeep(text().trim())
      }}
    >
      <label class="field">
        <span>{t("cql.label")}</span>
        <textarea
          ref={(element) => (field = element)}
          class="input cql-text"
          rows="5"
          spellcheck={false}
          maxlength={MOST_CHARACTERS}
          placeholder="taxPerMu <= 3 AND areaMu >= 20 AND lifecycle = 'producing_below_target'"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <Selects question={{ ...props.question, filter: text().trim() }} />
      <details class="more">
        <summary>{t("cql.names", { count: props.names.length })}</summary>
        <ul class="cql-names">
          <For each={props.names}>
            {(entry) => (
              <li>
                <button type="button" class="cql-name" onClick={() => insert(entry.name)}>
                  <code>{entry.name}</code>
                  <span>{pick(entry)}</span>
                  <span class="quiet">{entry.unit ?? t(`cql.type.${entry.type}`)}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </details>
      <p class="note">{t("cql.help")}</p>
      <div class="modal-foot">
        <button type="button" class="button" onClick={() => props.onCancel()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main">
          {t("filter.apply")}
        </button>
      </div>
    </form>
  )
}
