import { Tooltip } from "@kobalte/core/tooltip"
import type { JSX } from "solid-js"

/** A word of explanation on hover and focus. The trigger is a button of its own unless `as` is given one. */
export const Hint = (props: { text: JSX.Element; children: JSX.Element; class?: string }) => (
  <Tooltip openDelay={250} gutter={6}>
    <Tooltip.Trigger class={`hint-trigger ${props.class ?? ""}`} type="button">
      {props.children}
    </Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content class="hint">{props.text}</Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip>
)
