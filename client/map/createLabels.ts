import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl"
import type { Feature, FeatureCollection, Point } from "geojson"
import { type Accessor, createEffect, createMemo, on } from "solid-js"
import { type CellColumns, valueAt } from "./columns-file.ts"
import { createColumns } from "./createColumns.ts"
import type { MapOptions } from "./createMap.ts"
import { type createPaint, eachParcel } from "./createPaint.ts"
import { LABELS, LABELS_FROM } from "./layers/parcelLabels.ts"
import { type Attributes, text, type Theme } from "./theme.ts"

/** What is written on a parcel beside its name: the letter of its class, and its figure. */
export type Wording = (theme: Theme, attributes: Attributes) => { code: string; note: string }

/** Where and what to write on parcels; the id of a feature is the parcel's. */
type Label = Feature<Point, { code: string; name: string; note: string; areaMu: number }>
type Labels = FeatureCollection<Point, Label["properties"]>

const FIELDS = ["name", "areaMu", "lon", "lat"]

/** Writes names and figures on the parcels in view, once they are close enough to carry them. */
export function createLabels(
  map: Accessor<MapLibre | undefined>,
  { input, paint, wording }: Pick<MapOptions, "input" | "paint" | "wording">,
  painted: ReturnType<typeof createPaint>,
) {
  const cells = createMemo(() => (painted.zoom() >= LABELS_FROM ? painted.cells() : []))
  const names = createColumns(cells, () => {
    if (!wording) return null
    const { audience, tileSet } = paint()
    return { audience, fields: FIELDS, year: null, filter: "", on: tileSet.on }
  })
  // Letters do not follow a hand that moves limits.
  const theme = createMemo(() => input().theme)
  const labels = createMemo((): Labels => {
    const features = cells().flatMap((cell) => {
      const named = names.held().get(cell)
      // A theme that tells nothing of parcels asks for nothing; they have their names all the same.
      const columns = theme().needs.length > 0 ? painted.classes().get(cell) : named
      if (!wording || !named || !columns) return []
      const known = { theme: theme(), earlier: painted.earlier().get(cell) }
      return writeCell(named, columns, known, wording)
    })
    return { type: "FeatureCollection", features }
  })
  let isEmpty = true
  createEffect(
    on([map, labels], ([instance, written]) => {
      const source = instance?.getSource<GeoJSONSource>(LABELS)
      if (!source || (isEmpty && written.features.length === 0)) return
      isEmpty = written.features.length === 0
      void source.setData(written)
    }),
  )
  return { settled: names.settled, failing: names.failing, renew: names.renew }
}

/** Both kinds of columns are in the order of ids; a parcel that one of them does not have yet waits. */
function writeCell(
  named: CellColumns,
  columns: CellColumns,
  known: { theme: Theme; earlier: CellColumns | null | undefined },
  wording: Wording,
): Label[] {
  const [name, areaMu, lon, lat] = FIELDS.map((field) => named.columns.get(field)!)
  const written: Label[] = []
  let row = 0
  eachParcel(columns, known, (id, attributes) => {
    while (row < named.ids.length && named.ids[row]! < id) row += 1
    const place = [valueAt(lon!, row), valueAt(lat!, row)]
    if (named.ids[row] !== id || typeof place[0] !== "number" || typeof place[1] !== "number")
      return
    const area = valueAt(areaMu!, row)
    written.push({
      type: "Feature",
      id,
      geometry: { type: "Point", coordinates: [place[0], place[1]] },
      properties: {
        ...wording(known.theme, { ...attributes, areaMu: area }),
        name: text(valueAt(name!, row)),
        areaMu: typeof area === "number" ? area : 0,
      },
    })
  })
  return written
}
