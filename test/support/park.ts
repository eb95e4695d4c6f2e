import type { Door } from "../../server/db/door.ts"
import {
  insertBuildings,
  insertContracts,
  insertDeterminations,
  insertFirms,
  insertMetrics,
  insertParcelGrades,
  insertParcels,
  insertStandings,
  insertSuspicions,
  insertUses,
} from "./rows.ts"

export type Random = {
  chance: (share: number) => boolean
  below: (n: number) => number
  one: <T>(from: readonly T[]) => T
}

/** The same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { chance: (share) => next() < share, below, one: (from) => from[below(from.length)]! }
}

/** The fiscal year with data, and the one before it. */
export const YEAR = 2024
const NAMES = ["东区一号", "东区二号", "西区 O'Neil 地块", "北区%地块", "南区_地块", "East-7"]
const LAND_USES = ["100101", "100102", "110101", "0901"]
const LIFECYCLES = [
  "approved_unsupplied",
  "supplied_unused",
  "underused",
  "built_unproductive",
  "producing_below_target",
  "in_use",
]
const RULES: [ruleSet: string, rule: string][] = [
  ["idle-order53", "type1"],
  ["idle-order53", "type2"],
  ["liandu-2020", "liandu-2020"],
]
const FIRM_NAMES = ["示例机械有限公司", "示例医药有限公司", "示例电子'股份'公司", "Example Foods"]

export type Park = { parcelIds: number[]; firmIds: number[] }

/** Degrees between the corners of neighbours, and the side of a parcel: some 130 m and 100 m. */
const STEP = 0.0014
const SIDE = 0.001
const COLUMNS = 20

/**
 * Parcels on a grid with every field known on some and unknown on others, with many equal values, as
 * keyset pages and three-valued conditions need them. South-west corner 115.7 E, 33.8 N.
 *
 * @param step degrees between the corners of neighbours, 20 of which are in a row
 */
export async function insertPark(
  door: Door,
  count: number,
  { seed = 7, step = STEP }: { seed?: number; step?: number } = {},
): Promise<Park> {
  const random = createRandom(seed)
  const maybe = <T>(make: () => T, share = 0.8): T | null => (random.chance(share) ? make() : null)
  const places = Array.from({ length: count }, (_, i) => i)
  const parcelIds = await insertParcels(
    door,
    places.map((i) => ({
      west: 115.7 + (i % COLUMNS) * step,
      south: 33.8 + Math.floor(i / COLUMNS) * step,
      width: SIDE,
      height: SIDE,
      parcelCode: maybe(() => `341602001001GB${String(i).padStart(5, "0")}`),
      name: maybe(() => random.one(NAMES)),
      landUse: maybe(() => random.one(LAND_USES)),
      certifiedAreaM2: maybe(() => String(5_000 + 500 * random.below(30)), 0.6),
      surveyedAreaM2: maybe(() => String(5_000 + 500 * random.below(30)), 0.5),
    })),
  )
  const firmIds = await insertFirms(
    door,
    FIRM_NAMES.map((name, i) => ({
      name,
      industryCode: i === 0 ? null : `${17 + i}11`,
      aboveScale: i === 1 ? null : i % 2 === 0,
    })),
  )
  const occupied = parcelIds.filter(() => random.chance(0.7))
  await insertUses(
    door,
    occupied.flatMap((parcelId) => {
      const [first, second] = [random.below(firmIds.length), random.below(firmIds.length)]
      const use = {
        parcelId,
        enterpriseId: firmIds[first]!,
        landAreaM2: String(1_000 + 100 * random.below(9)),
      }
      const hasTwo = first !== second && random.chance(0.4)
      const ended = {
        ...use,
        enterpriseId: firmIds[second]!,
        landAreaM2: "3000",
        from: "2016-01-01",
        to: "2019-01-01",
      }
      const beside = { ...use, enterpriseId: firmIds[second]!, landAreaM2: "1400" }
      return hasTwo ? [use, beside] : [use, ended]
    }),
  )
  await insertContracts(
    door,
    parcelIds
      .filter(() => random.chance(0.6))
      .flatMap((parcelId) => [
        {
          parcelId,
          contractNo: "一",
          signedOn: "2014-02-01",
          agreedStart: "2015-03-01",
          taxPerMuWanYuan: "20",
        },
        ...(random.chance(0.3)
          ? [
              {
                parcelId,
                contractNo: "二",
                signedOn: `201${random.below(9)}-06-30`,
                agreedStart: maybe(() => "2020-02-29"),
                taxPerMuWanYuan: maybe(() => "30.5"),
              },
            ]
          : []),
      ]),
  )
  await insertBuildings(
    door,
    parcelIds
      .filter(() => random.chance(0.5))
      .flatMap((parcelId) => [
        { parcelId, name: "1", floorM2: "3000", vacantFloorM2: String(500 * random.below(4)) },
        { parcelId, name: "2", floorM2: "1200.50", vacantFloorM2: "0" },
      ]),
  )
  await insertStandings(
    door,
    parcelIds
      .filter(() => random.chance(0.9))
      .map((parcelId) => ({
        parcelId,
        lifecycle: maybe(() => random.one(LIFECYCLES)),
        projectStatus: maybe(() => random.one(["signed_no_land", "producing_below_design"]), 0.4),
        available: maybe(() => random.chance(0.3)),
      })),
  )
  await insertSuspicions(
    door,
    parcelIds.flatMap((parcelId) => {
      const hits = random.chance(0.3) ? [random.one(RULES)] : []
      if (hits[0]?.[0] === "idle-order53" && random.chance(0.5)) hits.push(RULES[2]!)
      return hits.map(([ruleSet, rule]) => ({ parcelId, ruleSet, rule }))
    }),
  )
  await insertDeterminations(
    door,
    parcelIds.filter(() => random.chance(0.1)),
  )
  await insertParcelGrades(
    door,
    [YEAR - 1, YEAR].flatMap((fiscalYear) =>
      occupied
        .filter(() => random.chance(0.8))
        .map((parcelId) => ({
          parcelId,
          fiscalYear,
          grade: random.one(["A", "B", "C", "D"]),
          enterpriseId: firmIds[0]!,
        })),
    ),
  )
  await insertMetrics(
    door,
    [YEAR - 1, YEAR].flatMap((fiscalYear) =>
      occupied.flatMap((parcelId) =>
        ["taxWanYuan", "revenueWanYuan", "powerWanKwh", "valueAddedWanYuan"].map((indicator) => ({
          parcelId,
          fiscalYear,
          indicator,
          amount: maybe(() => String(random.below(40) * 25 - 50)),
          areaMu: String(random.one(["7.5", "12", "22.123456"])),
        })),
      ),
    ),
  )
  return { parcelIds, firmIds }
}
