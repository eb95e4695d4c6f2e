import { For, Show } from "solid-js"
import { useFactValue } from "../record/factText.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { DeskFlag } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

/** The facts that raised it, each beside what it was held against. */
export function Reasons(props: { flag: DeskFlag }) {
  const { t } = useText()
  const text = useIdleText()
  const factValue = useFactValue()
  return (
    <Show when={props.flag.reasons.length > 0}>
      <table class="table">
        <caption>{t("idle.reasons")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("flags.fact")}</th>
            <th scope="col">{t("flags.value")}</th>
            <th scope="col">{t("flags.threshold")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.flag.reasons}>
            {(reason) => (
              <tr>
                <th scope="row">{text.reason(reason.fact, reason.label)}</th>
                <Show when={!reason.withheld} fallback={<Withheld columns={2} />}>
                  <td>{factValue(reason.fact, reason.value)}</td>
                  <td>{factValue(reason.fact, reason.threshold)}</td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  )
}

/** Stands for a value that its reader may not see. */
export const Withheld = (props: { columns: number }) => {
  const { t } = useText()
  return (
    <td colspan={props.columns} class="none idle-withheld">
      <Icon name="lock" size={14} /> {t("idle.withheld")}
    </td>
  )
}
