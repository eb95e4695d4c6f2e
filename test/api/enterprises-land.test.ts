import { beforeAll, expect, test } from "vitest"
import { FirmList } from "../../server/enterprises/schema.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"
import { createRandom } from "../support/park.ts"
import { insertFirms, insertParcels, insertUses, type UseRow } from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
const uses: (UseRow & { from: string; to: string | null })[] = []
let firms: number[]

const dayOf = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10)
const FIRST = Date.parse("2022-06-01") / 86_400_000

beforeAll(async () => {
  app = openParcelApp(database.door)
  const random = createRandom(11)
  const parcels = await insertParcels(
    database.door,
    Array.from({ length: 12 }, (_, i) => ({
      west: 115 + i / 100,
      south: 33,
      certifiedAreaM2: "90000",
    })),
  )
  firms = await insertFirms(
    database.door,
    Array.from({ length: 10 }, (_, i) => ({ name: `示例企业${i}` })),
  )
  for (const parcelId of parcels) {
    const owner = random.one(firms)
    const whole = { parcelId, enterpriseId: owner, landAreaM2: "80000" }
    uses.push({ ...whole, from: dayOf(FIRST - 300), to: null })
    for (let i = 0; i < 4; i++) {
      const tenant = random.one(firms)
      if (tenant === owner) continue
      const from = FIRST + random.below(900)
      uses.push({
        parcelId,
        enterpriseId: tenant,
        kind: "leasedIn",
        lessorId: owner,
        landAreaM2: `${1_000 + random.below(15_000)}.${10 + random.below(90)}`,
        from: dayOf(from),
        to: random.chance(0.5) ? dayOf(from + 1 + random.below(700)) : null,
      })
    }
  }
  await insertUses(database.door, uses)
})

/** Square metres in use on a day, added up use by use. */
const usedOn = (firm: number, day: string) =>
  uses
    .filter(({ from, to }) => from <= day && (to === null || to > day))
    .reduce((sum, { enterpriseId, lessorId, landAreaM2 }) => {
      if (enterpriseId === firm) return sum + Number(landAreaM2)
      return lessorId === firm ? sum - Number(landAreaM2) : sum
    }, 0)

test.each([2022, 2023, 2024, 2025])(
  "the land of %i is the sum of its days by their number, for every firm",
  async (year) => {
    const { items } = FirmList.parse(await app.read("assessor", `/api/enterprises?year=${year}`))
    const [first, next] = [year, year + 1].map((one) => Date.parse(`${one}-01-01`) / 86_400_000)
    for (const firm of firms) {
      let sum = 0
      for (let day = first!; day < next!; day++) sum += usedOn(firm, dayOf(day))
      const wanted = (sum * 0.0015) / (next! - first!)
      const found = items.find(({ id }) => id === firm)!["yearLandMu"]
      if (found === null) expect(wanted).toBe(0)
      else expect(Math.abs(Number(found) - wanted)).toBeLessThan(0.00501)
    }
  },
)
