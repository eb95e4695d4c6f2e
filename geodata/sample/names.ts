/**
 * Invented names. The town, its river and its roads do not exist; every firm carries the town in its
 * name, so none can be a real company's.
 */
import type { Random } from "./random.ts"

export const ZONE_NAME = "示例开发区"
export const BOULEVARD_NAME = "兴业大道"
export const EXPRESSWAY_NAME = "淙临高速"
export const RAILWAY_NAME = "淙临铁路"
export const RIVER_NAME = "淙河"
export const BROOK_NAME = "清荷渠"

export const MAIN_NORTH_SOUTH = [
  "启航大道",
  "望淙大道",
  "腾跃大道",
  "兴淙大道",
  "锦程大道",
  "云阶大道",
  "鸿图大道",
  "春晖大道",
] as const

export const MAIN_EAST_WEST = [
  "创新路",
  "汇智路",
  "和畅路",
  "振兴路",
  "远景路",
  "嘉禾路",
  "同德路",
  "朝晖路",
] as const

const DIGITS = "零一二三四五六七八九"

/** 1 to 99 in Chinese, as roads are numbered: 12 is 十二. */
export function toChineseNumber(number: number): string {
  const tens = Math.floor(number / 10)
  const ones = number % 10
  const ten = tens === 0 ? "" : `${tens > 1 ? DIGITS[tens] : ""}十`
  return `${ten}${ones > 0 || number === 0 ? DIGITS[ones] : ""}`
}

const PLACES = [
  ["淙州", 6],
  ["淙川", 2],
  ["临淙", 2],
] as const

const BRAND_FIRST = "恒润瀚晟皓铭昱澜泓骏睿钧祺嘉卓弘凌曜朗凯蔚岚淳臻坤伟"
const BRAND_SECOND = "泰源和达岳禾盛腾远辉合创诺捷原康启邦越霖屹铂谊信展特"
const FORMS = [
  ["有限公司", 9],
  ["股份有限公司", 1],
] as const
const FORMER_FORMS = ["厂", "有限责任公司", "实业有限公司"] as const

export type FirmName = { name: string; brand: string; product: string; place: string }

/** Names of one park, none twice. */
export type FirmNames = {
  /** A new name for a firm of these products; `brand` given, the firm of a group of that brand. */
  invent(products: readonly string[], brand?: string): FirmName
  /** What a firm was called before. */
  inventFormer(name: FirmName): string
}

export function createFirmNames(random: Random): FirmNames {
  const taken = new Set<string>()
  const inventBrand = () =>
    `${BRAND_FIRST[random.int(0, BRAND_FIRST.length - 1)]}${BRAND_SECOND[random.int(0, BRAND_SECOND.length - 1)]}`
  return {
    invent: (products, given) => {
      for (;;) {
        const brand = given ?? inventBrand()
        const product = random.pick(products)
        const place = random.weigh(PLACES)
        // A group's firms differ by their products, all others by brand and product at once.
        const key = `${brand}${product}`
        if (taken.has(key) && given === undefined) continue
        taken.add(key)
        return { name: `${place}${brand}${product}${random.weigh(FORMS)}`, brand, product, place }
      }
    },
    inventFormer: ({ brand, product, place }) => {
      const form = random.pick(FORMER_FORMS)
      return `${place}${random.chance(0.5) ? brand : inventBrand()}${product}${form}`
    },
  }
}
