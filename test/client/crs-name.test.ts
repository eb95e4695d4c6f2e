import { expect, test } from "vitest"
import { crsName } from "../../client/imports/crsName.ts"
import { findCrs } from "../../geodata/crs.ts"

test.each([
  [4490, "CGCS2000 经纬度"],
  [4513, "CGCS2000 3 度带，第 25 带（坐标含带号）"],
  [4527, "CGCS2000 3 度带，第 39 带（坐标含带号）"],
  [4533, "CGCS2000 3 度带，第 45 带（坐标含带号）"],
  [4534, "CGCS2000 3 度带，中央经线 75°（坐标不含带号）"],
  [4549, "CGCS2000 3 度带，中央经线 120°（坐标不含带号）"],
  [4491, "CGCS2000 6 度带，第 13 带（坐标含带号）"],
  [4502, "CGCS2000 6 度带，中央经线 75°（坐标不含带号）"],
  [2000, "EPSG:2000"],
])("EPSG:%s is called %s", (epsg, name) => {
  expect(crsName(epsg).zh).toBe(name)
})

test("the central meridian named is the one that is computed with", () => {
  for (let epsg = 4491; epsg <= 4554; epsg += 1) {
    const crs = findCrs(epsg)
    const [, meridian] = /中央经线 (\d+)°/.exec(crsName(epsg).zh) ?? []
    if (crs?.kind === "geographic" || !crs || meridian === undefined) continue
    expect(Number(meridian)).toBe(crs.centralMeridian)
  }
})
