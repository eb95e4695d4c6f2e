import "./views.css"
import { type ComponentProps, createMemo, createSignal, mergeProps, Show } from "solid-js"
import { Workspace } from "../parcels/Workspace.tsx"
import { useText } from "../text/language.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { createFitted, sightOf } from "./createFitted.ts"

/**
 * The workspace on whatever an address asks for: what the role may not see of it is left out and said, so that a
 * link of somebody else opens as far as it goes.
 */
export function FittedWorkspace(props: ComponentProps<typeof Workspace>) {
  const { t } = useText()
  const sight = createMemo(() => sightOf(props.session))
  const { state, hidden } = createFitted(props.state, sight)
  const [read, setRead] = createSignal("")
  const isToldOf = () => hidden().length > 0 && read() !== hidden().join()
  const workspace = mergeProps(props, { state })
  return (
    <>
      <Workspace {...workspace} />
      <Show when={isToldOf()}>
        <div class="views-hidden notice notice-warn" role="status">
          <div class="notice-text">
            <strong>{t("views.hidden")}</strong>
            <div>
              {t("views.hidden.help", {
                parts: hidden()
                  .map((part) => t(`views.hidden.${part}`))
                  .join(t("comma")),
              })}
            </div>
          </div>
          <IconButton icon="close" label={t("close")} onClick={() => setRead(hidden().join())} />
        </div>
      </Show>
    </>
  )
}
