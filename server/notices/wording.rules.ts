import type { Day } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import { toCapitals } from "./amount.rules.ts"
import type { NoticeFacts, Origin } from "./notice.rules.ts"

const YUAN_PER_WAN_YUAN = 10_000

/** 2026-03-01 is 2026年3月1日. */
export const dayText = (day: Day): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

/** Thousands apart, as many places as there are. */
const groupText = (amount: string): string => {
  const [whole = "", part] = new Exact(amount).toFixed().split(".")
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",")
  return part ? `${grouped}.${part}` : grouped
}

export const m2Text = (areaM2: string): string => `${groupText(areaM2)} 平方米`
/** Exact: mu are m² × 0.0015. */
export const muText = (areaMu: string): string => `${groupText(areaMu)} 亩`
export const wanYuanText = (amount: string): string => `${groupText(amount)} 万元`

/** 257 万元 is 人民币贰佰伍拾柒万元整（¥2,570,000.00）. */
export function moneyText(wanYuan: string): string {
  const yuan = new Exact(wanYuan).times(YUAN_PER_WAN_YUAN)
  return `人民币${toCapitals(yuan)}（¥${groupFixed(yuan)}）`
}
const groupFixed = (yuan: Exact): string =>
  yuan.toFixed(2, Exact.ROUND_HALF_UP).replace(/\B(?=(\d{3})+\.)/g, ",")

/** 《name》（number）. */
export const originText = ({ title, documentNo }: Origin): string =>
  documentNo && documentNo !== title ? `《${title}》（${documentNo}）` : `《${title}》`

export const CAUSES = {
  government: "政府、政府有关部门的行为",
  forceMajeure: "自然灾害等不可抗力",
  holder: "土地使用权人原因",
} as const

const HAN = [..."一二三四五六七八九十"]
/** 1 to 10 as headings count. */
export const hanText = (place: number): string => HAN[place - 1] ?? String(place)

export const parcelText = ({ name, parcelCode, location }: NoticeFacts["parcel"]): string =>
  [
    name ?? "",
    parcelCode ? `（宗地代码 ${parcelCode}）` : "",
    location ? `，位于${location}` : "",
  ].join("") || "（未命名宗地）"
