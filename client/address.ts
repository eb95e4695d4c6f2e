import { createSignal, onCleanup } from "solid-js"
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
  /** Opens another screen; language and look go along. */
  go: (path: string) => void
}

/** The address bar as reactive state, both ways: what is set is shown there, Back and Forward are heard. */
export function createAddress(): Address {
  const [path, setPath] = createSignal(location.pathname)
  const [state, setState] = createStore(readState(location.search))

  const read = () => {
    setPath(location.pathname)
    setState(reconcile(readState(location.search)))
  }
  addEventListener("popstate", read)
  onCleanup(() => removeEventListener("popstate", read))

  return {
    path,
    state,
    change(changes, how = "replace") {
      const to = location.pathname + writeState({ ...unwrap(state), ...changes })
      const same = to === location.pathname + location.search
      if (!same) history[how === "push" ? "pushState" : "replaceState"](null, "", to)
      setState(changes)
    },
    go(to) {
      const { language, look } = state
      history.pushState(null, "", to + writeState({ ...readState(""), language, look }))
      read()
    },
  }
}
