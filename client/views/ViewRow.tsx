import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { createSignal, For, Show } from "solid-js"
import { readState } from "../map/state.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Icon } from "../ui/Icon.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import type { TourView, ViewContent } from "./createViews.ts"
import { fit, type Sight } from "./fit.ts"
import { linkOf } from "./query.ts"
import { MOST_NAME } from "./SaveForm.tsx"
import type { SavedView, Shared } from "./shapes.ts"
import { orderBehind } from "./tourOrder.ts"

const CIRCLES: readonly Shared[] = ["own", "role", "staff"]

/** One view: its name opens it; its author may change, share and remove it. */
export function ViewRow(props: {
  view: SavedView
  /** What it shows, in words. */
  words: string
  sight: Sight
  tour: readonly TourView[]
  /** Whether it is what is on screen. */
  current: boolean
  /** The query of what is on screen; null where no view can be made of it. */
  screen: string | null
  busy: boolean
  onOpen: () => void
  onChange: (to: Partial<ViewContent>, told: string) => void
  onRemove: () => void
  onTold: (text: string) => void
}) {
  const { t } = useText()
  const [renaming, setRenaming] = createSignal(false)
  /** A link that the page may not copy, shown to be copied by hand. */
  const [link, setLink] = createSignal<string | null>(null)
  let field: HTMLInputElement | undefined
  let opener: HTMLButtonElement | undefined
  const stopRenaming = () => {
    setRenaming(false)
    opener?.focus()
  }
  const name = () => props.view.name
  const isPartial = () => fit(readState(props.view.query), props.sight).hidden.length > 0

  const copy = async () => {
    const address = linkOf(props.view.id)
    try {
      await navigator.clipboard.writeText(address)
      props.onTold(t("views.copied", { name: name() }))
    } catch {
      setLink(address)
    }
  }
  const joinTour = () => {
    const tourOrder = orderBehind(props.tour)
    if (tourOrder === null) return props.onTold(t("views.no-room"))
    props.onChange({ tourOrder }, t("views.joined-tour", { name: name() }))
  }

  return (
    <li class="view-row" data-current={props.current ? "" : undefined}>
      <Show
        when={!renaming()}
        fallback={
          <Rename
            name={name()}
            ref={(input) => (field = input)}
            onName={(wanted) => {
              stopRenaming()
              if (wanted !== name()) props.onChange({ name: wanted }, t("views.renamed"))
            }}
            onStop={stopRenaming}
          />
        }
      >
        <button
          type="button"
          class="view-open"
          ref={(button) => (opener = button)}
          onClick={() => props.onOpen()}
        >
          <span class="view-name">{name()}</span>
          <span class="view-words">{props.words}</span>
        </button>
      </Show>
      <div class="view-actions">
        <IconButton
          icon="link"
          label={t("views.copy", { name: name() })}
          onClick={() => void copy()}
        />
        <Show when={props.view.own}>
          <DropdownMenu gutter={4} placement="bottom-end">
            <DropdownMenu.Trigger
              class="icon-button"
              aria-label={t("views.more", { name: name() })}
            >
              <Icon name="more" />
            </DropdownMenu.Trigger>
            <DropdownMenu.Portal>
              <DropdownMenu.Content
                class="menu views-menu"
                // A menu that closes gives the focus back to its button; the new name is typed after that.
                onCloseAutoFocus={() => {
                  if (renaming()) requestAnimationFrame(() => field?.select())
                }}
              >
                <DropdownMenu.Item
                  class="menu-item"
                  disabled={props.busy || props.screen === null || props.current}
                  onSelect={() =>
                    props.onChange({ query: props.screen! }, t("views.updated", { name: name() }))
                  }
                >
                  {t("views.update")}
                </DropdownMenu.Item>
                <DropdownMenu.Item class="menu-item" onSelect={() => setRenaming(true)}>
                  {t("views.rename")}
                </DropdownMenu.Item>
                <Show
                  when={props.view.tourOrder === null}
                  fallback={
                    <DropdownMenu.Item
                      class="menu-item"
                      onSelect={() => props.onChange({ tourOrder: null }, t("views.left-tour"))}
                    >
                      {t("views.out-of-tour")}
                    </DropdownMenu.Item>
                  }
                >
                  <DropdownMenu.Item class="menu-item" onSelect={joinTour}>
                    {t("views.into-tour")}
                  </DropdownMenu.Item>
                </Show>
                <DropdownMenu.RadioGroup
                  value={props.view.shared}
                  onChange={(shared) =>
                    props.onChange(
                      { shared: shared as Shared },
                      t(`views.now.${shared as Shared}`, { name: name() }),
                    )
                  }
                >
                  <DropdownMenu.GroupLabel class="menu-note">
                    {t("views.share")}
                  </DropdownMenu.GroupLabel>
                  <For each={CIRCLES}>
                    {(shared) => (
                      <DropdownMenu.RadioItem
                        class="menu-item views-circle"
                        value={shared}
                        closeOnSelect
                      >
                        <span>{t(`views.shared.${shared}`)}</span>
                        <DropdownMenu.ItemIndicator>
                          <Icon name="check" size={14} />
                        </DropdownMenu.ItemIndicator>
                      </DropdownMenu.RadioItem>
                    )}
                  </For>
                </DropdownMenu.RadioGroup>
                <DropdownMenu.Separator class="views-separator" />
                <DropdownMenu.Item class="menu-item" onSelect={() => props.onRemove()}>
                  {t("views.remove")}
                </DropdownMenu.Item>
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu>
        </Show>
      </div>
      <p class="view-badges">
        <Show when={props.current}>
          <Badge tone="good">{t("views.current")}</Badge>
        </Show>
        <Show
          when={props.view.own}
          fallback={
            <Badge>
              {t("views.by", {
                name: props.view.author.displayName,
                role: t(`role.${props.view.author.role}`),
              })}
            </Badge>
          }
        >
          <Badge>{t(`views.shared.${props.view.shared}`)}</Badge>
        </Show>
        <Show when={props.view.tourOrder !== null}>
          <Badge>
            {t("views.in-tour", {
              place: props.tour.findIndex(({ id }) => id === props.view.id) + 1,
            })}
          </Badge>
        </Show>
        <Show when={isPartial()}>
          <Badge tone="warn">{t("views.partial")}</Badge>
        </Show>
      </p>
      <Show when={link()}>
        {(link) => (
          <label class="field view-link">
            <span>{t("views.copy.by-hand")}</span>
            <input
              class="input mono"
              readOnly
              value={link()}
              ref={(input) =>
                queueMicrotask(() => {
                  input.focus()
                  input.select()
                })
              }
            />
          </label>
        )}
      </Show>
    </li>
  )
}

function Rename(props: {
  name: string
  ref: (input: HTMLInputElement) => void
  onName: (name: string) => void
  onStop: () => void
}) {
  const { t } = useText()
  let input!: HTMLInputElement
  return (
    <form
      class="view-rename"
      onSubmit={(event) => {
        event.preventDefault()
        if (input.value.trim() !== "") props.onName(input.value.trim())
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        // The panel would close as well.
        event.stopPropagation()
        props.onStop()
      }}
    >
      <input
        class="input"
        aria-label={t("views.name")}
        value={props.name}
        maxLength={MOST_NAME}
        ref={(own) => {
          input = own
          props.ref(own)
        }}
      />
      <button type="submit" class="button">
        {t("save")}
      </button>
    </form>
  )
}
