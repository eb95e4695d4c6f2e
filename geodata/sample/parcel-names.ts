/** What parcels are called: after the works on them, after what stands there, or by a number. */
import type { Firm } from "./firms.ts"
import type { Holding } from "./holdings.ts"
import { ZONE_NAME } from "./names.ts"
import type { Random } from "./random.ts"

const ESTATES = [
  "望淙",
  "锦绣",
  "和风",
  "春晖",
  "云栖",
  "嘉禾",
  "临溪",
  "朝阳",
  "竹园",
  "清荷",
] as const
const INSTITUTES = [
  "智造",
  "新材料",
  "生命健康",
  "数字",
  "绿色能源",
  "中药",
  "农业装备",
  "食品安全",
  "光电",
  "机器人",
] as const

const PHASES = ["", "二期", "三期", "四期"] as const

/** Names of the parcels of one park: what stands on service land is named once. */
export function createParcelNames(random: Random) {
  const taken = new Set<string>()
  const invent = (draw: () => string): string => {
    for (let attempt = 0; attempt < 8; attempt++) {
      const name = draw()
      if (taken.has(name)) continue
      taken.add(name)
      return name
    }
    return invent(() => `${draw()}${taken.size}号`)
  }
  const nameService = (title: string, code: string): string => {
    if (code.startsWith("070") || code.startsWith("09")) {
      return invent(() => `${random.pick(ESTATES)}${title}`)
    }
    if (code === "0802") return invent(() => `${random.pick(INSTITUTES)}${title}`)
    if (code.startsWith("08"))
      return invent(once(`${ZONE_NAME}${title}`, `${ZONE_NAME}第二${title}`))
    return title
  }

  /** `phase` counts the lots that the firm has had before this one. */
  return ({ site, course, sequence }: Holding, firm: Firm | undefined, phase: number): string => {
    const { title, code, kind } = site.use
    if (kind === "reserve") return `留白用地 ${sequence} 号`
    if (title !== null) return nameService(title, code)
    if (!course?.supplied || !firm) return `储备 ${String(sequence).padStart(3, "0")} 号地块`
    const { brand, product } = firm.name
    const suffix = PHASES[phase] ?? `${phase + 1}号`
    return `${brand}${product}${suffix}${kind === "storage" ? "库区" : "厂区"}`
  }
}

/** The first text at the first call, the other at every later one. */
function once(first: string, later: string): () => string {
  let calls = 0
  return () => (calls++ === 0 ? first : later)
}
