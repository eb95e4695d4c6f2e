import { createSignal } from "solid-js"

/** Runs what a form or a button asks for: busy while it lasts, and why it failed. */
export function createSubmit<Given extends unknown[]>(work: (...given: Given) => Promise<unknown>) {
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<{ error: unknown } | null>(null)
  return {
    busy,
    failure,
    /** @returns whether it was done */
    async submit(...given: Given): Promise<boolean> {
      setBusy(true)
      setFailure(null)
      try {
        await work(...given)
        return true
      } catch (error) {
        setFailure({ error })
        return false
      } finally {
        setBusy(false)
      }
    },
    /** Says no more of what failed. */
    forget: () => setFailure(null),
  }
}
