import { Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Notice } from "./Notice.tsx"

/** RFC 9457, as far as people are told of it. */
export type Told = {
  title: string
  detail: string
  status: number
  instance: string
  issues?: readonly { message: string }[] | undefined
}

/** Why something could not be had, in the server's words; null: the server was not reached. */
export function Failure(props: { told: Told | null; onRetry?: () => void }) {
  const { t } = useText()
  return (
    <Notice
      tone="danger"
      title={props.told?.title ?? t("failure.unreachable")}
      action={
        <Show when={props.onRetry}>
          <button type="button" class="button" onClick={() => props.onRetry?.()}>
            {t("failure.retry")}
          </button>
        </Show>
      }
    >
      {props.told?.detail ?? t("failure.unreachable.help")}
      <Show when={props.told?.issues}>
        {(issues) => (
          <div>
            {issues()
              .map(({ message }) => message)
              .join("；")}
          </div>
        )}
      </Show>
      <Show when={props.told?.status === 500 && props.told.instance}>
        {(instance) => <div class="quiet">{t("failure.number", { number: instance() })}</div>}
      </Show>
    </Notice>
  )
}
