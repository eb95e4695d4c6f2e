import type { JSX } from "solid-js"
import type { Open } from "./shapes.ts"

/** Whether a click is for the browser: a new tab, a new window, a download. */
const isForBrowser = (event: MouseEvent) =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey

/** A link to another page of ours, opened without loading everything again. */
export const Link = (props: {
  to: string
  open: Open
  class?: string
  /** Whether it leads to the page that it stands on. */
  current?: boolean
  children: JSX.Element
}) => (
  <a
    class={props.class ?? "link"}
    href={props.to}
    aria-current={props.current ? "page" : undefined}
    onClick={(event) => {
      if (isForBrowser(event)) return
      event.preventDefault()
      props.open(props.to)
    }}
  >
    {props.children}
  </a>
)
