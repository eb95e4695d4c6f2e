import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import {
  cutAtNames,
  findTyped,
  insertPerson,
  listMatching,
  stillNamed,
} from "../../client/comments/mention.ts"
import { listYearLand } from "../../client/enterprises/landYears.ts"
import { listPromised, listTerms } from "../../client/record/commitments.ts"
import { fitLines } from "../../client/record/labels.ts"
import { commonScale, fitPlane, pathOf, scaleBar } from "../../client/record/plane.ts"

const SIZE = { width: 560, height: 400 }

describe("land drawn flat", () => {
  const box = [115.7, 33.8, 115.71, 33.81] as const

  test("has its middle in the middle, north up and east to the right", () => {
    const plane = fitPlane(box, SIZE)
    expect(plane.toDrawing([115.705, 33.805])).toEqual([280, 200])
    const [x, y] = plane.toDrawing([115.706, 33.806])
    expect(x).toBeGreaterThan(280)
    expect(y).toBeLessThan(200)
  })

  test("keeps distances: 0.01° at 33.8° N is 926.1 m from west to east, 1,109.2 m from south to north", () => {
    const plane = fitPlane(box, SIZE)
    const [west, south] = plane.toDrawing([115.7, 33.8])
    const [east, north] = plane.toDrawing([115.71, 33.81])
    expect((east - west) * plane.metresPerUnit).toBeCloseTo(926.1, 0)
    expect((south - north) * plane.metresPerUnit).toBeCloseTo(1109.2, 0)
  })

  test("fits with room on each side, a point too", () => {
    const within = (corner: readonly number[], plane = fitPlane(box, SIZE)) => {
      const [x, y] = plane.toDrawing(corner)
      return x >= 0 && x <= SIZE.width && y >= 0 && y <= SIZE.height
    }
    for (const corner of [
      [115.7, 33.8],
      [115.71, 33.81],
      [115.7, 33.81],
    ])
      expect(within(corner)).toBe(true)
    expect(fitPlane([115.7, 33.8, 115.7, 33.8], SIZE).metresPerUnit).toBeGreaterThan(0)
  })

  test("at a common scale the largest fills the drawing and none is beyond it", () => {
    const small = [115.7, 33.8, 115.701, 33.801] as const
    expect(commonScale([small, box], SIZE)).toBe(fitPlane(box, SIZE).metresPerUnit)
    expect(commonScale([], SIZE)).toBe(0)
  })

  test("outlines are closed paths, lines are open, holes are rings like any other", () => {
    const plane = fitPlane(box, SIZE)
    const ring = [
      [115.7, 33.8],
      [115.71, 33.8],
      [115.71, 33.81],
      [115.7, 33.8],
    ]
    const polygon = pathOf({ type: "MultiPolygon", coordinates: [[ring, ring]] }, plane)
    expect(polygon.match(/Z/g)).toHaveLength(2)
    expect(pathOf({ type: "LineString", coordinates: ring }, plane)).not.toContain("Z")
    expect(pathOf({ type: "Point", coordinates: [115.7, 33.8] }, plane)).toBe("")
  })

  test.each([
    [1, 120, 100],
    [0.4, 120, 20],
    [3, 120, 200],
    [10, 120, 1000],
  ])("%d m a unit and %d units give a bar of %d m", (metresPerUnit, most, metres) => {
    const bar = scaleBar(metresPerUnit, most)
    expect(bar.metres).toBe(metres)
    expect(bar.units).toBeCloseTo(metres / metresPerUnit)
  })
})

describe("a name in a field", () => {
  test("stands in as few lines as fit, or not at all", () => {
    expect(fitLines("伟创汽车零部件厂区", { width: 200, height: 40, size: 14 })).toEqual([
      "伟创汽车零部件厂区",
    ])
    expect(fitLines("伟创汽车零部件厂区", { width: 80, height: 40, size: 14 })).toEqual([
      "伟创汽车零",
      "部件厂区",
    ])
    expect(fitLines("伟创汽车零部件厂区", { width: 20, height: 12, size: 14 })).toBeNull()
  })

  test("loses no letter, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("厂", "区", "a", "B", " ", "1"), minLength: 1 }),
        fc.integer({ min: 20, max: 400 }),
        (text, width) => {
          const lines = fitLines(text, { width, height: 60, size: 12 })
          if (lines) expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""))
        },
      ),
    )
  })
})

describe("a contract held against what came", () => {
  const project = {
    name: "甲",
    investedWanYuan: 9_000,
    milestones: [
      { milestone: "started", plannedOn: "2020-01-01", actualOn: "2020-03-01" },
      { milestone: "completed", plannedOn: "2021-01-01", actualOn: null },
    ],
  }
  const contract = {
    agreedDelivery: "2019-12-01",
    deliveredOn: "2019-12-01",
    agreedStart: "2020-01-01",
    supplementStart: "2020-02-01",
    agreedCompletion: "2021-01-01",
    agreedProduction: "2030-01-01",
    taxPerMuWanYuan: 30,
    outputPerMuWanYuan: 300,
    investPerMuWanYuan: 150,
    landPriceWanYuan: 1_000,
  }
  const latest = {
    fiscalYear: 2025,
    indicators: {
      taxWanYuan: { amount: 1_000, perMu: 12.5, areaMu: 80, firms: 1, missing: [] },
    },
  }

  test("counts days from the agreed to the day it was done, the supplement's before the first", () => {
    expect(listTerms(contract, [project], "2022-01-01")).toEqual([
      { what: "delivery", agreed: "2019-12-01", done: "2019-12-01", late: 0 },
      { what: "start", agreed: "2020-02-01", done: "2020-03-01", late: 29 },
      { what: "completion", agreed: "2021-01-01", done: null, late: 365 },
      { what: "production", agreed: "2030-01-01", done: null, late: null },
    ])
  })

  test("has no days where the audience sees none", () => {
    expect(listTerms({ taxPerMuWanYuan: 30 }, [project], "2022-01-01")).toEqual([])
  })

  test("tells what was reached per mu with the gap, the land price counted in", () => {
    expect(listPromised(contract, { projects: [project], areaMu: 80, latest })).toEqual([
      { what: "tax", agreed: 30, reached: "12.5", gap: "-17.5", why: null },
      { what: "output", agreed: 300, reached: null, gap: null, why: "no-output" },
      { what: "invest", agreed: 150, reached: "125", gap: "-25", why: null },
    ])
  })

  test("says why something cannot be held against it", () => {
    const { landPriceWanYuan: _price, ...unpriced } = contract
    const why = (given: object, held: object) =>
      listPromised(given, { projects: [project], areaMu: 80, latest: undefined, ...held }).map(
        (one) => one.why,
      )
    expect(why(contract, {})).toEqual(["withheld", "no-output", null])
    expect(why(unpriced, { latest })).toEqual([null, "no-output", "no-price"])
    expect(why(contract, { projects: [], latest })).toEqual([null, "no-output", "missing"])
  })

  test("a promise that was not made is not there", () => {
    expect(
      listPromised({ investPerMuWanYuan: null }, { projects: [], areaMu: 80, latest }),
    ).toEqual([])
  })
})

test("a firm's land at the end of a year is what it holds less what it lets", () => {
  const use = { isCurrent: true, floorAreaM2: null, far: null, lessor: null }
  const parcels = [
    {
      id: 1,
      inEffect: true,
      isCurrent: true,
      bounds: [0, 0, 1, 1] as [number, number, number, number],
      centre: [0, 0] as [number, number],
      uses: [
        { ...use, kind: "owned", from: "2020-06-01", to: null, landAreaM2: 40_000 },
        { ...use, kind: "leasedOut", from: "2021-12-31", to: "2022-12-31", landAreaM2: 10_000 },
      ],
    },
  ]
  expect(listYearLand(parcels, [2022, 2021, 2019])).toEqual([
    { year: 2019, ownedMu: 0, leasedInMu: 0, leasedOutMu: 0, endMu: 0 },
    { year: 2021, ownedMu: 60, leasedInMu: 0, leasedOutMu: 15, endMu: 45 },
    { year: 2022, ownedMu: 60, leasedInMu: 0, leasedOutMu: 0, endMu: 60 },
  ])
})

describe("naming a colleague", () => {
  const people = [
    { username: "planner", displayName: "示例规划专员" },
    { username: "lead", displayName: "示例领导" },
  ]

  test("begins at the last @ and ends at a blank", () => {
    expect(findTyped("请@示例", 4)).toEqual({ at: 1, text: "示例" })
    expect(findTyped("请@示例 看", 6)).toBeNull()
    expect(findTyped("没有", 2)).toBeNull()
    expect(findTyped("a@b", 1)).toBeNull()
  })

  test("matches names and accounts", () => {
    expect(listMatching(people, "领").map(({ username }) => username)).toEqual(["lead"])
    expect(listMatching(people, "PLAN").map(({ username }) => username)).toEqual(["planner"])
    expect(listMatching(people, "")).toHaveLength(2)
  })

  test("puts the whole name where it was typed, and the rest stays", () => {
    const text = "请@领看一下"
    expect(insertPerson(text, { at: 1, text: "领" }, people[1]!)).toEqual({
      text: "请@示例领导 看一下",
      cursor: 7,
    })
  })

  test("forgets whoever was taken out of the text again", () => {
    expect(stillNamed("请@示例领导 看", [...people, people[1]!])).toEqual([people[1]])
  })

  test("is cut out of the text without losing a letter", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("@示例领导", "@示例规划专员", " 看 ", "@", "示例"), {
          maxLength: 8,
        }),
        (pieces) => {
          const text = pieces.join("")
          const parts = cutAtNames(text, people)
          expect(parts.map((part) => part.text).join("")).toBe(text)
        },
      ),
    )
  })
})
