import { Exact, toMu } from "../../geodata/units.ts"
import {
  daysOfYear,
  type LedgerRow,
  sumLedger,
  toMuOfYear,
} from "../../server/assessment/land-ledger.rules.ts"

export type Ledger = {
  daysOfYear: number
  rows: (LedgerRow & { areaMu: string; countedMu: string })[]
  ownedMu: string | null
  leasedInMu: string | null
  leasedOutMu: string | null
  landMu: string | null
}

/** The land of a firm in a year, use by use, as a sealed run keeps it: with the mu that each adds or takes. */
export function listLedger(rows: readonly LedgerRow[], fiscalYear: number): Ledger {
  const land = sumLedger(rows, fiscalYear)
  return {
    daysOfYear: daysOfYear(fiscalYear),
    rows: rows.map((row) => {
      const counted = toMuOfYear(new Exact(row.areaM2).times(row.days), fiscalYear)
      return {
        ...row,
        areaMu: toMu(row.areaM2).toFixed(),
        countedMu: (row.kind === "leasedOut" ? counted.negated() : counted).toFixed(),
      }
    }),
    ownedMu: land?.ownedMu ?? null,
    leasedInMu: land?.leasedInMu ?? null,
    leasedOutMu: land?.leasedOutMu ?? null,
    landMu: land?.landMu ?? null,
  }
}
