import { canonical } from "../assessment/canonical.rules.ts"

/** A place of a scheme where two versions are not the same; null where one of them has nothing there. */
export type SchemeChange = { path: string; before: string | null; after: string | null }

type Leaf = { path: string; text: string }

/** What names an element of a list better than its number does. */
const nameOf = (element: unknown, index: number): string => {
  if (typeof element === "object" && element !== null && "id" in element) return String(element.id)
  if (Array.isArray(element) && typeof element[0] === "string") return element[0]
  return String(index + 1)
}

function listLeaves(value: unknown, path: string): Leaf[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.some((element) => typeof element === "object"))
    return value.flatMap((element, index) => {
      // A pair such as a cut is its name and its value, not a list of two.
      const held = Array.isArray(element) && element.length === 2 ? element[1] : element
      return listLeaves(held, `${path}/${nameOf(element, index)}`)
    })
  if (typeof value === "object" && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, part]) =>
      key === "id" && path.includes("/") ? [] : listLeaves(part, `${path}/${key}`),
    )
  const text = Array.isArray(value)
    ? value.join("、")
    : typeof value === "object"
      ? canonical(value)
      : String(value)
  return [{ path: path.slice(1), text }]
}

/**
 * Where two versions of a scheme differ, in the order of the later one: each place by its names, such as
 * `indicators/taxPerMu/weight` or `gradeRule/cuts/A`. Order of indicators alone is no difference.
 */
export function listSchemeChanges(before: unknown, after: unknown): SchemeChange[] {
  const old = new Map(listLeaves(before, "").map(({ path, text }) => [path, text]))
  const now = new Map(listLeaves(after, "").map(({ path, text }) => [path, text]))
  const changed = [...now].flatMap(([path, text]): SchemeChange[] =>
    old.get(path) === text ? [] : [{ path, before: old.get(path) ?? null, after: text }],
  )
  const gone = [...old].flatMap(([path, text]): SchemeChange[] =>
    now.has(path) ? [] : [{ path, before: text, after: null }],
  )
  return [...changed, ...gone]
}
