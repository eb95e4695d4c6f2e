import "../text/record-phrases.ts"
import "./record.css"
import { Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Failure, type Told } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Back } from "./Back.tsx"
import type { Places } from "./shapes.ts"

/** A record that is not there, is not for this role, or could not be had; always with a way on. */
export function Missing(props: {
  what: "parcel" | "firm"
  told: Told | null
  /** Whether it was asked for and not answered; `told` null then means that nobody was reached. */
  failed?: boolean
  onRetry?: () => void
  address: Places
}) {
  const { t } = useText()
  const isGone = () => !props.failed || props.told?.status === 404
  return (
    <main class="full">
      <div class="record-missing">
        <Show
          when={isGone()}
          fallback={
            <Failure told={props.told} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
          }
        >
          <Icon name="page" size={40} />
          <h1>{t(`page.no-${props.what}`)}</h1>
          <p>{t("page.no-parcel.help")}</p>
        </Show>
        <Back address={props.address} class="button" />
      </div>
    </main>
  )
}
