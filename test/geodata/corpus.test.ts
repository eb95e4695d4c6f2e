import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import proj4 from "proj4"
import { afterAll, describe, expect, test } from "vitest"
import { mapColumns } from "../../geodata/check/columns.ts"
import type { MultiPolygonCoordinates, ReadRow, UploadKind } from "../../geodata/read/report.ts"
import { findCorpus } from "../support/lanes.ts"
import { isAccountedFor, readContent, type Reading, readPath } from "./reading.ts"

const corpus = findCorpus() ?? ""
const times: [name: string, ms: number, rows: number][] = []

const listFiles = (folder: string): string[] =>
  corpus ? readdirSync(join(corpus, folder)).map((name) => join(folder, name)) : []

async function read(path: string, asked: Parameters<typeof readPath>[2] = {}): Promise<Reading> {
  const reading = await readPath(join(corpus, path), basename(path), asked)
  times.push([path, reading.ms, reading.report.rows])
  return reading
}

const firstPosition = ({ geometry }: ReadRow) => geometry?.[0]?.[0]?.[0]

/** Plane area in m², as a surveyor's program reckons it in the 3-degree zone of 120°. */
function planeAreaM2(geometry: MultiPolygonCoordinates | null): number {
  const toPlane = proj4("+proj=tmerc +lon_0=120 +x_0=500000 +ellps=GRS80 +units=m +no_defs")
  const areaOf = (ring: [number, number][]) => {
    const points = ring.map((position) => toPlane.forward(position))
    const [x0 = 0, y0 = 0] = points[0] ?? []
    return Math.abs(
      points.reduce((sum, [x, y], place) => {
        const [nextX = x0, nextY = y0] = points[place + 1] ?? []
        return sum + ((x - x0) * (nextY - y0) - (nextX - x0) * (y - y0)) / 2
      }, 0),
    )
  }
  return (geometry ?? []).reduce(
    (sum, [outer = [], ...holes]) =>
      sum + areaOf(outer) - holes.reduce((inner, hole) => inner + areaOf(hole), 0),
    0,
  )
}

afterAll(() => {
  const lines = times.map(
    ([name, ms, rows]) =>
      `${String(Math.round(ms)).padStart(7)} ms ${String(rows).padStart(6)} rows  ${name}`,
  )
  if (lines.length > 0)
    process.stdout.write(`files of the corpus, read in the child process:\n${lines.join("\n")}\n`)
})

describe.skipIf(!corpus)("Nantong, five ways", () => {
  const truth = () => read("china/nantong_wgs84.geojson")

  test("the truth has its 97 drawings and the area that was measured for it", async () => {
    const { report, rows } = await truth()
    expect(report).toMatchObject({ rows: 97, accepted: 97, rejected: 0 })
    const { nantong } = JSON.parse(
      readFileSync(join(corpus, "china/nantong_expected.json"), "utf8"),
    )
    const sum = rows.reduce((area, { geometry }) => area + planeAreaM2(geometry), 0)
    expect(Math.abs(sum - nantong.sum_planar_m2_zone40)).toBeLessThan(1)
  })

  test.each([
    ["nantong_4490_utf8_cpg.zip", undefined, 4490, "sure", "UTF-8"],
    ["nantong_zone40_gbk_nocpg.zip", undefined, 4528, "sure", "GB18030"],
    ["nantong_cm120_noprj_ldid77.zip", 4549, 4549, "sure", "GB18030"],
  ] as const)(
    "%s is the same land to the centimetre",
    async (file, crs, detected, confidence, encoding) => {
      const expected = await truth()
      const { report, rows } = await read(`china/${file}`, { crs })
      expect(report).toMatchObject({
        rows: 97,
        accepted: 97,
        encoding,
        crs: { detected, confidence },
      })
      for (const [place, row] of rows.entries()) {
        const [lon = 0, lat = 0] = firstPosition(row) ?? []
        const all = expected.rows[place]?.geometry?.flat(2) ?? []
        expect(all.some(([x, y]) => Math.abs(x - lon) < 2e-7 && Math.abs(y - lat) < 2e-7)).toBe(
          true,
        )
        expect(row.properties[0]).toEqual(["编号", expected.rows[place]?.properties[0]?.[1]])
        const area = planeAreaM2(row.geometry)
        expect(Math.abs(area - planeAreaM2(expected.rows[place]?.geometry ?? null))).toBeLessThan(
          0.5,
        )
      }
    },
  )

  test("without the answer the file without .prj asks for the meridian and draws nothing", async () => {
    const { report, rows } = await read("china/nantong_cm120_noprj_ldid77.zip")
    expect(report.crs).toMatchObject({ detected: null, confidence: "unsure" })
    expect(report.crs?.candidates).toContain(4549)
    expect(rows.every(({ geometry, problems }) => geometry === null && problems.length === 0)).toBe(
      true,
    )
  })

  test.each(["nantong_4490_utf8_cpg.zip", "nantong_zone40_gbk_nocpg.zip", "nantong_wgs84.geojson"])(
    "the columns of %s fill their fields, areas in m²",
    async (file) => {
      const { report } = await read(`china/${file}`)
      const fields = mapColumns("parcels", report.columns).columns.map(({ field, unit }) => [
        field.id,
        unit?.id,
      ])
      expect(fields).toEqual([
        ["sourceKey", undefined],
        ["name", undefined],
        ["landUseCode", undefined],
        ["surveyedAreaM2", "m2"],
      ])
    },
  )

  test("numbers that a program wrote with fifteen places are the numbers that were meant", async () => {
    const { rows } = await read("china/nantong_zone40_gbk_nocpg.zip")
    expect(rows[0]?.properties.slice(3)).toEqual([
      ["面积平米", 4074.98],
      ["面积亩", 6.1125],
    ])
  })
})

describe.skipIf(!corpus)("whole cadastres", () => {
  test("every parcel of Děčany is read, where PROJ puts it", async () => {
    const reading = await read("parcels/cz-decany-parcels-5514.gpkg")
    expect(reading.report).toMatchObject({
      format: "geopackage",
      layer: "parcely",
      rows: 3172,
      accepted: 3172,
      rejected: 0,
      crs: { detected: 5514, confidence: "sure" },
    })
    expect(isAccountedFor(reading)).toBe(true)
    expect(reading.rows.map(({ row }) => row)).toEqual(
      Array.from({ length: 3172 }, (_, n) => n + 1),
    )
    // GDAL 3.6's ogr2ogr -t_srs EPSG:4326, first vertex of the first parcel.
    const [lon, lat] = firstPosition(reading.rows[0]!) ?? []
    expect(lon).toBeCloseTo(13.910784163394, 9)
    expect(lat).toBeCloseTo(50.433473071765, 9)
    expect(
      mapColumns("parcels", reading.report.columns).columns.map(({ field }) => field.id),
    ).toEqual(["sourceKey", "certifiedAreaM2"])
  })

  test.each([
    ["nyc-jerome-taxlots.geojson", 1668, ["location", "sourceKey"]],
    ["ut-davis-parcels.geojson", 1000, ["sourceKey", "location"]],
    ["de-nrw-flurstueck-items.json", 10, ["sourceKey"]],
  ])("every row of %s is read", async (file, count, fields) => {
    const reading = await read(`parcels/${file}`)
    expect(reading.report).toMatchObject({
      rows: count,
      accepted: count,
      crs: { confidence: "sure" },
    })
    expect(isAccountedFor(reading)).toBe(true)
    const ids = mapColumns("parcels", reading.report.columns).columns.map(({ field }) => field.id)
    expect(ids).toEqual(expect.arrayContaining(fields))
    expect(ids).not.toContain("parcelCode")
  })

  test("points among polygons are rejected one by one", async () => {
    const reading = await read("parcels/us-philadelphia-vacant-buildings-mixed.geojson")
    expect(reading.report).toMatchObject({ rows: 9955, accepted: 1295, rejected: 8660 })
    expect(isAccountedFor(reading)).toBe(true)
    expect(reading.report.findings.length).toBeLessThan(50)
    expect(reading.report.totals).toEqual([
      { rule: "geometry-kind", severity: "error", count: 8660 },
    ])
  })

  test.each(["guixi-city-osm.gpkg", "nantong-home-textile-park-osm.gpkg"])(
    "%s: the one polygon layer is read",
    async (file) => {
      const { report } = await read(`osm-demo/${file}`)
      expect(report).toMatchObject({
        layer: "multipolygons",
        layers: ["points", "lines", "multipolygons"],
        rejected: 0,
      })
    },
  )
})

describe.skipIf(!corpus)("nasty files", () => {
  const drawings = ["nasty/geojson", "nasty/shp", "nasty/gpkg", "nasty/kml", "nasty/dxf"].flatMap(
    listFiles,
  )
  const tables = ["nasty/csv", "nasty/xlsx", "registers"].flatMap(listFiles)
  const others = ["geometry", "assessment"].flatMap(listFiles)

  /** Read with all rows accounted for, or refused in one sentence that names the file. */
  async function claim(path: string, kind: UploadKind) {
    const reading = await read(path, { kind })
    expect(isAccountedFor(reading)).toBe(true)
    const name = basename(path)
    const { refused, findings } = reading.report
    for (const finding of refused ? [refused] : findings)
      expect(finding.message.startsWith(name)).toBe(true)
    expect(refused?.rule).not.toBe("file-unreadable")
    expect(refused?.rule).not.toBe("file-too-complex")
    expect(reading.ms).toBeLessThan(60_000)
  }

  test.each(drawings)("%s as parcels", (path) => claim(path, "parcels"))
  test.each(tables)("%s as a table", (path) => claim(path, "enterprises"))
  test.each([...tables, ...others])("%s as parcels", (path) => claim(path, "parcels"))
  test.each(listFiles("china"))("%s as a table", (path) => claim(path, "indicators"))
})

describe.skipIf(!corpus)("GeoPackages that are tampered with", () => {
  const original = () => readFileSync(join(corpus, "nasty/gpkg/polygons-types-28992.gpkg"))

  /** The same file with a text of its schema replaced by one of the same length. */
  function replaced(from: string, to: string): Buffer {
    const text = original().toString("latin1").replaceAll(from, to)
    return Buffer.from(text, "latin1")
  }

  test.each<[string, () => Buffer, string]>([
    [
      "a trigger of its own",
      () => replaced("trigger_insert_feature_count_cql", "trigger_sneaky_feature_count_cql"),
      "gpkg-active",
    ],
    ["its second half missing", () => original().subarray(0, 50_000), "gpkg-broken"],
    [
      "noise in its pages",
      () => Buffer.from(original().map((byte, at) => (at > 4096 && at % 97 === 0 ? 255 : byte))),
      "gpkg-broken",
    ],
    [
      "nothing of a GeoPackage in it",
      () => replaced("gpkg_geometry_columns", "xpkg_geometry_columns"),
      "gpkg-broken",
    ],
  ])("with %s is refused", async (_, make, rule) => {
    const { report } = await readContent(make(), "a.gpkg")
    expect(report.refused?.rule).toBe(rule)
  })
})

describe.skipIf(!corpus)("strings that break programs", () => {
  test("come back from a table as they went in, trimmed", async () => {
    const strings: string[] = JSON.parse(readFileSync(join(corpus, "nasty/blns.json"), "utf8"))
    const quoted = strings.map((text, n) => `"${text.replaceAll('"', '""')}",${n}`)
    const reading = await readContent(`text,n\n${quoted.join("\n")}\n`, "blns.csv", {
      kind: "enterprises",
    })
    const byNumber = new Map(reading.rows.map(({ properties: [text, n] }) => [n?.[1], text?.[1]]))
    expect(reading.rows).toHaveLength(strings.length)
    for (const [n, text] of strings.entries())
      expect(byNumber.get(String(n)) ?? "").toBe(text.trim())
  })
})
