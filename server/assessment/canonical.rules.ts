import { Exact } from "../../geodata/units.ts"

/**
 * The one text of a value, to be hashed: keys in code unit order, absent keys left out, numbers as decimal
 * strings, text in NFC. What differs in any way that matters gives another text, and nothing else does.
 *
 * @param value JSON of plain objects, arrays, text, finite numbers, exact decimals, booleans and null
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value)
  if (typeof value === "string") return quote(value)
  if (typeof value === "number") return quote(new Exact(value).toFixed())
  if (value instanceof Exact) return quote(value.toFixed())
  if (Array.isArray(value)) {
    let text = ""
    for (const part of value) text += text === "" ? canonical(part) : `,${canonical(part)}`
    return `[${text}]`
  }
  if (typeof value !== "object") throw new Error(`no canonical form of ${typeof value}`)
  let text = ""
  for (const key of listKeys(value)) {
    const part = (value as Record<string, unknown>)[key]
    if (part === undefined) continue
    text += `${text === "" ? "" : ","}${quote(key)}:${canonical(part)}`
  }
  return `{${text}}`
}

/** Text that is the same in NFC and needs no escape. */
const PLAIN = /^[ !#-[\]-~]*$/

const quote = (text: string): string =>
  PLAIN.test(text) ? `"${text}"` : JSON.stringify(text.normalize("NFC"))

/** Keys in code unit order; most objects are made that way. */
function listKeys(value: object): string[] {
  const keys = Object.keys(value)
  for (let place = 1; place < keys.length; place += 1)
    if (keys[place]! < keys[place - 1]!) return keys.sort()
  return keys
}
