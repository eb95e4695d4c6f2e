import { Exact } from "../../geodata/units.ts"

/**
 * The one text of a value, to be hashed: keys in code unit order, absent keys left out, numbers as decimal
 * strings, text in NFC. What differs in any way that matters gives another text, and nothing else does.
 *
 * @param value JSON of plain objects, arrays, text, finite numbers, exact decimals, booleans and null
 */
export function canonical(value: unknown): string {
  const pieces: string[] = []
  write(value, pieces)
  return pieces.join("")
}

/** Pieces joined once take a fraction of the memory of text added to text. */
function write(value: unknown, pieces: string[]): void {
  if (typeof value === "string") writeText(value, pieces)
  else if (value === null || typeof value === "boolean") pieces.push(String(value))
  else if (typeof value === "number") writeText(new Exact(value).toFixed(), pieces)
  else if (value instanceof Exact) writeText(value.toFixed(), pieces)
  else if (Array.isArray(value)) writeArray(value, pieces)
  else if (typeof value === "object") writeObject(value as Record<string, unknown>, pieces)
  else throw new Error(`no canonical form of ${typeof value}`)
}

function writeArray(parts: readonly unknown[], pieces: string[]): void {
  pieces.push("[")
  for (const [place, part] of parts.entries()) {
    if (place > 0) pieces.push(",")
    write(part, pieces)
  }
  pieces.push("]")
}

function writeObject(value: Record<string, unknown>, pieces: string[]): void {
  let before = "{"
  for (const key of listKeys(value)) {
    const part = value[key]
    if (part === undefined) continue
    pieces.push(before)
    writeText(key, pieces)
    pieces.push(":")
    write(part, pieces)
    before = ","
  }
  pieces.push(before === "{" ? "{}" : "}")
}

function writeText(text: string, pieces: string[]): void {
  if (isPlain(text)) pieces.push('"', text, '"')
  else pieces.push(JSON.stringify(text.normalize("NFC")))
}

const [SPACE, QUOTE, BACKSLASH, TILDE] = [32, 34, 92, 126]

/** Text that is the same in NFC and needs no escape. */
function isPlain(text: string): boolean {
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place)
    if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) return false
  }
  return true
}

/** Keys in code unit order; most objects are made that way. */
function listKeys(value: object): string[] {
  const keys = Object.keys(value)
  for (let place = 1; place < keys.length; place += 1)
    if (keys[place]! < keys[place - 1]!) return keys.sort()
  return keys
}
