import { Exact } from "../../geodata/units.ts"

/** A factor between two years' figures that is more likely a wrong unit than a change. */
type Factor = { factor: string; within: string; means: string }

/**
 * Yuan for 万元 and the reverse, kilogram for tonne, square metre for mu, mu for hectare. `within` is how many times
 * above or below the factor still counts: figures move from year to year, most of them by less than half.
 */
const FACTORS: readonly Factor[] = [
  {
    factor: "10000",
    within: "3",
    means: "约为 1 万倍，可能在万元（万千瓦时）的列里填了元（千瓦时）",
  },
  {
    factor: "0.0001",
    within: "3",
    means: "约为万分之一，可能在元（千瓦时）的列里填了万元（万千瓦时）",
  },
  { factor: "1000", within: "1.5", means: "约为 1000 倍，可能在吨的列里填了千克" },
  { factor: "666.67", within: "1.2", means: "约为 666.67 倍，可能在亩的列里填了平方米" },
  { factor: "15", within: "1.2", means: "约为 15 倍，可能在公顷的列里填了亩" },
]

/**
 * What a figure looks like beside a former one of the same firm, or undefined where nothing is odd. Figures
 * that are zero or negative have no ratio.
 */
export function detectUnitRatio(value: string, former: string): string | undefined {
  const [now, before] = [new Exact(value), new Exact(former)]
  if (!now.gt(0) || !before.gt(0)) return undefined
  const ratio = now.div(before)
  const near = FACTORS.map(({ factor, within, means }) => {
    const distance = ratio.gt(factor) ? ratio.div(factor) : new Exact(factor).div(ratio)
    return { distance, within, means }
  })
    .filter(({ distance, within }) => distance.lte(within))
    .toSorted((a, b) => a.distance.comparedTo(b.distance))
  return near[0]?.means
}
