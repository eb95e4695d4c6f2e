import { For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"

/** What of a rule was read in a document, and what somebody filled in; never one for the other. */
export function RuleMarks(props: { published: readonly string[]; assumed: readonly string[] }) {
  const { t } = useText()
  return (
    <div class="idle-marks">
      <div>
        <Badge tone="good">{t("idle.rule.published")}</Badge>
        <Lines lines={props.published} none={t("idle.rule.published.none")} />
      </div>
      <div>
        <Badge tone="warn">{t("idle.rule.assumed")}</Badge>
        <Lines lines={props.assumed} none={t("idle.rule.assumed.none")} />
      </div>
    </div>
  )
}

const Lines = (props: { lines: readonly string[]; none: string }) => (
  <Show when={props.lines.length > 0} fallback={<p class="none">{props.none}</p>}>
    <ul>
      <For each={props.lines}>{(line) => <li>{line}</li>}</For>
    </ul>
  </Show>
)
