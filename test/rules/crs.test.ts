import { fc } from "../support/properties.ts"
import proj4 from "proj4"
import { describe, expect, test } from "vitest"
import {
  type Box,
  detectCrs,
  findCrs,
  findGaussKruger,
  fitsCrs,
  inZone,
  isLegacyCrs,
  type KnownCrs,
  makeToLonLat,
  mostlyFitSwapped,
  PLAIN_ZONE_CODES,
} from "../../geodata/crs.ts"

const known = (epsg: number): KnownCrs => {
  const crs = findCrs(epsg)
  if (!crs) throw new Error(`EPSG:${epsg} is not known`)
  return crs
}

const box = (x: number, y: number, size = 100): Box => ({
  minX: x,
  minY: y,
  maxX: x + size,
  maxY: y + size,
})
const degrees = (x: number, y: number) => box(x, y, 0.001)
const declared = (epsg: number, name = "名") => ({ epsg, name, legacy: false })

describe("systems", () => {
  test("zone, central meridian and code go together: 40 is 120°, 4528 with the zone and 4549 without", () => {
    expect(known(4528)).toMatchObject({ zone: 40, centralMeridian: 120, falseEastingM: 40_500_000 })
    expect(known(4549)).toMatchObject({ zone: null, centralMeridian: 120, falseEastingM: 500_000 })
    expect(known(4498)).toMatchObject({ widthDegrees: 6, zone: 20, centralMeridian: 117 })
  })

  test("the codes of both series are all there, and none beyond", () => {
    const codes = Array.from({ length: 4560 - 4480 }, (_, step) => 4480 + step)
    const found = codes.filter((epsg) => findCrs(epsg))
    expect(found).toEqual([4490, ...codes.filter((epsg) => epsg >= 4491 && epsg <= 4554)])
    expect(PLAIN_ZONE_CODES).toEqual(codes.filter((epsg) => epsg >= 4534 && epsg <= 4554))
  })

  test("parameters that are no standard zone have no code", () => {
    expect(findGaussKruger(120, 40_500_000)?.epsg).toBe(4528)
    expect(findGaussKruger(119.5, 500_000)).toBeUndefined()
    expect(findGaussKruger(120, 400_000)).toBeUndefined()
  })

  test.each([4214, 4610, 2327, 2390, 2401, 2442, 21413, 21483])(
    "EPSG:%i is of before CGCS2000",
    (epsg) => {
      expect(isLegacyCrs(epsg)).toBe(true)
    },
  )

  test.each([4490, 4528, 4326, 2326, 2391, 2443, 32651])("EPSG:%i is not", (epsg) => {
    expect(isLegacyCrs(epsg)).toBe(false)
  })
})

describe("to longitude and latitude", () => {
  test.each([
    [4527, 39_387_089.572],
    [4548, 387_089.572],
  ])("EPSG:%i brings Bozhou back to 115.78, 33.85", (epsg, easting) => {
    const [lon, lat] = makeToLonLat(known(epsg))([easting, 3_747_692.943])
    expect(lon).toBeCloseTo(115.78, 8)
    expect(lat).toBeCloseTo(33.85, 8)
  })

  test("there and back is the same place within a tenth of a millimetre, in every zone", () => {
    const place = fc.record({
      epsg: fc.constantFrom(...PLAIN_ZONE_CODES),
      off: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      lat: fc.double({ min: 18, max: 53, noNaN: true }),
    })
    fc.assert(
      fc.property(place, ({ epsg, off, lat }) => {
        const crs = known(epsg)
        if (crs.kind !== "gaussKruger") return false
        const lon = crs.centralMeridian + off
        const plane = `+proj=tmerc +lon_0=${crs.centralMeridian} +x_0=500000 +ellps=GRS80 +no_defs`
        const [x, y] = proj4("+proj=longlat +ellps=GRS80 +no_defs", plane, [lon, lat])
        const [lonAgain, latAgain] = makeToLonLat(crs)([x ?? 0, y ?? 0])
        return Math.abs(lonAgain - lon) < 1e-9 && Math.abs(latAgain - lat) < 1e-9
      }),
    )
  })

  test("degrees stay as they are", () => {
    expect(makeToLonLat(known(4490))([121.5, 31.2])).toEqual([121.5, 31.2])
  })
})

describe("extent", () => {
  const zone40 = known(4528)

  test("an easting of zone 40 is held from 40,000,000 to 41,000,000", () => {
    expect(fitsCrs(zone40, { minX: 40_000_000, minY: 3e6, maxX: 41_000_000, maxY: 3e6 })).toBe(true)
    expect(fitsCrs(zone40, { minX: 39_999_999, minY: 3e6, maxX: 40_000_000, maxY: 3e6 })).toBe(
      false,
    )
    expect(fitsCrs(zone40, { minX: 41_000_000, minY: 3e6, maxX: 41_000_001, maxY: 3e6 })).toBe(
      false,
    )
  })

  test("a northing is held from 300 km to 6,000 km", () => {
    const at = (minY: number) => fitsCrs(zone40, { minX: 40.5e6, minY, maxX: 40.5e6, maxY: minY })
    expect([299_999, 300_000, 6_000_000, 6_000_001].map(at)).toEqual([false, true, true, false])
  })

  test("NaN and infinity fit nothing", () => {
    expect(fitsCrs(zone40, box(Number.NaN, 3e6))).toBe(false)
    expect(fitsCrs(known(4490), { minX: 1, minY: 1, maxX: Infinity, maxY: 2 })).toBe(false)
  })

  test("the strip of a 3-degree zone ends 1.5° from its meridian", () => {
    expect([118.49, 118.5, 121.5, 121.51].map((lon) => inZone(zone40, lon))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})

describe("detection", () => {
  test("a declared system that the numbers fit is sure", () => {
    expect(detectCrs(declared(4528), [box(40_600_453, 3_538_023)], null)).toMatchObject({
      detected: 4528,
      confidence: "sure",
      candidates: [],
    })
  })

  test("a zone number in the easting is sure without a declaration", () => {
    expect(detectCrs(null, [box(40_600_453, 3_538_023)], null)).toMatchObject({
      detected: 4528,
      confidence: "sure",
    })
  })

  test.each([
    [24_999_000, null],
    [25_500_000, 4513],
    [45_500_000, 4533],
    [46_500_000, null],
  ])("an easting of %i is system %s", (easting, epsg) => {
    expect(detectCrs(null, [box(easting, 3_538_023)], null).detected).toBe(epsg)
  })

  test("a zone number with a northing outside China is not believed", () => {
    expect(detectCrs(null, [box(40_600_453, 8_000_000)], null)).toMatchObject({
      detected: null,
      confidence: "unsure",
      candidates: [],
    })
  })

  test("an easting of six digits asks for the central meridian", () => {
    const verdict = detectCrs(null, [box(600_453, 3_538_023)], null)
    expect(verdict).toMatchObject({
      detected: null,
      confidence: "unsure",
      candidates: PLAIN_ZONE_CODES,
    })
    expect(verdict.reason).toContain("中央子午线")
  })

  test("degrees are sure in GeoJSON and a question elsewhere", () => {
    expect(detectCrs(null, [degrees(121.06, 31.96)], 4326)).toMatchObject({
      detected: 4326,
      confidence: "sure",
    })
    expect(detectCrs(null, [degrees(121.06, 31.96)], null)).toMatchObject({
      confidence: "unsure",
      candidates: [4490, 4326],
    })
  })

  test("latitude before longitude is never read silently, declared or not", () => {
    const swapped = [degrees(31.96, 121.06)]
    for (const verdict of [
      detectCrs(null, swapped, 4326),
      detectCrs(null, swapped, null),
      detectCrs(declared(4490), swapped, null),
    ])
      expect(verdict).toMatchObject({ detected: null, confidence: "unsure" })
    expect(mostlyFitSwapped(known(4490), swapped)).toBe(true)
  })

  test("north before east in metres names the zone but asks", () => {
    expect(detectCrs(null, [box(3_538_023, 40_600_453)], null)).toMatchObject({
      detected: null,
      confidence: "unsure",
      candidates: [4528],
    })
  })

  test("a declaration that the numbers contradict is a question with what the numbers say", () => {
    expect(detectCrs(declared(4549), [box(40_600_453, 3_538_023)], null)).toMatchObject({
      confidence: "unsure",
      candidates: [4528],
      detected: null,
    })
    expect(detectCrs(declared(4490), [box(40_600_453, 3_538_023)], null).confidence).toBe("unsure")
  })

  test("systems of before CGCS2000 and names without a code are refused as answers", () => {
    const boxes = [box(40_600_453, 3_538_023)]
    expect(detectCrs({ epsg: 4610, name: "Xian 1980", legacy: true }, boxes, null)).toMatchObject({
      detected: null,
      confidence: "unsure",
      candidates: [],
    })
    expect(
      detectCrs({ epsg: null, name: "某市独立坐标系", legacy: false }, boxes, null),
    ).toMatchObject({ detected: null, confidence: "unsure", candidates: [] })
  })

  test("one stray drawing in ten is a fault of its row, two make the file unsure", () => {
    const good = Array.from({ length: 9 }, () => box(40_600_453, 3_538_023))
    expect(detectCrs(null, [...good, box(1, 1)], null).detected).toBe(4528)
    expect(detectCrs(null, [...good.slice(1), box(1, 1), box(1, 1)], null)).toMatchObject({
      detected: null,
      confidence: "unsure",
    })
  })

  test("two zones in one file are a question", () => {
    const half = (zone: number) =>
      Array.from({ length: 5 }, () => box(zone * 1e6 + 500_000, 3_538_023))
    expect(detectCrs(null, [...half(40), ...half(41)], null).confidence).toBe("unsure")
  })
})
