import "../../text/record-phrases.ts"
import { createEffect, Match, on, onCleanup, onMount, Switch } from "solid-js"
import { problemOf, type Session } from "../../api.ts"
import type { Bounds } from "../../map/createMap.ts"
import { CopyLinkIcon } from "../../record/CopyLink.tsx"
import { Link } from "../../record/Link.tsx"
import type { Open } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { Failure } from "../../ui/Failure.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { IconButton } from "../../ui/IconButton.tsx"
import { Waiting } from "../../ui/Waiting.tsx"
import { createSheet } from "../queries.ts"
import { SheetBody } from "./SheetBody.tsx"

/** The list that a parcel is chosen from by key. */
const LIST = ".list[role=listbox]"

const isElsewhere = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest("input, textarea, select, [role=dialog], [role=listbox].choice-list") !== null

/** Whether a key was pressed in the list of parcels. */
const isInList = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest(LIST) !== null

/**
 * Everything that may be known of the chosen parcel. Esc closes it; Enter in the list, on the parcel that is open,
 * comes in here.
 */
export function SheetPanel(props: {
  id: number
  session: Session
  onClose: () => void
  onShow: (bounds: Bounds) => void
  onSelect: (id: number) => void
  open: Open
}) {
  const { t } = useText()
  const sheet = createSheet(() => props.id)
  let panel!: HTMLElement

  createEffect(
    on(
      () => sheet.data?.id,
      () => {
        if (sheet.data) props.onShow(sheet.data.bounds)
        panel.scrollTo({ top: 0 })
      },
    ),
  )
  // The key that opened the parcel is not the one that comes in.
  let since = 0
  createEffect(
    on(
      () => props.id,
      () => (since = performance.now()),
    ),
  )
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    if (event.key === "Enter" && isInList(event.target) && event.timeStamp > since)
      panel.querySelector("a")?.focus()
    if (event.key === "Escape" && !isElsewhere(event.target)) props.onClose()
  }
  onMount(() => addEventListener("keydown", hear))
  onCleanup(() => {
    removeEventListener("keydown", hear)
    if (panel.contains(document.activeElement)) document.querySelector<HTMLElement>(LIST)?.focus()
  })

  return (
    <aside
      class="sheet"
      ref={(element) => (panel = element)}
      aria-label={t("sheet.title")}
      aria-busy={sheet.isFetching}
    >
      <div class="sheet-close">
        <Link class="sheet-open" to={`/parcels/${props.id}`} open={props.open}>
          <Icon name="page" size={16} />
          {t("sheet.open")}
        </Link>
        <CopyLinkIcon path={`/parcels/${props.id}`} />
        <IconButton
          icon="target"
          label={t("sheet.show")}
          disabled={!sheet.data}
          onClick={() => sheet.data && props.onShow(sheet.data.bounds)}
        />
        <IconButton
          icon="close"
          label={t("sheet.close")}
          shortcut="Escape"
          onClick={() => props.onClose()}
        />
      </div>
      <Switch>
        <Match when={sheet.isError}>
          <div class="sheet-notice">
            <Failure told={problemOf(sheet.error)} onRetry={() => void sheet.refetch()} />
          </div>
        </Match>
        <Match when={sheet.data}>
          {(data) => (
            <SheetBody
              sheet={data()}
              session={props.session}
              onSelect={props.onSelect}
              open={props.open}
            />
          )}
        </Match>
        <Match when={sheet.isPending}>
          <Waiting>{t("wait.sheet")}</Waiting>
        </Match>
      </Switch>
    </aside>
  )
}
