import { draftPath, noticePath } from "../notices/shapes.ts"

/** Lists of the desk, each on a page of its own. */
export const DESK_TABS = [
  "open",
  "pending",
  "determined",
  "dismissed",
  "inDisposal",
  "notices",
  "forecast",
  "supervision",
  "rules",
  "evaluations",
] as const
export type DeskTab = (typeof DESK_TABS)[number]

/** A screen of idle and low-efficiency land, as its address names it. */
export type Place =
  | { screen: DeskTab }
  | { screen: "case"; parcelId: number }
  | { screen: "notice"; id: number }
  | { screen: "draft"; parcelId: number }
  | { screen: "evaluation"; id: number }
  | { screen: "rule"; id: string; version: number | null; against: number | null }
  | { screen: "editor"; id: string | null; version: number | null }

const BASE = "/idle"
/** Parts of addresses that are said otherwise than in code. */
const PATHS: Record<DeskTab, string> = {
  open: "",
  pending: "/pending",
  determined: "/determined",
  dismissed: "/not-idle",
  inDisposal: "/in-disposal",
  notices: "/notices",
  forecast: "/forecast",
  supervision: "/supervision",
  rules: "/rules",
  evaluations: "/evaluations",
}
const ID = "[a-z0-9][a-z0-9-]{0,59}"
const CASE = /^\/idle\/parcels\/([1-9]\d{0,9})\/?$/
const NOTICE = /^\/idle\/notices\/([1-9]\d{0,9})\/?$/
const DRAFT = /^\/idle\/parcels\/([1-9]\d{0,9})\/new-notice\/?$/
const EVALUATION = /^\/idle\/evaluations\/([1-9]\d{0,9})\/?$/
const RULE = new RegExp(`^/idle/rules/(${ID})(?:/([1-9]\\d{0,5})(?:/against/([1-9]\\d{0,5}))?)?/?$`)
const NEW = /^\/idle\/new-rule\/?$/
const EDITOR = new RegExp(`^/idle/new-rule/(${ID})(?:/([1-9]\\d{0,5}))?/?$`)

const numberIn = (text: string | undefined): number | null => (text ? Number(text) : null)

/** The screen that an address names; null for one that is none. */
export function readPlace(path: string): Place | null {
  const tab = DESK_TABS.find((one) => path.replace(/\/$/, "") === BASE + PATHS[one])
  if (tab) return { screen: tab }
  const [, parcelId] = CASE.exec(path) ?? []
  if (parcelId) return { screen: "case", parcelId: Number(parcelId) }
  const [, noticeId] = NOTICE.exec(path) ?? []
  if (noticeId) return { screen: "notice", id: Number(noticeId) }
  const [, ofParcel] = DRAFT.exec(path) ?? []
  if (ofParcel) return { screen: "draft", parcelId: Number(ofParcel) }
  const [, evaluationId] = EVALUATION.exec(path) ?? []
  if (evaluationId) return { screen: "evaluation", id: Number(evaluationId) }
  const [, id, version, against] = RULE.exec(path) ?? []
  if (id) return { screen: "rule", id, version: numberIn(version), against: numberIn(against) }
  if (NEW.test(path)) return { screen: "editor", id: null, version: null }
  const [, from, of] = EDITOR.exec(path) ?? []
  return from ? { screen: "editor", id: from, version: numberIn(of) } : null
}

/** The address of a screen. */
export function writePlace(place: Place): string {
  switch (place.screen) {
    case "case":
      return `${BASE}/parcels/${place.parcelId}`
    case "notice":
      return noticePath(place.id)
    case "draft":
      return draftPath(place.parcelId)
    case "evaluation":
      return `${BASE}/evaluations/${place.id}`
    case "rule": {
      const version = place.version === null ? "" : `/${place.version}`
      return `${BASE}/rules/${place.id}${version}${place.against === null ? "" : `/against/${place.against}`}`
    }
    case "editor":
      return `${BASE}/new-rule${place.id === null ? "" : `/${place.id}`}${place.version === null ? "" : `/${place.version}`}`
    default:
      return BASE + PATHS[place.screen]
  }
}
