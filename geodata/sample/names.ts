export const BOULEVARD_NAME = "兴业大道"
export const MAIN_NORTH_SOUTH = ["启航大道", "望淙大道", "腾跃大道", "兴淙大道", "锦程大道", "云阶大道"]
export const MAIN_EAST_WEST = ["创新路", "汇智路", "和畅路", "振兴路", "远景路", "嘉禾路"]
const DIGITS = ["零","一","二","三","四","五","六","七","八","九"]
export const toChineseNumber = (n: number): string => {
  const tens = Math.floor(n / 10)
  const ones = n % 10
  return `${tens > 0 ? `${tens > 1 ? DIGITS[tens] : ""}十` : ""}${ones > 0 || n === 0 ? DIGITS[ones] : ""}`
}
export const EXPRESSWAY_NAME = "淙临高速"
export const RAILWAY_NAME = "淙临铁路"
export const RIVER_NAME = "淙河"
