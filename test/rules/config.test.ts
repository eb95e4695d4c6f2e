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

test.each([["1"], ["65535"]])("PORT=%s is inside the range", (port) => {
  expect(readConfig({ PORT: port }).port).toBe(Number(port))
})
