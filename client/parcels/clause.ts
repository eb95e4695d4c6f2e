import type { ThemeId } from "../map/theme-ids.ts"
import { quoted, type Theme } from "../map/theme.ts"

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
