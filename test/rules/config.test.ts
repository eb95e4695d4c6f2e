import { describe, expect, test } from "vitest"
import { ConfigError, readConfig } from "../../server/config.ts"

test("an empty environment gives the documented defaults", () => {
  expect(readConfig({})).toEqual({
    port: 8787,
    host: "127.0.0.1",
    databaseUrl: null,
    dataDir: ".mutu",
    demoPassword: null,
    sample: true,
    basemap: null,
    baseUrl: null,
    allowConfidentialEmbedded: true,
    mapMemoryBytes: 1_073_741_824,
    mapCacheBytes: 268_435_456,
    logLevel: "info",
  })
})

test("an empty variable counts as absent", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "" })).toMatchObject({
    port: 8787,
    databaseUrl: null,
  })
})

describe("a wrong variable stops the start with a sentence that names it", () => {
  test.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "80.5"],
    ["PORT", "http"],
    ["DATABASE_URL", "mysql://localhost/x"],
    ["MUTU_SAMPLE", "yes"],
    ["MUTU_DEMO_PASSWORD", "seven77"],
    ["MUTU_BASE_URL", "zone.example"],
    ["MUTU_LOG_LEVEL", "loud"],
    ["MUTU_ALLOW_CONFIDENTIAL_EMBEDDED", "1"],
    ["MUTU_SAMPEL", "0"],
  ])("%s=%s", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError)
    expect(() => readConfig({ [name]: value })).toThrow(name)
  })
})

describe("a basemap", () => {
  test.each([
    ["https://webrd01.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}", "高德", "GCJ-02"],
    ["https://wprd02.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}", "高德", "GCJ-02"],
    ["https://rt1.map.gtimg.com/tile?z={z}&x={x}&y={y}", "腾讯", "GCJ-02"],
    ["https://maponline0.bdimg.com/tile/?x={x}&y={y}&z={z}", "百度", "BD-09"],
    ["https://mt0.google.cn/vt?x={x}&y={y}&z={z}", "谷歌", "GCJ-02"],
    ["https://map.geoq.cn/tile/{z}/{y}/{x}", "智图", "GCJ-02"],
  ])("%s is refused with its owner and its datum", (address, owner, datum) => {
    const read = () => readConfig({ MUTU_BASEMAP: address })
    expect(read).toThrow("MUTU_BASEMAP")
    expect(read).toThrow(owner)
    expect(read).toThrow(datum)
  })

  test.each([
    ["https://tiles.example/{z}/{x}.png", "{y}"],
    ["tianditu:short", "天地图"],
    ["map.mbtiles", "PMTiles"],
    ["ftp://tiles.example/{z}/{x}/{y}", "PMTiles"],
  ])("%s is refused with what it should be", (address, told) => {
    expect(() => readConfig({ MUTU_BASEMAP: address })).toThrow(told)
  })

  test("of a name that only ends like a shifted one is taken", () => {
    const { basemap } = readConfig({ MUTU_BASEMAP: "https://notamap.example/{z}/{x}/{y}.png" })
    expect(basemap).toMatchObject({ kind: "images", hosts: ["https://notamap.example"] })
  })

  test("of Tianditu is two layers, ground and writing, under the key", () => {
    const { basemap } = readConfig({ MUTU_BASEMAP: `tianditu:img:${"0a".repeat(16)}` })
    expect(basemap).toMatchObject({ kind: "images", hosts: ["https://t0.tianditu.gov.cn"] })
    const layers = basemap?.kind === "images" ? basemap.layers : []
    expect(layers.map((one) => new URL(one).searchParams.get("LAYER"))).toEqual(["img", "cia"])
    for (const layer of layers) expect(layer).toContain(`tk=${"0a".repeat(16)}`)
  })

  test("of a file is a path", () => {
    expect(readConfig({ MUTU_BASEMAP: "maps/zone.pmtiles" }).basemap).toEqual({
      kind: "file",
      path: "maps/zone.pmtiles",
    })
  })
})

test.each([["1"], ["65535"]])("PORT=%s is inside the range", (port) => {
  expect(readConfig({ PORT: port }).port).toBe(Number(port))
})
