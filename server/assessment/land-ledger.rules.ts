import { Exact, toMu } from "../../geodata/units.ts"

/**
 * One use of land that counts in a year. `leasedOut` is land that others had from the firm, whether they are on
 * record or not; `days` of the year it lasted.
 */
/** Where a record comes from and who entered it. */
export type RecordOrigin = {
  sourceName: string
  sourceKind: string
  /** Row of the source's file; null where it came from no file. */
  sourceRow: number | null
  documentNo: string | null
  recordedAt: string
  recordedBy: string
}

/** Runs that were sealed before it was kept say nothing of it. */
type OptionalOrigin = { [Field in keyof RecordOrigin]?: RecordOrigin[Field] | undefined }

export type LedgerRow = {
  occupancyId: number
  parcelId: number
  parcelCode: string | null
  parcelName: string | null
  kind: "owned" | "leasedIn" | "leasedOut"
  /** The other side of a lease; null for own land and where it is not on record. */
  counterpart: string | null
  areaM2: string
  /** Leased floor and the plot ratio of the lessor's parcel, where the land came from them. */
  floorAreaM2: string | null
  far: string | null
  fromOn: string
  /** First day no longer in use; null while in use. */
  toOn: string | null
  days: number
} & OptionalOrigin

export type LandOfYear = {
  ownedMu: string
  leasedInMu: string
  leasedOutMu: string
  landMu: string
}

/** Land enters a score as it is stored: in mu to six decimals, 0.0007 m². */
const MU_PLACES = 6

export const daysOfYear = (fiscalYear: number): number =>
  new Date(Date.UTC(fiscalYear, 1, 29)).getUTCMonth() === 1 ? 366 : 365

/** What one use adds to the year's land, in mu: its area by the days it lasted over the days of the year; half up. */
export const toMuOfYear = (areaM2Days: Exact, fiscalYear: number): Exact =>
  toMu(areaM2Days).div(daysOfYear(fiscalYear)).toDecimalPlaces(MU_PLACES)

/**
 * The land of a firm in a year: owned + leased in - leased out, each an average over the days of the year.
 * A lease that starts on 1 July counts for the half year it lasted, with both sides of it.
 *
 * @returns mu to six decimals; null where nothing is on record, which is not the same as no land
 */
export function sumLedger(rows: readonly LedgerRow[], fiscalYear: number): LandOfYear | null {
  if (rows.length === 0) return null
  const sum = (kind: LedgerRow["kind"]) =>
    toMuOfYear(
      rows
        .filter((row) => row.kind === kind)
        .reduce((total, row) => total.plus(new Exact(row.areaM2).times(row.days)), new Exact(0)),
      fiscalYear,
    )
  const [owned, leasedIn, leasedOut] = [sum("owned"), sum("leasedIn"), sum("leasedOut")]
  return {
    ownedMu: owned.toFixed(),
    leasedInMu: leasedIn.toFixed(),
    leasedOutMu: leasedOut.toFixed(),
    landMu: owned.plus(leasedIn).minus(leasedOut).toFixed(),
  }
}
