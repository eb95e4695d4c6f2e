import { createContext, createUniqueId, For, type JSX, Show, useContext } from "solid-js"
import { useText } from "../text/language.tsx"

/** What is said of the fields of a form, by pointer. */
export const IssuesContext = createContext<(pointer: string) => readonly string[]>(() => [])

/** What is wrong with the field at a pointer. */
export const Issues = (props: { at: string; id?: string }) => {
  const listed = useContext(IssuesContext)
  return (
    <Show when={listed(props.at).length > 0}>
      <span class="scheme-issue" id={props.id} role="status">
        <For each={listed(props.at)}>{(issue) => <span class="block">{issue}</span>}</For>
      </span>
    </Show>
  )
}

type Given = {
  label: string
  at: string
  value: string
  onChange: (value: string) => void
  /** A figure: the keyboard of a touch screen follows. */
  figure?: boolean
  placeholder?: string | undefined
  readOnly?: boolean
  most?: number
}

function Input(props: Given & { named?: boolean; id?: string }) {
  const listed = useContext(IssuesContext)
  const issueId = createUniqueId()
  const isBad = () => listed(props.at).length > 0
  return (
    <>
      <input
        class="input"
        classList={{ "scheme-figure": props.figure ?? false }}
        id={props.id}
        inputmode={props.figure ? "decimal" : "text"}
        autocomplete="off"
        aria-label={props.named ? props.label : undefined}
        aria-invalid={isBad()}
        aria-describedby={isBad() ? issueId : undefined}
        placeholder={props.placeholder}
        readOnly={props.readOnly}
        maxlength={props.most ?? 200}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      <Issues at={props.at} id={issueId} />
    </>
  )
}

/** One line of text or one figure under its name. */
export function TextField(props: Given & { note?: JSX.Element; wide?: boolean }) {
  const id = createUniqueId()
  return (
    <div class="field scheme-field" data-wide={props.wide ? "" : undefined}>
      <label for={id}>{props.label}</label>
      <Input {...props} id={id} />
      <Show when={props.note}>
        <span class="quiet">{props.note}</span>
      </Show>
    </div>
  )
}

/** The same in a table, where the heading shows the name. */
export const CellField = (props: Given) => (
  <div class="scheme-cell">
    <Input {...props} named />
  </div>
)

/** Several lines; each is one remark. */
export function LinesField(props: {
  label: string
  value: string
  rows: number
  onChange: (value: string) => void
}) {
  const { t } = useText()
  const id = createUniqueId()
  return (
    <div class="field scheme-field">
      <label for={id}>{props.label}</label>
      <textarea
        class="input"
        id={id}
        rows={props.rows}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      <span class="quiet">{t("scheme.one-a-line")}</span>
    </div>
  )
}
