import type { MapState } from "../map/state.ts"
import { type Clause, writeFilter } from "../parcels/clause.ts"
import { readFilter } from "../parcels/clause-reader.ts"

/** The parts of a picture that are made of fields, which not every role has. */
type Made = Pick<MapState, "theme" | "measure" | "other" | "height" | "filter" | "sort">

/** What of a picture somebody is not shown. */
export type Hidden = "theme" | "height" | "filter" | "sort"
const PARTS: readonly Hidden[] = ["theme", "height", "filter", "sort"]

/** What a role may see: the fields of its catalogue, and the themes that they are enough for. */
export type Sight = { fields: ReadonlySet<string>; themes: ReadonlySet<string> }

/** Words of CQL2 that are no names of ours. */
const KEYWORDS = new Set(
  "AND OR NOT IN LIKE BETWEEN IS NULL TRUE FALSE DATE GEOM POLYGON MULTIPOLYGON POINT BBOX".split(
    " ",
  ),
)
const TOKEN = /'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*(\s*\()?/g

/** Names that a condition asks for, whatever else it says; a function is none. */
export const namesOf = (condition: string): string[] =>
  [...condition.matchAll(TOKEN)].flatMap(([token, opening]) =>
    opening || token.startsWith("'") || KEYWORDS.has(token.toUpperCase()) ? [] : [token],
  )

/**
 * A picture as far as somebody may see it. Conditions on fields that he does not have are left out, and all that
 * is left out is named; the rest stays word for word.
 */
export function fit(state: Made, { fields, themes }: Sight): Made & { hidden: readonly Hidden[] } {
  const has = (name: string | null) => name === null || fields.has(name)
  const isSeen = (clause: Clause) =>
    namesOf(writeFilter([clause], [])).every((name) => fields.has(name))
  const clauses = readFilter(state.filter, [])
  const seen = clauses.filter(isSeen)
  const sees: Record<Hidden, boolean> = {
    theme:
      state.theme === null ||
      (themes.has(state.theme) &&
        (state.theme !== "measure" || (has(state.measure) && has(state.other)))),
    height: has(state.height),
    filter: seen.length === clauses.length,
    sort: state.sort === "" || has(state.sort.replace(/^-/, "")),
  }
  return {
    theme: sees.theme ? state.theme : null,
    measure: sees.theme ? state.measure : null,
    other: sees.theme ? state.other : null,
    height: sees.height ? state.height : null,
    filter: sees.filter ? state.filter : writeFilter(seen, []),
    sort: sees.sort ? state.sort : "",
    hidden: PARTS.filter((part) => !sees[part]),
  }
}
