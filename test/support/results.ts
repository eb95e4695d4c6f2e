import type { Result, RunLand } from "../../client/assessment/shapes.ts"

/** A result of a run with what a test says of it; without a figure an item is missing. */
export const makeResult = (
  creditCode: string,
  given: Partial<Result> = {},
  values: Readonly<Record<string, string | null>> = {},
): Result => ({
  enterpriseId: Number(/\d+/.exec(creditCode)?.[0] ?? 1),
  creditCode,
  name: creditCode,
  industryCode: "1711",
  members: [],
  schemeId: "UP",
  ratingClass: "rated",
  landMu: "10",
  items: Object.entries(values).map(([id, value]) => ({
    id,
    weight: "50",
    value,
    benchmark: null,
    score: null,
    missing: value === null,
  })),
  bonus: "0",
  penalty: "0",
  total: "50",
  totalRounded: "50",
  rank: 1,
  gradeByRank: "B",
  grade: "B",
  reasons: [],
  ...given,
})

/** Where a firm was, as a run tells it: parcel numbers with m². */
export const makeLand = (
  creditCode: string,
  parcels: readonly (readonly [parcelId: number, areaM2: string, parcelCode?: string])[],
  given: Partial<RunLand[number]> = {},
): RunLand[number] => ({
  enterpriseId: Number(/\d+/.exec(creditCode)?.[0] ?? 1),
  creditCode,
  registeredOn: null,
  landFromOn: "2015-01-01",
  landToOn: null,
  parcels: parcels.map(([parcelId, areaM2, parcelCode = null]) => ({
    parcelId,
    areaM2,
    parcelCode,
  })),
  ...given,
})
