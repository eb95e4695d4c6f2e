import { INDICATORS } from "../record/indicators.ts"
import type { Charted, Median } from "../record/MetricCharts.tsx"
import type { Firm } from "../record/shapes.ts"
import type { Text } from "../text/language.tsx"

type Year = NonNullable<Firm["metrics"]>[number]
type Comparison = NonNullable<Firm["comparison"]>

const medianOf = (
  known: { firms: number; median: number | null } | null | undefined,
): Median | null => (known ? { count: known.firms, median: known.median } : null)

/** Figures of a firm by indicator, the earliest year first, each beside other firms of the year. */
export const chartFirm = (
  years: readonly Year[],
  comparisons: readonly Comparison[],
  name: Text["name"],
): Charted[] =>
  INDICATORS.map((indicator) => ({
    indicator,
    points: years.toReversed().map(({ fiscalYear, indicators }) => {
      const own = indicators[indicator]
      const others = comparisons.find((one) => one.fiscalYear === fiscalYear)?.indicators[indicator]
      return {
        year: fiscalYear,
        perMu: own?.perMu ?? null,
        missing: own?.missing ? [name("missing", own.missing)] : [],
        industry: medianOf(others?.industry),
        park: medianOf(others?.park),
      }
    }),
  }))
