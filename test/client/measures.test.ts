import { expect, test } from "vitest"
import { justAbove } from "../../client/map/classes/label.ts"
import { findMeasure, listMeasures, type Named } from "../../client/map/measure.ts"
import { policyOf, sourcesOf } from "../../client/parcels/policy.ts"
import { PHRASES } from "../../client/text/phrases.ts"
import { FIELDS } from "../../server/parcels/catalogue.ts"

const CATALOGUE: Named[] = Object.entries(FIELDS).map(([name, field]) => ({ name, ...field }))
const RATIOS = new Set(Object.entries(FIELDS).flatMap(([name, { ratio }]) => (ratio ? [name] : [])))
const measures = listMeasures(CATALOGUE, RATIOS)

test("every number with a unit is a measure, and nothing else", () => {
  const numbers = CATALOGUE.filter(({ type, unit }) => type === "number" && unit !== null)
  expect(measures.map(({ name }) => name).sort()).toEqual(numbers.map(({ name }) => name).sort())
  expect(measures.map(({ name }) => name)).not.toContain("id")
})

test("values per mu are offered before land, and land before sums", () => {
  expect(measures[0]?.name).toBe("taxPerMu")
  const places = ["netAssetsPerMu", "taxCommitPerMu", "areaMu", "taxWanYuan"].map((name) =>
    measures.findIndex((measure) => measure.name === name),
  )
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test("a name that nobody knows is the first measure there is", () => {
  expect(findMeasure(measures, "madeUp")?.name).toBe("taxPerMu")
  expect(findMeasure([], "taxPerMu")).toBeUndefined()
})

test("every unit of the catalogue is said in both languages", () => {
  const units = new Set(CATALOGUE.flatMap(({ unit }) => unit ?? []))
  for (const unit of units) expect(Object.keys(PHRASES)).toContain(`catalogue-unit.${unit}`)
})

test("a limit of a rule is that of the document, itself below; other measures have none", () => {
  expect(policyOf("taxPerMu")).toEqual([justAbove(3)])
  expect(sourcesOf("taxPerMu")).toEqual(["liandu-2020"])
  for (const name of ["energyPerMu", "areaMu", "revenuePerMu", "toString"])
    expect(policyOf(name)).toEqual([])
})
