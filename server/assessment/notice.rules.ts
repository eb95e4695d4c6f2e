/**
 * What a score has to say for itself: a stable code for programs, its parameters, and the same in
 * Chinese for the person who must explain it to a firm. Firms and runs use one table.
 */
type Params = {
  // who takes part
  notRated: { ratingClass: string; label: string }
  outsideStratum: { stratum: string }
  scaleMissing: Record<never, never>
  outsideIndustry: { industryCodes: string }
  belowMinLand: { landMu: string; minLandMu: string }
  duplicateCreditCode: { creditCode: string; rows: number }
  // land
  landMissing: Record<never, never>
  landPartNegative: { field: string; label: string }
  landNotPositive: { landMu: string }
  leasedInFarMissing: Record<never, never>
  leasedInTwice: { leasedInMu: string; fromFloorMu: string }
  ownedMissing: Record<never, never>
  // inputs
  quantityNegative: { field: string; label: string; value: string }
  implausibleMagnitude: { creditCode: string; field: string; label: string; value: string }
  // items
  valueMissing: { indicator: string; label: string; inputs: string }
  divisionByZero: { indicator: string; label: string; input: string }
  denominatorNegative: { indicator: string; label: string; input: string }
  valueNegative: { indicator: string; label: string; value: string }
  ratioUndefined: { indicator: string; label: string }
  benchmarkMissing: { indicator: string; label: string }
  benchmarkUnavailable: { indicator: string; label: string }
  minEqualsMax: { indicator: string; label: string }
  floorApplied: { indicator: string; label: string; floor: string }
  capApplied: { indicator: string; label: string; cap: string }
  scoredZero: { indicator: string; label: string }
  scoredZeroByDefault: { indicator: string; label: string }
  scoredAverage: { indicator: string; label: string; score: string }
  averageUnavailable: { indicator: string; label: string }
  excluded: { indicator: string; label: string; weight: string }
  allExcluded: Record<never, never>
  allMissing: Record<never, never>
  rankedLast: { indicator: string; label: string }
  valueNotRanked: { indicator: string; label: string }
  // points
  bonusNotInScheme: { group: string; item: string }
  bonusHighestOnly: { group: string; item: string; points: string }
  bonusPointsOfScheme: { item: string; claimed: string; points: string }
  bonusCapped: { points: string; maxTotal: string }
  penaltyNotInScheme: { item: string }
  penaltyPointsOfScheme: { item: string; claimed: string; points: string }
  tenantsPenalized: { item: string; tenants: number; points: string }
  scaleUnknown: { item: string }
  pointsWithoutScore: Record<never, never>
  // rank and grade
  tied: { rank: number; firms: number }
  gradeAdjusted: { event: string; from: string; to: string }
  eventNotInScheme: { event: string }
  gradeWithheld: { stratumSize: number; minStratumSize: number }
  // the run
  emptyPopulation: Record<never, never>
  nobodyRanked: Record<never, never>
  fiscalYearDiffers: { fiscalYear: number; scheme: number }
}
export type NoticeCode = keyof Params

const TEXTS: { [Code in NoticeCode]: (p: Params[Code]) => string } = {
  notRated: (p) => `评价类别为“${p.label}”，分值仅供参考，不参加排名`,
  outsideStratum: (p) => `不属于本方案的评价层（${p.stratum}），不参加排名`,
  scaleMissing: () => "不知是否规上，无法归入评价层",
  outsideIndustry: (p) => `行业代码不在本方案范围（${p.industryCodes}），不参加排名`,
  belowMinLand: (p) => `用地 ${p.landMu} 亩，未达到参评起点 ${p.minLandMu} 亩，不参加排名`,
  duplicateCreditCode: (p) => `统一社会信用代码 ${p.creditCode} 出现 ${p.rows} 次，均不予计分`,
  landMissing: () => "没有用地数据，不予计分",
  landPartNegative: (p) => `${p.label}为负数，不予计分`,
  landNotPositive: (p) => `用地面积 ${p.landMu} 亩，不大于 0，不予计分`,
  leasedInFarMissing: () => "租入建筑面积缺少容积率，无法折算用地，不予计分",
  leasedInTwice: (p) =>
    `租入用地填报 ${p.leasedInMu} 亩，按建筑面积折算为 ${p.fromFloorMu} 亩，采用填报数`,
  ownedMissing: () => "未填自有用地，按无自有用地计",
  quantityNegative: (p) => `${p.label}为 ${p.value}，不应为负，按缺项处理`,
  implausibleMagnitude: (p) => `${p.creditCode} 的${p.label}为 ${p.value}，数量级异常，请核对单位`,
  valueMissing: (p) => `${p.label}缺少数据：${p.inputs}`,
  divisionByZero: (p) => `${p.label}的分母（${p.input}）为 0，按缺项处理`,
  denominatorNegative: (p) => `${p.label}的分母（${p.input}）为负，按缺项处理`,
  valueNegative: (p) => `${p.label}为负值 ${p.value}`,
  ratioUndefined: (p) => `${p.label}越低越好而数值不大于 0，比值无意义，按缺项处理`,
  benchmarkMissing: (p) => `${p.label}没有该行业的基准值，按缺项处理`,
  benchmarkUnavailable: (p) => `${p.label}的基准值无法得出（没有数据或不大于 0），按缺项处理`,
  minEqualsMax: (p) => `${p.label}的最大值与最小值相等，全部计满分`,
  floorApplied: (p) => `${p.label}低于下限，按 ${p.floor} 分计`,
  capApplied: (p) => `${p.label}达到上限，按 ${p.cap} 分计`,
  scoredZero: (p) => `${p.label}缺项，按方案计 0 分`,
  scoredZeroByDefault: (p) => `${p.label}缺项，方案未规定缺项处理，计 0 分`,
  scoredAverage: (p) => `${p.label}缺项，按同层平均得分 ${p.score} 计`,
  averageUnavailable: (p) => `${p.label}在同层没有任何得分，平均得分无法得出，缺项计 0 分`,
  excluded: (p) => `${p.label}缺项，剔除其权重 ${p.weight}，其余指标按比例放大`,
  allExcluded: () => "全部指标缺项，不予计分",
  allMissing: () => "全部指标缺项，总分仅由缺项规则和加减分得出",
  rankedLast: (p) => `${p.label}缺项，排在有数据的企业之后`,
  valueNotRanked: (p) => `${p.label}缺项，不参加排名`,
  bonusNotInScheme: (p) => `加分项“${p.group}／${p.item}”不在方案中，未计`,
  bonusHighestOnly: (p) => `加分组“${p.group}”不累计，取最高项“${p.item}”${p.points} 分`,
  bonusPointsOfScheme: (p) => `加分项“${p.item}”填报 ${p.claimed} 分，按方案计 ${p.points} 分`,
  bonusCapped: (p) => `加分合计 ${p.points} 分，按上限 ${p.maxTotal} 分计`,
  penaltyNotInScheme: (p) => `扣分项“${p.item}”不在方案中，未计`,
  penaltyPointsOfScheme: (p) => `扣分项“${p.item}”填报 ${p.claimed} 分，按方案扣 ${p.points} 分`,
  tenantsPenalized: (p) => `扣分项“${p.item}”：承租企业 ${p.tenants} 家，扣 ${p.points} 分`,
  scaleUnknown: (p) => `不知是否规上，扣分项“${p.item}”无法计算，未扣`,
  pointsWithoutScore: () => "本方案只按指标排序，加减分不影响名次",
  tied: (p) => `与同层共 ${p.firms} 家企业得分相同，名次 ${p.rank}`,
  gradeAdjusted: (p) => `因“${p.event}”由 ${p.from} 调为 ${p.to}`,
  eventNotInScheme: (p) => `事项“${p.event}”在方案中没有调档规则，未处理`,
  gradeWithheld: (p) =>
    `参评 ${p.stratumSize} 家，少于 ${p.minStratumSize} 家，按名次所得等级仅供人工定档`,
  emptyPopulation: () => "没有任何企业",
  nobodyRanked: () => "没有企业参加排名",
  fiscalYearDiffers: (p) => `评价年度 ${p.fiscalYear} 与方案年度 ${p.scheme} 不一致`,
}

/** One reason of a result or one warning of a run. */
export type Notice = { code: NoticeCode; params: Record<string, string | number>; text: string }

export const notice = <Code extends NoticeCode>(code: Code, params: Params[Code]): Notice => ({
  code,
  params,
  text: TEXTS[code](params),
})
