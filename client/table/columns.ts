import type { ColumnName, Kind } from "./shapes.ts"

/** Columns in the order of the chooser; what stands in no group is a figure of the year or another matter. */
const GROUPS = {
  identity: [
    "name",
    "id",
    "parcelCode",
    "unitCode",
    "creditCode",
    "location",
    "landUse",
    "landUseScheme",
    "industryCode",
    "stage",
    "registeredOn",
    "approvedOn",
  ],
  area: [
    "areaMu",
    "legalAreaM2",
    "certifiedAreaM2",
    "contractAreaM2",
    "surveyedAreaM2",
    "geomAreaM2",
    "parcelCount",
    "landMu",
    "ownedMu",
    "leasedInMu",
    "leasedOutMu",
    "yearLandMu",
  ],
  standing: [
    "lifecycle",
    "projectStatus",
    "grade",
    "available",
    "suspected",
    "flagRule",
    "determined",
    "aboveScale",
  ],
  users: ["holder", "firms", "firmCount"],
  contract: [
    "signedOn",
    "agreedStart",
    "supplementStart",
    "taxCommitPerMu",
    "outputCommitPerMu",
    "investCommitPerMu",
  ],
  floors: ["floorM2", "vacantFloorM2"],
} as const

const GROUP_IDS = [
  "identity",
  "area",
  "standing",
  "users",
  "contract",
  "floors",
  "perMu",
  "amounts",
  "more",
] as const
export type GroupId = (typeof GROUP_IDS)[number]

const GROUP_OF = new Map<string, GroupId>(
  Object.entries(GROUPS).flatMap(([group, names]) =>
    names.map((name) => [name, group as GroupId] as const),
  ),
)

const isPerMu = ({ name }: ColumnName) => name.endsWith("PerMu")

const groupOf = (column: ColumnName): GroupId =>
  GROUP_OF.get(column.name) ??
  (isPerMu(column) ? "perMu" : column.type === "number" ? "amounts" : "more")

/** The columns by group, in the order of the chooser; groups without any are left out. */
export const groupColumns = (columns: readonly ColumnName[]) =>
  GROUP_IDS.map((group) => ({
    group,
    columns: columns.filter((column) => groupOf(column) === group),
  })).filter(({ columns }) => columns.length > 0)

/** Columns that are shown until somebody chooses others; who lacks one has the rest. */
const DEFAULTS: Record<Kind, readonly string[]> = {
  parcels: [
    "name",
    "areaMu",
    "lifecycle",
    "grade",
    "taxPerMu",
    "revenuePerMu",
    "landUse",
    "holder",
    "suspected",
    "determined",
    "location",
  ],
  firms: [
    "name",
    "grade",
    "parcelCount",
    "landMu",
    "taxPerMu",
    "revenuePerMu",
    "taxWanYuan",
    "revenueWanYuan",
    "averageStaff",
    "industryCode",
    "stage",
  ],
}
/** Stays in sight when the table is scrolled sideways. */
const PINNED = "name"

/** Which columns are shown and in which order, which of them stay in sight, and how wide people made them (px). */
export type Layout = { shown: string[]; pinned: string[]; widths: Record<string, number> }

export function defaultLayout(kind: Kind, columns: readonly ColumnName[]): Layout {
  const has = (name: string) => columns.some((column) => column.name === name)
  const shown = DEFAULTS[kind].filter(has)
  return {
    shown: shown.length > 0 ? shown : columns.map(({ name }) => name),
    pinned: [PINNED].filter(has),
    widths: {},
  }
}

/** px */
export const LEAST_WIDTH = 64
export const MOST_WIDTH = 640

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : []

/**
 * A layout as it was kept, as far as it still means something: names that the audience no longer has are dropped,
 * as is anything that nobody of us wrote. Null where no column is left to show.
 */
export function readLayout(text: string | null, columns: readonly ColumnName[]): Layout | null {
  let kept: unknown
  try {
    kept = JSON.parse(text ?? "null")
  } catch {
    return null
  }
  if (typeof kept !== "object" || kept === null) return null
  const { shown, pinned, widths } = kept as Record<string, unknown>
  const names = new Set(columns.map(({ name }) => name))
  const known = (value: unknown) => [...new Set(texts(value))].filter((name) => names.has(name))
  const order = known(shown)
  if (order.length === 0) return null
  const sizes = typeof widths === "object" && widths !== null ? Object.entries(widths) : []
  return {
    shown: order,
    pinned: known(pinned).filter((name) => order.includes(name)),
    widths: Object.fromEntries(
      sizes.flatMap(([name, width]) =>
        names.has(name) && typeof width === "number" && width >= LEAST_WIDTH && width <= MOST_WIDTH
          ? [[name, width]]
          : [],
      ),
    ),
  }
}

/** The columns as they are shown, those that stay in sight first. */
export const orderShown = ({ shown, pinned }: Layout): string[] => [
  ...pinned.filter((name) => shown.includes(name)),
  ...shown.filter((name) => !pinned.includes(name)),
]

/** Room in px that a kind of value needs, where its heading does not need more. */
const ROOM: Record<string, number> = {
  name: 210,
  parcelCode: 188,
  unitCode: 264,
  creditCode: 176,
  location: 220,
  landUse: 176,
  landUseScheme: 168,
  lifecycle: 132,
  projectStatus: 132,
  holder: 200,
  firms: 260,
  flagRule: 220,
  stage: 110,
  id: 84,
}
const TYPE_ROOM: Record<string, number> = { number: 116, boolean: 92, day: 108, text: 132 }
/** Px beside the words of a heading: its edges, the sign of the order and the button of its menu. */
const HEADING_ROOM = 58
/** Px beside the words of a closed value: its sign and the edges. */
const SIGN_ROOM = 52
/** Px of a character of a heading. */
const WIDE_CHARACTER = 13.5
const NARROW_CHARACTER = 7.2

const wordsWidth = (text: string) =>
  [...text].reduce(
    (sum, character) => sum + (character > "\u2E7F" ? WIDE_CHARACTER : NARROW_CHARACTER),
    0,
  )

/** How wide a column is until somebody changes it, so that no line of its heading is cut. */
export function usualWidth(
  { name, type, values }: ColumnName,
  lines: readonly string[],
  language: "zh" | "en",
): number {
  const headings = lines.map((line) => wordsWidth(line) + HEADING_ROOM)
  const words = (values ?? []).map((value) => wordsWidth(value[language]) + SIGN_ROOM)
  return Math.ceil(Math.max(ROOM[name] ?? TYPE_ROOM[type] ?? 132, ...headings, ...words))
}

const UNITS: Record<string, string> = {
  亩: "mu",
  "m²": "m²",
  宗: "parcels",
  家: "firms",
  人: "persons",
  万元: "10k yuan",
  吨: "t",
  吨标煤: "tce",
  万千瓦时: "10k kWh",
}

/** A unit in the language of the page, each part of a ratio by itself. */
export const unitIn = (unit: string, language: "zh" | "en"): string =>
  language === "zh"
    ? unit
    : unit
        .split("/")
        .map((part) => UNITS[part] ?? part)
        .join("/")

/** By which column and which way a sort text orders. */
export const readSort = (sort: string): { name: string; descending: boolean } =>
  sort.startsWith("-")
    ? { name: sort.slice(1), descending: true }
    : { name: sort, descending: false }

/** The sort that pressing a heading leads to: figures from the largest, texts from the first, then the other way, then none. */
export function nextSort(sort: string, { name, type }: ColumnName): string {
  const [first, second] = type === "number" ? [`-${name}`, name] : [name, `-${name}`]
  if (sort === first) return second
  return sort === second ? "" : first
}
