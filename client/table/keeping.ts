/** What a person's own browser remembers of a table. A browser that remembers nothing is no fault. */
const named = (key: string) => `mutu.${key}`

export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(named(key))
  } catch {
    return null
  }
}

export function writeKept(key: string, text: string): void {
  try {
    localStorage.setItem(named(key), text)
  } catch {
    // Full or forbidden: the table is as it is until it is closed.
  }
}
