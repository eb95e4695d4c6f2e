import { createSignal } from "solid-js"
import { useText } from "../text/language.tsx"

/** Letters of a name at most, as the server has it. */
export const MOST_NAME = 100

/** Gives what is on screen a name. */
export function SaveForm(props: {
  /** What is on screen, in words. */
  words: string
  busy: boolean
  onSave: (name: string, done: () => void) => void
}) {
  const { t } = useText()
  const [name, setName] = createSignal("")
  return (
    <form
      class="views-save"
      onSubmit={(event) => {
        event.preventDefault()
        if (name().trim() !== "") props.onSave(name().trim(), () => setName(""))
      }}
    >
      <label class="field">
        <span>{t("views.name")}</span>
        <input
          class="input"
          value={name()}
          maxLength={MOST_NAME}
          placeholder={t("views.name.example")}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button
        type="submit"
        class="button button-main"
        disabled={props.busy || name().trim() === ""}
      >
        {t("views.save")}
      </button>
      <p class="quiet views-words">{t("views.screen", { words: props.words })}</p>
    </form>
  )
}
