/** Naming colleagues in a text: what is typed after an @, and which of those chosen are still there. */
import type { Person } from "./shapes.ts"

/** The part of a text that is being typed to name somebody: where its @ stands, and what follows it. */
export type Typed = { at: number; text: string }

/** Longer than any name: then the @ meant something else. */
const MOST = 20

/** What stands between the last @ and the cursor; null where nobody is being named. */
export function findTyped(text: string, cursor: number): Typed | null {
  const at = text.lastIndexOf("@", cursor - 1)
  if (at < 0 || at >= cursor) return null
  const typed = text.slice(at + 1, cursor)
  return /\s/.test(typed) || typed.length > MOST ? null : { at, text: typed }
}

/** Whom what was typed may mean, by name or by account. */
export const listMatching = (people: readonly Person[], typed: string): Person[] => {
  const wanted = typed.toLowerCase()
  return people.filter(
    ({ username, displayName }) =>
      displayName.toLowerCase().includes(wanted) || username.toLowerCase().startsWith(wanted),
  )
}

/** The text with the person in the place of what was typed, and where the cursor goes. */
export function insertPerson(
  text: string,
  { at, text: typed }: Typed,
  { displayName }: Person,
): { text: string; cursor: number } {
  const before = `${text.slice(0, at)}@${displayName} `
  return {
    text: before + text.slice(at + 1 + typed.length).replace(/^ /, ""),
    cursor: before.length,
  }
}

/** Of those who were chosen, whoever is still named in the text; each once. */
export const stillNamed = (text: string, chosen: readonly Person[]): Person[] => [
  ...new Map(
    chosen
      .filter(({ displayName }) => text.includes(`@${displayName}`))
      .map((person) => [person.username, person]),
  ).values(),
]

/** A text cut where somebody is named. */
export function cutAtNames(
  text: string,
  named: readonly Person[],
): { text: string; isName: boolean }[] {
  const names = named
    .map(({ displayName }) => `@${displayName}`)
    .sort((a, b) => b.length - a.length)
  const parts: { text: string; isName: boolean }[] = []
  let rest = text
  while (rest !== "") {
    const found = names
      .map((name) => ({ name, at: rest.indexOf(name) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0]
    if (!found) {
      parts.push({ text: rest, isName: false })
      break
    }
    if (found.at > 0) parts.push({ text: rest.slice(0, found.at), isName: false })
    parts.push({ text: found.name, isName: true })
    rest = rest.slice(found.at + found.name.length)
  }
  return parts
}
