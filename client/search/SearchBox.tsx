import "./search.css"
import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js"
import { unwrap } from "solid-js/store"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { createSearch, type Hit } from "./createSearch.ts"
import { HitRow } from "./HitRow.tsx"

/** After so long without a key what is typed is looked up. */
const PAUSE_MS = 120

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [role=dialog]") !== null

/**
 * Finds parcels, firms and roads by name, code or pinyin, and narrows list and map by a text. `/` brings the
 * cursor here from anywhere; arrows walk what was found, Enter takes it, Esc empties the box.
 */
export function SearchBox(props: {
  /** The text by which list and map are narrowed. */
  value: string
  onNarrow: (q: string) => void
  onHit: (hit: Hit) => void
  /** The parcel of the hit that is pointed at; null for none. */
  onPoint: (parcelId: number | null) => void
  ref: (input: HTMLInputElement) => void
}) {
  const { t, figures } = useText()
  const [typed, setTyped] = createSignal(props.value)
  const [wanted, setWanted] = createSignal("")
  const [open, setOpen] = createSignal(false)
  /** Place of the choice that Enter takes: hits, then the line that narrows by the text. */
  const [at, setAt] = createSignal(0)
  createEffect(on(() => props.value, setTyped, { defer: true }))

  const found = createSearch(wanted)
  const isCurrent = () => wanted() === typed().trim() && !found.isPlaceholderData
  const hits = (): readonly Hit[] => (wanted() !== "" && found.data ? unwrap(found.data).items : [])
  const isOpen = () => open() && typed().trim() !== ""
  createEffect(on(hits, () => setAt(0)))
  createEffect(() => {
    const hit = isOpen() ? hits()[at()] : undefined
    props.onPoint(hit?.kind === "parcel" ? hit.id : null)
  })

  let input!: HTMLInputElement
  let timer: ReturnType<typeof setTimeout> | undefined
  const type = (text: string) => {
    clearTimeout(timer)
    setTyped(text)
    setOpen(true)
    if (text.trim() === "") return narrow("")
    timer = setTimeout(() => setWanted(text.trim()), PAUSE_MS)
  }
  const narrow = (text: string) => {
    clearTimeout(timer)
    setTyped(text)
    setOpen(false)
    setWanted("")
    props.onNarrow(text)
  }
  const take = (place: number) => {
    const hit = hits()[place]
    if (!hit || !isCurrent()) return narrow(typed().trim())
    setOpen(false)
    setWanted("")
    setTyped(props.value)
    props.onHit(hit)
  }
  const step = (by: number) => {
    if (!isOpen()) return setOpen(true)
    const count = hits().length + 1
    setAt((at() + by + count) % count)
  }
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => take(isOpen() ? at() : Number.POSITIVE_INFINITY),
    Escape(event) {
      if (typed() === "") return
      event.stopPropagation()
      if (isOpen() && props.value !== "") setOpen(false)
      else narrow("")
    },
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
    <div
      class="search"
      role="search"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false)
      }}
    >
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
        role="combobox"
        aria-label={t("search.label")}
        aria-keyshortcuts="/"
        aria-autocomplete="list"
        aria-expanded={isOpen()}
        aria-controls="search-hits"
        aria-activedescendant={isOpen() ? `search-hit-${at()}` : undefined}
        placeholder={t("search.placeholder")}
        autocomplete="off"
        maxlength="64"
        value={typed()}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          const press = keys[event.key]
          if (event.isComposing || !press) return
          event.preventDefault()
          press(event)
        }}
      />
      <Show when={typed() !== ""} fallback={<kbd class="search-key">/</kbd>}>
        <button
          type="button"
          class="search-clear"
          aria-label={t("search.clear")}
          onClick={() => {
            narrow("")
            input.focus()
          }}
        >
          <Icon name="close" size={14} />
        </button>
      </Show>
      <div
        class="hits panel"
        id="search-hits"
        role="listbox"
        aria-label={t("search.found")}
        hidden={!isOpen()}
      >
        <Show when={isOpen()}>
          <For each={hits()}>
            {(hit, place) => (
              <HitRow
                hit={hit}
                id={`search-hit-${place()}`}
                active={place() === at()}
                onPoint={() => setAt(place())}
                onChoose={() => take(place())}
              />
            )}
          </For>
          <div
            class="hit hit-narrow"
            role="option"
            id={`search-hit-${hits().length}`}
            aria-selected={at() === hits().length}
            onPointerMove={() => setAt(hits().length)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => narrow(typed().trim())}
          >
            <Icon name="filter" size={16} />
            <span class="hit-name">{t("search.narrow", { text: typed().trim() })}</span>
          </div>
        </Show>
      </div>
      <p class="unseen" role="status">
        {isOpen() && isCurrent() && found.isSuccess
          ? t("search.count", { count: figures().count(found.data?.total ?? 0) })
          : ""}
      </p>
    </div>
  )
}
