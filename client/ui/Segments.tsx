import { For, createUniqueId } from "solid-js"
import type { Option } from "./Choice.tsx"

/** One of a few, all in sight: radio buttons drawn as one bar. Arrow keys move, as in any radio group. */
export function Segments<Value extends string>(props: {
  label: string
  value: Value
  options: readonly Option<Value>[]
  onChange: (value: Value) => void
}) {
  const name = createUniqueId()
  return (
    <fieldset class="segments">
      <legend class="unseen">{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="segment">
            <input
              type="radio"
              class="unseen"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
