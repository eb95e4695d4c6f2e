import type { Direction, IndicatorId } from "./indicator.rules.ts"

/** A scheme is what one place published for one year, as data. An absent or null part is not in force. */
export type Scheme = {
  id: string
  /** Six-digit division code. */
  region?: string | null | undefined
  fiscalYear: number
  /** `above_scale` and `below_scale` say who belongs; any other name takes the population as given. */
  stratum: string
  population?: Population | null | undefined
  method: Method
  /** Least points of an item. */
  floor?: number | null | undefined
  /** Most points of an item, as a multiple of its weight. */
  capMultiple?: number | null | undefined
  /** Share of the weight that the lowest value earns in `minmax`, in percent; 20 where absent. */
  base?: number | null | undefined
  /** Share of the weight between lowest and highest in `minmax`, in percent; 80 where absent. */
  span?: number | null | undefined
  /** Fewer ranked firms than this, and grades are left to people. */
  minStratumSize?: number | null | undefined
  indicators: IndicatorRule[]
  bonus?: BonusRule | null | undefined
  penalty?: PenaltyRule[] | null | undefined
  gradeRule: GradeRule
  adjustments?: AdjustmentRule[] | null | undefined
  gradeLabels?: Record<string, string> | null | undefined
  taxesIncluded?: string[] | null | undefined
  energyConvention?: string | null | undefined
  publicity?: { from: string; to: string } | null | undefined
}

/** Who is ranked, beyond the rating class. Two-digit industry codes as `06-46` or `06-46,59`. */
type Population = {
  industryCodes?: string | null | undefined
  minLandMu?: number | null | undefined
  /** Industries that are exempt (免评), and the years after registration that are transition (过渡期). */
  exemptIndustryCodes?: string | null | undefined
  transitionYears?: number | null | undefined
  exclude?: string[] | null | undefined
}

export const METHODS = ["ratio", "minmax", "reverseRatio", "rankOnly"] as const
export type Method = (typeof METHODS)[number]

export const MISSING_RULES = ["zero", "stratumAverageScore", "excludeRescale"] as const
export type MissingRule = (typeof MISSING_RULES)[number]

/** One weighted indicator. `method`, `direction`, `capMultiple` and `floor` override the scheme's. */
export type IndicatorRule = {
  id: IndicatorId
  weight: number
  method?: Method | undefined
  direction?: Direction | undefined
  capMultiple?: number | null | undefined
  floor?: number | null | undefined
  benchmark?: BenchmarkRule | null | undefined
  missing?: MissingRule | null | undefined
}

export type BenchmarkRule =
  | { kind: "fixed"; value: number }
  | { kind: "mean" }
  /** k times a mean: `value` is the mean to use (last year's); without it, this stratum's own. */
  | { kind: "meanTimes"; k: number; value?: number | null | undefined }
  | { kind: "best" }
  /** By industry code; the longest code that begins the firm's own counts. */
  | { kind: "byIndustry"; values: Record<string, number> }

/** Groups do not add up inside (`max`) unless they say `sum`. No groups: claims count as they stand. */
type BonusRule = {
  maxTotal?: number | null | undefined
  groups?: BonusGroup[] | null | undefined
}
export type BonusGroup = {
  id: string
  rule?: "max" | "sum" | undefined
  items?: { id: string; points: number }[] | null | undefined
}

/** Points for the first tenant of a firm and for each further one. */
type TenantPoints = { first: number; each: number }
/** Points are taken off whichever sign they are written with. */
export type PenaltyRule =
  | { id: string; aboveScale: TenantPoints; belowScale: TenantPoints }
  | { id: string; points: number }

/** Best grade first. `rankPercent`: cumulative percent of the ranked firms, inclusive. */
export type GradeRule =
  | {
      kind: "rankPercent"
      cuts: [grade: string, percent: number][]
      rest: string
      tie?: "ordinal" | "shared" | null | undefined
    }
  /** `score`: least total of each grade, inclusive. */
  | {
      kind: "score"
      cuts: [grade: string, leastTotal: number][]
      rest?: string | null | undefined
      tie?: "ordinal" | "shared" | null | undefined
    }

export const ADJUSTMENTS = ["protectFromD", "forceA", "veto", "notAB", "forceD"] as const
/** A step of the adjusting, by its usual name or spelled out for a place that means something else. */
export type AdjustmentRule =
  | (typeof ADJUSTMENTS)[number]
  | { event: string; effect: "set" | "notBetterThan" | "notWorseThan"; grade: string }

/** The grades of a rule, best first. A score rule that names no rest ends in D. */
export function listGrades({ cuts, rest }: GradeRule): string[] {
  const letters = cuts.map(([grade]) => grade)
  const last = rest ?? "D"
  return letters.includes(last) ? letters : [...letters, last]
}
