import { batch, createSignal, onCleanup } from "solid-js"
import { createStore, reconcile, unwrap } from "solid-js/store"
import { type MapState, readState, writeState } from "./map/state.ts"

export type Address = {
  path: () => string
  state: MapState
  /**
   * Changes the state and with it the address bar. A step that people want to go back from is pushed;
   * moves of the camera replace the entry they were made on.
   */
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  /** Opens another screen; language and look go along, and what is to be kept. */
  go: (path: string, keep?: Partial<MapState>) => void
  /** Where the map was left from, with its query; null for a page that was opened by itself. */
  origin: () => string | null
  /** Opens an address of our own as it is written. */
  open: (address: string) => void
}

/** What an entry of the history carries: the map that its page was come to from. */
type Entry = { origin?: string } | null

const MAP = "/"

/** The address bar as reactive state, both ways: what is set is shown there, Back and Forward are heard. */
export function createAddress(): Address {
  const [path, setPath] = createSignal(location.pathname)
  const [state, setState] = createStore(readState(location.search))
  const originOf = (entry: Entry) => entry?.origin ?? null
  const [origin, setOrigin] = createSignal(originOf(history.state as Entry))

  const read = () =>
    batch(() => {
      setPath(location.pathname)
      setState(reconcile(readState(location.search)))
      setOrigin(originOf(history.state as Entry))
    })
  addEventListener("popstate", read)
  onCleanup(() => removeEventListener("popstate", read))

  return {
    path,
    state,
    change(changes, how = "replace") {
      const to = location.pathname + writeState({ ...unwrap(state), ...changes })
      const same = to === location.pathname + location.search
      if (!same) history[how === "push" ? "pushState" : "replaceState"](history.state, "", to)
      setState(changes)
    },
    go(to, keep = {}) {
      const { language, look } = state
      const from = location.pathname === MAP ? MAP + location.search : origin()
      const entry: Entry = from === null ? null : { origin: from }
      history.pushState(entry, "", to + writeState({ ...readState(""), language, look, ...keep }))
      read()
    },
    origin,
    open(to) {
      history.pushState(null, "", to)
      read()
    },
  }
}
