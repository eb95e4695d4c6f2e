/** What a planted case asks of the park: lots, firms, leases and figures as they have to be. */
import type { Ago } from "./calendar.ts"
import type { Course } from "./course.ts"
import type { IndicatorInput, SampleEnterprise } from "./facts.ts"
import type { SiteShape } from "./sites.ts"

export type LotWish = {
  mu: readonly [number, number]
  shape?: SiteShape
  /** Land-use code, for what stands on land that is no works. */
  landUseCode?: string
  /** Null for land that nobody has and nobody has signed for. */
  course: Course | null
  /** Index among the firms of the case; null where the land has no holder. */
  owner: number | null
  /** Land price in whole 100 yuan (0.01 万元). */
  priceHundredYuan?: number
  /** Area due to be developed in 0.01 m² and total investment in 100 yuan. */
  due?: { areaDm2: number; investHundredYuan: number }
  area?: "surveyDiffers" | "noCertificate"
  /** How tax and output stand to what the contract promises. */
  promise?: "kept" | "broken" | "none"
}

export type FirmWish = {
  aboveScale: boolean
  /** GB/T 4754-2017; without it one of the cluster of the firm's land. */
  industryCode?: string
  ratingClass?: SampleEnterprise["ratingClass"]
  hasFormerName?: boolean
  /** Index of the firm of the case whose group it belongs to. */
  groupOf?: number
  figures?: FigureWish
}

/** Figures by fiscal year, oldest first; null leaves what the generator draws. */
export type FigureWish = {
  /** Whole hundredths of the unit in the name. */
  set?: Partial<Record<IndicatorInput, readonly (number | null)[]>>
  /** Multiplies what is drawn. */
  times?: Partial<Record<IndicatorInput, readonly number[]>>
  missing?: Partial<Record<IndicatorInput, readonly (MissingReason | null)[]>>
}
export type MissingReason = "notReported" | "notApplicable" | "underReview"

/** A day of the last closed fiscal year, MM-DD, or so long before the day of the sample. */
export type When = Ago | { lastYear: string }

export type LeaseWish = {
  lot: number
  /** Who uses the land; null when nobody on record does. */
  tenant: number | null
  lessor: number
  /** Floor in whole m² with the plot ratio in hundredths, or a share of the lot's land in hundredths. */
  size: { floorM2: number; farHundredths: number } | { landHundredths: number }
  from: When
  to: When | null
}

export type CaseWish = {
  id: string
  /** What a tour of the park says of it. */
  title: string
  /** What it shows. */
  shows: string
  lots: readonly LotWish[]
  firms?: readonly FirmWish[]
  leases?: readonly LeaseWish[]
}
