import { beforeAll, describe, expect, test } from "vitest"
import { legalDayAt } from "../../geodata/days.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import { loadSample } from "../../server/sample/load.ts"
import { BINS, listBins } from "../support/bins.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertPark, YEAR } from "../support/park.ts"
import { insertMetrics, insertParcels, insertStandings } from "../support/rows.ts"

const database = useDatabase()
let app: ParcelApp
beforeAll(async () => {
  app = openParcelApp(database.door)
  await loadSample(database.door, { parcels: 300, asOf: "2026-06-30" })
  await deriveDue(database.door, "2026-06-30")
  await insertPark(database.door, 300, { step: 0.005 })
})

const BOUNDS = [115.6, 33.7, 116.2, 34.2] as const
const ZOOMS = [8, 9, 10, 11]

type Row = {
  bin: string
  parcels: number
  areaM2: number | null
  perMu: number | null
  lifecycle: string | null
}

/** What every square of a zoom holds, told by the database from the tables alone. */
const listWanted = (z: number, day = legalDayAt(new Date())) =>
  database.door.serve(
    "svc_derive",
    "read",
    (sql) => sql<Row>`
      with place as (
        select v.parcel_id, v.legal_area_m2,
               (ST_XMin(v.geom) + ST_XMax(v.geom)) / 2 as lon, radians((ST_YMin(v.geom) + ST_YMax(v.geom)) / 2) as lat
          from core.parcel_version v
         where v.superseded_at is null and v.valid_from <= ${day} and (v.valid_to is null or v.valid_to > ${day})
           and ST_XMin(v.geom) between ${BOUNDS[0]} and ${BOUNDS[2]}
      ), bin as (
        select parcel_id, legal_area_m2,
               floor((lon + 180) / 360 * ${BINS * 2 ** z}::float8)::int || '/' ||
               floor((1 - asinh(tan(lat)) / pi()) / 2 * ${BINS * 2 ** z}::float8)::int as bin
          from place
      ), class as (
        select bin, lifecycle, row_number() over (
                 partition by bin order by sum(coalesce(legal_area_m2, 0)) desc, lifecycle collate "C") as n
          from bin join core.parcel_standing using (parcel_id)
         where lifecycle is not null group by bin, lifecycle
      )
      select bin, count(*)::int as parcels, sum(legal_area_m2)::float8 as area_m2,
             (sum(m.amount) / sum(m.area_mu) filter (where m.amount is not null))::float8 as per_mu,
             (select c.lifecycle from class c where c.bin = bin.bin and c.n = 1) as lifecycle
        from bin
        left join fin.parcel_metric m
          on m.parcel_id = bin.parcel_id and m.indicator = 'taxWanYuan' and m.fiscal_year = ${YEAR}
       group by bin`,
  )

describe.each(ZOOMS)("at z%i", (z) => {
  test("the bins together hold every parcel once and all of the legal area", async () => {
    const wanted = await listWanted(z)
    const bins = await listBins(app, "planner", { z, bounds: BOUNDS, asked: `?year=${YEAR}` })
    expect([...bins.keys()].sort()).toEqual(wanted.map(({ bin }) => bin).sort())
    for (const { bin, parcels, areaM2 } of wanted) {
      const found = bins.get(bin)!
      expect(Object.keys(found).sort()).toEqual(["areaM2", "count"])
      expect({ bin, count: found["count"] }).toEqual({ bin, count: parcels })
      expect(Math.abs(Number(found["areaM2"]) - (areaM2 ?? 0))).toBeLessThanOrEqual(0.51)
    }
    expect(wanted.reduce((sum, { parcels }) => sum + parcels, 0)).toBe(600)
    expect(wanted.filter(({ parcels }) => parcels > 1).length).toBeGreaterThan(5)
  })

  test("a value per mu is sum over sum of the parcels that have both", async () => {
    const bins = await listBins(app, "assessor", {
      z,
      bounds: BOUNDS,
      asked: query({ year: YEAR, measure: "taxPerMu" }),
    })
    const wanted = await listWanted(z)
    expect(bins.size).toBe(wanted.length)
    for (const { bin, perMu } of wanted) {
      const found = bins.get(bin)!["taxPerMu"]
      if (perMu === null) expect({ bin, found }).toEqual({ bin, found: undefined })
      else expect(Math.abs(Number(found) - perMu)).toBeLessThanOrEqual(1e-4)
    }
    expect(wanted.some(({ perMu }) => perMu === null)).toBe(true)
  })

  test("a class is that of the most land", async () => {
    const bins = await listBins(app, "planner", {
      z,
      bounds: BOUNDS,
      asked: query({ year: YEAR, measure: "lifecycle" }),
    })
    const wanted = await listWanted(z)
    expect(new Map([...bins].map(([bin, { lifecycle }]) => [bin, lifecycle]))).toEqual(
      new Map(wanted.map(({ bin, lifecycle }) => [bin, lifecycle ?? undefined])),
    )
  })
})

describe("one bin", () => {
  let east = 90
  /** Parcels within one square of z8 of their own; each with its tax, undefined where no row tells of it. */
  async function insertTogether(taxes: readonly (string | null | undefined)[]) {
    east += 3
    const ids = await insertParcels(
      database.door,
      taxes.map((_, i) => ({
        west: east + i * 0.0001,
        south: 20,
        width: 0.0001,
        height: 0.0001,
        certifiedAreaM2: "1000",
      })),
    )
    await insertMetrics(
      database.door,
      taxes.flatMap((amount, i) =>
        amount === undefined
          ? []
          : [
              {
                parcelId: ids[i]!,
                fiscalYear: YEAR,
                indicator: "taxWanYuan",
                amount,
                areaMu: String(10 * (i + 1)),
              },
            ],
      ),
    )
    return ids
  }
  const readOne = async (measure: string) => {
    const bounds = [east - 0.1, 19.9, east + 0.1, 20.1] as const
    const asked = query({ year: YEAR, measure })
    return [...(await listBins(app, "assessor", { z: 8, bounds, asked })).values()]
  }

  test("leaves out what is not reported and counts zero as zero", async () => {
    await insertTogether(["0", "30", null, undefined])
    expect(await readOne("taxPerMu")).toEqual([{ count: 4, areaM2: 4_000, taxPerMu: 1 }])
    await insertTogether(["0", "0"])
    expect(await readOne("taxPerMu")).toEqual([{ count: 2, areaM2: 2_000, taxPerMu: 0 }])
    await insertTogether([null, undefined])
    expect(await readOne("taxPerMu")).toEqual([{ count: 2, areaM2: 2_000 }])
  })

  test("may fall below zero", async () => {
    await insertTogether(["-25"])
    expect(await readOne("taxPerMu")).toEqual([{ count: 1, areaM2: 1_000, taxPerMu: -2.5 }])
  })

  test("of two classes with equal land tells the first by name, of none nothing", async () => {
    const ids = await insertTogether([undefined, undefined, undefined])
    expect(await readOne("lifecycle")).toEqual([{ count: 3, areaM2: 3_000 }])
    await insertStandings(database.door, [
      { parcelId: ids[0]!, lifecycle: "underused" },
      { parcelId: ids[1]!, lifecycle: "in_use" },
    ])
    expect(await readOne("lifecycle")).toEqual([{ count: 3, areaM2: 3_000, lifecycle: "in_use" }])
  })

  test.each(["areaMu", "signedOn", "firms", "nothing"])("has no measure %s", async (measure) => {
    const answer = await app.ask(
      "assessor",
      `/api/tiles/assessor/all/parcels/8/1/1.mvt${query({ measure })}`,
    )
    expect(answer.status).toBe(400)
  })
})
