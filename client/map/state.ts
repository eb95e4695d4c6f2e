import { type Day, isDay } from "../../geodata/days.ts"
import { EMPTY_MEASURE, type MeasureState, readMeasure, writeMeasure } from "./measure-state.ts"
import { THEME_IDS, type ThemeId } from "./theme-ids.ts"

/** Where the map looks: degrees in EPSG:4490, longitude first; bearing clockwise from north. */
export type Camera = { lng: number; lat: number; zoom: number; bearing: number; pitch: number }

/** Everything that makes two screens the same picture. The address bar holds it, so a link opens it. */
export type MapState = MeasureState & {
  /** null: the whole zone. */
  camera: Camera | null
  theme: ThemeId | null
  /** Fiscal year of grades and figures; null is the newest that the server has. */
  year: number | null
  /** CQL2 text of the one filter that drives map, list and legend. */
  filter: string
  /** Text searched for. */
  q: string
  /** A name of the list, `-` before it for descending. */
  sort: string
  /** parcel id */
  selected: number | null
  /** What stands beside the map: the list, what the selection comes to, or what changed between two days. */
  side: "list" | "statistics" | "changes"
  /** A table of all parcels or firms under the map, or in its place; null: none. */
  table: "half" | "full" | null
  /** Legal day that a page of the past is looked at on (YYYY-MM-DD); null is today. */
  on: Day | null
  /** Legal day that the map of `on` is held against, on its left; null: one map, of today. */
  against: Day | null
  /** null: Chinese. */
  language: "zh" | "en" | null
  /** null: as the system asks. */
  look: "light" | "dark" | null
}

export const EMPTY_STATE: MapState = {
  ...EMPTY_MEASURE,
  camera: null,
  theme: null,
  year: null,
  filter: "",
  q: "",
  sort: "",
  selected: null,
  side: "list",
  table: null,
  on: null,
  against: null,
  language: null,
  look: null,
}

/** Back from two days to the one of today. */
export const ONE_DAY = { against: null, on: null, side: "list" } as const

const number = (text: string | undefined, low: number, high: number): number | null => {
  if (text === undefined || !/^-?\d{1,10}(\.\d{1,9})?$/.test(text)) return null
  const value = Number(text)
  return value >= low && value <= high ? value : null
}

const whole = (text: string | null, low: number, high: number): number | null => {
  const value = number(text ?? undefined, low, high)
  return value !== null && Number.isInteger(value) ? value : null
}

function readCamera(text: string | null): Camera | null {
  const [lng, lat, zoom, bearing = "0", pitch = "0", ...rest] = text?.split(",") ?? []
  const camera = {
    lng: number(lng, -180, 180),
    lat: number(lat, -85, 85),
    zoom: number(zoom, 0, 24),
    bearing: number(bearing, -180, 180),
    pitch: number(pitch, 0, 85),
  }
  const whole = rest.length === 0 && Object.values(camera).every((value) => value !== null)
  return whole ? (camera as Camera) : null
}

const readDay = (text: string | null): Day | null => (text !== null && isDay(text) ? text : null)

const oneOf = <T extends string>(text: string | null, allowed: readonly T[]): T | null =>
  allowed.find((value) => value === text) ?? null

/** Reads a query string. What it does not understand it leaves at its default: a link never breaks a screen. */
export function readState(search: string): MapState {
  const query = new URLSearchParams(search)
  return {
    camera: readCamera(query.get("at")),
    theme: oneOf(query.get("theme"), THEME_IDS),
    year: whole(query.get("year"), 1990, 2100),
    ...readMeasure(query),
    filter: query.get("filter") ?? "",
    q: query.get("q") ?? "",
    sort: query.get("sort") ?? "",
    selected: whole(query.get("parcel"), 1, 2_147_483_647),
    side: oneOf(query.get("side"), ["statistics", "changes"]) ?? "list",
    table: oneOf(query.get("table"), ["half", "full"]),
    on: readDay(query.get("on")),
    against: readDay(query.get("against")),
    language: oneOf(query.get("lang"), ["zh", "en"]),
    look: oneOf(query.get("look"), ["light", "dark"]),
  }
}

/** Degrees to six places are 0.1 m; zoom to two is not seen. A straight view leaves its zeros out. */
function writeCamera({ lng, lat, zoom, bearing, pitch }: Camera): string {
  const place = [lng.toFixed(6), lat.toFixed(6), zoom.toFixed(2)]
  const turned = bearing.toFixed(1) !== "0.0" || pitch.toFixed(1) !== "0.0"
  return [...place, ...(turned ? [bearing.toFixed(1), pitch.toFixed(1)] : [])].join(",")
}

/** The query string of a state: "" for the default, else with its question mark. */
export function writeState(state: MapState): string {
  const query = new URLSearchParams()
  if (state.camera) query.set("at", writeCamera(state.camera))
  if (state.theme) query.set("theme", state.theme)
  if (state.year !== null) query.set("year", String(state.year))
  writeMeasure(query, state)
  if (state.filter) query.set("filter", state.filter)
  if (state.q) query.set("q", state.q)
  if (state.sort) query.set("sort", state.sort)
  if (state.selected !== null) query.set("parcel", String(state.selected))
  if (state.side !== "list") query.set("side", state.side)
  if (state.table) query.set("table", state.table)
  if (state.on) query.set("on", state.on)
  if (state.against) query.set("against", state.against)
  if (state.language) query.set("lang", state.language)
  if (state.look) query.set("look", state.look)
  const text = query.toString().replaceAll("%2C", ",")
  return text === "" ? "" : `?${text}`
}
