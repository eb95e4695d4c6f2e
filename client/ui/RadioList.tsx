import { createUniqueId, For, Show } from "solid-js"

type Option<Value extends string> = { value: Value; label: string; help?: string }

/** One of a few, each with a word of what it means; arrow keys move, as in any radio group. */
export function RadioList<Value extends string>(props: {
  label: string
  value: Value
  options: readonly Option<Value>[]
  onChange: (value: Value) => void
}) {
  const name = createUniqueId()
  return (
    <fieldset class="radio-list">
      <legend>{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="check">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            <span>
              {option.label}
              <Show when={option.help}>
                {(help) => <span class="quiet radio-help">{help()}</span>}
              </Show>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
