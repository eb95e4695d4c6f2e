/** What each block is for, and the land-use code (2023 classification) of each lot in it. */
import type { Block } from "./blocks.ts"
import { groupBy } from "./groups.ts"
import type { Cluster } from "./industries.ts"
import { PROFILES } from "./industries.ts"
import type { Layout } from "./layout.ts"
import { RIVER_NAME } from "./names.ts"
import type { Random } from "./random.ts"

export type Use = {
  code: string
  kind: "works" | "storage" | "utility" | "civic" | "green" | "reserve"
  /** What stands there, for land that is no works. */
  title: string | null
  cluster: Cluster | null
}

type BlockPlan =
  | { kind: "works"; cluster: Cluster }
  | { kind: "storage" }
  | { kind: "park"; title: string }
  | { kind: "street"; uses: readonly (readonly [string, string])[] }

/** Service blocks: land-use codes with names, given to the lots of a block in turn. */
const STREETS = {
  civic: [
    ["0801", "管理委员会"],
    ["0803", "展示中心"],
    ["1403", "市民广场"],
    ["0801", "政务服务中心"],
    ["0806", "社区医院"],
  ],
  commerce: [
    ["0901", "商业广场"],
    ["0902", "金融商务楼"],
    ["090104", "会议酒店"],
    ["0901", "生活广场"],
  ],
  homes: [
    ["0701", "新村"],
    ["0701", "佳苑"],
    ["0702", "社区服务中心"],
    ["0701", "人才公寓"],
  ],
  school: [
    ["0804", "实验学校"],
    ["0701", "花园"],
    ["0804", "职业技术学校"],
    ["0805", "体育中心"],
  ],
  campus: [
    ["0802", "研究院"],
    ["0701", "蓝领公寓"],
    ["0802", "科创园"],
    ["0901", "邻里中心"],
    ["1401", "街头公园"],
  ],
} as const

const CENTRE_ORDER = [
  "park",
  "commerce",
  "civic",
  "homes",
  "homes",
  "school",
  "commerce",
  "homes",
] as const

/** Clusters by how far from the centre they stand: clean ones near it, chemicals at the far edge. */
const NEAR: readonly Cluster[] = ["electronics", "machinery", "medicine"]
const MIDDLE: readonly Cluster[] = ["machinery", "auto", "food", "medicine", "textiles"]
const FAR: readonly Cluster[] = ["auto", "materials", "machinery", "food"]

/** Plans every block. Cells share a leading cluster; the block nearest to boulevard and river is a park. */
export function planBlocks(
  blocks: readonly Block[],
  layout: Layout,
  random: Random,
): Map<Block, BlockPlan> {
  const plans = new Map<Block, BlockPlan>()
  const cells = groupBy(blocks, ({ column, row }) => `${column},${row}`)
  const boulevardAt = layout.columns[layout.boulevard]?.at ?? 0
  const riverAt = layout.rows[layout.riverRow + 1]?.at ?? 0
  const lastColumn = layout.columns.length - 2
  let isFirstCentre = true
  for (const cell of cells.values()) {
    const [first] = cell
    if (!first) continue
    if (first.use === "river") {
      for (const block of cell) plans.set(block, planBank(block, layout, random))
      continue
    }
    if (first.use === "centre") {
      const away = ({ corners }: Block) =>
        Math.abs(corners[0][0] + corners[2][0] - 2 * boulevardAt) +
        0.6 * Math.abs(corners[0][1] + corners[2][1] - 2 * riverAt)
      const isTown = isFirstCentre
      cell
        .toSorted((a, b) => away(a) - away(b))
        .forEach((block, n) => {
          const name = CENTRE_ORDER[n % CENTRE_ORDER.length] ?? "homes"
          plans.set(
            block,
            name === "park"
              ? { kind: "park", title: isTown ? "中央公园" : "中心公园" }
              : { kind: "street", uses: STREETS[name] },
          )
        })
      isFirstCentre = false
      continue
    }
    const isEdge = first.column === lastColumn && first.row < layout.riverRow
    const cluster =
      isEdge && first.use === "heavy"
        ? "chemicals"
        : random.pick(first.use === "small" ? NEAR : first.use === "heavy" ? FAR : MIDDLE)
    const campus = first.use === "small" ? random.int(0, cell.length - 1) : -1
    cell.forEach((block, n) => {
      plans.set(
        block,
        first.use === "logistics"
          ? { kind: "storage" }
          : n === campus
            ? { kind: "street", uses: STREETS.campus }
            : { kind: "works", cluster },
      )
    })
  }
  return plans
}

/** Parks by the boulevard; homes opposite; further up and down the river clean works with a view. */
function planBank(block: Block, layout: Layout, random: Random): BlockPlan {
  const isNorth = block.sides.north.name !== null
  const away = block.column - layout.boulevard
  const isTown = away === 0 || away === -1
  if (isTown && isNorth) {
    return { kind: "park", title: `${RIVER_NAME}${away === 0 ? "东" : "西"}岸公园` }
  }
  if (isTown) return { kind: "street", uses: away === 0 ? STREETS.homes : STREETS.campus }
  if (random.chance(0.18)) return { kind: "park", title: `${RIVER_NAME}湿地公园` }
  return { kind: "works", cluster: random.pick(NEAR) }
}

/** 380 mu in m²: a park above it is more than one parcel. */
const LARGEST_PARK_M2 = 253_000

/** A park is one parcel, as no lot of works would be. */
export const isWhole = (plan: BlockPlan | undefined, block: Block): boolean =>
  plan?.kind === "park" && block.areaM2 < LARGEST_PARK_M2

/** The use of the lot of index `n` of a block, lots from west to east. */
export function useOfLot(plan: BlockPlan | undefined, n: number, random: Random): Use {
  switch (plan?.kind) {
    case "park":
      return { code: "1401", kind: "green", title: plan.title, cluster: null }
    case "storage": {
      const code = n % 3 === 2 ? "110102" : "110101"
      return { code, kind: "storage", title: null, cluster: "logistics" }
    }
    case "street": {
      const [code, title] = plan.uses[n % plan.uses.length] ?? ["0901", "商业服务"]
      const kind = code.startsWith("14") ? "green" : "civic"
      return { code, kind, title, cluster: null }
    }
    default: {
      const leading = plan?.cluster ?? "machinery"
      const cluster = random.chance(0.74) ? leading : random.pick([...NEAR, ...MIDDLE])
      const code = PROFILES[cluster].landUseCode
      return { code, kind: "works", title: null, cluster }
    }
  }
}

/** Utilities and reserves that a zone of 400 parcels has; a larger one has more of each. */
export const UTILITY_LOTS = [
  ["1302", "污水处理厂", 45],
  ["1301", "自来水厂", 30],
  ["1305", "集中供热中心", 35],
  ["1304", "燃气门站", 8],
  ["1303", "110千伏变电站", 8],
  ["1310", "消防救援站", 9],
  ["1309", "环卫停保场", 7],
  ["1306", "通信枢纽", 5],
  ["120803", "货车停车场", 20],
  ["1402", "防护绿地", 12],
  ["1402", "防护绿地", 16],
  ["16", "留白用地", 40],
  ["16", "留白用地", 25],
  ["16", "留白用地", 60],
] as const satisfies readonly (readonly [string, string, number])[]
