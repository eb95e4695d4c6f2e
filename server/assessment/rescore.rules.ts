import { canonical } from "./canonical.rules.ts"
import type { Enterprise } from "./enterprise.rules.ts"
import type { Scheme } from "./scheme.rules.ts"
import { addUpRun, placeEntrants, scoreStratum, type SealedRun } from "./seal.rules.ts"

type Entrant = { enterprise: Enterprise; members: readonly string[] }

/**
 * Computes a year again after some inputs changed: a stratum whose inputs are what they were keeps its results, the
 * others are scored anew as a whole, since means and ranks may move there. Equal to computing everything.
 *
 * @param before the run of the same schemes and year, with the inputs of then
 * @returns the run, and the schemes that were scored anew
 */
export function rescoreRun(
  before: SealedRun,
  entrants: readonly Entrant[],
  schemes: readonly Scheme[],
  fiscalYear: number,
): SealedRun & { rescored: string[] } {
  const placed = placeEntrants(entrants, schemes)
  const textOf = (inputs: SealedRun["inputs"], schemeId: string) =>
    inputs
      .filter((input) => input.schemeId === schemeId)
      .map(canonical)
      .join("\n")
  const rescored: string[] = []
  const strata = schemes.map((scheme) => {
    const old = before.strata.find(({ schemeId }) => schemeId === scheme.id)
    if (old && textOf(before.inputs, scheme.id) === textOf(placed.inputs, scheme.id))
      return {
        stratum: old,
        results: before.results.filter(({ schemeId }) => schemeId === scheme.id),
      }
    rescored.push(scheme.id)
    return scoreStratum(placed, scheme, fiscalYear)
  })
  return { ...addUpRun(placed, strata), rescored }
}
