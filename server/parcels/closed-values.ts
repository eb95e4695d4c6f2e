/** Fields that hold one of few values: what each is called. The database checks the same lists. */
export type ClosedValue = { value: string; zh: string; en: string }

const list = (...rows: [value: string, zh: string, en: string][]): readonly ClosedValue[] =>
  rows.map(([value, zh, en]) => ({ value, zh, en }))

export const LAND_USE_SCHEMES = list(
  ["2023", "国土空间用地用海分类（2023）", "territorial classification 2023"],
  ["GB/T 21010-2017", "土地利用现状分类（2017）", "current land use 2017"],
  ["GB 50137-2011", "城市用地分类（2011）", "urban land 2011"],
  ["other", "其他", "other"],
)

/** The five categories of stock land, in the order of a parcel's life, and land in use. */
export const LIFECYCLES = list(
  ["approved_unsupplied", "批而未供", "approved, not supplied"],
  ["supplied_unused", "供而未用", "supplied, unused"],
  ["underused", "用而未尽", "underused"],
  ["built_unproductive", "建而未投", "built, not producing"],
  ["producing_below_target", "投而未达标", "producing below target"],
  ["in_use", "正常使用", "in use"],
)

/** Where a project is stuck. */
export const PROJECT_STATUSES = list(
  ["signed_no_land", "已签约未摘地", "signed, no land"],
  ["land_not_started", "已摘地未开工", "land acquired, not started"],
  ["started_not_in_stats", "已开工未纳统", "started, not in statistics"],
  ["started_not_completed", "已开工未竣工", "started, not completed"],
  ["completed_not_producing", "竣工未投产", "completed, not producing"],
  ["producing_not_upscaled", "投产未上规", "producing, not above scale"],
  ["producing_below_design", "投产未达产", "producing below design output"],
)

export const GRADES = list(
  ["A", "A 类", "grade A"],
  ["B", "B 类", "grade B"],
  ["C", "C 类", "grade C"],
  ["D", "D 类", "grade D"],
)
