import type { JSX } from "solid-js"
import type { Tone } from "./Notice.tsx"

/** A short word about the thing beside it. */
export const Badge = (props: { tone?: Tone; children: JSX.Element }) => (
  <span class={`badge badge-${props.tone ?? "plain"}`}>{props.children}</span>
)
