/** What of a year people enter by hand, each on a screen of its own. */
export const YEAR_TABS = ["roster", "claims", "units", "transfers"] as const
export type YearTab = (typeof YEAR_TABS)[number]

/** What may be asked of one run, each on a screen of its own. */
const RUN_SCREENS = ["trial", "quadrants", "comparison", "effects"] as const
type RunScreen = (typeof RUN_SCREENS)[number]

/** A screen of the assessment, as its address names it. */
export type Place =
  | { screen: "board" }
  | { screen: "year" | YearTab; year: number }
  | { screen: "policies" }
  | { screen: "run" | RunScreen; year: number; runId: number }
  | { screen: "firm"; year: number; runId: number; enterpriseId: number }
  | { screen: "movers" | "years"; year: number; runId: number; against: number | null }

const ID = "([1-9]\\d{0,9})"
const YEAR = /^\/assessment\/(\d{4})(?:\/(roster|claims|units|transfers))?\/?$/
const RUN = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/?$`)
const OF_RUN = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/(${RUN_SCREENS.join("|")})/?$`)
const FIRM = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/firms/${ID}/?$`)
const AGAINST = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/(movers|years)(?:/${ID})?/?$`)

const numbers = (found: RegExpExecArray | null) => found?.slice(1).map(Number)

/**
 * The screen that an address names; null for one that is none. Two runs may also be compared as
 * `movers?against=5`.
 */
export function readPlace(path: string, search = ""): Place | null {
  if (/^\/assessment\/?$/.test(path)) return { screen: "board" }
  if (/^\/assessment\/policies\/?$/.test(path)) return { screen: "policies" }
  const [, ofYear, tab] = YEAR.exec(path) ?? []
  if (ofYear) return { screen: (tab ?? "year") as "year" | YearTab, year: Number(ofYear) }
  const run = numbers(RUN.exec(path))
  if (run) return { screen: "run", year: run[0]!, runId: run[1]! }
  const [, runYear, runId, screen] = OF_RUN.exec(path) ?? []
  if (screen) return { screen: screen as RunScreen, year: Number(runYear), runId: Number(runId) }
  const firm = numbers(FIRM.exec(path))
  if (firm) return { screen: "firm", year: firm[0]!, runId: firm[1]!, enterpriseId: firm[2]! }
  const [, year, of, two, other] = AGAINST.exec(path) ?? []
  if (!two) return null
  const asked = Number(new URLSearchParams(search).get("against"))
  const against = Number(other ?? 0) || (Number.isInteger(asked) && asked > 0 ? asked : null)
  return {
    screen: two as "movers" | "years",
    year: Number(year),
    runId: Number(of),
    against,
  }
}

/** The address of a screen. */
export function writePlace(place: Place): string {
  const base = "/assessment"
  switch (place.screen) {
    case "board":
      return base
    case "year":
      return `${base}/${place.year}`
    case "run":
      return `${base}/${place.year}/runs/${place.runId}`
    case "policies":
      return `${base}/policies`
    case "trial":
    case "quadrants":
    case "comparison":
    case "effects":
      return `${base}/${place.year}/runs/${place.runId}/${place.screen}`
    case "firm":
      return `${base}/${place.year}/runs/${place.runId}/firms/${place.enterpriseId}`
    case "movers":
    case "years":
      return `${base}/${place.year}/runs/${place.runId}/${place.screen}${place.against ? `/${place.against}` : ""}`
    default:
      return `${base}/${place.year}/${place.screen}`
  }
}
