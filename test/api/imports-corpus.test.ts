import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { describe, expect, test } from "vitest"
import type { ImportView } from "../../server/imports/schema.ts"
import { useDatabase } from "../support/database.ts"
import { type Upload, useImports } from "../support/import-app.ts"
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

/** Area in m² of what a batch recorded, on the ellipsoid. */
const areaOf = async (id: number): Promise<number> => {
  const actor = {
    audience: "planner",
    role: null,
    userId: null,
    name: "t",
    requestId: "r",
  } as const
  const [row] = await database.door.as(
    actor,
    "read",
    (sql) => sql<{ area: number }>`
      select sum(v.geom_area_m2)::float8 as area
        from core.parcel_version v join core.import_batch b on b.commit_act_id = v.act_id
       where b.import_id = ${id}`,
  )
  return row!.area
}

describe.skipIf(!corpus)("real files", () => {
  test.each([
    ["china/nantong_zone40_gbk_nocpg.zip", {}],
    ["china/nantong_cm120_noprj_ldid77.zip", { crs: 4549 }],
    ["china/nantong_4490_utf8_cpg.zip", {}],
    ["parcels/cz-decany-parcels-5514.gpkg", {}],
    ["parcels/nyc-jerome-taxlots.geojson", {}],
    ["parcels/ut-davis-parcels.geojson", {}],
  ])(
    "%s",
    async (path, answers) => {
      const started = Date.now()
      const view = await imports.app.preview("planner", "parcels", fileOf(path))
      const seen = Date.now()
      console.log(
        path,
        seen - started,
        JSON.stringify({
          counts: view.counts,
          q: view.questions,
          t: view.totals,
          crs: view.crs,
          m: view.mapping,
        }),
      )
      console.log(view.findings.slice(0, 6))
      const done = await imports.app.commit("planner", view.id, {
        ...answers,
        confirm: view.questions.map(({ rule }) => rule),
      })
      console.log(Date.now() - seen, done.counts, await areaOf(view.id))
      await imports.app.undo("planner", view.id)
    },
    120_000,
  )
})
describe.skipIf(!corpus)("nasty", () => {
  test.each([...listFiles("nasty/geojson"), ...listFiles("nasty/shp"), ...listFiles("nasty/gpkg")])(
    "%s",
    async (path) => {
      const file = fileOf(path)
      const answer = await imports.app.upload("planner", "parcels", file)
      const text = await answer.text()
      expect(answer.status, text).toBeLessThan(500)
      const body = JSON.parse(text) as ImportView & { detail: string }
      console.log(
        path,
        answer.status,
        answer.status === 201
          ? JSON.stringify(body.counts) + JSON.stringify(body.totals)
          : body.detail,
      )
    },
  )
})
