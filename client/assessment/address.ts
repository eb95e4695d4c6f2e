/** What of a year people enter by hand, each on a screen of its own. */
export const YEAR_TABS = ["roster", "claims", "units", "transfers"] as const
export type YearTab = (typeof YEAR_TABS)[number]

/** A screen of the assessment, as its address names it. */
export type Place =
  | { screen: "board" }
  | { screen: "year" | YearTab; year: number }
  | { screen: "run" | "trial"; year: number; runId: number }
  | { screen: "firm"; year: number; runId: number; enterpriseId: number }
  | { screen: "movers"; year: number; runId: number; against: number | null }

const ID = "([1-9]\\d{0,9})"
const YEAR = /^\/assessment\/(\d{4})(?:\/(roster|claims|units|transfers))?\/?$/
const RUN = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/?$`)
const TRIAL = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/trial/?$`)
const FIRM = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/firms/${ID}/?$`)
const MOVERS = new RegExp(`^/assessment/(\\d{4})/runs/${ID}/movers(?:/${ID})?/?$`)

const numbers = (found: RegExpExecArray | null) => found?.slice(1).map(Number)

/**
 * The screen that an address names; null for one that is none. Two runs may also be compared as
 * `movers?against=5`.
 */
export function readPlace(path: string, search = ""): Place | null {
  if (/^\/assessment\/?$/.test(path)) return { screen: "board" }
  const [, ofYear, tab] = YEAR.exec(path) ?? []
  if (ofYear) return { screen: (tab ?? "year") as "year" | YearTab, year: Number(ofYear) }
  const run = numbers(RUN.exec(path))
  if (run) return { screen: "run", year: run[0]!, runId: run[1]! }
  const trial = numbers(TRIAL.exec(path))
  if (trial) return { screen: "trial", year: trial[0]!, runId: trial[1]! }
  const firm = numbers(FIRM.exec(path))
  if (firm) return { screen: "firm", year: firm[0]!, runId: firm[1]!, enterpriseId: firm[2]! }
  const movers = numbers(MOVERS.exec(path))
  if (!movers) return null
  const asked = Number(new URLSearchParams(search).get("against"))
  const against = movers[2] || (Number.isInteger(asked) && asked > 0 ? asked : null)
  return { screen: "movers", year: movers[0]!, runId: movers[1]!, against }
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
    case "trial":
      return `${base}/${place.year}/runs/${place.runId}/trial`
    case "firm":
      return `${base}/${place.year}/runs/${place.runId}/firms/${place.enterpriseId}`
    case "movers":
      return `${base}/${place.year}/runs/${place.runId}/movers${place.against ? `/${place.against}` : ""}`
    default:
      return `${base}/${place.year}/${place.screen}`
  }
}
