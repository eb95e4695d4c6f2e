/** Rows of a comparison: which attributes in which group, and the values of each item. */
import type { FilterName } from "./shapes.ts"

export type Group =
  | "land"
  | "standing"
  | "firms"
  | "contract"
  | "building"
  | "per-mu"
  | "amount"
  | "identity"

/** In the order of the table. A field that is in none of them is not compared: numbers of records, codes of codes. */
const PARCEL_GROUPS: readonly [Group, readonly string[]][] = [
  [
    "land",
    [
      "areaMu",
      "legalAreaM2",
      "certifiedAreaM2",
      "contractAreaM2",
      "surveyedAreaM2",
      "geomAreaM2",
      "landUse",
      "location",
      "approvedOn",
    ],
  ],
  ["standing", ["lifecycle", "projectStatus", "available", "determined", "suspected", "grade"]],
  ["firms", ["holder", "firms", "firmCount", "aboveScale", "industryCode"]],
  [
    "contract",
    [
      "signedOn",
      "agreedStart",
      "supplementStart",
      "investCommitPerMu",
      "outputCommitPerMu",
      "taxCommitPerMu",
    ],
  ],
  ["building", ["floorM2", "vacantFloorM2"]],
]
const FIRM_GROUPS: readonly [Group, readonly string[]][] = [
  ["identity", ["industryCode", "aboveScale", "registeredOn", "stage", "grade"]],
  ["land", ["landMu", "ownedMu", "leasedInMu", "leasedOutMu", "parcelCount", "yearLandMu"]],
]
const YEARLY: readonly [Group, readonly string[]][] = [
  [
    "per-mu",
    [
      "taxPerMu",
      "revenuePerMu",
      "valueAddedPerMu",
      "energyPerMu",
      "powerPerMu",
      "emissionPerMu",
      "staffPerMu",
      "rdPerMu",
      "techInvestPerMu",
      "newProjectInvestPerMu",
      "netProfitPerMu",
      "netAssetsPerMu",
    ],
  ],
  [
    "amount",
    [
      "taxWanYuan",
      "revenueWanYuan",
      "valueAddedWanYuan",
      "energyTce",
      "powerWanKwh",
      "emissionT",
      "averageStaff",
      "rdWanYuan",
      "techInvestWanYuan",
      "newProjectInvestWanYuan",
      "netProfitWanYuan",
      "netAssetsWanYuan",
    ],
  ],
]

export const GROUPS = {
  parcels: [...PARCEL_GROUPS, ...YEARLY],
  enterprises: [...FIRM_GROUPS, ...YEARLY],
} as const

/** Fields of the audience by group, in order; a group without any is left out. */
export function groupFields(
  kind: keyof typeof GROUPS,
  names: readonly FilterName[],
): { group: Group; fields: FilterName[] }[] {
  const byName = new Map(names.map((field) => [field.name, field]))
  return GROUPS[kind].flatMap(([group, wanted]) => {
    const fields = wanted.flatMap((name) => byName.get(name) ?? [])
    return fields.length > 0 ? [{ group, fields }] : []
  })
}
