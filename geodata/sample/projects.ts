/** Projects and buildings: how far the work on a parcel has come, and what stands on it. */
import type { Ago, Calendar } from "./calendar.ts"
import type { Terms } from "./contracts.ts"
import { formatHundredths } from "./decimals.ts"
import type { Milestone, SampleBuilding, SampleProject } from "./facts.ts"
import type { Firm } from "./firms.ts"
import type { Holding } from "./holdings.ts"
import type { Random } from "./random.ts"

const KINDS = ["生产基地项目", "智能制造项目", "产业园项目", "建设项目", "新建厂房项目"] as const

/** Null for land that nobody has signed for. */
export function drawProject(
  holding: Holding,
  { firm, terms }: { firm: Firm | undefined; terms: Terms | null },
  { calendar, random }: { calendar: Calendar; random: Random },
): SampleProject | null {
  const { course, site } = holding
  if (!course) return null
  const isFirmLand = site.use.kind === "works" || site.use.kind === "storage"
  const day = (ago: Ago | null) => (ago ? calendar.dayOf(ago) : null)
  // A facility in use has come to the end of the ladder; a firm below scale has not crossed over.
  const upscaled = firm ? (firm.aboveScale ? course.upscaled : null) : course.upscaled
  const milestones: [Milestone, Ago | null, Ago | null][] = [
    ["signed", course.signed, course.signed],
    ["landAcquired", course.supplied, course.supplied],
    ["started", course.startDue, course.started],
    ["inStatistics", null, course.inStatistics],
    ["completed", course.completionDue, course.completed],
    ["producing", course.productionDue, course.producing],
    ["aboveScale", null, upscaled],
    ["designOutput", null, course.atDesign],
  ]
  const title = firm ? `${firm.name.brand}${firm.name.product}` : (site.use.title ?? "招商")
  const invested = terms ? fractionOf(terms.investHundredYuan, course.invested) : null
  const developed = terms ? fractionOf(terms.dueDm2, course.developed) : null
  return {
    parcelCode: holding.parcelCode,
    name: `${title}${isFirmLand ? random.pick(KINDS) : "建设工程"}`,
    creditCode: firm?.creditCode ?? null,
    milestones: milestones
      .filter(([, plannedOn, actualOn]) => plannedOn !== null || actualOn !== null)
      .map(([milestone, plannedOn, actualOn]) => ({
        milestone,
        plannedOn: day(plannedOn),
        actualOn: day(actualOn),
      })),
    investedWanYuan: invested === null ? null : formatHundredths(invested),
    devAreaM2: developed === null ? null : formatHundredths(developed),
    suspendedOn: day(course.suspended),
    stoppedOn: day(course.stopped),
    pauses: course.pauses.map(({ from, to, cause }) => ({
      fromOn: calendar.dayOf(from),
      toOn: day(to),
      cause,
    })),
  }
}

/** Exactly, where the whole can be divided; else the nearest hundredth. */
const fractionOf = (whole: number, [part, of]: readonly [number, number]): number =>
  Math.round((whole * part) / of)

/** Names and storeys of what stands on works, the largest first; shares of the floor. */
const WORKS_BUILDINGS = [
  ["1号厂房", [1, 3], 0.46],
  ["2号厂房", [1, 3], 0.26],
  ["仓库", [1, 2], 0.14],
  ["综合楼", [4, 7], 0.1],
  ["倒班宿舍", [5, 6], 0.04],
] as const

/** Built plot ratio in hundredths, and storeys, of land that is no works, by the start of its code. */
const SERVICE_BUILDINGS = [
  ["07", 195, [11, 18]],
  ["0804", 85, [4, 6]],
  ["0805", 60, [2, 3]],
  ["08", 130, [5, 12]],
  ["09", 230, [4, 22]],
  ["12", 10, [1, 2]],
  ["13", 40, [1, 3]],
] as const

export function drawBuildings(
  holding: Holding,
  terms: Terms | null,
  { calendar, random }: { calendar: Calendar; random: Random },
): SampleBuilding[] {
  const { course, site, areas, parcelCode } = holding
  if (!course?.started || !terms || course.built[0] === 0) return []
  if (terms.farMinHundredths === null) {
    const found = SERVICE_BUILDINGS.find(([start]) => site.use.code.startsWith(start))
    if (!found) return []
    const [, farHundredths, [low, high]] = found
    const floorDm2 = Math.round((areas.legalDm2 * farHundredths * random.between(0.85, 1.15)) / 100)
    return [
      {
        parcelCode,
        name: "主体建筑",
        storeys: random.int(low, high),
        floorAreaM2: formatHundredths(floorDm2),
        vacantFloorAreaM2: "0.00",
        vacantFromOn: null,
      },
    ]
  }
  const [part, of] = course.built
  // Never a hair below the agreed ratio by rounding, nor above when it is to be below.
  const floorDm2 = Math.ceil((areas.legalDm2 * terms.farMinHundredths * part) / of / 100)
  const count = course.completed ? (site.mu < 12 ? 2 : site.mu < 30 ? 3 : 5) : 1
  const chosen = WORKS_BUILDINGS.slice(0, count)
  const weight = chosen.reduce((sum, [, , share]) => sum + share, 0)
  const floors = chosen.map(([, , share]) => Math.floor((floorDm2 * share) / weight))
  floors[0] = floorDm2 - floors.slice(1).reduce((sum, floor) => sum + floor, 0)
  let vacantDm2 = fractionOf(floorDm2, course.vacant)
  const vacantFrom =
    course.stopped ?? (course.producing ? ([random.int(3, 20), 4] as const) : course.completed)
  return chosen.map(([name, [low, high]], n): SampleBuilding => {
    const floor = floors[n] ?? 0
    const vacant = Math.min(floor, vacantDm2)
    vacantDm2 -= vacant
    return {
      parcelCode,
      name: course.completed ? name : `${name}（在建）`,
      storeys: random.int(low, high),
      floorAreaM2: formatHundredths(floor),
      vacantFloorAreaM2: formatHundredths(vacant),
      vacantFromOn: vacant > 0 && vacantFrom ? calendar.dayOf(vacantFrom) : null,
    }
  })
}
