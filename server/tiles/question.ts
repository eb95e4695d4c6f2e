import type { Day } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { MapField } from "../parcels/catalogue.ts"
import { readSelection, type Selection } from "../parcels/selection.ts"
import type { Measure } from "./encode/bins-layer.ts"
import { type Feed, FEEDS, feedsOf, nameOf, type TileColumn } from "./queries.ts"
import type { ViewKey } from "./residency.ts"

/** What is asked of a map: by whom, of which parcels, in which attributes. */
export type Question = {
  audience: Audience
  fields: readonly MapField[]
  /** What bins tell of beside count and area. */
  measure: MapField | null
  /** Fiscal year of grades and figures; null while there are none. */
  year: number | null
  /** A day before today; absent or null: today. */
  on?: Day | null | undefined
  filter?: string | undefined
  q?: string | undefined
}

/** What a layer needs of parcels. */
export type Look = {
  columns: readonly TileColumn[]
  names: readonly string[]
  /**
   * The views that together answer: the attributes of all parcels, and, where some are asked for, which they
   * are. Null where the answer is read from the database each time: where the map is not told of changes that it
   * stands on, and of a past day, which is not in memory.
   */
  views: readonly ViewKey[] | null
}

/** A question made ready to be asked of many tiles. */
export type Plan = {
  /** Tells it from every other. */
  key: string
  audience: Audience
  year: number | null
  /** A day before today; null is today. */
  on: Day | null
  selection: Selection
  parcels: Look
  bins: Look & { measure: Measure | null }
  /** Changes that make an answer old; null where it is never kept. */
  feeds: readonly Feed[] | null
}

/** One text for a question; equal questions have equal texts. */
export function keyOf({ audience, fields, measure, year, on, filter, q }: Question): string {
  let names = ""
  for (const { name } of fields) names += `${name},`
  return `${audience} ${year ?? ""} ${on ?? ""} ${names} ${measure?.name ?? ""} ${filter ?? ""}\n${q ?? ""}`
}

/** @throws Error for an audience without a legal area: nothing can be counted for it */
export function planQuestion(question: Question): Plan {
  const { audience, year, on = null, filter, q } = question
  const selection = readSelection(audience, { filter, q, on })
  const fields = question.fields.map((field): TileColumn => ({ field, part: "value" }))
  const { columns, measure } = binColumns(question, selection)
  const parcels = lookOf(question, selection, fields)
  const bins = lookOf(question, selection, columns)
  const views = parcels.views && bins.views && [...parcels.views, ...bins.views]
  return {
    key: keyOf(question),
    audience,
    year,
    on,
    selection,
    parcels: on ? { ...parcels, views: null } : parcels,
    bins: { ...bins, ...(on ? { views: null } : {}), measure },
    feeds: views && FEEDS.filter((one) => views.some(({ feeds }) => feeds.includes(one))),
  }
}

/** What bins are made of: legal area, and of the measure its parts. */
function binColumns(
  { audience, measure }: Question,
  { catalogue }: Selection,
): { columns: TileColumn[]; measure: Measure | null } {
  const area = catalogue.get("areaMu")
  if (!area) throw new Error(`${audience} has no area to count`)
  const columns: TileColumn[] = [{ field: area, part: "value" }]
  if (!measure) return { columns, measure: null }
  if (measure.ratio) {
    columns.push({ field: measure, part: "amount" }, { field: measure, part: "areaMu" })
    return { columns, measure: { name: measure.name, kind: "ratio" } }
  }
  columns.push({ field: measure, part: "value" })
  return { columns, measure: { name: measure.name, kind: "class" } }
}

function lookOf(
  { audience, year, filter, q }: Question,
  selection: Selection,
  columns: readonly TileColumn[],
): Look {
  const names = columns.map(nameOf)
  const viewOf = (
    some: Selection,
    feeds: readonly Feed[],
    shown: readonly TileColumn[],
  ): ViewKey => ({
    audience,
    key: JSON.stringify([
      audience,
      year,
      some === selection ? (filter ?? "") : "",
      shown.map(nameOf),
    ]),
    feeds,
    selection: some,
    year,
    columns: shown,
  })
  const own = feedsOf(columns.map(({ field }) => field))
  if (q || !own) return { columns, names, views: null }
  if (!filter) return { columns, names, views: [viewOf(selection, own, columns)] }
  const narrowing = feedsOf(selection.filter.fields)
  if (!narrowing) return { columns, names, views: null }
  const all = readSelection(audience, {})
  return { columns, names, views: [viewOf(all, own, columns), viewOf(selection, narrowing, [])] }
}
