import { Icon } from "../ui/Icon.tsx"
import type { IconName } from "../ui/icons.ts"

/** A button of the wall: a drawing that is named to everybody. */
export const Round = (props: {
  icon: IconName
  label: string
  onClick: () => void
  disabled?: boolean
  pressed?: boolean
}) => (
  <button
    type="button"
    class="wall-button"
    aria-label={props.label}
    title={props.label}
    aria-pressed={props.pressed}
    disabled={props.disabled}
    onClick={() => props.onClick()}
  >
    <Icon name={props.icon} size={28} />
  </button>
)
