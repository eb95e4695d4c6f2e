import type { Box, Side } from "../map/box.ts"
import type { Theme } from "../map/theme.ts"
import type { Clause, Limit } from "./clause.ts"

/** Splits at a keyword that stands outside of quotes and parentheses. */
function split(text: string, keyword: "AND" | "OR"): string[] {
  const parts: string[] = []
  const pattern = new RegExp(`^\\s${keyword}\\s`, "i")
  let [depth, quoted, from] = [0, false, 0]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === "'") quoted = !quoted
    else if (quoted) continue
    else if (character === "(") depth += 1
    else if (character === ")") depth -= 1
    else if (depth === 0 && pattern.test(text.slice(at, at + keyword.length + 2))) {
      parts.push(text.slice(from, at))
      at += keyword.length
      from = at + 1
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim())
}

/** What stands in parentheses that enclose the whole; undefined where none do. */
function unwrap(text: string): string | undefined {
  if (!text.startsWith("(") || !text.endsWith(")")) return undefined
  let [depth, quoted] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted
    if (quoted) continue
    if (text[at] === "(") depth += 1
    if (text[at] === ")") depth -= 1
    if (depth === 0 && at < text.length - 1) return undefined
  }
  return depth === 0 && !quoted ? text.slice(1, -1).trim() : undefined
}

const NAME = "([A-Za-z][A-Za-z0-9]*)"
const TEXT = "'((?:[^']|'')*)'"
const RANGE = new RegExp(
  `^${NAME}\\s*(<=|>=|<|>)\\s*(?:(-?\\d+(?:\\.\\d+)?)|DATE\\(${TEXT}\\))$`,
  "i",
)
const ONE_OF = new RegExp(`^${NAME}\\s+IN\\s*\\((\\s*${TEXT}(?:\\s*,\\s*${TEXT})*\\s*)\\)$`, "i")
const EQUAL = new RegExp(`^${NAME}\\s*=\\s*${TEXT}$`)
const TRUTH = new RegExp(`^${NAME}\\s*=\\s*(true|false)$`, "i")
const CONTAINS = new RegExp(`^${NAME}\\s+LIKE\\s+'%((?:[^'%]|''|\\\\%)*)%'$`, "i")
const MISSING = new RegExp(`^${NAME}\\s+IS\\s+NULL$`, "i")
const PRESENT = new RegExp(`^${NAME}\\s+IS\\s+NOT\\s+NULL$`, "i")
const AREA = /^S_INTERSECTS\(\s*geom\s*,\s*POLYGON\s*\(\(([-\d.,\s]+)\)\)\s*\)$/i

const unquote = (text: string) => text.replaceAll("''", "'")

function readRange(text: string): Clause | undefined {
  const [, name, sign, number, day] = RANGE.exec(text) ?? []
  if (!name || !sign) return undefined
  const limit: Limit = { value: number ?? unquote(day ?? ""), open: sign.length === 1 }
  const isLow = sign.startsWith(">")
  return {
    kind: "range",
    name,
    day: number === undefined,
    low: isLow ? limit : null,
    high: isLow ? null : limit,
  }
}

function readRing(text: string): Clause | undefined {
  const corners = AREA.exec(text)?.[1]
    ?.split(",")
    .map((corner) => corner.trim().split(/\s+/).map(Number))
  if (!corners || corners.some((corner) => corner.length !== 2 || corner.some(Number.isNaN)))
    return undefined
  return { kind: "area", ring: corners.slice(0, -1) as [number, number][] }
}

function readPlain(text: string): Clause | undefined {
  const [, listName, list] = ONE_OF.exec(text) ?? []
  if (listName && list) {
    const values = [...list.matchAll(new RegExp(TEXT, "g"))].map(([, value]) => unquote(value!))
    return { kind: "oneOf", name: listName, values }
  }
  const [, equalName, equal] = EQUAL.exec(text) ?? []
  if (equalName) return { kind: "oneOf", name: equalName, values: [unquote(equal!)] }
  const [, truthName, truth] = TRUTH.exec(text) ?? []
  if (truthName) return { kind: "truth", name: truthName, value: truth!.toLowerCase() === "true" }
  const [, likeName, like] = CONTAINS.exec(text) ?? []
  if (likeName)
    return {
      kind: "contains",
      name: likeName,
      text: unquote(like!).replaceAll(/\\([\\%_])/g, "$1"),
    }
  const [, missing] = MISSING.exec(text) ?? []
  return missing ? { kind: "missing", name: missing } : undefined
}

/** The classes of one theme that a text asks for, as `writeFilter` words them. */
function readClasses(text: string, themes: readonly Theme[]): Clause | undefined {
  const inner = unwrap(text)
  if (inner === undefined) return undefined
  const parts = split(inner, "OR").map((part) => unwrap(part) ?? part)
  for (const { id, classes } of themes) {
    const keys = parts.map((part) => classes.find(({ filter }) => filter === part)?.key)
    if (keys.every((key) => key !== undefined)) return { kind: "classes", theme: id, keys }
  }
  return undefined
}

/** One condition of a box; undefined for anything that no box asks. */
function readSide(text: string): Side | undefined {
  const [, missing] = MISSING.exec(text) ?? []
  if (missing) return { name: missing, missing: true }
  const [, present] = PRESENT.exec(text) ?? []
  if (present) return { name: present, low: null, high: null }
  const range = readRange(text)
  if (range?.kind !== "range" || range.day) return undefined
  const { name, low, high } = range
  if (low) return low.open ? undefined : { name, low: Number(low.value), high: null }
  return high?.open ? { name, low: null, high: Number(high.value) } : undefined
}

function readBox(text: string): Box | undefined {
  const sides: Side[] = []
  for (const part of split(text, "AND")) {
    const side = readSide(part)
    const last = sides.at(-1)
    if (!side) return undefined
    const isUpper = "low" in side && side.low === null && side.high !== null
    if (isUpper && last && "low" in last && last.name === side.name && last.high === null)
      sides[sides.length - 1] = { ...last, high: side.high }
    else sides.push(side)
  }
  return sides
}

/** Classes of figures, whatever the limits are now: alternatives in parentheses of their own. */
function readBoxes(text: string): Clause | undefined {
  const parts = split(unwrap(text) ?? "", "OR").map(unwrap)
  const boxes = parts.map((part) => (part === undefined ? undefined : readBox(part)))
  return boxes.every((box) => box !== undefined) ? { kind: "boxes", boxes } : undefined
}

/** Two limits of one name are one range, as people mean them. */
function joinRanges(clauses: Clause[]): Clause[] {
  const joined: Clause[] = []
  for (const clause of clauses) {
    const before = joined.at(-1)
    const fits =
      clause.kind === "range" &&
      before?.kind === "range" &&
      before.name === clause.name &&
      before.day === clause.day &&
      before.high === null &&
      clause.low === null
    if (fits) joined[joined.length - 1] = { ...before, high: clause.high }
    else joined.push(clause)
  }
  return joined
}

/**
 * Reads a filter into clauses. What it does not know it keeps as words, so nothing of a link is ever lost:
 * writing what was read gives a filter of the same meaning.
 */
export function readFilter(filter: string, themes: readonly Theme[]): Clause[] {
  if (filter.trim() === "") return []
  // The AND of a BETWEEN joins its two limits, not two conditions.
  if (split(filter, "OR").length > 1 || /\bBETWEEN\b/i.test(filter))
    return [{ kind: "words", text: filter.trim() }]
  return joinRanges(
    split(filter, "AND").map(
      (part) =>
        readClasses(part, themes) ??
        readBoxes(part) ??
        readRange(part) ??
        readRing(part) ??
        readPlain(part) ?? { kind: "words", text: unwrap(part) ?? part },
    ),
  )
}
