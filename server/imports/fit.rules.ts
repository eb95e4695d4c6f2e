import type { Day } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"

/** Use of one parcel by a firm; `toOn` is the first day no longer in use. Land in m², as decimal text. */
export type Use = {
  enterpriseId: number
  kind: "owned" | "leasedIn" | "leasedOut"
  lessorId: number | null
  landAreaM2: string
  fromOn: Day
  toOn: Day | null
}

/** Legal area of the parcel in m² for some days; `validTo` is the first day no longer. */
export type Land = { legalAreaM2: string; validFrom: Day; validTo: Day | null }

/** Rounding of areas that were computed from shares, in m². */
const TOLERANCE_M2 = "0.01"

export type Misfit = { onDay: Day; whose: "parcel" | "firm" }

const holdsOn = (from: Day, to: Day | null, day: Day) => from <= day && (to === null || day < to)

const sum = (uses: readonly Use[]): Exact =>
  uses.reduce((total, { landAreaM2 }) => total.plus(landAreaM2), new Exact(0))

/**
 * The first day on which the uses of a parcel do not fit: more is owned than its legal area, or a firm lets
 * more than it has. The same rule as `core.check_occupancy`, which the database holds at each commit.
 */
export function findMisfit(uses: readonly Use[], lands: readonly Land[]): Misfit | undefined {
  const days = new Set([
    ...uses.map(({ fromOn }) => fromOn),
    ...lands.map(({ validFrom }) => validFrom),
  ])
  for (const onDay of [...days].toSorted()) {
    const present = uses.filter(({ fromOn, toOn }) => holdsOn(fromOn, toOn, onDay))
    const land = lands.find(({ validFrom, validTo }) => holdsOn(validFrom, validTo, onDay))
    const owned = sum(present.filter(({ kind }) => kind === "owned"))
    if (land && owned.gt(new Exact(land.legalAreaM2).plus(TOLERANCE_M2)))
      return { onDay, whose: "parcel" }
    if (listFirms(present).some((firm) => letsTooMuch(present, firm)))
      return { onDay, whose: "firm" }
  }
  return undefined
}

const listFirms = (uses: readonly Use[]): number[] => [
  ...new Set(
    uses.flatMap(({ enterpriseId, lessorId }) => [enterpriseId, lessorId ?? enterpriseId]),
  ),
]

function letsTooMuch(uses: readonly Use[], firm: number): boolean {
  const has = uses.filter(({ enterpriseId, kind }) => enterpriseId === firm && kind !== "leasedOut")
  const lets = uses.filter(
    ({ enterpriseId, kind, lessorId }) =>
      lessorId === firm || (enterpriseId === firm && kind === "leasedOut"),
  )
  return sum(lets).gt(sum(has).plus(TOLERANCE_M2))
}
