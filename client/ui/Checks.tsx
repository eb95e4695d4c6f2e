import { For } from "solid-js"
import type { Option } from "./Choice.tsx"

/** Any of several, as boxes to tick. */
export function Checks(props: {
  label: string
  options: readonly Option<string>[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) {
  const toggle = (value: string, on: boolean) =>
    props.onChange(
      on ? [...props.chosen, value] : props.chosen.filter((chosen) => chosen !== value),
    )
  return (
    <fieldset class="checks">
      <legend class="unseen">{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="check">
            <input
              type="checkbox"
              checked={props.chosen.includes(option.value)}
              onChange={(event) => toggle(option.value, event.currentTarget.checked)}
            />
            <span>{option.label}</span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
