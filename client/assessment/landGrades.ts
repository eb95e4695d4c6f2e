/** Grades of firms laid on the land that they use. Pure. */
import { Exact } from "../../geodata/units.ts"
import type { RunLand } from "./shapes.ts"

/**
 * Codes of the firms on each parcel, the largest user first, as the grade of a parcel asks for them: it is that of the
 * graded firm that uses most of its land on 31 December, and of two alike that of the lower number.
 */
export function listUsers(land: RunLand): Map<number, string[]> {
  const users = new Map<number, { creditCode: string; enterpriseId: number; areaM2: Exact }[]>()
  for (const { enterpriseId, creditCode, parcels } of land)
    for (const { parcelId, areaM2 } of parcels) {
      const own = { creditCode, enterpriseId, areaM2: new Exact(areaM2) }
      const known = users.get(parcelId)
      if (known) known.push(own)
      else users.set(parcelId, [own])
    }
  return new Map(
    [...users].map(([parcelId, own]) => [
      parcelId,
      own
        .sort((a, b) => b.areaM2.comparedTo(a.areaM2) || a.enterpriseId - b.enterpriseId)
        .map(({ creditCode }) => creditCode),
    ]),
  )
}

type Grades = ReadonlyMap<string, string | null>

/** The grade of each parcel on which a graded firm is. */
export function gradeParcels(
  users: ReadonlyMap<number, readonly string[]>,
  grades: Grades,
): Map<number, string> {
  const found = new Map<number, string>()
  for (const [parcelId, codes] of users)
    for (const code of codes) {
      const grade = grades.get(code)
      if (!grade) continue
      found.set(parcelId, grade)
      break
    }
  return found
}

/** Parcels whose grade is another than before: better or worse, to or from none among the worse. */
export function listMoved(
  before: ReadonlyMap<number, string>,
  after: ReadonlyMap<number, string>,
): Map<number, "up" | "down"> {
  const moved = new Map<number, "up" | "down">()
  for (const parcelId of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(parcelId), after.get(parcelId)]
    if (was === is) continue
    moved.set(parcelId, is !== undefined && (was === undefined || is < was) ? "up" : "down")
  }
  return moved
}
