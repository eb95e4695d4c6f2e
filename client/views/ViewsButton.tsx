import { createSignal, Show } from "solid-js"
import type { Session } from "../api.ts"
import { later } from "../later.tsx"
import type { MapState } from "../map/state.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"

// Who opens no view needs none of it.
const ViewsPanel = later(
  () => import("./ViewsPanel.tsx").then((loaded) => loaded.ViewsPanel),
  "part",
)

/** Opens the saved views. */
export function ViewsButton(props: {
  session: Session
  /** What is on screen; null on a screen that no view can be made of. */
  state: MapState | null
  /** Opens an address of our own. */
  open: (address: string) => void
}) {
  const { t } = useText()
  const [isOpen, setOpen] = createSignal(false)
  const [wanted, setWanted] = createSignal(false)
  return (
    <>
      <button
        type="button"
        class="quiet-button views-button"
        aria-haspopup="dialog"
        aria-expanded={isOpen()}
        onClick={() => {
          setWanted(true)
          setOpen(true)
        }}
      >
        <Icon name="bookmark" size={16} />
        <span class="views-button-name">{t("views.title")}</span>
      </button>
      <Show when={wanted()}>
        <ViewsPanel
          isOpen={isOpen()}
          onClose={() => setOpen(false)}
          session={props.session}
          state={props.state}
          open={props.open}
        />
      </Show>
    </>
  )
}
