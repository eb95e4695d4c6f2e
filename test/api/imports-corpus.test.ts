import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { describe, expect, test } from "vitest"
import { ImportView } from "../../server/imports/schema.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf, type Upload, useImports } from "../support/import-app.ts"
import { findCorpus } from "../support/lanes.ts"

const corpus = findCorpus()
const database = useDatabase()
const imports = useImports(database)

const fileOf = (path: string): Upload => ({
  name: basename(path),
  content: new Uint8Array(readFileSync(join(corpus!, path))),
})
const listFiles = (folder: string): string[] =>
  corpus && existsSync(join(corpus, folder))
    ? readdirSync(join(corpus, folder)).map((name) => `${folder}/${name}`)
    : []

/** Parcels of a batch and their area in m² on the ellipsoid, as the product recorded them. */
async function measure(id: number): Promise<{ parcels: number; areaM2: number }> {
  const [row] = await database.door.as(
    { audience: "planner", role: null, userId: null, name: "test", requestId: "r" },
    "read",
    (sql) => sql<{ parcels: number; areaM2: number }>`
      select count(*)::int as parcels, sum(v.geom_area_m2)::float8 as area_m2
        from core.parcel_version v join core.import_batch b on b.commit_act_id = v.act_id
       where b.import_id = ${id}`,
  )
  return row!
}

describe.skipIf(!corpus)("a real file", () => {
  test.each([
    ["china/nantong_zone40_gbk_nocpg.zip", 4528, {}],
    ["china/nantong_cm120_noprj_ldid77.zip", null, { crs: 4549 }],
    ["china/nantong_4490_utf8_cpg.zip", 4490, {}],
  ])("%s has its 97 parcels and the area that its makers measured", async (path, epsg, answers) => {
    const { nantong } = JSON.parse(
      readFileSync(join(corpus!, "china/nantong_expected.json"), "utf8"),
    ) as { nantong: { n: number; sum_ellipsoidal_m2: number } }
    const view = await imports.app.preview("planner", "parcels", fileOf(path))
    expect(view.crs).toMatchObject({
      detected: epsg,
      confidence: epsg === null ? "unsure" : "sure",
    })
    if (epsg === null) {
      expect(view.counts).toMatchObject({ rows: nantong.n, skipped: nantong.n })
      const refused = await problemOf(await imports.app.refusedCommit("planner", view.id))
      expect(refused).toMatchObject({ status: 409, type: "/problems/import-undecided" })
      expect(refused.detail).toContain("4549")
    }
    const done = await imports.app.commit("planner", view.id, answers)
    expect(done.counts).toMatchObject({ rows: nantong.n, inserted: nantong.n })
    const { parcels, areaM2 } = await measure(view.id)
    expect(parcels).toBe(nantong.n)
    expect(Math.abs(areaM2 / nantong.sum_ellipsoidal_m2 - 1)).toBeLessThan(1e-4)
    // The three files are the same land: taken back, so that the next one is new again.
    expect(await imports.app.undo("planner", view.id)).toEqual({ undone: nantong.n, kept: [] })
  })

  test.each([
    ["parcels/cz-decany-parcels-5514.gpkg", 5514, 3172, "VymeraParcely"],
    ["parcels/nyc-jerome-taxlots.geojson", 4326, 1668, "bbl"],
    ["parcels/ut-davis-parcels.geojson", 4326, 1000, "apn"],
  ])(
    "%s: every row is accounted for and comes again unchanged",
    async (path, epsg, rows, column) => {
      const file = fileOf(path)
      const view = await imports.app.preview("planner", "parcels", file)
      expect(view.crs).toMatchObject({ detected: epsg, confidence: "sure" })
      expect(Object.values(view.mapping).map((mapped) => mapped.column)).toContain(column)
      expect(view.counts).toMatchObject({ rows, inserted: rows })
      await imports.app.commit("planner", view.id)
      expect((await measure(view.id)).parcels).toBe(rows)
      const again = await imports.app.preview("planner", "parcels", file)
      expect(again.counts).toMatchObject({ rows, unchanged: rows })
    },
  )

  test("whose registered areas differ from the drawn ones is taken, and says for how many", async () => {
    const view = await imports.app.preview(
      "planner",
      "parcels",
      fileOf("parcels/cz-decany-parcels-5514.gpkg"),
    )
    const differing = view.totals.find(({ rule }) => rule === "area-differs")
    expect(differing?.count).toBeGreaterThan(500)
    expect(view.questions).toEqual([])
  })
})

describe.skipIf(!corpus)("a nasty file", () => {
  test.each(["geojson", "shp", "gpkg"].flatMap((format) => listFiles(`nasty/${format}`)))(
    "%s is refused in one sentence that names it, or every row of it is accounted for",
    async (path) => {
      const file = fileOf(path)
      const answer = await imports.app.upload("planner", "parcels", file)
      if (answer.status === 400) {
        const { type, detail } = await problemOf(answer)
        expect(type).toBe("/problems/unreadable-file")
        expect(detail.startsWith(`${file.name}：`)).toBe(true)
        expect(detail.endsWith("。")).toBe(true)
        return
      }
      expect(answer.status).toBe(201)
      const view = ImportView.strict().parse(await answer.json())
      const { rows, ...outcomes } = view.counts
      expect(rows).toBeGreaterThan(0)
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(rows)
      const told = view.totals.filter(({ severity }) => severity === "error")
      if (outcomes.rejected + outcomes.skipped > 0) expect(told.length).toBeGreaterThan(0)
      const confirm = view.questions.map(({ rule }) => rule)
      const commit = await imports.app.refusedCommit("planner", view.id, { confirm })
      expect(commit.status).toBe(view.crs?.confidence === "unsure" ? 409 : 200)
    },
  )
})
