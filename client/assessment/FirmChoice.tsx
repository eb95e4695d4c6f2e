import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import type { RosterFirm } from "./shapes.ts"

/** Hits that are offered; whoever wants more types more. */
const MOST = 6

/** Looks for a firm of the year by name or code. */
export function FirmChoice(props: {
  label: string
  firms: readonly RosterFirm[]
  chosen: RosterFirm | null
  onChoose: (firm: RosterFirm | null) => void
}) {
  const { t } = useText()
  const listId = createUniqueId()
  const [typed, setTyped] = createSignal<string | null>(null)
  const [at, setAt] = createSignal(0)
  const hits = createMemo(() => {
    const wanted = typed()?.trim().toLowerCase() ?? ""
    if (wanted === "") return []
    return props.firms
      .filter(
        ({ name, creditCode }) =>
          name.toLowerCase().includes(wanted) || creditCode.toLowerCase().includes(wanted),
      )
      .slice(0, MOST)
  })
  const isOpen = () => (typed() ?? "").trim() !== ""
  const take = (firm: RosterFirm | undefined) => {
    if (!firm) return
    setTyped(null)
    props.onChoose(firm)
  }
  const step = (by: number) =>
    hits().length > 0 && setAt((at() + by + hits().length) % hits().length)
  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => take(hits()[at()]),
    Escape: () => setTyped(null),
  }
  return (
    <div
      class="field firm-choice"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setTyped(null)
      }}
    >
      <label for={`${listId}-field`}>
        <span class="quiet">{props.label}</span>
      </label>
      <input
        class="input"
        id={`${listId}-field`}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen()}
        aria-controls={listId}
        aria-activedescendant={isOpen() && hits().length > 0 ? `${listId}-${at()}` : undefined}
        placeholder={t("assess.firm.search")}
        autocomplete="off"
        maxlength="64"
        value={typed() ?? props.chosen?.name ?? ""}
        onInput={(event) => {
          setAt(0)
          setTyped(event.currentTarget.value)
          if (props.chosen) props.onChoose(null)
        }}
        // Heard here and not at the document: Escape closes the list alone, not the dialog around it.
        on:keydown={(event) => {
          const press = keys[event.key]
          if (event.isComposing || !press || !isOpen()) return
          event.preventDefault()
          event.stopPropagation()
          press()
        }}
      />
      <div class="menu firm-hits" classList={{ "firm-hits-closed": !isOpen() }}>
        <ul role="listbox" id={listId} aria-label={props.label}>
          <For each={hits()}>
            {(firm, place) => (
              <li
                class="menu-item"
                role="option"
                id={`${listId}-${place()}`}
                aria-selected={place() === at()}
                data-highlighted={place() === at() ? "" : undefined}
                onPointerDown={(event) => {
                  event.preventDefault()
                  take(firm)
                }}
              >
                <span>{firm.name}</span>
                <span class="quiet">{firm.creditCode}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={hits().length === 0}>
          <p class="menu-note" role="status">
            {t("assess.firm.none")}
          </p>
        </Show>
      </div>
    </div>
  )
}
