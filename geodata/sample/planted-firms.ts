/** Planted cases of firms: supervision thresholds, leases, several parcels, figures, rating classes. */
import { courseAt } from "./planted-land.ts"
import type { CaseWish, FirmWish, LotWish } from "./wishes.ts"

const lot = (
  mu: readonly [number, number],
  age: number,
  changes: Partial<LotWish> = {},
): LotWish => ({ mu, course: courseAt("steady", age), owner: 0, promise: "none", ...changes })

/** Exactly 20,000.00 m² by certificate: 30.00 mu. */
const thirtyMu = (age: number, changes: Partial<LotWish> = {}) =>
  lot([29, 31], age, { shape: "thirtyMu", ...changes })

const ABOVE: FirmWish = { aboveScale: true }
const BELOW: FirmWish = { aboveScale: false }
/** So much revenue and so little power that tax alone is low. */
const PLAIN = {
  revenueWanYuan: [560_000, 540_000, 520_000],
  powerWanKwh: [9_600, 9_300, 9_000],
} as const
/** Enough tax, and little power, so that the firm stands out by its size of land alone. */
const MODEST = {
  set: {
    taxWanYuan: [15_600, 16_200, 16_800],
    revenueWanYuan: [171_000, 176_000, 182_000],
    powerWanKwh: [5_600, 5_800, 6_000],
  },
} as const

export const FIRM_CASES: readonly CaseWish[] = [
  {
    id: "lowTaxAtLimit",
    title: "亩均税收恰为 3.00 万元",
    shows: "liandu lowTax: 90.00 万元 on 30.00 mu is 3.00, which is a hit",
    lots: [thirtyMu(0.5)],
    firms: [{ ...ABOVE, figures: { set: { ...PLAIN, taxWanYuan: [12_400, 10_700, 9_000] } } }],
  },
  {
    id: "lowTaxAboveLimit",
    title: "亩均税收 3.01 万元",
    shows: "liandu lowTax: 90.30 万元 on 30.00 mu is 3.01, which is none",
    lots: [thirtyMu(0.4)],
    firms: [{ ...ABOVE, figures: { set: { ...PLAIN, taxWanYuan: [12_100, 10_500, 9_030] } } }],
  },
  {
    id: "notUpscaled",
    title: "占地 30 亩、投产满三年仍未上规",
    shows: "liandu notUpscaled at exactly 30 mu, producing for more than three years",
    lots: [thirtyMu(0.3, { course: courseAt("steady", 0.3, { upscaled: null, atDesign: null }) })],
    firms: [{ ...BELOW, figures: MODEST }],
  },
  {
    id: "notUpscaledYet",
    title: "投产恰满三年：次日起才列入",
    shows: "liandu notUpscaled: in production for three years to the day, which is none yet",
    lots: [
      thirtyMu(0.02, {
        course: courseAt("steady", 0.02, { producing: [36, 0], upscaled: null, atDesign: null }),
      }),
    ],
    firms: [{ ...BELOW, figures: MODEST }],
  },
  {
    id: "powerMismatch",
    title: "用电与税收、销售明显不匹配",
    shows: "liandu powerMismatch: twelve times the power that its tax and revenue would need",
    lots: [lot([35, 75], 0.5)],
    firms: [
      {
        ...ABOVE,
        industryCode: "3670",
        figures: {
          times: {
            powerWanKwh: [1, 4, 12],
            taxWanYuan: [1, 0.9, 0.8],
            revenueWanYuan: [1, 0.9, 0.8],
          },
        },
      },
    ],
  },
  {
    id: "leasedLand",
    title: "按土地面积租赁",
    shows: "occupancy: a tenant on a fifth of the land of an owner on record",
    lots: [lot([60, 120], 0.7)],
    firms: [ABOVE, { ...BELOW, hasFormerName: true }],
    leases: [
      { lot: 0, tenant: 1, lessor: 0, size: { landHundredths: 20 }, from: [50, 3], to: null },
    ],
  },
  {
    id: "leasedFloor",
    title: "按建筑面积租赁折算用地",
    shows: "occupancy: 8,000 m² of floor at a plot ratio of 1.20 is 6,666.67 m² of land",
    lots: [lot([45, 100], 0.6)],
    firms: [ABOVE, BELOW],
    leases: [
      {
        lot: 0,
        tenant: 1,
        lessor: 0,
        size: { floorM2: 8000, farHundredths: 120 },
        from: [44, 9],
        to: null,
      },
    ],
  },
  {
    id: "leasedOutUnknown",
    title: "出租给未登记的承租方",
    shows: "occupancy: leased out to a counterpart that is not on record",
    lots: [lot([40, 90], 0.8)],
    firms: [ABOVE],
    leases: [
      { lot: 0, tenant: null, lessor: 0, size: { landHundredths: 15 }, from: [31, 0], to: null },
    ],
  },
  {
    id: "leaseFromJuly",
    title: "七月起租：按天折算用地",
    shows: "occupancy: a lease that begins on 1 July of the last fiscal year",
    lots: [lot([50, 110], 0.55)],
    firms: [ABOVE, BELOW],
    leases: [
      {
        lot: 0,
        tenant: 1,
        lessor: 0,
        size: { landHundredths: 22 },
        from: { lastYear: "07-01" },
        to: null,
      },
    ],
  },
  {
    id: "leaseEnded",
    title: "租期已满退出",
    shows: "occupancy: a lease that ended on 31 March of the last fiscal year",
    lots: [lot([50, 110], 0.65)],
    firms: [ABOVE, BELOW],
    leases: [
      {
        lot: 0,
        tenant: 1,
        lessor: 0,
        size: { floorM2: 5400, farHundredths: 90 },
        from: [58, 17],
        to: { lastYear: "04-01" },
      },
    ],
  },
  {
    id: "threeFirms",
    title: "一宗地三家企业",
    shows: "occupancy: the owner and two tenants on one parcel",
    lots: [lot([70, 140], 0.75)],
    firms: [ABOVE, ABOVE, BELOW],
    leases: [
      { lot: 0, tenant: 1, lessor: 0, size: { landHundredths: 30 }, from: [47, 0], to: null },
      {
        lot: 0,
        tenant: 2,
        lessor: 0,
        size: { floorM2: 6000, farHundredths: 100 },
        from: [41, 12],
        to: null,
      },
    ],
  },
  {
    id: "threeParcels",
    title: "一家企业三宗地",
    shows: "occupancy: one firm owns three parcels",
    lots: [lot([35, 80], 0.85), lot([20, 60], 0.6), lot([20, 60], 0.45)],
    firms: [ABOVE],
  },
  {
    id: "group",
    title: "同一集团的两家企业",
    shows: "firms: two legal persons of one group in two places",
    lots: [lot([40, 90], 0.9), lot([40, 90], 0.5, { owner: 1 })],
    firms: [
      { ...ABOVE, industryCode: "2740" },
      { ...ABOVE, industryCode: "2770", groupOf: 0 },
    ],
  },
  {
    id: "taxRefund",
    title: "退税大于缴税",
    shows: "figures: the tax of the last fiscal year is negative, -36.50 万元",
    lots: [lot([30, 70], 0.5)],
    firms: [
      { ...ABOVE, industryCode: "3825", figures: { set: { taxWanYuan: [null, null, -3650] } } },
    ],
  },
  {
    id: "taxMissing",
    title: "税收数据缺失",
    shows: "figures: the tax of the last fiscal year has not been reported",
    lots: [lot([30, 70], 0.6)],
    firms: [{ ...ABOVE, figures: { missing: { taxWanYuan: [null, null, "notReported"] } } }],
  },
  {
    id: "emissionMissing",
    title: "排放数据缺失",
    shows: "figures: no emission in any year, so the scheme's rule for missing ones applies",
    lots: [lot([30, 70], 0.7)],
    firms: [
      {
        ...ABOVE,
        figures: { missing: { emissionT: ["notReported", "notReported", "underReview"] } },
      },
    ],
  },
  {
    id: "zeroResearch",
    title: "研发投入为零",
    shows: "figures: R&D is zero, which is not missing",
    lots: [lot([25, 60], 0.7)],
    firms: [{ ...ABOVE, figures: { set: { rdWanYuan: [0, 0, 0] } } }],
  },
  {
    id: "rated",
    title: "参评企业",
    shows: "rating class rated; renamed once",
    lots: [lot([45, 100], 0.8)],
    firms: [{ ...ABOVE, ratingClass: "rated", hasFormerName: true }],
  },
  {
    id: "transition",
    title: "过渡期企业",
    shows: "rating class transition: in production for under two years",
    lots: [lot([30, 80], 0, { course: courseAt("young", 0.6) })],
    firms: [{ ...ABOVE, ratingClass: "transition" }],
  },
  {
    id: "uplift",
    title: "提升期企业",
    shows: "rating class uplift",
    lots: [lot([30, 80], 0.6)],
    firms: [{ ...ABOVE, ratingClass: "uplift" }],
  },
  {
    id: "exempt",
    title: "免评企业：污水处理厂",
    shows: "rating class exempt",
    lots: [lot([20, 90], 0.9, { landUseCode: "1302" })],
    firms: [{ ...ABOVE, industryCode: "4620", ratingClass: "exempt" }],
  },
  {
    id: "ungraded",
    title: "参评不定档企业",
    shows: "rating class ungraded",
    lots: [lot([30, 80], 0.5)],
    firms: [{ ...ABOVE, ratingClass: "ungraded" }],
  },
  {
    id: "notRated",
    title: "不参评企业：物流仓储",
    shows: "rating class notRated: not of an industry that is rated",
    lots: [lot([30, 120], 0.6, { landUseCode: "110101" })],
    firms: [{ ...ABOVE, industryCode: "5920", ratingClass: "notRated" }],
  },
  {
    id: "unsuitable",
    title: "不宜评价企业（T 类）",
    shows: "rating class unsuitable",
    lots: [lot([25, 70], 0.7)],
    firms: [{ ...ABOVE, ratingClass: "unsuitable" }],
  },
]
