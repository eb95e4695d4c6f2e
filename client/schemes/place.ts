/** A screen of the schemes, as its address names it. `version` null is the scheme as it comes with the product. */
export type Place =
  | { screen: "list" }
  | { screen: "version"; id: string; version: number | null; against: number | null }
  | { screen: "editor"; id: string; version: number | null }

const ID = "([A-Za-z0-9][A-Za-z0-9_-]{0,59})"
const NUMBER = "([1-9]\\d{0,6})"
const BASE = "/assessment/schemes"
const VERSION = new RegExp(`^${BASE}/${ID}/(?:${NUMBER}|shipped)(?:/against/${NUMBER})?/?$`)
const EDITOR = new RegExp(`^${BASE}/${ID}/(?:${NUMBER}|shipped)/edit/?$`)

const toNumber = (text: string | undefined) => (text === undefined ? null : Number(text))

/** The screen that an address names; null for one that is none. */
export function readPlace(path: string): Place | null {
  if (new RegExp(`^${BASE}/?$`).test(path)) return { screen: "list" }
  const [, edited, from] = EDITOR.exec(path) ?? []
  if (edited) return { screen: "editor", id: edited, version: toNumber(from) }
  const [, id, version, against] = VERSION.exec(path) ?? []
  return id
    ? { screen: "version", id, version: toNumber(version), against: toNumber(against) }
    : null
}

/** The address of a screen. */
export function writePlace(place: Place): string {
  if (place.screen === "list") return BASE
  const base = `${BASE}/${place.id}/${place.version ?? "shipped"}`
  if (place.screen === "editor") return `${base}/edit`
  return place.against === null ? base : `${base}/against/${place.against}`
}
