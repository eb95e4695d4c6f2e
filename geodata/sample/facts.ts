/**
 * What the sample generator invents: plain facts, in the shape that the loader writes. Nothing here
 * knows a database. Areas m² as decimal strings with two places, money 万元 as decimal strings with two
 * places, days YYYY-MM-DD, geometry in EPSG:4490 degrees (lon, lat). Absent is null, never zero.
 */

/** Polygon parts: for each part an outer ring and its holes, each ring closed, lon/lat degrees. */
export type SampleGeometry = [number, number][][][]

export type SampleParcel = {
  /** 19 characters, unique; the key that the other facts use. */
  parcelCode: string
  name: string
  location: string
  landUseScheme: "2023"
  landUseCode: string
  certifiedAreaM2: string | null
  contractAreaM2: string | null
  surveyedAreaM2: string | null
  geom: SampleGeometry
  validFrom: string
}

/** One legal parcel became others (split) or several became one (merge) on a day. */
export type SampleLineage = {
  kind: "split" | "merge"
  on: string
  /** Parents existed until the day before; children carry their share of the parents' area, 0-1. */
  parents: SampleParcel[]
  children: string[]
}

export type SampleEnterprise = {
  creditCode: string
  name: string
  formerName: string | null
  /** GB/T 4754-2017, four digits, as text. */
  industryCode: string
  aboveScale: boolean
  registeredOn: string
  ratingClass: "rated" | "transition" | "uplift" | "exempt" | "ungraded" | "notRated" | "unsuitable"
}

export type SampleOccupancy = {
  parcelCode: string
  creditCode: string
  kind: "owned" | "leasedIn" | "leasedOut"
  /** Who lets to whom; null for `owned`, and for a counterpart that is not on record. */
  lessorCreditCode: string | null
  landAreaM2: string
  floorAreaM2: string | null
  far: string | null
  fromOn: string
  toOn: string | null
}

export type SampleContract = {
  parcelCode: string
  contractNo: string
  supervisionNo: string | null
  signedOn: string
  agreedDeliveryOn: string | null
  deliveredOn: string | null
  agreedStartOn: string | null
  supplementStartOn: string | null
  agreedCompletionOn: string | null
  agreedProductionOn: string | null
  /** Day on which the commitments are first held against the figures. */
  targetCheckOn: string | null
  landPriceWanYuan: string
  totalInvestWanYuan: string
  devAreaDueM2: string
  investPerMuWanYuan: string | null
  outputPerMuWanYuan: string | null
  taxPerMuWanYuan: string | null
  farMin: string | null
  farMax: string | null
}

export type SampleProject = {
  parcelCode: string
  name: string
  creditCode: string | null
  milestones: { milestone: Milestone; plannedOn: string | null; actualOn: string | null }[]
  investedWanYuan: string | null
  devAreaM2: string | null
  suspendedOn: string | null
  /** Day on which production stopped. */
  stoppedOn: string | null
  /** Government-side, force-majeure or holder's pauses of the legal clock (domain.md 4.1). */
  pauses: { fromOn: string; toOn: string | null; cause: "government" | "forceMajeure" | "holder" }[]
}

export type Milestone =
  | "signed"
  | "landAcquired"
  | "started"
  | "inStatistics"
  | "completed"
  | "producing"
  | "aboveScale"
  | "designOutput"

export type SampleBuilding = {
  parcelCode: string
  name: string
  storeys: number
  floorAreaM2: string
  vacantFloorAreaM2: string
  vacantFromOn: string | null
}

/** The names of the yearly figures, unit in the name. */
export const INDICATOR_INPUTS = [
  "taxWanYuan",
  "valueAddedWanYuan",
  "revenueWanYuan",
  "energyTce",
  "emissionT",
  "powerWanKwh",
  "averageStaff",
  "rdWanYuan",
  "techInvestWanYuan",
  "newProjectInvestWanYuan",
  "netProfitWanYuan",
  "netAssetsWanYuan",
] as const
export type IndicatorInput = (typeof INDICATOR_INPUTS)[number]

export type SampleFigures = {
  creditCode: string
  fiscalYear: number
  /**
   * Two places, but emissions four and staff whole. A figure that is absent has its reason in `missing`.
   */
  values: Partial<Record<IndicatorInput, string>>
  missing: Partial<Record<IndicatorInput, "notReported" | "notApplicable" | "underReview">>
}

/** A firm whose power of the last year was made not to match its tax and sales. */
export type SampleAnomaly = { creditCode: string; direction: "powerHigh" | "powerLow" }

/** Ground below the parcels, for the look of the place. Lines and areas, lon/lat degrees. */
export type SampleContext = {
  id: number
  kind: "zone" | "road" | "water" | "green" | "block" | "rail"
  name: string | null
  /** Roads: 1 expressway, 2 main, 3 secondary, 4 lane. */
  rank: number | null
  geom:
    | { type: "MultiPolygon"; coordinates: SampleGeometry }
    | { type: "MultiLineString"; coordinates: [number, number][][] }
}

export type SamplePark = {
  zoneName: string
  /** The day on which the sample is as it is; the loader evaluates flags as of it. */
  asOf: string
  fiscalYears: number[]
  context: SampleContext[]
  parcels: SampleParcel[]
  lineage: SampleLineage[]
  enterprises: SampleEnterprise[]
  occupancy: SampleOccupancy[]
  contracts: SampleContract[]
  projects: SampleProject[]
  buildings: SampleBuilding[]
  figures: SampleFigures[]
  anomalies: SampleAnomaly[]
}
