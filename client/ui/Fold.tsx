import { type JSX, Show } from "solid-js"
import { Icon } from "./Icon.tsx"

/** A section that folds; open at first unless told. The head stays a heading for screen readers. */
export const Fold = (props: {
  title: string
  note?: JSX.Element
  folded?: boolean
  children: JSX.Element
}) => (
  <details class="fold" open={!props.folded}>
    <summary class="fold-head">
      <h3>{props.title}</h3>
      <Show when={props.note !== undefined}>
        <span class="fold-note">{props.note}</span>
      </Show>
      <span class="fold-arrow">
        <Icon name="down" size={14} />
      </span>
    </summary>
    <div class="fold-body">{props.children}</div>
  </details>
)
