import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { deriveDue } from "../../server/derivation/derive.ts"
import type { Door } from "../../server/db/door.ts"
import type { ImportApp } from "./import-app.ts"

/** Real cadastres of three countries, the first in a projection of its own. */
const CADASTRES = [
  "parcels/cz-decany-parcels-5514.gpkg",
  "parcels/nyc-jerome-taxlots.geojson",
  "parcels/ut-davis-parcels.geojson",
]

/** Imports every parcel of the real cadastres, with what is derived of it. @returns how many they are */
export async function importCadastres(app: ImportApp, door: Door, corpus: string): Promise<number> {
  let parcels = 0
  for (const path of CADASTRES) {
    const content = new Uint8Array(readFileSync(join(corpus, path)))
    const { id } = await app.preview("planner", "parcels", { name: basename(path), content })
    parcels += (await app.commit("planner", id)).counts.inserted
  }
  await deriveDue(door)
  return parcels
}
