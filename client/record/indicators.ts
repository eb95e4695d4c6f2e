/** Yearly figures in the order in which people ask for them. */
export const INDICATORS = [
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
] as const
