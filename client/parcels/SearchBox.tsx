import { createEffect, createSignal, on, onCleanup, onMount, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"

/** After so long without a key the search runs by itself. */
const PAUSE_MS = 250

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [role=dialog]") !== null

/** Finds by name, code or firm. `/` brings the cursor here from anywhere, Esc empties it. */
export function SearchBox(props: {
  value: string
  onSearch: (q: string) => void
  ref: (input: HTMLInputElement) => void
}) {
  const { t } = useText()
  const [typed, setTyped] = createSignal(props.value)
  createEffect(on(() => props.value, setTyped, { defer: true }))

  let input!: HTMLInputElement
  let timer: ReturnType<typeof setTimeout> | undefined
  const search = (text: string, pause: number) => {
    clearTimeout(timer)
    setTyped(text)
    timer = setTimeout(() => props.onSearch(text.trim()), pause)
  }
  const hear = (event: KeyboardEvent) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event.target)) return
    event.preventDefault()
    input.select()
    input.focus()
  }
  onMount(() => addEventListener("keydown", hear))
  onCleanup(() => {
    removeEventListener("keydown", hear)
    clearTimeout(timer)
  })

  return (
    <div class="search" role="search">
      <Icon name="search" size={16} />
      <input
        ref={(element) => {
          input = element
          props.ref(element)
        }}
        class="search-input"
        type="text"
        inputmode="search"
        enterkeyhint="search"
        aria-label={t("search.label")}
        aria-keyshortcuts="/"
        placeholder={t("search.placeholder")}
        maxlength="100"
        value={typed()}
        onInput={(event) => search(event.currentTarget.value, PAUSE_MS)}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === "Enter") search(event.currentTarget.value, 0)
          if (event.key === "Escape" && typed() !== "") {
            event.stopPropagation()
            search("", 0)
          }
        }}
      />
      <Show when={typed() !== ""} fallback={<kbd class="search-key">/</kbd>}>
        <button
          type="button"
          class="search-clear"
          aria-label={t("search.clear")}
          onClick={() => {
            search("", 0)
            input.focus()
          }}
        >
          <Icon name="close" size={14} />
        </button>
      </Show>
    </div>
  )
}
