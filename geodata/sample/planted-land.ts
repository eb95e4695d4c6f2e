/** Planted cases of land: life-cycle classes, the idle clock, stuck projects, shapes, areas, history. */
import { type Course, planCourse, signedOnly, type Stage, UNFINISHED, UNSTARTED } from "./course.ts"
import { createRandom } from "./random.ts"
import type { CaseWish, LotWish } from "./wishes.ts"

/** A course that no seed changes. */
export const courseAt = (stage: Stage, age: number, changes: Partial<Course> = {}): Course => ({
  ...planCourse(stage, age, createRandom(0, `${stage}/${age}`)),
  vacant: [0, 1],
  ...changes,
})

/** Supplied, nothing begun, to be started so many months and days before the day of the sample. */
const unstarted = (months: number, days: number, changes: Partial<Course> = {}): Course => ({
  ...courseAt("fresh", 0),
  ...UNSTARTED,
  signed: [months + 12, 9],
  supplied: [months + 7, 12],
  delivered: [months + 6, 3],
  startDue: [months, days],
  completionDue: [months - 18, days],
  productionDue: [months - 22, days],
  targetCheck: [months - 58, days],
  ...changes,
})

/** Begun and broken off so many months before the day of the sample. */
const brokenOff = (months: number, changes: Partial<Course>): Course => ({
  ...courseAt("building", 1),
  ...UNFINISHED,
  signed: [50, 6],
  supplied: [46, 14],
  delivered: [45, 2],
  startDue: [40, 0],
  completionDue: [22, 0],
  productionDue: [18, 0],
  targetCheck: [-18, 0],
  started: [39, 11],
  inStatistics: [37, 5],
  suspended: [months, 10],
  built: [30, 100],
  ...changes,
})

const lot = (
  mu: readonly [number, number],
  course: Course | null,
  changes: Partial<LotWish> = {},
): LotWish => ({
  mu,
  course,
  owner: course?.supplied ? 0 : null,
  promise: "none",
  ...changes,
})

const NEW_FIRM = [{ aboveScale: false }] as const
const OLD_FIRM = [{ aboveScale: true }] as const

export const LAND_CASES: readonly CaseWish[] = [
  {
    id: "inUse",
    title: "正常使用的工业用地",
    shows: "lifecycle in_use: above scale, at design output, nothing against it",
    lots: [lot([36, 60], courseAt("steady", 0.5), { promise: "kept" })],
    firms: OLD_FIRM,
  },
  {
    id: "approvedUnsupplied",
    title: "批而未供：已批未出让的净地",
    shows: "lifecycle approved_unsupplied: no contract, no holder",
    lots: [lot([60, 110], null)],
  },
  {
    id: "idleFee",
    title: "超过约定动工日一年未动工：征缴闲置费",
    shows: "idle type1 past one year and under two: fee of 20 % of 1,285.00 is 257.00 万元",
    lots: [lot([44, 66], unstarted(18, 15), { priceHundredYuan: 128_500 })],
    firms: NEW_FIRM,
  },
  {
    id: "idleFreeRecovery",
    title: "超过约定动工日两年未动工：可无偿收回",
    shows: "idle type1 past two years, holder's cause: free recovery",
    lots: [lot([80, 130], unstarted(27, 10), { priceHundredYuan: 257_000 })],
    firms: NEW_FIRM,
  },
  {
    id: "idleGovernment",
    title: "因政府原因未动工：协商处置",
    shows:
      "idle type1 past two years with a government-side pause of 61 days and another that goes on: article 12, no fee",
    lots: [
      lot(
        [40, 80],
        unstarted(31, 0, {
          pauses: [
            { from: [24, 0], to: [22, 0], cause: "government" },
            { from: [2, 20], to: null, cause: "government" },
          ],
        }),
      ),
    ],
    firms: NEW_FIRM,
  },
  {
    id: "idlePaused",
    title: "扣除停工期后尚未满一年",
    shows:
      "past the anniversary by the calendar, but a government-side pause moved it: idle in 61 to 90 days",
    lots: [
      lot(
        [30, 70],
        unstarted(16, 0, { pauses: [{ from: [13, 0], to: [6, 20], cause: "government" }] }),
      ),
    ],
    firms: NEW_FIRM,
  },
  {
    id: "overdueStart",
    title: "逾期未动工，尚未满一年",
    shows:
      "lifecycle supplied_unused: past the agreed start by less than a year, which ends within 30 days",
    lots: [lot([24, 60], unstarted(11, 10))],
    firms: NEW_FIRM,
  },
  {
    id: "idleByArea",
    title: "开发面积不足三分之一且停工满一年",
    shows:
      "idle type2 by area: a quarter of the area due, 40 % of the investment, stopped 14 months",
    lots: [lot([40, 75], brokenOff(14, { developed: [25, 100], invested: [40, 100] }))],
    firms: NEW_FIRM,
  },
  {
    id: "idleByInvestment",
    title: "投资额不足百分之二十五且停工满一年",
    shows:
      "idle type2 by investment: 40 % of the area due, 24.99 % of the investment, stopped 15 months",
    lots: [lot([40, 75], brokenOff(15, { developed: [40, 100], invested: [2499, 10_000] }))],
    firms: NEW_FIRM,
  },
  {
    id: "idleExactThird",
    title: "恰好三分之一、百分之二十五：不构成闲置",
    shows:
      "exactly a third of the area due and 25 % of the investment, stopped 16 months: not idle",
    lots: [
      lot([48, 70], brokenOff(16, { developed: [1, 3], invested: [25, 100] }), {
        due: { areaDm2: 3_000_000, investHundredYuan: 800_000 },
      }),
    ],
    firms: NEW_FIRM,
  },
  {
    id: "underusedFar",
    title: "用而未尽：容积率低于约定下限",
    shows: "lifecycle underused by plot ratio: 60 % of the least agreed",
    lots: [lot([50, 110], courseAt("steady", 0.4, { built: [60, 100] }))],
    firms: OLD_FIRM,
  },
  {
    id: "underusedShare",
    title: "用而未尽：部分土地未开发",
    shows: "lifecycle underused by area: 40 % of the area due lies undeveloped",
    lots: [lot([70, 150], courseAt("steady", 0.3, { developed: [60, 100] }))],
    firms: OLD_FIRM,
  },
  {
    id: "builtUnproductive",
    title: "建而未投：竣工后一直未投产",
    shows: "lifecycle built_unproductive: completed, three years past the agreed production day",
    lots: [
      lot(
        [30, 70],
        courseAt("stalled", 0.3, {
          producing: null,
          upscaled: null,
          atDesign: null,
          stopped: null,
          vacant: [1, 1],
        }),
      ),
    ],
    firms: NEW_FIRM,
  },
  {
    id: "productionStopped",
    title: "建而未投：停产满一年",
    shows: "lifecycle built_unproductive: production stopped 17 months ago",
    lots: [lot([30, 80], courseAt("steady", 0.2, { stopped: [17, 4], vacant: [9, 10] }))],
    firms: NEW_FIRM,
  },
  {
    id: "belowTarget",
    title: "投而未达标：亩均税收低于合同约定",
    shows: "lifecycle producing_below_target: tax per mu below what the contract promises",
    lots: [lot([40, 90], courseAt("missed", 0.5), { promise: "broken" })],
    firms: OLD_FIRM,
  },
  {
    id: "transferSplit",
    title: "分割转让：一宗分为两宗",
    shows:
      "history: a parcel split on transfer; its holder keeps one part, another firm bought the other",
    lots: [
      lot([15, 60], courseAt("steady", 0.5), { shape: "splitOff" }),
      lot([15, 60], courseAt("steady", 0.5), { shape: "splitOff", owner: 1 }),
    ],
    firms: [{ aboveScale: true }, { aboveScale: true }],
  },
  {
    id: "merge",
    title: "合并：两宗合为一宗",
    shows: "history: two vacant parcels merged and then supplied as one",
    lots: [lot([30, 120], courseAt("fresh", 0.4), { shape: "merged" })],
    firms: NEW_FIRM,
  },
  {
    id: "reserveSplit",
    title: "储备地块分宗",
    shows: "history: a reserve parcel split in two to be offered apart",
    lots: [lot([15, 60], null, { shape: "splitOff" }), lot([15, 60], null, { shape: "splitOff" })],
  },
  {
    id: "pond",
    title: "宗地内有水塘",
    shows: "geometry: a hole",
    lots: [lot([55, 190], courseAt("steady", 0.7), { shape: "pond" })],
    firms: OLD_FIRM,
  },
  {
    id: "yard",
    title: "宗地内有变电站",
    shows: "geometry: a hole with another parcel in it that shares its vertices",
    lots: [
      lot([55, 190], courseAt("steady", 0.8), { shape: "yard" }),
      lot([3, 9], courseAt("steady", 0.9), { shape: "insideYard", landUseCode: "1303", owner: 1 }),
    ],
    firms: [
      { aboveScale: true },
      { aboveScale: false, industryCode: "4420", ratingClass: "exempt" },
    ],
  },
  {
    id: "twoParts",
    title: "一宗两块：被支路分开",
    shows: "geometry: one parcel in two parts with a lane between them",
    lots: [lot([8, 150], courseAt("steady", 0.6), { shape: "twoParts" })],
    firms: OLD_FIRM,
  },
  {
    id: "surveyDiffers",
    title: "证载面积与实测面积不符",
    shows: "area: the survey found 1.8 % more than the certificate says",
    lots: [lot([30, 90], courseAt("steady", 0.9), { area: "surveyDiffers" })],
    firms: OLD_FIRM,
  },
  {
    id: "noCertificate",
    title: "尚未办证：以合同面积为准",
    shows: "area: no certificate, the contract's area counts",
    lots: [lot([30, 90], courseAt("steady", 0.1), { area: "noCertificate" })],
    firms: OLD_FIRM,
  },
  {
    id: "vacantFloors",
    title: "标准厂房有空置楼层",
    shows: "buildings: 45 % of the floor stands empty and can be let",
    lots: [lot([30, 80], courseAt("steady", 0.35, { vacant: [45, 100] }))],
    firms: OLD_FIRM,
  },
  {
    id: "signedNoLand",
    title: "已签约未摘地",
    shows: "project status signed_no_land",
    lots: [lot([50, 100], signedOnly([4, 12]))],
  },
  {
    id: "landNotStarted",
    title: "已摘地未开工（未到约定动工日）",
    shows:
      "project status land_not_started, the agreed start 31 to 60 days ahead: nothing against it",
    lots: [
      lot([30, 80], unstarted(-2, 15, { signed: [8, 3], supplied: [3, 5], delivered: [2, 1] })),
    ],
    firms: NEW_FIRM,
  },
  {
    id: "startedNotInStatistics",
    title: "已开工未纳统",
    shows: "project status started_not_in_stats",
    lots: [lot([30, 80], courseAt("building", 0.4, { inStatistics: null }))],
    firms: NEW_FIRM,
  },
  {
    id: "startedNotCompleted",
    title: "开工未竣工",
    shows: "project status started_not_completed, in statistics",
    lots: [lot([30, 80], courseAt("building", 0.8, { inStatistics: [9, 6] }))],
    firms: NEW_FIRM,
  },
  {
    id: "completedNotProducing",
    title: "竣工未投产",
    shows: "project status completed_not_producing, still within the time agreed",
    lots: [lot([25, 70], courseAt("finished", 0.3))],
    firms: NEW_FIRM,
  },
  {
    id: "producingNotUpscaled",
    title: "投产未上规",
    shows: "project status producing_not_upscaled",
    lots: [lot([12, 28], courseAt("young", 0.4, { upscaled: null, atDesign: null }))],
    firms: NEW_FIRM,
  },
  {
    id: "producingBelowDesign",
    title: "上规未达产",
    shows: "project status producing_below_design",
    lots: [lot([35, 90], courseAt("steady", 0.1, { atDesign: null }))],
    firms: OLD_FIRM,
  },
]
