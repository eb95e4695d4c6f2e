import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test, vi } from "vitest"
import { makeZip, square } from "./made-files.ts"
import { isAccountedFor, readContent, readPath } from "./reading.ts"

const feature = `{"type":"Feature","properties":{"n":"x"},"geometry":{"type":"Polygon","coordinates":[${JSON.stringify(square(121, 31, 0.001))}]}}`
const collection = (count: number) =>
  `{"type":"FeatureCollection","features":[${Array.from({ length: count }, () => feature).join()}]}`

describe("what is not read says what to do instead", () => {
  test.each<[string, Buffer | string, string]>([
    ["空.csv", "", "file-empty"],
    ["图.dxf", "  0\r\nSECTION\r\n  2\r\nHEADER\r\n", "format-unsupported"],
    ["图.dwg", "AC1032 and more", "format-unsupported"],
    ["图.kml", '<?xml version="1.0"?><kml/>', "format-unsupported"],
    ["图.kmz", makeZip({ "doc.kml": Buffer.from("<kml/>") }), "format-unsupported"],
    ["库.gdb.zip", makeZip({ "a.gdb/a0001.gdbtable": Buffer.from("x") }), "format-unsupported"],
    ["其他.zip", makeZip({ "a.txt": Buffer.from("x") }), "format-unsupported"],
    ["表.xls", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), "format-unsupported"],
    ["文.pdf", "%PDF-1.7", "format-unsupported"],
    ["包.rar", "Rar!\u001a", "format-unsupported"],
    ["图.shp", Buffer.from([0, 0, 0x27, 0x0a, 0, 0]), "shp-incomplete"],
    ["坐标.txt", "[地块坐标]\r\nJ1,1,3538023.1,40600453.2\r\n", "format-unfit"],
    ["表.csv", "a,b\n1,2\n", "format-unfit"],
    ["坏.zip", "PK\u0003\u0004", "zip-corrupt"],
    ["坏.gpkg", "SQLite format 3\0 and nothing more", "gpkg-broken"],
  ])("%s", async (filename, content, rule) => {
    const reading = await readContent(content, filename)
    expect(reading.report.refused?.rule).toBe(rule)
    expect(reading.report.refused?.message).toMatch(/^[^：]+：.{4,80}。$/)
    expect(isAccountedFor(reading)).toBe(true)
  })

  test("drawings where a table is wanted", async () => {
    const { report } = await readContent(collection(1), "a.geojson", { kind: "indicators" })
    expect(report.refused?.rule).toBe("format-unfit")
  })

  test("binary bytes where a table is wanted", async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256))
    const { report } = await readContent(noise, "a.csv", { kind: "indicators" })
    expect(report.refused?.rule).toBe("format-unknown")
  })

  test("a file beyond 200 MB", async () => {
    const { report } = await readContent(Buffer.alloc(200 * 1024 * 1024 + 1, "x"), "a.csv", {
      kind: "indicators",
    })
    expect(report.refused?.rule).toBe("file-too-large")
  })
})

describe("the child's limits", () => {
  test("time on the clock", async () => {
    const { report, ms } = await readContent(collection(20_000), "大.geojson", {
      options: { wallMs: 100 },
    })
    expect(report.refused).toMatchObject({ rule: "file-too-complex", severity: "error" })
    expect(ms).toBeLessThan(5000)
  })

  test("memory", async () => {
    const { report } = await readContent(collection(300_000), "大.geojson", {
      options: { dataBytes: 100 * 1024 * 1024 },
    })
    expect(report.refused?.rule).toBe("file-too-complex")
    expect(report.refused?.message).toContain("大.geojson")
  })

  test("processor time", async () => {
    const { report } = await readContent(collection(150_000), "大.geojson", {
      options: { cpuSeconds: 1 },
    })
    expect(report.refused?.rule).toBe("file-too-complex")
  })

  test("a caller who changes his mind ends it and hears his own reason", async () => {
    const gone = new Error("the user has left")
    const controller = new AbortController()
    const reading = readContent(collection(50_000), "a.geojson", {
      options: { signal: controller.signal },
    })
    setTimeout(() => controller.abort(gone), 200)
    await expect(reading).rejects.toBe(gone)
    await expect(
      readContent("{}", "a.geojson", { options: { signal: controller.signal } }),
    ).rejects.toBe(gone)
  })

  test("a file that is not there is our fault, not the file's", async () => {
    await expect(readPath("/nowhere/0001.bin", "a.geojson")).rejects.toThrow("ENOENT")
  })

  test("progress is told and no folder is left behind", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mutu-run-"))
    vi.stubEnv("TMPDIR", folder)
    const seen: number[] = []
    const { report } = await readContent(collection(20_000), "a.geojson", {
      options: { onProgress: (rows) => seen.push(rows) },
    })
    expect(report.accepted).toBe(20_000)
    expect(seen.at(-1)).toBe(20_000)
    expect(seen.length).toBeGreaterThan(1)
    expect(await readdir(folder)).toEqual([])
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })
})
