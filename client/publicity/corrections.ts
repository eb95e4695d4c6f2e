import { Exact, toMu } from "../../geodata/units.ts"
import type { Correction, Land } from "./shapes.ts"

/** What was typed against a firm's land, by the use, and against a figure; blank is no correction. */
export type Typed = {
  land: Readonly<Record<number, string>>
  indicator: string
  value: string
}

type Row = Pick<Land["rows"][number], "occupancyId" | "floorAreaM2" | "far">

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/

/** Whether a use counts by its floor over the plot ratio: then its floor is what is corrected. */
export const isByFloor = ({ floorAreaM2, far }: Omit<Row, "occupancyId">): boolean =>
  floorAreaM2 !== null && far !== null

/** Whether a text is an area above zero. */
const isArea = (text: string) => NUMBER.test(text) && new Exact(text).gt(0)

/** The mu that a typed area comes to; null where it is none. */
export function muOf(row: Omit<Row, "occupancyId">, typed: string): string | null {
  const text = typed.trim()
  if (!isArea(text)) return null
  const area = isByFloor(row) ? new Exact(text).div(row.far!) : new Exact(text)
  return toMu(area).toFixed()
}

/** Corrections as the server takes them; null where something that was typed is no figure. */
export function listCorrections(typed: Typed, rows: readonly Row[]): Correction[] | null {
  const corrections: Correction[] = []
  for (const row of rows) {
    const text = (typed.land[row.occupancyId] ?? "").trim()
    if (text === "") continue
    if (!isArea(text)) return null
    const area = new Exact(text).toNumber()
    const { occupancyId } = row
    corrections.push(
      isByFloor(row)
        ? { kind: "land", occupancyId, floorAreaM2: area }
        : { kind: "land", occupancyId, landAreaM2: area },
    )
  }
  if (typed.indicator !== "") {
    if (!NUMBER.test(typed.value.trim())) return null
    const indicator = typed.indicator as (Correction & { kind: "figure" })["indicator"]
    corrections.push({ kind: "figure", indicator, value: new Exact(typed.value.trim()).toNumber() })
  }
  return corrections
}
