import { createEffect, createSignal, createUniqueId, For, on, onCleanup, Show } from "solid-js"
import { unwrap } from "solid-js/store"
import { createSearch, type Hit } from "../search/createSearch.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { Kind } from "./address.ts"

/** After so long without a key what is typed is looked up. */
const PAUSE_MS = 120

/** Looks for another item by name, code or pinyin and adds it. */
export function AddItem(props: {
  kind: Kind
  taken: readonly number[]
  full: boolean
  onAdd: (id: number) => void
}) {
  const { t } = useText()
  const listId = createUniqueId()
  const [typed, setTyped] = createSignal("")
  const [wanted, setWanted] = createSignal("")
  const [at, setAt] = createSignal(0)
  const found = createSearch(wanted)
  const isOurs = (hit: Hit) =>
    hit.kind === (props.kind === "parcels" ? "parcel" : "enterprise") &&
    !props.taken.includes(hit.id)
  const hits = () =>
    wanted() !== "" && found.data && !found.isPlaceholderData
      ? unwrap(found.data).items.filter(isOurs)
      : []
  const isOpen = () => wanted() !== ""
  createEffect(on(hits, () => setAt(0)))
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const type = (text: string) => {
    clearTimeout(timer)
    setTyped(text)
    timer = setTimeout(() => setWanted(text.trim()), PAUSE_MS)
  }
  const close = () => {
    clearTimeout(timer)
    setTyped("")
    setWanted("")
  }
  const take = (hit: Hit | undefined) => {
    if (!hit) return
    close()
    props.onAdd(hit.id)
  }
  const step = (by: number) =>
    hits().length > 0 && setAt((at() + by + hits().length) % hits().length)
  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => take(hits()[at()]),
    Escape: close,
  }
  const label = () => (props.kind === "parcels" ? t("compare.add-parcel") : t("compare.add-firm"))
  return (
    <div
      class="compare-add"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) close()
      }}
    >
      <Icon name="plus" size={16} />
      <input
        class="input"
        type="text"
        role="combobox"
        aria-label={label()}
        aria-autocomplete="list"
        aria-expanded={isOpen()}
        aria-controls={listId}
        aria-activedescendant={isOpen() && hits().length > 0 ? `${listId}-${at()}` : undefined}
        placeholder={props.full ? t("compare.full") : label()}
        disabled={props.full}
        autocomplete="off"
        maxlength="64"
        value={typed()}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          const press = keys[event.key]
          if (event.isComposing || !press) return
          event.preventDefault()
          press()
        }}
      />
      <div class="menu compare-hits" classList={{ "compare-closed": !isOpen() }}>
        <ul role="listbox" id={listId} aria-label={label()}>
          <For each={hits()}>
            {(hit, place) => (
              <li
                class="menu-item"
                role="option"
                id={`${listId}-${place()}`}
                aria-selected={place() === at()}
                data-highlighted={place() === at() ? "" : undefined}
                onPointerDown={(event) => {
                  event.preventDefault()
                  take(hit)
                }}
              >
                <span>{hit.name ?? t("parcel.unnamed")}</span>
                <span class="quiet">{hit.detail}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={hits().length === 0 && !found.isFetching}>
          <p class="menu-note" role="status">
            {t("compare.found-none")}
          </p>
        </Show>
      </div>
    </div>
  )
}
