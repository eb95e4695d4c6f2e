import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { type Archive, openArchive } from "../../server/basemap/archive.ts"
import { basemapRoutes } from "../../server/basemap/routes.ts"
import { ConfigError, readConfig } from "../../server/config.ts"
import { respond } from "../../server/http/problem.ts"
import { makeArchive, MVT, PNG } from "../support/pmtiles.ts"

const folder = mkdtempSync(join(tmpdir(), "mutu-basemap-"))
const opened: Archive[] = []
afterAll(async () => {
  for (const archive of opened) await archive.close()
  rmSync(folder, { recursive: true })
})

const TILE = new Uint8Array(300).map((_, i) => i % 7)

async function openMade(name: string, type: number, metadata: unknown = {}) {
  const path = join(folder, name)
  writeFileSync(path, makeArchive(type, TILE, metadata))
  const archive = await openArchive(path)
  opened.push(archive)
  return basemapRoutes({ kind: "file", path }, archive).onError((error, c) => respond(error, c))
}

describe("a file under the parcels", () => {
  test("of vector tiles is described with its layers and served as it is", async () => {
    const app = await openMade("zone.pmtiles", MVT, {
      attribution: "示例测绘院",
      vector_layers: [{ id: "water" }, { id: "roads" }],
    })
    expect(await (await app.request("/")).json()).toEqual({
      kind: "vector",
      tiles: "/api/basemap/{z}/{x}/{y}",
      layers: ["water", "roads"],
      minzoom: 0,
      maxzoom: 0,
      bounds: [115, 33, 117, 35],
      attribution: "示例测绘院",
    })
    const tile = await app.request("/0/0/0")
    expect(tile.headers.get("content-type")).toBe("application/vnd.mapbox-vector-tile")
    expect(new Uint8Array(await tile.arrayBuffer())).toEqual(TILE)
  })

  test("of images is described as images", async () => {
    const app = await openMade("photo.pmtiles", PNG)
    expect(await (await app.request("/")).json()).toMatchObject({
      kind: "images",
      layers: ["/api/basemap/{z}/{x}/{y}"],
      attribution: "",
    })
    expect((await app.request("/0/0/0")).headers.get("content-type")).toBe("image/png")
  })

  test("answers 204 where it has no tile, and 400 to what is no tile", async () => {
    const app = await openMade("other.pmtiles", PNG)
    expect((await app.request("/1/0/0")).status).toBe(204)
    for (const address of ["/1/2/0", "/-1/0/0", "/0/0/0.5", "/a/b/c"])
      expect((await app.request(address)).status).toBe(400)
  })

  test.each([
    ["absent.pmtiles", null],
    ["empty.pmtiles", new Uint8Array()],
    ["wrong.pmtiles", new TextEncoder().encode("not tiles at all".repeat(40))],
    ["cut.pmtiles", makeArchive(PNG, TILE, {}).slice(0, 200)],
  ])("%s stops the start with a sentence that names variable and file", async (name, bytes) => {
    const path = join(folder, name)
    if (bytes) writeFileSync(path, bytes)
    await expect(openArchive(path)).rejects.toThrow(ConfigError)
    await expect(openArchive(path)).rejects.toThrow(`MUTU_BASEMAP 有误：${path}`)
  })
})

test("images of a server are told with their addresses, and nothing is served here", async () => {
  const { basemap } = readConfig({ MUTU_BASEMAP: "https://tiles.example/{z}/{x}/{y}.png" })
  const app = basemapRoutes(basemap, null).onError((error, c) => respond(error, c))
  expect(await (await app.request("/")).json()).toMatchObject({
    kind: "images",
    layers: ["https://tiles.example/{z}/{x}/{y}.png"],
    attribution: "tiles.example",
  })
  expect((await app.request("/0/0/0")).status).toBe(404)
})

test("without one the zone's own ground lies under the parcels", async () => {
  const app = basemapRoutes(null, null)
  expect(await (await app.request("/")).json()).toEqual({ kind: "none" })
})
