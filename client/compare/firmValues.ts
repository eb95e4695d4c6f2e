import type { FirmDetail } from "../../server/enterprises/detail.schema.ts"
import type { Value } from "./shapes.ts"

/** A figure and what it is called per mu, as the catalogue of fields calls both. */
const PER_MU: Readonly<Record<string, string>> = {
  taxWanYuan: "taxPerMu",
  revenueWanYuan: "revenuePerMu",
  valueAddedWanYuan: "valueAddedPerMu",
  energyTce: "energyPerMu",
  powerWanKwh: "powerPerMu",
  emissionT: "emissionPerMu",
  averageStaff: "staffPerMu",
  rdWanYuan: "rdPerMu",
  techInvestWanYuan: "techInvestPerMu",
  newProjectInvestWanYuan: "newProjectInvestPerMu",
  netProfitWanYuan: "netProfitPerMu",
  netAssetsWanYuan: "netAssetsPerMu",
}

/** The latest year in which any of the firms has figures; null where none has, or they are not seen. */
export const latestYear = (firms: readonly FirmDetail[]): number | null =>
  firms
    .flatMap(({ metrics, grades }) => [...(metrics ?? []), ...grades])
    .reduce<number | null>((latest, { fiscalYear }) => Math.max(latest ?? 0, fiscalYear), null)

/** What a firm's record says under the names of the catalogue, figures and grade of one year. */
export function firmValues(firm: FirmDetail, year: number | null): Record<string, Value> {
  const metrics = firm.metrics?.find(({ fiscalYear }) => fiscalYear === year)
  const today = firm.land?.today
  return {
    industryCode: firm.industryCode,
    aboveScale: firm.aboveScale,
    registeredOn: firm.registeredOn,
    stage: firm.stage,
    grade: firm.grades.find(({ fiscalYear }) => fiscalYear === year)?.grade ?? null,
    landMu: today?.landMu,
    ownedMu: today?.ownedMu,
    leasedInMu: today?.leasedInMu,
    leasedOutMu: today?.leasedOutMu,
    parcelCount: firm.parcels.filter(({ isCurrent }) => isCurrent).length,
    yearLandMu: metrics?.landMu,
    ...Object.fromEntries(
      Object.entries(PER_MU).flatMap(([indicator, perMu]) => {
        const figure = metrics?.indicators[indicator]
        return [
          [indicator, figure?.amount],
          [perMu, figure?.perMu],
        ]
      }),
    ),
  }
}
