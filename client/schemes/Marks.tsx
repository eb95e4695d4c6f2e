import { For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"

/** What of a scheme was read in a document, and what somebody filled in; never one for the other. */
export function Marks(props: { published: readonly string[]; assumed: readonly string[] }) {
  const { t } = useText()
  return (
    <div class="scheme-marks">
      <div>
        <Badge tone="good">{t("scheme.published")}</Badge>
        <List lines={props.published} none={t("scheme.published.none")} />
      </div>
      <div>
        <Badge tone="warn">{t("scheme.assumed")}</Badge>
        <List lines={props.assumed} none={t("scheme.assumed.none")} />
      </div>
    </div>
  )
}

const List = (props: { lines: readonly string[]; none: string }) => (
  <Show when={props.lines.length > 0} fallback={<p class="none">{props.none}</p>}>
    <ul>
      <For each={props.lines}>{(line) => <li>{line}</li>}</For>
    </ul>
  </Show>
)
