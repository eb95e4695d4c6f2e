import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { useDatabase } from "/work/main/test/support/database.ts"
import { useImports } from "/work/main/test/support/import-app.ts"
import { deriveDue } from "/work/main/server/derivation/derive.ts"
const database = useDatabase()
const imports = useImports(database)
test("prof", async () => {
  const door = database.door
  const as = door.as
  ;(door as any).as = async (a: any, m: any, w: any, l: any) => { const t = Date.now(); try { return await as(a, m, (sql: any) => { 
    const timed = Object.assign((first: any, ...v: any[]) => { const q = sql(first, ...v); return q }, { json: sql.json })
    return w(timed) }, l) } finally { console.log("as", m, Date.now() - t) } }
  const serve = door.serve
  ;(door as any).serve = async (s: any, m: any, w: any, l: any) => { const t = Date.now(); try { return await serve(s, m, w, l) } finally { console.log("serve", s, m, Date.now() - t) } }
  const view = await imports.app.preview("planner", "parcels", { name: "d.gpkg", content: new Uint8Array(readFileSync("/work/shared/data/parcels/cz-decany-parcels-5514.gpkg")) })
  const t = Date.now()
  await imports.app.commit("planner", view.id)
  console.log("commit", Date.now() - t)
}, 200000)
