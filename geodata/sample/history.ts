/** Parcels of the past: what was split or merged, when, and what it is now. */
import type { Calendar } from "./calendar.ts"
import { parcelCodeOf } from "./codes.ts"
import type { Holding } from "./holdings.ts"
import type { Change } from "./sites.ts"

export type Past = {
  kind: Change["kind"]
  /** First day of the children. */
  on: string
  parents: Holding[]
  children: Holding[]
}

/** Sequence numbers of parcels of the past: beyond those of today. */
const FIRST_SEQUENCE = 90_001

/** When each kind of change was: land in use, land in the reserve that was parted, and joined. */
const CHANGED_AGO = { transfer: [20, 14], split: [9, 8], merge: [11, 5] } as const

export function tellHistory(
  changes: readonly Change[],
  holdings: readonly Holding[],
  { park, calendar }: { park: number; calendar: Calendar },
): Past[] {
  const holdingOf = new Map(holdings.map((holding) => [holding.site, holding]))
  let sequence = FIRST_SEQUENCE
  return changes.map(({ kind, parents, children }): Past => {
    // In the order of the codes: of a planted pair the first is his who had the whole.
    const now = children
      .flatMap((site) => holdingOf.get(site) ?? [])
      .sort((a, b) => a.sequence - b.sequence)
    const course = now[0]?.course ?? null
    const isTransfer = kind === "split" && course?.supplied != null
    return {
      kind,
      on: calendar.dayOf(CHANGED_AGO[isTransfer ? "transfer" : kind]),
      children: now,
      parents: parents.map((site): Holding => ({
        site: { ...site, shape: "plain" },
        parcelCode: parcelCodeOf(park, sequence),
        sequence: sequence++,
        course: isTransfer ? course : null,
        stage: null,
        wish: null,
        areas: {
          certifiedDm2: null,
          contractDm2: null,
          surveyedDm2: site.areaDm2,
          legalDm2: site.areaDm2,
        },
      })),
    }
  })
}
