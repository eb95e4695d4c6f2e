/**
 * The planted cases: for each thing that a user looks for there is at least one parcel and firm in every
 * park, under the same codes whatever the seed and size. Codes below are those of the first park, which
 * is the only one of `generateSample`.
 */
import { creditCodeOf, parcelCodeOf } from "./codes.ts"
import { FIRM_CASES } from "./planted-firms.ts"
import { LAND_CASES } from "./planted-land.ts"
import type { CaseWish } from "./wishes.ts"

export const CASE_WISHES: readonly CaseWish[] = [...LAND_CASES, ...FIRM_CASES]

export type PlantedCase = {
  id: string
  title: string
  shows: string
  parcelCodes: string[]
  /** In the order of the case: the owner first, then tenants. */
  creditCodes: string[]
}

/** The planted lots take every third sequence number, so that they lie among the others. */
export const plantedSequence = (ordinal: number): number => ordinal * 3 + 2

/** Every planted case of a park with its codes. */
export function listPlanted(park = 0): PlantedCase[] {
  let lot = 0
  let firm = 0
  return CASE_WISHES.map(({ id, title, shows, lots, firms }) => ({
    id,
    title,
    shows,
    parcelCodes: lots.map(() => parcelCodeOf(park, plantedSequence(lot++))),
    creditCodes: (firms ?? []).map(() => creditCodeOf(park, firm++)),
  }))
}
