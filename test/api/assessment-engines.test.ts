import { createHash } from "node:crypto"
import { afterAll, expect, test } from "vitest"
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import { computeRun } from "../../server/assessment/seal.rules.ts"
import { listEntrants, readPopulation } from "../../server/roster/population.ts"
import { hashRun } from "../../server/runs/seal.ts"
import { useDatabase } from "../support/database.ts"
import { createRandom, type Random } from "../support/park.ts"
import { insertFigures, insertFirms, insertParcels, insertUses } from "../support/rows.ts"

const FIRMS = 20
const YEARS = Array.from({ length: 100 }, (_, n) => 2001 + n)
/** Populations a year: each of the same rows under other schemes. */
const SCHEMES_A_YEAR = 10
const ZONES = ["Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati"]
const INDICATORS = [
  "taxWanYuan",
  "valueAddedWanYuan",
  "revenueWanYuan",
  "energyTce",
  "emissionT",
  "powerWanKwh",
  "averageStaff",
  "rdWanYuan",
  "techInvestWanYuan",
]
/** SHA-256 over the hashes of all 1,000 runs. The same on every engine, in every order of rows and time zone. */
const FINGERPRINT = "b44aed0dafc48a2771a5968d6337d5784521d8cf8a4bce1a3b69b492d9a901aa"

const database = useDatabase()
const zoneBefore = process.env["TZ"]
afterAll(() => {
  if (zoneBefore === undefined) delete process.env["TZ"]
  else process.env["TZ"] = zoneBefore
})

/** Another order each time: what comes out may not depend on it. */
const shuffled = <T>(rows: readonly T[]): T[] =>
  rows
    .map((row) => ({ row, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)

async function insertPopulation(random: Random) {
  const { door } = database
  const parcels = await insertParcels(
    door,
    Array.from({ length: FIRMS }, (_, n) => ({
      west: 115 + n * 0.01,
      south: 33,
      certifiedAreaM2: "60000",
      validFrom: "2000-01-01",
    })),
  )
  const firms = await insertFirms(
    door,
    Array.from({ length: FIRMS }, (_, n) => ({
      name: `企业${n}`,
      industryCode: random.one(["1711", "3610", "2612"]),
      aboveScale: n % 4 !== 3,
    })),
  )
  const owned = firms.map((enterpriseId, n) => ({
    parcelId: parcels[n]!,
    enterpriseId,
    landAreaM2: String(8_000 + random.below(50_000)),
    from: "2000-03-17",
  }))
  const leases = firms.slice(0, 10).map((lessorId, n) => ({
    parcelId: parcels[n]!,
    enterpriseId: firms[19 - n]!,
    lessorId,
    kind: "leasedIn" as const,
    landAreaM2: String(1_000 + random.below(6_000)),
    from: `20${10 + random.below(60)}-0${1 + random.below(9)}-15`,
    to: random.chance(0.5) ? `20${75 + random.below(20)}-07-01` : null,
  }))
  await insertUses(door, [...shuffled(owned)])
  await insertUses(door, [...shuffled(leases)])
  const figures = YEARS.flatMap((fiscalYear) =>
    firms.flatMap((enterpriseId) =>
      INDICATORS.map((indicator) => ({
        enterpriseId,
        fiscalYear,
        indicator,
        value: random.chance(0.06)
          ? null
          : indicator === "taxWanYuan" && random.chance(0.05)
            ? `-${random.below(90)}.25`
            : `${random.below(9_000)}.${String(random.below(10_000)).padStart(4, "0")}`,
      })),
    ),
  )
  const rows = shuffled(figures)
  for (let at = 0; at < rows.length; at += 3_000)
    await insertFigures(door, rows.slice(at, at + 3_000))
}

/** Two strata of a year: shipped schemes with other caps, cuts, ties and rules for what is missing. */
function drawSchemes(random: Random): Scheme[] {
  const draw = (stratum: string, ids: string[]): Scheme => {
    const id = random.one(ids)
    const { scheme } = SHIPPED_SCHEMES.find((shipped) => shipped.scheme.id === id)!
    return {
      ...scheme,
      id: stratum,
      stratum,
      capMultiple: random.one([null, 1.5, 2]),
      floor: random.one([null, 0]),
      minStratumSize: random.one([0, 5, 8]),
      indicators: scheme.indicators.map((rule) => ({
        ...rule,
        missing: random.one(["zero", "stratumAverageScore", "excludeRescale"] as const),
      })),
      gradeRule: {
        kind: "rankPercent",
        cuts: [
          ["A", 5 + random.below(20)],
          ["B", 40 + random.below(30)],
          ["C", 90 + random.below(9)],
        ],
        rest: "D",
        tie: random.one(["ordinal", "shared"] as const),
      },
    }
  }
  return [
    draw("above_scale", ["ZJ-HY-2022-up", "JS-WJ-2018-up", "AH-JD-2022-up", "AH-C-up", "DEMO"]),
    draw("below_scale", ["ZJ-HY-2022-below", "AH-C-below", "DEMO-below"]),
  ]
}

test("1,000 populations give the same hashes on every engine, in any row order and time zone", async () => {
  const random = createRandom(20_261_122)
  await insertPopulation(random)
  const all = createHash("sha256")
  for (const [n, fiscalYear] of YEARS.entries()) {
    const zone = ZONES[n % ZONES.length]!
    process.env["TZ"] = zone
    const population = await database.door.as(
      { audience: "assessor", role: "assessor", userId: null, name: "test", requestId: "r" },
      "read",
      async (sql) => {
        await sql`select set_config('TimeZone', ${zone}, true)`
        return readPopulation(sql, fiscalYear)
      },
    )
    const entrants = listEntrants(population)
    expect(entrants).toHaveLength(FIRMS)
    for (let k = 0; k < SCHEMES_A_YEAR; k += 1) {
      const schemes = drawSchemes(random)
      const { inputSha256, resultSha256 } = hashRun(
        computeRun(shuffled(entrants), schemes, fiscalYear),
        [],
      )
      all.update(`${inputSha256} ${resultSha256}\n`)
    }
  }
  expect(all.digest("hex")).toBe(FINGERPRINT)
}, 300_000)
