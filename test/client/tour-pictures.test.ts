import { describe, expect, test } from "vitest"
import { EMPTY_STATE, type MapState } from "../../client/map/state.ts"
import { sightOf } from "../../client/views/createFitted.ts"
import { fit, namesOf } from "../../client/views/fit.ts"
import { addressOf, queryOf } from "../../client/views/query.ts"
import { type Leader, leaderOf } from "../../client/wall/leader.ts"
import { stopsOfViews, usualStops } from "../../client/wall/stops.ts"
import type { Audience } from "../../server/db/audience.ts"
import { catalogueOf } from "../../server/parcels/catalogue.ts"

const sightFor = (audience: Audience) => sightOf({ sees: [...catalogueOf(audience).keys()] })
const picture = (changes: Partial<MapState>): MapState => ({ ...EMPTY_STATE, ...changes })

describe("names of a condition", () => {
  test.each([
    ["areaMu >= 20", ["areaMu"]],
    ["name LIKE '%taxPerMu and it''s%'", ["name"]],
    ["S_INTERSECTS(geom, POLYGON((115 33, 116 33, 116 34, 115 33)))", []],
    ["(grade IN ('A', 'B')) OR approvedOn < DATE('2020-01-01')", ["grade", "approvedOn"]],
    ["NOT (suspected = true) AND lifecycle IS NOT NULL", ["suspected", "lifecycle"]],
  ])("of %s are %j", (condition, names) => {
    expect(namesOf(condition)).toEqual(names)
  })
})

describe("a picture as a role sees it", () => {
  const asked = picture({
    theme: "measure",
    measure: "taxPerMu",
    height: "valueAddedPerMu",
    filter: "areaMu >= 20 AND taxPerMu < 3 AND grade = 'D'",
    sort: "-taxPerMu",
  })

  test("is the same, word for word, for who has all of its fields", () => {
    const { hidden, ...seen } = fit(asked, sightFor("assessor"))
    expect(hidden).toEqual([])
    expect({ ...asked, ...seen }).toEqual(asked)
  })
  test("leaves out and names what the role does not have, and keeps the rest", () => {
    const seen = fit(asked, sightFor("promotion"))
    expect(seen.hidden).toEqual(["theme", "height", "filter", "sort"])
    expect(seen).toMatchObject({ theme: null, measure: null, height: null, sort: "" })
    expect(namesOf(seen.filter)).toEqual(["areaMu", "grade"])
  })
  test("hides a whole alternative where one side of it is hidden", () => {
    const mixed = picture({ filter: "areaMu > 5 AND (lifecycle = 'in_use' OR areaMu > 50)" })
    const seen = fit(mixed, sightFor("promotion"))
    expect(seen.filter).toBe("areaMu > 5")
    expect(seen.hidden).toEqual(["filter"])
  })
  test("names nothing where nothing is asked", () => {
    expect(fit(picture({}), sightFor("promotion")).hidden).toEqual([])
  })
})

describe("what a view keeps", () => {
  test("is the picture, and neither language nor look", () => {
    const query = queryOf(picture({ theme: "grade", language: "en", look: "dark" }))
    expect(query).toBe("?theme=grade")
    expect(addressOf(query, { language: null, look: "dark" })).toBe("/?theme=grade&look=dark")
    expect(addressOf("", { language: null, look: null })).toBe("/")
  })
})

const count = (parcels: number) => ({ parcels, areaMu: parcels * 10 })
const LEADER: Leader = {
  year: 2025,
  total: count(9),
  available: count(3),
  determined: count(1),
  suspected: count(2),
}

describe("the tour of whoever made none", () => {
  test.each([
    ["promotion", ["landUse", "grade", "availability"]],
    ["planner", ["lifecycle", "grade", "available", "determined", "suspected"]],
    ["lead", ["lifecycle", "grade", "available", "determined", "suspected"]],
    ["assessor", ["lifecycle", "grade", "tax", "available", "determined", "suspected"]],
    ["leadGranted", ["lifecycle", "grade", "tax", "available", "determined", "suspected"]],
    ["admin", []],
  ] as const)("%s sees %j", (audience, keys) => {
    expect(usualStops(sightFor(audience), LEADER).map(({ key }) => key)).toEqual(keys)
  })
  test("asks for nothing that the role may not see", () => {
    for (const audience of ["promotion", "planner", "lead", "assessor"] as const) {
      const sight = sightFor(audience)
      for (const { key, state } of usualStops(sight, LEADER))
        expect(fit(state, sight).hidden, `${audience} ${key}`).toEqual([])
    }
  })
  test("passes over land that there is none of", () => {
    const none = { ...LEADER, determined: count(0), available: count(0) }
    expect(usualStops(sightFor("planner"), none).map(({ key }) => key)).toEqual([
      "lifecycle",
      "grade",
      "suspected",
    ])
  })
  test("never shows suspicion and determination in one picture", () => {
    for (const { state } of usualStops(sightFor("assessor"), LEADER))
      expect(/determined = true/.test(state.filter) && /suspected = true/.test(state.filter)).toBe(
        false,
      )
  })
})

test("saved views are shown as far as the role sees them, and say where that is not all", () => {
  const views = [
    { id: "a", name: "东片", query: "?theme=grade&filter=areaMu+%3E%3D+50&parcel=5" },
    { id: "b", name: "低效", query: "?theme=flag&filter=suspected+%3D+true" },
  ]
  const [east, weak] = stopsOfViews(views, sightFor("promotion"))
  expect(east).toMatchObject({ key: "a", isPartial: false })
  expect(east!.state).toMatchObject({ theme: "grade", filter: "areaMu >= 50", selected: null })
  expect(weak).toMatchObject({ isPartial: true })
  expect(weak!.state).toMatchObject({ theme: null, filter: "" })
})

describe("what a leader asks first", () => {
  const metric = (amount: number, perMu: number) => ({
    amount,
    perMu,
    areaMu: 10,
    parcels: 7,
    missingParcels: 2,
  })
  const now = {
    year: 2025,
    total: count(9),
    byGrade: [
      { value: "A", ...count(4) },
      { value: "D", ...count(5) },
    ],
    metrics: { taxPerMu: metric(110, 11), valueAddedPerMu: metric(50, 5) },
  }
  test("is told against the year before, as a share of what was", () => {
    const before = {
      ...now,
      year: 2024,
      byGrade: [{ value: "A", ...count(6) }],
      metrics: { taxPerMu: metric(100, 12), valueAddedPerMu: metric(0, 0) },
    }
    const leader = leaderOf(now, before, undefined)
    expect(leader.tax!.change.amount).toBeCloseTo(0.1)
    expect(leader.tax!.change.perMu).toBeCloseTo(-1 / 12)
    // Of nothing there is no share.
    expect(leader.valueAdded!.change.amount).toBeNull()
    expect(leader.grades).toEqual([
      { grade: "A", parcels: 4, change: -2 },
      { grade: "D", parcels: 5, change: 5 },
    ])
  })
  test("has no change where nothing is known of the year before", () => {
    const ungraded = { ...now, byGrade: [{ value: null, ...count(9) }], metrics: {} }
    for (const before of [undefined, ungraded]) {
      const leader = leaderOf(now, before, undefined)
      expect(leader.tax!.change).toEqual({ amount: null, perMu: null })
      expect(leader.grades!.map(({ change }) => change)).toEqual([null, null])
    }
  })
  test("has nothing of what the role does not see", () => {
    expect(leaderOf({ year: 2025, total: count(9) }, undefined, undefined)).toEqual({
      year: 2025,
      total: count(9),
    })
  })
})
