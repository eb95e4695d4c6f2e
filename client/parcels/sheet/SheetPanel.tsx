import { createEffect, Match, on, onCleanup, onMount, Switch } from "solid-js"
import { problemOf, type Session } from "../../api.ts"
import type { Bounds } from "../../map/createMap.ts"
import { useText } from "../../text/language.tsx"
import { Failure } from "../../ui/Failure.tsx"
import { IconButton } from "../../ui/IconButton.tsx"
import { Waiting } from "../../ui/Waiting.tsx"
import { createSheet } from "../createParcels.ts"
import { SheetBody } from "./SheetBody.tsx"

const isElsewhere = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest("input, textarea, select, [role=dialog], [role=listbox].choice-list") !== null

/** Everything that may be known of the chosen parcel. Esc closes it. */
export function SheetPanel(props: {
  id: number
  session: Session
  onClose: () => void
  onShow: (bounds: Bounds) => void
  onSelect: (id: number) => void
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
  const hear = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || isElsewhere(event.target)) return
    props.onClose()
  }
  onMount(() => addEventListener("keydown", hear))
  onCleanup(() => removeEventListener("keydown", hear))

  return (
    <aside
      class="sheet"
      ref={(element) => (panel = element)}
      aria-label={t("sheet.title")}
      aria-busy={sheet.isFetching}
    >
      <div class="sheet-close">
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
          {(data) => <SheetBody sheet={data()} session={props.session} onSelect={props.onSelect} />}
        </Match>
        <Match when={sheet.isPending}>
          <Waiting>{t("wait.sheet")}</Waiting>
        </Match>
      </Switch>
    </aside>
  )
}
