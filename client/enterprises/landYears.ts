/** Land of a firm at the end of each year, by how it holds it. */
import { Exact, toMu } from "../../geodata/units.ts"
import type { Firm } from "../record/shapes.ts"

/** mu at the end of a year; `endMu` is what is left in use: owned and leased in, less what is let. */
export type YearLand = {
  year: number
  ownedMu: number
  leasedInMu: number
  leasedOutMu: number
  endMu: number
}

const PLACES = 5

/**
 * The earliest year first.
 *
 * @param years those to tell of
 */
export const listYearLand = (parcels: Firm["parcels"], years: readonly number[]): YearLand[] =>
  [...years]
    .sort((a, b) => a - b)
    .map((year) => {
      const day = `${year}-12-31`
      const sum = (kind: string) =>
        parcels
          .flatMap(({ uses }) => uses)
          .filter(
            (use) => use.kind === kind && use.from <= day && (use.to === null || day < use.to),
          )
          .reduce((all, { landAreaM2 }) => all.plus(toMu(landAreaM2 ?? 0)), new Exact(0))
      const [owned, leasedIn, leasedOut] = [sum("owned"), sum("leasedIn"), sum("leasedOut")]
      const plain = (mu: Exact) => mu.toDecimalPlaces(PLACES).toNumber()
      return {
        year,
        ownedMu: plain(owned),
        leasedInMu: plain(leasedIn),
        leasedOutMu: plain(leasedOut),
        endMu: plain(owned.plus(leasedIn).minus(leasedOut)),
      }
    })
