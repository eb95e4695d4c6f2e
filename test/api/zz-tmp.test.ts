import { test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, query } from "../support/parcel-app.ts"
import { loadSample } from "../../server/sample/load.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import { decodeTile } from "../support/decode-tile.ts"
import { addressOf, tileAt } from "../support/tiles.ts"
const database = useDatabase()
test("look", async () => {
  const app = openParcelApp(database.door)
  await loadSample(database.door, {})
  await deriveDue(database.door)
  const t = async (a: any, path: string, cut = 600) => { const s = performance.now(); const r = await app.ask(a, path); const b = await r.text(); console.warn(a, path, r.status, Math.round(performance.now()-s)+"ms", b.length, "\n", b.slice(0, cut)) }
  await t("assessor", "/api/parcels/summary", 3000)
  await t("planner", "/api/parcels?limit=500", 100)
  await t("planner", "/api/parcels?limit=500&sort=-areaMu", 100)
  await t("assessor", "/api/parcels?limit=500", 1600)
  const { items } = await app.read<any>("planner", `/api/parcels${query({ filter: "suspected = true AND flagRule = 'liandu-2020'", limit: 3 })}`)
  await t("planner", `/api/parcels/${items[0].id}`, 6000)
  await t("assessor", `/api/parcels/${items[0].id}`, 100)
  const json = await app.read<any>("planner", "/api/tiles/parcels.json"); console.warn(JSON.stringify(json))
  const [w, s, e, n] = json.bounds
  for (const z of [8, 10, 11, 12, 13, 14, 15, 16]) { const r = await app.ask("assessor", addressOf(json.tiles[0].replace("planner", "assessor"), tileAt((w+e)/2, (s+n)/2, z)), { headers: { "accept-encoding": "gzip" } }); const b = await r.arrayBuffer(); console.warn(z, r.status, b.byteLength, r.headers.get("content-encoding")) }
  await t("planner", "/api/ground", 100)
})
