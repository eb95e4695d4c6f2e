import { createSignal, type JSX, onCleanup, Show } from "solid-js"

/** A wait that is not felt needs no word: longer ones say what happens. */
const FELT_MS = 300

/** Shows its children once the wait is felt, and takes no place before. */
export const Waiting = (props: { children: JSX.Element }) => {
  const [felt, setFelt] = createSignal(false)
  const timer = setTimeout(() => setFelt(true), FELT_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <div class="waiting" role="status">
      <Show when={felt()}>
        <span class="spinner" aria-hidden="true" />
        <span>{props.children}</span>
      </Show>
    </div>
  )
}
