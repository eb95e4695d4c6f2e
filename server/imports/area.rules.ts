import { Exact } from "../../geodata/units.ts"

/** Shares of the drawn area that a stated area may differ by. */
const LEAST = "0.95"
const MOST = "1.05"
/** A ratio this close to a factor between units is named. */
const NEAR = "1.1"

const FACTORS = [
  { factor: "15", means: "约为 15 倍，可能混用了公顷与亩" },
  { factor: "666.67", means: "约为 666.67 倍，可能把亩数又乘了一次 666.67" },
  { factor: "0.0015", means: "约为 0.0015 倍，可能把亩数填在了平方米的列里" },
  { factor: "10000", means: "约为 1 万倍，可能混用了公顷与平方米" },
] as const

export type AreaVerdict = { rule: "area-unit" | "area-differs"; message: string }

/**
 * What a stated area looks like beside the drawn one, both in m²; undefined within 5 % of it. `area-unit` is a
 * mistake of units and needs a person's word; `area-differs` is what real registers are full of.
 */
export function compareAreas(statedM2: string, drawnM2: string): AreaVerdict | undefined {
  const ratio = new Exact(statedM2).div(drawnM2)
  if (ratio.gte(LEAST) && ratio.lte(MOST)) return undefined
  const unit = FACTORS.find(({ factor }) => {
    const distance = ratio.gt(factor) ? ratio.div(factor) : new Exact(factor).div(ratio)
    return distance.lte(NEAR)
  })
  return unit
    ? { rule: "area-unit", message: `与图形面积相比${unit.means}，请核对单位。` }
    : { rule: "area-differs", message: "与图形面积相差超过 5 %。" }
}
