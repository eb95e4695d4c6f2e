import type { LedgerRow } from "../assessment/land-ledger.rules.ts"
import { Exact } from "../../geodata/units.ts"

type Used = { parcelId: number; parcelCode: string | null; areaM2: string }

/**
 * Land that a firm used itself on 31 December, by parcel and most first: what it owns and rents, less what it lets. A
 * parcel that it lets altogether is not among it.
 */
export function listUsedAtYearEnd(land: readonly LedgerRow[], fiscalYear: number): Used[] {
  const lastDay = `${fiscalYear}-12-31`
  const used = new Map<number, { parcelCode: string | null; areaM2: Exact }>()
  for (const { parcelId, parcelCode, kind, areaM2, fromOn, toOn } of land) {
    if (fromOn > lastDay || (toOn !== null && toOn <= lastDay)) continue
    const before = used.get(parcelId)?.areaM2 ?? new Exact(0)
    const after = kind === "leasedOut" ? before.minus(areaM2) : before.plus(areaM2)
    used.set(parcelId, { parcelCode, areaM2: after })
  }
  return [...used]
    .filter(([, { areaM2 }]) => areaM2.gt(0))
    .sort(([a, one], [b, other]) => other.areaM2.comparedTo(one.areaM2) || a - b)
    .map(([parcelId, { parcelCode, areaM2 }]) => ({
      parcelId,
      parcelCode,
      areaM2: areaM2.toFixed(),
    }))
}

/** The first day of own or rented land, and the first day without; null is still in use, or none at all. */
export function findPeriod(land: readonly LedgerRow[]): {
  landFromOn: string | null
  landToOn: string | null
} {
  const held = land.filter(({ kind }) => kind !== "leasedOut")
  const ends = held.map(({ toOn }) => toOn)
  return {
    landFromOn: held.map(({ fromOn }) => fromOn).sort()[0] ?? null,
    landToOn: ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null),
  }
}
