import { beforeAll, expect, test } from "vitest"
import { listBins } from "../support/bins.ts"
import { useDatabase } from "../support/database.ts"
import { type Fact, listFacts } from "../support/facts.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { createRandom, insertPark, YEAR } from "../support/park.ts"
import { createFilters } from "../support/random-filter.ts"
import { listFeatures } from "../support/tiles.ts"

const database = useDatabase()
let app: ParcelApp
let facts: Fact[]
beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertPark(database.door, 300, { step: 0.0022 })
  facts = await listFacts(database.door, YEAR)
})

const BOUNDS = [115.6, 33.7, 115.9, 34] as const

type Summary = { total: { parcels: number; areaMu: number } }
type Page = { items: { id: number }[] }

test.each(["promotion", "planner", "assessor", "lead"] as const)(
  "a filter of the %s counts in bins what the summary counts, and its tiles show the same parcels",
  async (audience) => {
    const random = createRandom(audience.length)
    const make = createFilters(facts, random, audience === "assessor")
    const totals = new Set<number>()
    // The embedded engine takes four times as long, and for the same statements.
    const filters = database.door.engine === "embedded" ? 10 : 50
    for (let done = 0; done < filters;) {
      const filter = make(2).text
      const asked = query({ filter, year: YEAR })
      const answer = await app.ask(audience, `/api/parcels/summary${asked}`)
      // A filter that names what the audience does not have is refused, by the map as well.
      if (answer.status === 400) {
        const tile = await app.ask(audience, `/api/tiles/${audience}/all/parcels/8/1/1.mvt${asked}`)
        expect(tile.status).toBe(400)
        continue
      }
      done++
      const { total } = (await answer.json()) as Summary
      const z = 8 + random.below(4)
      const bins = await listBins(app, audience, { z, bounds: BOUNDS, asked })
      const sum = (name: string) =>
        [...bins.values()].reduce((all, bin) => all + Number(bin[name]), 0)
      expect({ filter, count: sum("count") }).toEqual({ filter, count: total.parcels })
      const areaM2 = (total.areaMu * 2_000) / 3
      expect(Math.abs(sum("areaM2") - areaM2)).toBeLessThan(0.51 * bins.size + 0.01)
      totals.add(total.parcels)
      const { items } = await app.read<Page>(audience, `/api/parcels${asked}&limit=1000`)
      const features = await listFeatures(app, audience, 14, asked)
      expect({ filter, ids: [...new Set(features.map(({ id }) => id))].sort() }).toEqual({
        filter,
        ids: items.map(({ id }) => id).sort(),
      })
    }
    // The filters cut: otherwise the comparison would show nothing.
    expect(totals.size).toBeGreaterThan(filters / 5)
  },
)
