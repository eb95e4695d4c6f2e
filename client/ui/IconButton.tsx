import { Tooltip } from "@kobalte/core/tooltip"
import { Icon } from "./Icon.tsx"
import type { IconName } from "./icons.ts"

/** A button that shows a drawing only; `label` names it to everybody. `pressed` makes it a switch. */
export const IconButton = (props: {
  icon: IconName
  label: string
  onClick: () => void
  pressed?: boolean | undefined
  disabled?: boolean
  shortcut?: string
  /** Side on which the name appears; beside the button where others stand below it. */
  hint?: "bottom" | "left"
}) => (
  <Tooltip openDelay={400} gutter={6} placement={props.hint ?? "bottom"}>
    <Tooltip.Trigger
      type="button"
      class="icon-button"
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-keyshortcuts={props.shortcut}
      disabled={props.disabled}
      onClick={() => props.onClick()}
    >
      <Icon name={props.icon} />
    </Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content class="hint">{props.label}</Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip>
)
