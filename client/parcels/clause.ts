import { type Box, writeBox } from "../map/box.ts"
import type { ThemeId } from "../map/theme-ids.ts"
import { quoted, type Theme, type ThemeClass } from "../map/theme.ts"

/** A limit of a range: decimal text or a day, and whether the limit itself belongs to it. */
export type Limit = { value: string; open: boolean }

/** One condition of a filter, as a chip shows it. A filter is all of its clauses at once. */
export type Clause =
  | { kind: "classes"; theme: ThemeId; keys: string[] }
  | { kind: "range"; name: string; day: boolean; low: Limit | null; high: Limit | null }
  | { kind: "oneOf"; name: string; values: string[] }
  | { kind: "truth"; name: string; value: boolean }
  | { kind: "contains"; name: string; text: string }
  | { kind: "missing"; name: string }
  /** Figures that lie in one of these. */
  | { kind: "boxes"; boxes: Box[] }
  | { kind: "area"; ring: [lng: number, lat: number][] }
  /** Something that people or other programs wrote: kept word for word. */
  | { kind: "words"; text: string }

const literal = (value: string, day: boolean) => (day ? `DATE(${quoted(value)})` : value)

/** A LIKE pattern that means exactly these characters, anywhere. */
const pattern = (text: string) => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`

function writeRange({ name, day, low, high }: Clause & { kind: "range" }): string {
  return [
    ...(low ? [`${name} ${low.open ? ">" : ">="} ${literal(low.value, day)}`] : []),
    ...(high ? [`${name} ${high.open ? "<" : "<="} ${literal(high.value, day)}`] : []),
  ].join(" AND ")
}

function writeClasses({ theme, keys }: Clause & { kind: "classes" }, themes: readonly Theme[]) {
  const classes = themes.find(({ id }) => id === theme)?.classes ?? []
  const filters = keys.flatMap((key) => classes.find((entry) => entry.key === key)?.filter ?? [])
  return filters.length === 0 ? "" : `(${filters.map((filter) => `(${filter})`).join(" OR ")})`
}

function writeClause(clause: Clause, themes: readonly Theme[]): string {
  switch (clause.kind) {
    case "classes":
      return writeClasses(clause, themes)
    case "range":
      return writeRange(clause)
    case "oneOf":
      return `${clause.name} IN (${clause.values.map(quoted).join(", ")})`
    case "truth":
      return `${clause.name} = ${clause.value}`
    case "contains":
      return `${clause.name} LIKE ${quoted(pattern(clause.text))}`
    case "missing":
      return `${clause.name} IS NULL`
    case "boxes":
      return `(${clause.boxes.map((box) => `(${writeBox(box)})`).join(" OR ")})`
    case "area": {
      const corners = [...clause.ring, clause.ring[0]!]
      const ring = corners.map(([lng, lat]) => `${lng.toFixed(6)} ${lat.toFixed(6)}`).join(", ")
      return `S_INTERSECTS(geom, POLYGON((${ring})))`
    }
    case "words":
      return `(${clause.text})`
  }
}

/** The CQL2 text of all clauses at once; "" for none. */
export const writeFilter = (clauses: readonly Clause[], themes: readonly Theme[]): string =>
  clauses
    .map((clause) => writeClause(clause, themes))
    .filter((text) => text !== "")
    .join(" AND ")

/** What a clause asks of figures: the names of its measures; none where it is about something else. */
export function measuresOf(clause: Clause): string[] {
  if (clause.kind === "range" && !clause.day) return [clause.name]
  if (clause.kind !== "boxes") return []
  return [...new Set(clause.boxes.flatMap((box) => box.map(({ name }) => name)))]
}

/** The clauses that ask nothing of these measures. */
export const withoutMeasures = (clauses: readonly Clause[], names: readonly string[]): Clause[] =>
  clauses.filter((clause) => !measuresOf(clause).some((name) => names.includes(name)))

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What is chosen of a theme's classes: their keys, or the boxes of figures. */
function findChoice(clauses: readonly Clause[], { id, needs }: Theme) {
  const ofTheme = clauses.find((one) => one.kind === "classes" && one.theme === id)
  const ofFigures = clauses.find((one) => one.kind === "boxes" && same(measuresOf(one), [...needs]))
  return {
    keys: ofTheme?.kind === "classes" ? ofTheme.keys : [],
    boxes: ofFigures?.kind === "boxes" ? ofFigures.boxes : [],
  }
}

/** Whether a filter asks for a class. */
export function isChosen(clauses: readonly Clause[], theme: Theme, entry: ThemeClass): boolean {
  const { keys, boxes } = findChoice(clauses, theme)
  if (!entry.boxes) return keys.includes(entry.key)
  return entry.boxes.every((box) => boxes.some((one) => same(one, box)))
}

/** The clauses with a class asked for as well, or no longer. Classes of one theme are alternatives. */
export function toggleClass(clauses: readonly Clause[], theme: Theme, entry: ThemeClass): Clause[] {
  const { keys, boxes } = findChoice(clauses, theme)
  const isOff = isChosen(clauses, theme, entry)
  if (entry.boxes) {
    const own = entry.boxes
    const wanted = isOff
      ? boxes.filter((one) => !own.some((box) => same(one, box)))
      : [...boxes, ...own]
    const others = withoutMeasures(clauses, theme.needs)
    return wanted.length === 0 ? others : [...others, { kind: "boxes", boxes: wanted }]
  }
  const wanted = isOff ? keys.filter((one) => one !== entry.key) : [...keys, entry.key]
  const others = clauses.filter((one) => !(one.kind === "classes" && one.theme === theme.id))
  return wanted.length === 0
    ? others
    : [...others, { kind: "classes", theme: theme.id, keys: wanted }]
}
