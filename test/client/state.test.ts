import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { EMPTY_STATE, type MapState, readState, writeState } from "../../client/map/state.ts"
import { METHODS, MODES } from "../../client/map/measure-state.ts"
import { THEME_IDS } from "../../client/map/theme-ids.ts"

const within = (low: number, high: number, places: number) =>
  fc.integer({ min: low * 10 ** places, max: high * 10 ** places }).map((n) => n / 10 ** places)
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

const state: fc.Arbitrary<MapState> = fc.record({
  camera: orNull(
    fc.record({
      lng: within(-180, 180, 6),
      lat: within(-85, 85, 6),
      zoom: within(0, 24, 2),
      bearing: within(-180, 180, 1),
      pitch: within(0, 85, 1),
    }),
  ),
  theme: orNull(fc.constantFrom(...THEME_IDS)),
  year: orNull(fc.integer({ min: 1990, max: 2100 })),
  measure: orNull(fc.constantFrom("taxPerMu", "areaMu")),
  other: orNull(fc.constantFrom("taxPerMu", "areaMu")),
  mode: orNull(fc.constantFrom(...MODES)),
  from: orNull(fc.integer({ min: 1990, max: 2100 })),
  share: fc.boolean(),
  method: orNull(fc.constantFrom(...METHODS)),
  classes: orNull(fc.integer({ min: 3, max: 7 })),
  breaks: orNull(
    fc
      .uniqueArray(within(-9999, 99_999, 8), { minLength: 1, maxLength: 6 })
      .map((limits) => limits.toSorted((a, b) => a - b)),
  ),
  patterns: fc.boolean(),
  height: orNull(fc.constantFrom("taxPerMu", "energyPerMu")),
  filter: fc.string(),
  q: fc.string(),
  sort: fc.string(),
  selected: orNull(fc.integer({ min: 1, max: 2_147_483_647 })),
  against: orNull(fc.constantFrom("2020-01-01", "2024-06-30")),
  side: fc.constantFrom("list" as const, "statistics" as const, "changes" as const),
  table: orNull(fc.constantFrom("half" as const, "full" as const)),
  on: orNull(fc.constantFrom("2024-02-29", "2015-12-31")),
  language: orNull(fc.constantFrom("zh" as const, "en" as const)),
  look: orNull(fc.constantFrom("light" as const, "dark" as const)),
})

test("the address of a view opens the same view", () => {
  fc.assert(
    fc.property(state, (given) => {
      expect(readState(writeState(given))).toEqual(given)
    }),
  )
})

test("the view of a first visit has an empty address", () => {
  expect(writeState(EMPTY_STATE)).toBe("")
  expect(readState("")).toEqual(EMPTY_STATE)
})

test.each([
  "?at=abc",
  "?at=1,2",
  "?at=181,0,10",
  "?at=0,0,10,0,86",
  "?at=0,0,10,0,0,0",
  "?theme=tax",
  "?year=1989",
  "?year=2024.5",
  "?parcel=0",
  "?parcel=-3",
  "?parcel=1e3",
  "?parcel=2147483648",
  "?relief=1",
  "?m=1+1",
  "?m2=%27",
  "?mode=three",
  "?from=1989",
  "?rel=yes",
  "?cls=best",
  "?k=2",
  "?k=8",
  "?br=",
  "?br=3,2",
  "?br=3,3",
  "?br=1,2,3,4,5,6,7",
  "?br=1e3",
  "?br=1,NaN",
  "?pat=0",
  "?h=a%20b",
  "?lang=fr",
  "?look=blue",
  "?table=map",
  "?at=%E4%B8%80",
])("what %s means is not known, and breaks nothing", (search) => {
  expect(readState(search)).toEqual(EMPTY_STATE)
})

test("a straight view from above leaves bearing and pitch out of its address", () => {
  const camera = { lng: 115.78, lat: 33.85, zoom: 14.256, bearing: 0, pitch: 0 }
  expect(writeState({ ...EMPTY_STATE, camera })).toBe("?at=115.780000,33.850000,14.26")
})
