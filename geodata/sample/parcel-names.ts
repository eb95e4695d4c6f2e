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
const INSTITUTES = ["智造", "新材料", "生命健康", "数字", "绿色能源", "中药"] as const

const PHASES = ["", "二期", "三期", "四期"] as const

/** `phase` counts the lots that the firm has had before this one. */
export function nameParcel(
  { site, course, sequence }: Holding,
  { firm, phase, random }: { firm: Firm | undefined; phase: number; random: Random },
): string {
  const { title, code, kind } = site.use
  if (kind === "reserve") return `留白用地 ${sequence} 号`
  if (title === null) {
    if (!course?.supplied || !firm) return `储备 ${String(sequence).padStart(3, "0")} 号地块`
    const { brand, product } = firm.name
    const suffix = PHASES[phase] ?? `${phase + 1}号`
    return `${brand}${product}${suffix}${kind === "storage" ? "库区" : "厂区"}`
  }
  if (code.startsWith("070") || code === "090104" || code === "0901") {
    return `${random.pick(ESTATES)}${title}`
  }
  if (code === "0802") return `${random.pick(INSTITUTES)}${title}`
  if (code.startsWith("08") || code === "0902") return `${ZONE_NAME}${title}`
  return title
}
