import { Select } from "@kobalte/core/select"
import { Icon } from "./Icon.tsx"

export type Option<Value extends string> = { value: Value; label: string }

/** One of several, as a list that drops down. `label` is said, and shown before the value when asked. */
export function Choice<Value extends string>(props: {
  label: string
  showLabel?: boolean
  value: Value
  options: readonly Option<Value>[]
  onChange: (value: Value) => void
}) {
  const chosen = () => props.options.find((option) => option.value === props.value)
  return (
    <Select<Option<Value>>
      class="choice"
      options={[...props.options]}
      optionValue="value"
      optionTextValue="label"
      value={chosen() ?? null}
      // The list reports its own value as well when its options are renewed: that is no choice.
      onChange={(option) => {
        if (option && option.value !== props.value) props.onChange(option.value)
      }}
      disallowEmptySelection
      gutter={4}
      itemComponent={(item) => (
        <Select.Item item={item.item} class="choice-item">
          <Select.ItemLabel>{item.item.rawValue.label}</Select.ItemLabel>
          <Select.ItemIndicator class="choice-mark">
            <Icon name="check" size={14} />
          </Select.ItemIndicator>
        </Select.Item>
      )}
    >
      <Select.Label class={props.showLabel ? "choice-label" : "unseen"}>{props.label}</Select.Label>
      <Select.Trigger class="choice-trigger">
        <Select.Value<Option<Value>>>{(state) => state.selectedOption()?.label}</Select.Value>
        <Select.Icon class="choice-arrow">
          <Icon name="down" size={14} />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Content class="choice-content">
          <Select.Listbox class="choice-list" />
        </Select.Content>
      </Select.Portal>
    </Select>
  )
}
