import { Icon } from "../ui/Icon.tsx"

/** Narrows the list below by what is typed. */
export const SearchField = (props: {
  label: string
  value: string
  onChange: (text: string) => void
}) => (
  <label class="search-field">
    <span class="unseen">{props.label}</span>
    <Icon name="search" size={16} />
    <input
      class="input"
      type="search"
      placeholder={props.label}
      maxlength="64"
      value={props.value}
      onInput={(event) => props.onChange(event.currentTarget.value)}
    />
  </label>
)
