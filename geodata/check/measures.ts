/** Units that headers name, and their exact conversion to the one unit that is stored. */
import { Exact, hectareToM2, perHectareToPerMu, toM2, toWanYuan } from "../units.ts"

export type Quantity = "area" | "money" | "moneyPerMu" | "energy" | "power" | "emission" | "persons"

export type Unit = {
  id: string
  quantity: Quantity
  /** As headers write it, after `normaliseHeader`. */
  labels: string[]
  /** To the stored unit of the quantity. */
  convert: (value: Exact) => Exact
  /** No parcel is measured in it: a name that is cut off is not taken for it. */
  large?: true
}

const times = (factor: number | string) => (value: Exact) => value.times(factor)
const same = (value: Exact) => value

/** The first unit of each quantity is the stored one. */
export const UNITS: readonly Unit[] = [
  { id: "m2", quantity: "area", labels: ["平方米", "平米", "m2", "sqm"], convert: same },
  { id: "mu", quantity: "area", labels: ["亩", "mu"], convert: toM2 },
  {
    id: "hectare",
    quantity: "area",
    labels: ["公顷", "ha", "hectares", "hectare"],
    convert: hectareToM2,
  },
  {
    id: "km2",
    quantity: "area",
    labels: ["平方公里", "平方千米", "km2"],
    convert: times(1_000_000),
    large: true,
  },
  {
    id: "wanM2",
    quantity: "area",
    labels: ["万平方米", "万平米", "万m2"],
    convert: times(10_000),
    large: true,
  },
  {
    id: "wanYuan",
    quantity: "money",
    labels: ["万元", "万元人民币", "人民币万元", "wanyuan"],
    convert: same,
  },
  { id: "yuan", quantity: "money", labels: ["元", "人民币元", "yuan"], convert: toWanYuan },
  { id: "qianYuan", quantity: "money", labels: ["千元"], convert: times("0.1") },
  { id: "yiYuan", quantity: "money", labels: ["亿元"], convert: times(10_000) },
  { id: "wanYuanPerMu", quantity: "moneyPerMu", labels: ["万元亩", "万元每亩"], convert: same },
  {
    id: "wanYuanPerHectare",
    quantity: "moneyPerMu",
    labels: ["万元公顷", "万元每公顷"],
    convert: perHectareToPerMu,
  },
  // 1 yuan/m² is 10,000 yuan/ha, that is 1 万元/ha.
  {
    id: "yuanPerM2",
    quantity: "moneyPerMu",
    labels: ["元平方米", "元m2", "元平米"],
    convert: perHectareToPerMu,
  },
  { id: "tce", quantity: "energy", labels: ["吨标煤", "吨标准煤", "tce"], convert: same },
  { id: "wanTce", quantity: "energy", labels: ["万吨标煤", "万吨标准煤"], convert: times(10_000) },
  {
    id: "kgce",
    quantity: "energy",
    labels: ["千克标煤", "千克标准煤", "kgce"],
    convert: times("0.001"),
  },
  {
    id: "wanKwh",
    quantity: "power",
    labels: ["万千瓦时", "万kwh", "万度", "wankwh"],
    convert: same,
  },
  { id: "kwh", quantity: "power", labels: ["千瓦时", "kwh", "度"], convert: times("0.0001") },
  { id: "mwh", quantity: "power", labels: ["兆瓦时", "mwh"], convert: times("0.1") },
  { id: "tonne", quantity: "emission", labels: ["吨", "t"], convert: same },
  { id: "kilogram", quantity: "emission", labels: ["千克", "公斤", "kg"], convert: times("0.001") },
  { id: "person", quantity: "persons", labels: ["人", "名"], convert: same },
]

export const listUnits = (quantity: Quantity): Unit[] =>
  UNITS.filter((unit) => unit.quantity === quantity)

/** Brackets, separators, blanks and marks of must-fill columns are how a header is written, not what it says. */
export const normaliseHeader = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/必填|选填|单位/g, "")
    .replaceAll(/[\s()[\]{}【】〔〕《》<>"'“”*_\-—/\\,，、。.:：;；|·^]/g, "")
