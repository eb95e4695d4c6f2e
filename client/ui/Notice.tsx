import { type JSX, Show } from "solid-js"
import { Icon } from "./Icon.tsx"
import type { IconName } from "./icons.ts"

export type Tone = "plain" | "good" | "warn" | "danger"

const MARKS: Record<Tone, IconName> = {
  plain: "info",
  good: "check",
  warn: "warning",
  danger: "warning",
}

/** A box that says how things stand. Danger interrupts a screen reader, the rest waits for its turn. */
export const Notice = (props: {
  tone: Tone
  title?: string | undefined
  children?: JSX.Element
  action?: JSX.Element
}) => (
  <div
    class="notice"
    classList={{ [`notice-${props.tone}`]: true }}
    role={props.tone === "danger" ? "alert" : "status"}
  >
    <Icon name={MARKS[props.tone]} size={16} />
    <div class="notice-text">
      <Show when={props.title}>
        <strong>{props.title}</strong>
      </Show>
      <Show when={props.children}>
        <div>{props.children}</div>
      </Show>
    </div>
    {props.action}
  </div>
)

/** What stands where nothing is: one line that says why, one that says what helps. */
export const Empty = (props: { title: string; children?: JSX.Element; action?: JSX.Element }) => (
  <div class="empty" role="status">
    <strong>{props.title}</strong>
    <Show when={props.children}>
      <p>{props.children}</p>
    </Show>
    {props.action}
  </div>
)
