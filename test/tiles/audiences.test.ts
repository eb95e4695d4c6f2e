import { gunzipSync } from "node:zlib"
import { beforeAll, describe, expect, test } from "vitest"
import { mayRead } from "../../server/accounts/matrix.ts"
import { type Audience, AUDIENCES } from "../../server/db/audience.ts"
import { FIELDS } from "../../server/parcels/catalogue.ts"
import { decodeColumns } from "../support/columns-file.ts"
import { useDatabase } from "../support/database.ts"
import { type DecodedFeature, decodeTile } from "../support/decode-tile.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertPark, type Park, YEAR } from "../support/park.ts"
import { coverTiles, listCells } from "../support/tiles.ts"

const database = useDatabase()
let app: ParcelApp
let park: Park
let cells: number[]
beforeAll(async () => {
  app = openParcelApp(database.door)
  park = await insertPark(database.door, 60)
  cells = await listCells(database.door)
})

/** What a tile may tell of a parcel, each with the places of the matrix that it is told from. */
const TOLD: Record<string, string[]> = {
  landUse: ["core.parcel_version.land_use_code"],
  landUseScheme: ["core.parcel_version.land_use_scheme"],
  areaMu: ["core.parcel_version.area_mu"],
  lifecycle: ["core.parcel_standing.lifecycle"],
  grade: ["assess.parcel_grade.grade"],
  available: ["core.parcel_standing.available"],
  suspected: ["core.suspicion.parcel_id", "core.suspicion.superseded_at"],
  determined: ["core.determination.parcel_id", "core.determination.ended_on"],
  taxPerMu: ["fin.parcel_metric.per_mu"],
  revenuePerMu: ["fin.parcel_metric.per_mu"],
  valueAddedPerMu: ["fin.parcel_metric.per_mu"],
}
const toldTo = (audience: Audience) =>
  Object.keys(TOLD).filter((name) => TOLD[name]!.every((place) => mayRead(audience, place)))

const SHOWN = ["promotion", "planner", "plannerGranted", "assessor", "lead", "leadGranted"] as const
const NOTHING = ["public", "investor", "admin"] as const
const TILES = coverTiles([115.7, 33.8, 115.73, 33.81], 14)

async function readFeatures(own: ParcelApp, audience: Audience, headers = {}) {
  const features: DecodedFeature[] = []
  for (const { z, x, y } of TILES) {
    const path = `/api/tiles/${audience}/all/parcels/${z}/${x}/${y}.mvt?year=${YEAR}`
    const answer = await own.ask(audience, path, { headers })
    if (answer.status === 204) continue
    expect(answer.status).toBe(200)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const isPacked = answer.headers.get("content-encoding") === "gzip"
    features.push(...decodeTile(isPacked ? new Uint8Array(gunzipSync(bytes)) : bytes)["parcels"]!)
  }
  return features
}
const namesOf = (features: readonly DecodedFeature[]) =>
  [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))].sort()

async function readColumns(own: ParcelApp, audience: Audience, fields?: readonly string[]) {
  const asked = query({ year: YEAR, fields: fields?.join(","), cells: cells.join(",") })
  const answer = await own.ask(audience, `/api/tiles/${audience}/all/columns${asked}`)
  expect(answer.status).toBe(200)
  return decodeColumns(new Uint8Array(await answer.arrayBuffer()))
}

describe.each(SHOWN)("%s", (audience) => {
  const wanted = toldTo(audience)

  test("is told by tiles what the matrix gives, cold, from memory and kept", async () => {
    const answers = []
    // Nothing in memory; a fresh process; what it kept; all of it loaded; and packed.
    answers.push(await readFeatures(openParcelApp(database.door, { memoryBytes: 0 }), audience))
    const fresh = openParcelApp(database.door)
    answers.push(await readFeatures(fresh, audience), await readFeatures(fresh, audience))
    const resident = openParcelApp(database.door)
    await readColumns(resident, audience)
    answers.push(await readFeatures(resident, audience))
    answers.push(await readFeatures(resident, audience, { "accept-encoding": "gzip" }))
    for (const features of answers) {
      expect(new Set(features.map(({ id }) => id))).toEqual(new Set(park.parcelIds))
      expect(namesOf(features)).toEqual(wanted.toSorted())
    }
  })

  test("is told by columns what the matrix gives, the same as in the list", async () => {
    const { items } = await app.read<{ items: Record<string, unknown>[] }>(
      audience,
      `/api/parcels?limit=1000&year=${YEAR}`,
    )
    const listed = new Map(items.map((item) => [item["id"], item]))
    const usual = await readColumns(app, audience)
    expect(usual.names).toEqual(wanted)
    const single = Object.keys(items[0]!).filter(
      (name) => name in FIELDS && !FIELDS[name as keyof typeof FIELDS].many,
    )
    const every = await Promise.all(
      chunked(single, 20).map((names) => readColumns(app, audience, names)),
    )
    for (const { names, parcels } of [usual, ...every]) {
      expect(parcels.map(({ id }) => id).sort()).toEqual(park.parcelIds.toSorted())
      for (const { id, values } of parcels)
        expect({ id, ...values }).toEqual({
          id,
          ...Object.fromEntries(names.map((name) => [name, listed.get(id)![name]])),
        })
    }
  })

  test("is told by columns of no cell in particular what he is told of every cell", async () => {
    const asked = `/api/tiles/${audience}/all/columns?year=${YEAR}`
    const answer = await app.ask(audience, asked)
    expect(answer.status).toBe(200)
    const all = decodeColumns(new Uint8Array(await answer.arrayBuffer()))
    const named = await readColumns(app, audience)
    const byId = ({ parcels }: typeof all) => parcels.toSorted((a, b) => a.id - b.id)
    expect(all.names).toEqual(named.names)
    expect(byId(all)).toEqual(byId(named))
    expect(byId(all)).toHaveLength(park.parcelIds.length)
  })

  test("is told where to write on a parcel: the point inside it that the list has", async () => {
    const { items } = await app.read<{ items: { id: number; centre: [number, number] }[] }>(
      audience,
      "/api/parcels?limit=1000",
    )
    const { parcels } = await readColumns(app, audience, ["lon", "lat"])
    const places = new Map(parcels.map(({ id, values }) => [id, [values["lon"], values["lat"]]]))
    const rounded = (place: readonly unknown[] | undefined) =>
      place?.map((degrees) => Math.round(Number(degrees) * 1e7) / 1e7)
    for (const { id, centre } of items) expect([id, rounded(places.get(id))]).toEqual([id, centre])
    expect(places.size).toBe(items.length)
  })

  test("is refused every field that is not his like a name that nobody has", async () => {
    const { items } = await app.read<{ items: { name: string }[] }>(audience, "/api/filter-names")
    const own = new Set(items.map(({ name }) => name))
    const others = Object.keys(FIELDS).filter((name) => !own.has(name))
    const paths = [
      (asked: string) => `/api/tiles/${audience}/all/columns?cells=1&${asked}`,
      (asked: string) => `/api/tiles/${audience}/all/parcels/14/1/1.mvt?${asked}`,
      (asked: string) => `/api/tiles/parcels.json?${asked}`,
    ]
    for (const [i, path] of paths.entries())
      for (const parameter of i === 0 ? ["fields"] : ["fields", "measure"]) {
        const unknown = await app.ask(audience, path(`${parameter}=nobodyHasThis`))
        const refusal = await unknown.text()
        expect(unknown.status).toBe(400)
        for (const name of [...others, "firms", "toString", "__proto__"]) {
          const answer = await app.ask(audience, path(`${parameter}=${name}`))
          expect([name, answer.status, await answer.text()]).toEqual([name, 400, refusal])
        }
      }
    expect(others.includes("taxPerMu")).toBe(!wanted.includes("taxPerMu"))
  })
})

const chunked = <T>(all: readonly T[], size: number) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  )

test.each(NOTHING)("%s gets no tile and no column", async (audience) => {
  expect(toldTo(audience)).toEqual([])
  expect(await readFeatures(app, audience)).toEqual([])
  for (const place of ["0/0/0", "8/210/102", "14/13457/6549"]) {
    const answer = await app.ask(audience, `/api/tiles/${audience}/all/parcels/${place}.mvt`)
    expect([answer.status, await answer.text()]).toEqual([204, ""])
  }
  for (const asked of [`cells=${cells}`, "", "fields=lon,lat"]) {
    const columns = await app.ask(audience, `/api/tiles/${audience}/all/columns?${asked}`)
    expect(columns.status).toBe(asked.includes("fields") ? 400 : 404)
  }
})

test("figures are never to be kept by a cache, the rest only to be asked for again", async () => {
  const headerOf = async (audience: Audience, asked: string) => {
    const path = `/api/tiles/${audience}/all/columns?cells=${cells}${asked}`
    return (await app.ask(audience, path)).headers.get("cache-control")
  }
  expect(await headerOf("planner", "")).toBe("private, no-cache")
  expect(await headerOf("assessor", "")).toBe("private, no-store")
  expect(await headerOf("assessor", "&fields=areaMu")).toBe("private, no-cache")
})

test("the columns of another audience's address are the uniform 404", async () => {
  const missing = await (await app.ask("planner", "/api/parcels/999999")).text()
  for (const asker of AUDIENCES)
    for (const named of [...AUDIENCES, "nobody"].filter((one) => one !== asker)) {
      const answer = await app.ask(asker, `/api/tiles/${named}/all/columns?cells=${cells}`)
      expect([answer.status, await answer.text()]).toEqual([404, missing])
    }
})
