import { describe, expect, test } from "vitest"
import { makeDbf, makeShapes, makeZip, square } from "./made-files.ts"
import { isAccountedFor, readContent, type Reading } from "./reading.ts"

const feature = (ring: number[][], properties = "{}") =>
  `{"type":"Feature","properties":${properties},"geometry":{"type":"Polygon","coordinates":${JSON.stringify([ring])}}}`

const collection = (features: string[], rest = "") =>
  `{"type":"FeatureCollection",${rest}"features":[${features.join(",\n")}]}`

const crsMember = (name: string) => `"crs":{"type":"name","properties":{"name":"${name}"}},`

/** Ten metres in zone 40 with the zone number, near Nantong. */
const INSIDE = square(40_600_453, 3_538_023, 10)
const DEGREES = square(121.06, 31.96, 0.001)

const rulesOf = ({ rows }: Reading) => rows.map(({ problems }) => problems.map(({ rule }) => rule))

const GK = (name: string, datum: string, easting: number) =>
  `PROJCS["${name}",GEOGCS["G",DATUM["${datum}",SPHEROID["S",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`

const NAME_FIELD = { name: "NAME", type: "C", length: 20 } as const

/** A zipped shapefile of squares; `files` adds or replaces files of the set. */
function makeShapefile(
  rings: ([number, number][] | null)[],
  files: Record<string, Buffer | null> = {},
): Buffer {
  const { shp, shx } = makeShapes(rings.map((ring) => ring && [ring]))
  const dbf = makeDbf(
    [NAME_FIELD],
    rings.map((_, row) => [`row ${row + 1}`]),
  )
  const set: Record<string, Buffer | null> = {
    "dk.shp": shp,
    "dk.shx": shx,
    "dk.dbf": dbf,
    ...files,
  }
  return makeZip(
    Object.fromEntries(
      Object.entries(set).flatMap(([name, content]) => (content ? [[name, content]] : [])),
    ),
  )
}

describe("GeoJSON", () => {
  test("properties keep their order, their names and every digit", async () => {
    const properties = `{"__proto__":"p","code":320500001001000012,"area":1739.0,"constructor":null,"tags":{"a":[1]},"ok":true,"same":1,"same":2}`
    const { report, rows } = await readContent(
      collection([feature(DEGREES, properties)]),
      "a.geojson",
    )
    expect(rows[0]?.properties).toEqual([
      ["__proto__", "p"],
      ["code", "320500001001000012"],
      ["area", 1739],
      ["constructor", null],
      ["tags", '{"a":[1]}'],
      ["ok", true],
      ["same", 1],
      ["same", 2],
    ])
    expect(report).toMatchObject({
      format: "geojson",
      encoding: "UTF-8",
      rows: 1,
      accepted: 1,
      rejected: 0,
    })
    expect(report.columns).toEqual([
      "__proto__",
      "code",
      "area",
      "constructor",
      "tags",
      "ok",
      "same",
    ])
  })

  test("a feature that is no JSON is a fault of its row", async () => {
    const broken = feature(DEGREES).replace("31.96", "NaN")
    const reading = await readContent(
      collection([feature(DEGREES), broken, feature(DEGREES)]),
      "a.geojson",
    )
    expect(rulesOf(reading)).toEqual([[], ["json-broken"], []])
    expect(reading.report.findings.map(({ row, message }) => [row, message])).toEqual([
      [2, "a.geojson 第 2 行：此处不是 JSON。"],
    ])
  })

  test("an id of a feature is kept for the key of its row", async () => {
    const named = feature(DEGREES).replace('{"type"', '{"id":"DENW19AL","type"')
    const { rows } = await readContent(collection([named]), "a.geojson")
    expect(rows[0]?.properties).toEqual([["id", "DENW19AL"]])
  })

  test("an old crs member is believed where the numbers fit it", async () => {
    const text = collection([feature(INSIDE)], crsMember("urn:ogc:def:crs:EPSG::4528"))
    const { report, rows } = await readContent(text, "a.geojson")
    expect(report.crs).toMatchObject({ detected: 4528, confidence: "sure" })
    expect(rows[0]?.geometry?.[0]?.[0]?.[0]?.[0]).toBeCloseTo(121.0628, 3)
  })

  test.each([
    ["EPSG:4549", [4528]],
    ["EPSG:4610", []],
    ["EPSG:999999", []],
    ["nonsense", []],
  ])("a crs member %s over zone-40 numbers is a question", async (name, candidates) => {
    const { report, rows } = await readContent(
      collection([feature(INSIDE)], crsMember(name)),
      "a.geojson",
    )
    expect(report.crs).toMatchObject({ detected: null, confidence: "unsure", candidates })
    expect(rows[0]).toMatchObject({ geometry: null, problems: [] })
  })

  test("latitude first is asked for, and read turned round once answered", async () => {
    const turned = collection([feature(DEGREES.map(([lon, lat]) => [lat, lon]))])
    const unsure = await readContent(turned, "a.geojson")
    expect(unsure.report.crs).toMatchObject({ detected: null, candidates: [4490, 4326] })
    const answered = await readContent(turned, "a.geojson", { crs: 4490 })
    const right = await readContent(collection([feature(DEGREES)]), "a.geojson")
    expect(answered.rows[0]?.geometry).toEqual(right.rows[0]?.geometry)
    expect(answered.report.totals).toEqual([
      { rule: "axes-swapped", severity: "warning", count: 1 },
    ])
  })

  test("drawings outside the system are faults of their rows", async () => {
    const features = [
      ...Array.from({ length: 19 }, () => feature(DEGREES)),
      feature(square(500, 500, 1)),
    ]
    const reading = await readContent(collection(features), "a.geojson")
    expect(reading.report.crs).toMatchObject({ detected: 4326, confidence: "sure" })
    expect(rulesOf(reading).at(-1)).toEqual(["outside-crs"])
    expect(reading.report).toMatchObject({
      accepted: 19,
      rejected: 1,
      bounds: [121.06, 31.96, 121.061, 31.961],
    })
  })

  test("text in GBK and in UTF-16 is read", async () => {
    const text = collection([feature(DEGREES, '{"名称":"x"}')])
    const wide = await readContent(Buffer.from(`\uFEFF${text}`, "utf16le"), "a.geojson")
    expect(wide.report).toMatchObject({ encoding: "UTF-16LE", columns: ["名称"] })
    const name = Buffer.from([0xc3, 0xfb, 0xb3, 0xc6])
    const [before = "", after = ""] = text.split("名称")
    const gbk = await readContent(
      Buffer.concat([Buffer.from(before), name, Buffer.from(after)]),
      "a.geojson",
    )
    expect(gbk.report).toMatchObject({ encoding: "GB18030", columns: ["名称"] })
  })

  test.each([
    ["cut off in the middle", collection([feature(DEGREES)]).slice(0, -20), "json-broken"],
    ["with something behind it", `${collection([feature(DEGREES)])} {}`, "json-broken"],
    ["with features twice", collection([feature(DEGREES)], '"features":[],'), "not-geojson"],
    ["that is a list", "[1,2]", "not-geojson"],
    ["of type constructor", '{"type":"constructor","coordinates":[]}', "not-geojson"],
    ["without features", collection([]), "no-rows"],
    [
      "nested 200,000 deep",
      `{"type":"Polygon","coordinates":${"[".repeat(200_000)}`,
      "json-broken",
    ],
  ])("text %s is refused in one sentence", async (_, text, rule) => {
    const reading = await readContent(text, "a.geojson")
    expect(reading.report.refused?.rule).toBe(rule)
    expect(reading.report.refused?.message).toMatch(/^a\.geojson：.{4,80}。$/)
    expect(isAccountedFor(reading)).toBe(true)
  })

  test("40,000 bad positions are one fault, at once", async () => {
    const bad = `[${Array.from({ length: 40_000 }, () => "[1]").join()}]`
    const text = `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[${bad}]}}`
    const reading = await readContent(text, "a.geojson")
    expect(rulesOf(reading)).toEqual([["position-short"]])
    expect(reading.ms).toBeLessThan(5000)
  })

  test("a geometry type out of the prototype is a fault of its row", async () => {
    const odd = `{"type":"Feature","properties":{},"geometry":{"type":"__proto__","coordinates":[]}}`
    expect(rulesOf(await readContent(collection([odd]), "a.geojson"))).toEqual([["geometry-type"]])
  })
})

describe("shapefile", () => {
  test("a zone in the .prj is found without PROJ, rows keep their attributes", async () => {
    const prj = Buffer.from(GK("CGCS2000_3_Degree_GK_Zone_40", "D_China_2000", 40_500_000))
    const { report, rows } = await readContent(
      makeShapefile([INSIDE], { "dk.prj": prj }),
      "地块.zip",
    )
    expect(report).toMatchObject({
      format: "shapefile",
      layer: "dk",
      columns: ["NAME"],
      accepted: 1,
    })
    expect(report.crs).toMatchObject({ detected: 4528, confidence: "sure" })
    expect(rows[0]?.properties).toEqual([["NAME", "row 1"]])
  })

  test("a zone in the numbers is sure without a .prj", async () => {
    const { report } = await readContent(makeShapefile([INSIDE]), "a.zip")
    expect(report.crs).toMatchObject({ detected: 4528, confidence: "sure" })
  })

  test("six digits are asked for, and the answer is used", async () => {
    const zip = makeShapefile([square(600_453, 3_538_023, 10)])
    const asked = await readContent(zip, "a.zip")
    expect(asked.report.crs).toMatchObject({ detected: null, confidence: "unsure" })
    expect(asked.report.crs?.candidates).toHaveLength(21)
    const answered = await readContent(zip, "a.zip", { crs: 4549 })
    const direct = await readContent(makeShapefile([INSIDE]), "a.zip")
    expect(answered.rows[0]?.geometry).toEqual(direct.rows[0]?.geometry)
  })

  test.each([
    [4610, "crs-legacy"],
    [999_999, "crs-unknown"],
    [4549, "crs-does-not-fit"],
    [4490, "crs-does-not-fit"],
  ])("the answer EPSG:%i for zone-40 numbers is refused", async (crs, rule) => {
    const { report } = await readContent(makeShapefile([INSIDE]), "a.zip", { crs })
    expect(report.refused?.rule).toBe(rule)
  })

  test.each([
    ["Xian_1980_3_Degree_GK_Zone_40", "D_Xian_1980", 40_500_000],
    ["Beijing_1954_3_Degree_GK_Zone_40", "D_Beijing_1954", 40_500_000],
    ["某市独立坐标系", "D_China_2000", 300_000],
  ])("%s is never converted by itself", async (name, datum, easting) => {
    const prj = Buffer.from(GK(name, datum, easting))
    const { report } = await readContent(makeShapefile([INSIDE], { "dk.prj": prj }), "a.zip")
    expect(report.crs).toMatchObject({ detected: null, confidence: "unsure", candidates: [] })
  })

  test("null shapes, deleted rows and open rings are rejected rows, nothing is lost", async () => {
    const dbf = makeDbf([NAME_FIELD], [["a"], ["b"], ["c"], ["d"], ["e"]], [3])
    const zip = makeShapefile([INSIDE, null, INSIDE.slice(0, 4), INSIDE], { "dk.dbf": dbf })
    const reading = await readContent(zip, "a.zip")
    expect(rulesOf(reading)).toEqual([
      [],
      ["geometry-missing"],
      ["ring-unclosed"],
      ["row-deleted"],
      ["geometry-missing"],
    ])
    expect(reading.rows[4]?.properties).toEqual([["NAME", "e"]])
    expect(isAccountedFor(reading)).toBe(true)
  })

  test("numbers keep their digits, days and truth values their meaning", async () => {
    const dbf = makeDbf(
      [
        { name: "CODE", type: "N", length: 19 },
        { name: "AREA", type: "N", length: 24, places: 15 },
        { name: "DAY", type: "D", length: 8 },
        { name: "OK", type: "L", length: 1 },
        { name: "NONE", type: "N", length: 8 },
      ],
      [["3416020010020000015", "4074.980000000000018", "20240229", "T", "********"]],
    )
    const { rows } = await readContent(makeShapefile([INSIDE], { "dk.dbf": dbf }), "a.zip")
    expect(rows[0]?.properties).toEqual([
      ["CODE", "3416020010020000015"],
      ["AREA", 4074.98],
      ["DAY", "2024-02-29"],
      ["OK", true],
      ["NONE", null],
    ])
  })

  test.each([
    ["GBK without a .cpg", Buffer.from([0xb1, 0xe0, 0xba, 0xc5]), null, "GB18030", "编号"],
    ["UTF-8 without a .cpg", Buffer.from("编号"), null, "UTF-8", "编号"],
    [
      "UTF-8 cut inside a character",
      Buffer.from("面积平米").subarray(0, 10),
      null,
      "UTF-8",
      "面积平",
    ],
    ["GBK with a .cpg", Buffer.from([0xb1, 0xe0, 0xba, 0xc5]), "936", "GBK", "编号"],
    [
      "GBK with a .cpg that lies",
      Buffer.from([0xb1, 0xe0, 0xba, 0xc5]),
      "UTF-8",
      "GB18030",
      "编号",
    ],
  ])("a field name in %s is read", async (_, name, codePage, encoding, column) => {
    const dbf = makeDbf([{ name, type: "C", length: 10 }], [["x"]])
    const cpg = codePage === null ? null : Buffer.from(codePage)
    const { report } = await readContent(
      makeShapefile([INSIDE], { "dk.dbf": dbf, "dk.cpg": cpg }),
      "a.zip",
    )
    expect(report.columns).toEqual([column])
    expect(report.encoding).toMatch(new RegExp(`^${encoding}$|^GB18030$`))
  })

  test("the user's encoding wins", async () => {
    const dbf = makeDbf([{ name: Buffer.from([0xe9]), type: "C", length: 4 }], [["x"]])
    const { report } = await readContent(makeShapefile([INSIDE], { "dk.dbf": dbf }), "a.zip", {
      encoding: "windows-1252",
    })
    expect(report).toMatchObject({ encoding: "WINDOWS-1252", columns: ["é"] })
  })

  test.each(["shp", "shx", "dbf"])(
    "without its .%s it is refused, and the file named",
    async (extension) => {
      const { report } = await readContent(
        makeShapefile([INSIDE], { [`dk.${extension}`]: null }),
        "a.zip",
      )
      expect(report.refused).toMatchObject({ rule: "shp-incomplete" })
      expect(report.refused?.message).toContain(`.${extension}`)
    },
  )

  test("two in one zip are listed, the chosen one is read", async () => {
    const { shp, shx } = makeShapes([[INSIDE], [INSIDE]])
    const dbf = makeDbf([NAME_FIELD], [["x"], ["y"]])
    const both = makeShapefile([INSIDE], { "另.shp": shp, "另.shx": shx, "另.dbf": dbf })
    const asked = await readContent(both, "a.zip")
    expect(asked.report.refused?.rule).toBe("layer-needed")
    expect(asked.report.layers).toEqual(["dk", "另"])
    const chosen = await readContent(both, "a.zip", { layer: "另" })
    expect(chosen.report).toMatchObject({ layer: "另", rows: 2 })
    const wrong = await readContent(both, "a.zip", { layer: "无" })
    expect(wrong.report.refused?.rule).toBe("layer-unknown")
  })

  test("an index and counts that lie are faults, not crashes", async () => {
    const { shp, shx } = makeShapes([[INSIDE], [INSIDE]])
    const wild = Buffer.from(shx)
    wild.writeInt32BE(2_000_000_000, 100)
    const many = Buffer.from(shp)
    many.writeInt32LE(2_000_000_000, 100 + 8 + 36)
    for (const files of [{ "dk.shx": wild }, { "dk.shp": many, "dk.shx": shx }]) {
      const reading = await readContent(makeShapefile([INSIDE, INSIDE], files), "a.zip")
      expect(rulesOf(reading)).toEqual([["geometry-broken"], []])
    }
  })

  test("a foreign system in the .prj goes through PROJ, datum shift and all", async () => {
    const prj = Buffer.from(
      'PROJCS["Amersfoort / RD New",GEOGCS["Amersfoort",DATUM["Amersfoort",SPHEROID["Bessel 1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Oblique_Stereographic"],UNIT["metre",1],AUTHORITY["EPSG","28992"]]',
    )
    const { report, rows } = await readContent(
      makeShapefile([square(100_000, 450_000, 100)], { "dk.prj": prj }),
      "a.zip",
    )
    expect(report.crs).toMatchObject({ detected: 28992, confidence: "sure" })
    // GDAL 3.6's gdaltransform for 100000, 450000.
    const [lon, lat] = rows[0]?.geometry?.[0]?.[0]?.[0] ?? []
    expect(lon).toBeCloseTo(4.58564654498546, 8)
    expect(lat).toBeCloseTo(52.0356007635127, 8)
  })
})
