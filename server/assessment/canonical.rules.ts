import { Exact } from "../../geodata/units.ts"

/**
 * The one text of a value, to be hashed: keys in code unit order, absent keys left out, numbers as decimal
 * strings, text in NFC. What differs in any way that matters gives another text, and nothing else does.
 *
 * @param value JSON of plain objects, arrays, text, finite numbers, exact decimals, booleans and null
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value)
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"))
  if (typeof value === "number") return JSON.stringify(new Exact(value).toFixed())
  if (value instanceof Exact) return JSON.stringify(value.toFixed())
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  if (typeof value !== "object") throw new Error(`no canonical form of ${typeof value}`)
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key.normalize("NFC"))}:${canonical(part)}`).join(",")}}`
}
