import { INDICATORS } from "../../record/indicators.ts"
import type { Charted, Median } from "../../record/MetricCharts.tsx"
import type { MetricYear } from "../../record/shapes.ts"
import type { AnswerOf, api } from "../../api.ts"
import type { Text } from "../../text/language.tsx"

type Peer = AnswerOf<(typeof api.parcels)[":id"]["peers"]["$get"]>["items"][number]

const medianOf = (
  known: { parcels: number; median: number | null } | null | undefined,
): Median | null => (known ? { count: known.parcels, median: known.median } : null)

/** Figures of a parcel by indicator, the earliest year first, each beside its peers of the year. */
export const chartParcel = (
  years: readonly MetricYear[],
  peers: readonly Peer[],
  name: Text["name"],
): Charted[] =>
  INDICATORS.map((indicator) => ({
    indicator,
    points: years.toReversed().map(({ fiscalYear, indicators }) => {
      const own = indicators[indicator]
      const others = peers.find((one) => one.fiscalYear === fiscalYear)?.indicators[indicator]
      return {
        year: fiscalYear,
        perMu: own?.perMu ?? null,
        missing: (own?.missing ?? []).map((gap) => `${gap.name} ${name("missing", gap.reason)}`),
        industry: medianOf(others?.industry),
        park: medianOf(others?.park),
      }
    }),
  }))
