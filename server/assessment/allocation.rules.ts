import { Exact } from "../../geodata/units.ts"

/** One firm's land on one parcel, own or leased, in mu. */
export type Occupancy = { parcelId: string; creditCode: string; areaMu: Exact }

/** What a parcel carries of its firms' amounts; `unknownOf` names the firms whose amount is missing. */
export type ParcelAmount = { amount: Exact; unknownOf: string[] }

/**
 * Spreads each firm's amount over its parcels by its land on them, and adds up what each parcel gets.
 * A firm on two parcels is counted once: adding its whole amount to both would count it twice.
 *
 * @param amounts by credit code, in one unit (tax in 万元, say); null or absent is missing
 * @returns by parcel id, in the unit of `amounts`; divide by the parcel's mu for a per-mu metric
 */
export function allocateToParcels(
  occupancies: readonly Occupancy[],
  amounts: ReadonlyMap<string, Exact | null>,
): Map<string, ParcelAmount> {
  const landOf = new Map<string, Exact>()
  for (const { creditCode, areaMu } of occupancies)
    landOf.set(creditCode, (landOf.get(creditCode) ?? new Exact(0)).plus(areaMu))
  const parcels = new Map<string, ParcelAmount>()
  for (const { parcelId, creditCode, areaMu } of occupancies) {
    const parcel = parcels.get(parcelId) ?? { amount: new Exact(0), unknownOf: [] }
    parcels.set(parcelId, parcel)
    const amount = amounts.get(creditCode) ?? null
    const landMu = landOf.get(creditCode)
    if (amount === null || !landMu?.gt(0)) parcel.unknownOf.push(creditCode)
    // Multiplied before divided: 480 x 24 / 40 is 288 exactly.
    else parcel.amount = parcel.amount.plus(amount.times(areaMu).div(landMu))
  }
  return parcels
}
