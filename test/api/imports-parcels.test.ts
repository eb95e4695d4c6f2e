import { expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { geojson, parcelCode, square, useImports } from "../support/import-app.ts"

const database = useDatabase()
const imports = useImports(database)

test("smoke", async () => {
  const file = geojson("a.geojson", [
    { properties: { 宗地代码: parcelCode(1), 名称: "一号" }, rings: square(115.78, 33.85) },
    { properties: { 宗地代码: parcelCode(2), 名称: "二号" }, rings: square(115.79, 33.85) },
  ])
  const view = await imports.app.preview("planner", "parcels", file)
  console.log(JSON.stringify(view, null, 1))
  const done = await imports.app.commit("planner", view.id)
  expect(done.state).toBe("committed")
  const again = await imports.app.preview("planner", "parcels", file)
  expect(again.counts).toMatchObject({ unchanged: 2 })
  console.log(await imports.app.undo("planner", view.id))
})
