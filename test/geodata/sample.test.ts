import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { findCreditCodeFault } from "../../geodata/codes/credit-code.ts"
import { isLandUseCode } from "../../geodata/codes/land-use.ts"
import { parseParcelCode } from "../../geodata/codes/parcel-code.ts"
import { isDay } from "../../geodata/days.ts"
import type { IndicatorInput, SamplePark } from "../../geodata/sample/facts.ts"
import { generateParks, generateSample } from "../../geodata/sample/generate.ts"
import { Exact } from "../../geodata/units.ts"
import { figureOf, findParcel, landMuBy, legalAreaM2, listFlows } from "./sample-ledger.ts"

const hashOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex")

const park = generateSample()

describe("the same arguments give the same bytes", () => {
  test("twice in a row", () => {
    expect(hashOf(generateSample())).toBe(hashOf(park))
    expect(hashOf(generateSample({ seed: 7 }))).toBe(hashOf(generateSample({ seed: 7 })))
  })

  test("on every machine: the sample of the first start is pinned", () => {
    expect(hashOf(park)).toBe("6dd0f82b7489d9a3c2d4b0128eeee64020587badd60f50ff279d3a641a4cd7b3")
  })

  test("another seed is another park with the same planted codes", () => {
    const other = generateSample({ seed: 2 })
    expect(hashOf(other.parcels)).not.toBe(hashOf(park.parcels))
    expect(other.enterprises[0]?.creditCode).toBe(park.enterprises[0]?.creditCode)
  })

  test("the facts follow the day on which the park is shown", () => {
    const earlier = generateSample({ asOf: "2025-03-15" })
    expect(earlier.asOf).toBe("2025-03-15")
    expect(earlier.fiscalYears).toEqual([2022, 2023, 2024])
  })
})

describe("what there is", () => {
  test("400 parcels, 300 firms, three fiscal years, ground of every kind", () => {
    expect(park.parcels).toHaveLength(400)
    expect(park.enterprises).toHaveLength(300)
    expect(park.fiscalYears).toEqual([2023, 2024, 2025])
    expect(new Set(park.context.map(({ kind }) => kind))).toEqual(
      new Set(["zone", "road", "water", "green", "block", "rail"]),
    )
    const ranks = park.context.flatMap(({ kind, rank }) => (kind === "road" ? [rank] : []))
    expect(new Set(ranks)).toEqual(new Set([1, 2, 3, 4]))
    expect(park.zoneName).toContain("示例")
  })

  test("fewer than 300 parcels cannot hold the planted cases", () => {
    expect(() => generateSample({ parcels: 299 })).toThrow(RangeError)
    expect(generateSample({ parcels: 300 }).parcels).toHaveLength(300)
  })

  test("industry is the large majority, with services around it", () => {
    const share = (start: string) =>
      park.parcels.filter(({ landUseCode }) => landUseCode.startsWith(start)).length / 400
    expect(share("1001")).toBeGreaterThan(0.7)
    for (const code of [
      "0701",
      "0801",
      "0802",
      "0804",
      "0901",
      "1101",
      "13",
      "1401",
      "1402",
      "16",
    ]) {
      expect(share(code), code).toBeGreaterThan(0)
    }
    expect(park.parcels.filter(({ landUseCode }) => !isLandUseCode("2023", landUseCode))).toEqual(
      [],
    )
  })

  test("codes are well formed and unique, and every reference leads somewhere", () => {
    const parcelCodes = park.lineage
      .flatMap(({ parents }) => parents)
      .concat(park.parcels)
      .map(({ parcelCode }) => parcelCode)
    const creditCodes = park.enterprises.map(({ creditCode }) => creditCode)
    expect(new Set(parcelCodes).size).toBe(parcelCodes.length)
    expect(new Set(creditCodes).size).toBe(creditCodes.length)
    expect(parcelCodes.filter((code) => parseParcelCode(code) === null)).toEqual([])
    expect(creditCodes.filter((code) => findCreditCodeFault(code) !== null)).toEqual([])
    const [parcels, firms] = [new Set(parcelCodes), new Set(creditCodes)]
    const rows = [...park.occupancy, ...park.contracts, ...park.projects, ...park.buildings]
    expect(rows.filter(({ parcelCode }) => !parcels.has(parcelCode))).toEqual([])
    const named = [
      ...park.occupancy.flatMap((use) => [use.creditCode, use.lessorCreditCode]),
      ...park.projects.map(({ creditCode }) => creditCode),
      ...park.figures.map(({ creditCode }) => creditCode),
    ]
    expect(named.filter((code) => code !== null && !firms.has(code))).toEqual([])
  })

  test("names of firms are unique and of no real town", () => {
    const names = park.enterprises.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^(淙州|淙川|临淙).+有限公司$/.test(name))).toEqual([])
    expect(park.enterprises.some(({ formerName }) => formerName !== null)).toBe(true)
  })

  test("every day is a day, and supply, start, completion and production follow one another", () => {
    const days = [
      ...park.parcels.map(({ validFrom }) => validFrom),
      ...park.contracts.flatMap((contract) => [contract.signedOn, contract.targetCheckOn]),
      ...park.projects.flatMap(({ milestones }) => milestones.map(({ actualOn }) => actualOn)),
    ]
    expect(days.filter((day) => day !== null && !isDay(day))).toEqual([])
    for (const { milestones } of park.projects) {
      const actual = milestones
        .filter(({ milestone }) => milestone !== "inStatistics")
        .flatMap(({ actualOn }) => actualOn ?? [])
      expect(actual).toEqual(actual.toSorted())
      expect(actual.filter((day) => day > park.asOf)).toEqual([])
    }
  })
})

describe("areas", () => {
  /** Area of the geometry by the shoelace on a plane fitted at each parcel's own latitude, m². */
  function measureM2(parcelCode: string): number {
    const { geom } = findParcel(park, parcelCode)
    const latitude = ((geom[0]?.[0]?.[0]?.[1] ?? 0) * Math.PI) / 180
    const [a, e2] = [6378137, 0.0066943800229]
    const root = Math.sqrt(1 - e2 * Math.sin(latitude) ** 2)
    const perDegree = Math.PI / 180
    const [east, north] = [
      (a / root) * Math.cos(latitude) * perDegree,
      ((a * (1 - e2)) / root ** 3) * perDegree,
    ]
    return geom.flat().reduce((sum, ring) => {
      const [x0 = 0, y0 = 0] = ring[0] ?? []
      return ring.slice(1).reduce((area, [x, y], n) => {
        const [px = 0, py = 0] = ring[n] ?? []
        return area + (((px - x0) * (y - y0) - (x - x0) * (py - y0)) / 2) * east * north
      }, sum)
    }, 0)
  }
  const offs = park.parcels.flatMap((parcel) => {
    const legal = legalAreaM2(parcel)
    return legal === null ? [] : [Math.abs(Number(legal) / measureM2(parcel.parcelCode) - 1)]
  })

  test("the legal area is mostly within half a percent of the geometry, not always", () => {
    const far = offs.filter((off) => off > 0.005).length
    expect(far).toBeGreaterThan(2)
    expect(far).toBeLessThan(0.06 * offs.length)
    expect(Math.max(...offs)).toBeLessThan(0.03)
  })

  test("some parcels have no certificate, some no paper at all", () => {
    expect(park.parcels.filter((parcel) => parcel.certifiedAreaM2 === null).length).toBeGreaterThan(
      20,
    )
    expect(park.parcels.some((parcel) => legalAreaM2(parcel) === null)).toBe(true)
  })
})

describe("occupancy", () => {
  test.each([1, 2, 3])("never exceeds the legal area on any day, of seed %i", (seed) => {
    const sample = seed === 1 ? park : generateSample({ seed })
    const parents = sample.lineage.flatMap((change) => change.parents)
    const legal = new Map(
      [...sample.parcels, ...parents].map((parcel) => [parcel.parcelCode, legalAreaM2(parcel)]),
    )
    const flows = groupRows(listFlows(sample), ({ parcelCode }) => parcelCode)
    for (const [parcelCode, uses] of flows) {
      for (const day of new Set(
        uses.flatMap(({ fromOn, toOn }) => (toOn ? [fromOn, toOn] : [fromOn])),
      )) {
        const now = uses.filter(
          ({ fromOn, toOn }) => fromOn <= day && (toOn === null || day < toOn),
        )
        const net = now.reduce((sum, { areaM2 }) => sum.plus(areaM2), new Exact(0))
        expect(net.lte(legal.get(parcelCode) ?? 0), `${parcelCode} on ${day}`).toBe(true)
        for (const [creditCode, own] of groupRows(now, (flow) => flow.creditCode)) {
          const left = own.reduce((sum, { areaM2 }) => sum.plus(areaM2), new Exact(0))
          expect(left.gte(0), `${creditCode} on ${parcelCode} on ${day}`).toBe(true)
        }
      }
    }
  })

  test("floor is land by the plot ratio, half up to 0.01 m²", () => {
    const byFloor = park.occupancy.filter(({ floorAreaM2 }) => floorAreaM2 !== null)
    expect(byFloor.length).toBeGreaterThan(5)
    for (const { floorAreaM2, far, landAreaM2 } of byFloor) {
      expect(new Exact(floorAreaM2 ?? 0).div(far ?? 1).toFixed(2)).toBe(landAreaM2)
    }
  })
})

describe("figures", () => {
  test.each([1, 2, 3, 4])(
    "of the rated firms are of the size that zones publish, seed %i",
    (seed) => {
      const sample = seed === 1 ? park : generateSample({ seed })
      for (const year of sample.fiscalYears) {
        const land = landMuBy(sample, year, ({ creditCode }) => creditCode)
        const perMu = (input: IndicatorInput, aboveScale?: boolean) => {
          let [amount, mu] = [0, 0]
          for (const firm of sample.enterprises) {
            if (firm.ratingClass !== "rated") continue
            if (aboveScale !== undefined && firm.aboveScale !== aboveScale) continue
            const figure = Number(figureOf(sample, { creditCode: firm.creditCode, year, input }))
            if (Number.isNaN(figure)) continue
            amount += figure
            mu += land.get(firm.creditCode) ?? 0
          }
          return amount / mu
        }
        expect(perMu("taxWanYuan")).toBeGreaterThan(14)
        expect(perMu("taxWanYuan")).toBeLessThan(17)
        expect(perMu("taxWanYuan", true)).toBeGreaterThan(16)
        expect(perMu("taxWanYuan", true)).toBeLessThan(18)
        expect(perMu("revenueWanYuan")).toBeGreaterThan(305)
        expect(perMu("revenueWanYuan")).toBeLessThan(370)
        expect(perMu("valueAddedWanYuan")).toBeGreaterThan(70)
        expect(perMu("valueAddedWanYuan")).toBeLessThan(130)
      }
    },
  )

  test("two fifths to a half of the firms are above scale, and revenue agrees with it", () => {
    const above = park.enterprises.filter(({ aboveScale }) => aboveScale)
    expect(above.length / 300).toBeGreaterThan(0.4)
    expect(above.length / 300).toBeLessThan(0.5)
    for (const { creditCode, aboveScale, ratingClass } of park.enterprises) {
      const revenue = Number(figureOf(park, { creditCode, year: 2025, input: "revenueWanYuan" }))
      if (Number.isNaN(revenue) || ratingClass !== "rated" || revenue === 0) continue
      if (aboveScale) expect(revenue).toBeGreaterThanOrEqual(2000)
      else expect(revenue).toBeLessThan(2000)
    }
  })

  test("the spread is wide: the best tenth makes ten times the tax per mu of the last", () => {
    const land = landMuBy(park, 2025, ({ creditCode }) => creditCode)
    const tax = park.enterprises
      .filter(({ ratingClass, aboveScale }) => ratingClass === "rated" && aboveScale)
      .map(({ creditCode }) => {
        const figure = Number(figureOf(park, { creditCode, year: 2025, input: "taxWanYuan" }))
        return figure / (land.get(creditCode) ?? 1)
      })
      .filter((perMu) => !Number.isNaN(perMu))
      .sort((a, b) => a - b)
    const at = (share: number) => tax[Math.floor(share * tax.length)] ?? 0
    expect(at(0.9)).toBeGreaterThan(4 * at(0.1))
  })

  test("every figure is there or has its reason, never both", () => {
    for (const { values, missing } of park.figures) {
      const names = [...Object.keys(values), ...Object.keys(missing)]
      expect(names).toHaveLength(12)
      expect(new Set(names).size).toBe(12)
    }
    const reasons = park.figures.flatMap(({ missing }) => Object.values(missing))
    expect(new Set(reasons)).toEqual(new Set(["notReported", "notApplicable", "underReview"]))
  })

  test("below scale there is no statistical value added, which is not zero", () => {
    const below = new Set(
      park.enterprises.filter(({ aboveScale }) => !aboveScale).map(({ creditCode }) => creditCode),
    )
    const rows = park.figures.filter(({ creditCode }) => below.has(creditCode))
    expect(rows.filter(({ missing }) => missing.valueAddedWanYuan !== "notApplicable")).toEqual([])
  })
})

describe("many parks", () => {
  test("share no code and no ground, and have as many parcels as asked for", () => {
    const parks = [...generateParks({ parcels: 7501, seed: 3 })]
    const codes = parks.flatMap((each) => each.parcels.map(({ parcelCode }) => parcelCode))
    const firms = parks.flatMap((each) => each.enterprises.map(({ creditCode }) => creditCode))
    expect(codes).toHaveLength(7501)
    expect(new Set(codes).size).toBe(7501)
    expect(new Set(firms).size).toBe(firms.length)
    expect(firms.filter((code) => findCreditCodeFault(code) !== null)).toEqual([])
    const spans = parks.map((each) => spanOf(each)).sort((a, b) => a[0] - b[0])
    for (const [n, [west]] of spans.entries()) {
      if (n > 0) expect(west).toBeGreaterThan(spans[n - 1]?.[1] ?? Infinity)
    }
  })

  test("begin with the park of the same seed", () => {
    const [first] = generateParks({ parcels: 3000, seed: 3 })
    expect(hashOf(first)).toBe(hashOf(generateSample({ parcels: 3000, seed: 3 })))
  })
})

/** West and east end of the parcels in degrees. */
function spanOf({ parcels }: SamplePark): [number, number] {
  const lons = parcels.flatMap(({ geom }) => geom.flat(2).map(([lon]) => lon))
  return [lons.reduce((a, b) => Math.min(a, b)), lons.reduce((a, b) => Math.max(a, b))]
}

function groupRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}
