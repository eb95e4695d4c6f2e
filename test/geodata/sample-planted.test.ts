import { describe, expect, test } from "vitest"
import { addDays, daysBetween } from "../../geodata/days.ts"
import type { IndicatorInput, SampleEnterprise, SamplePark } from "../../geodata/sample/facts.ts"
import { generateSample } from "../../geodata/sample/generate.ts"
import { listPlanted, type PlantedCase } from "../../geodata/sample/planted.ts"
import { lifecycleOf } from "../../server/flags/categories.rules.ts"
import { tellTimeline } from "../../server/flags/clock-state.rules.ts"
import { deriveProjectStatus } from "../../server/flags/project-status.rules.ts"
import { evaluateRuleSet } from "../../server/flags/rules.ts"
import { factsOf, figureOf, findParcel, landMuBy, legalAreaM2 } from "./sample-ledger.ts"

const cases = new Map(listPlanted().map((planted) => [planted.id, planted]))

function caseOf(id: string): PlantedCase {
  const found = cases.get(id)
  if (!found) throw new Error(`no planted case ${id}`)
  return found
}
const parcelOf = (id: string, n = 0) => caseOf(id).parcelCodes[n] ?? ""
const firmOf = (id: string, n = 0) => caseOf(id).creditCodes[n] ?? ""

test("ids are unique, and no code belongs to two cases", () => {
  const all = listPlanted()
  expect(cases.size).toBe(all.length)
  const codes = all.flatMap(({ parcelCodes, creditCodes }) => [...parcelCodes, ...creditCodes])
  expect(new Set(codes).size).toBe(codes.length)
})

/** Ends of months of every length, of a leap year too, and days between. */
const DAYS = [
  "2026-01-31",
  "2026-02-28",
  "2026-03-31",
  "2026-05-30",
  "2026-08-31",
  "2026-10-17",
  "2026-11-22",
  "2026-12-01",
  "2026-12-31",
  "2028-02-29",
  "2028-03-01",
]

test.each(DAYS)("on %s clocks turn within 30, 60 and 90 days, and one stands still", (asOf) => {
  const park = generateSample({ parcels: 300, seed: 2, asOf })
  const timeline = (id: string) => {
    const { facts } = factsOf(park, parcelOf(id))
    const record = { factsOf: () => facts, contractDays: [], events: [] }
    return tellTimeline(record, asOf, false, 2)
  }
  const turns = (id: string) => {
    const [now, next] = timeline(id)
    return { from: now!.state, to: next!.state, inDays: daysBetween(asOf, next!.from) }
  }
  const between = (least: number, most: number, inDays: number) => least <= inDays && inDays <= most
  const first = turns("overdueStart")
  expect(first).toMatchObject({ from: "overdue", to: "idleFee" })
  expect(between(1, 30, first.inDays), String(first.inDays)).toBe(true)
  const second = turns("landNotStarted")
  expect(second).toMatchObject({ from: "beforeStart", to: "overdue" })
  expect(between(31, 60, second.inDays), String(second.inDays)).toBe(true)
  const third = turns("idlePaused")
  expect(third).toMatchObject({ from: "overdue", to: "idleAgreement" })
  expect(between(61, 90, third.inDays), String(third.inDays)).toBe(true)
  const { pauses } = factsOf(park, parcelOf("idleGovernment")).facts
  expect(pauses!.filter(({ from, to }) => from < asOf && !to)).toMatchObject([
    { cause: "government" },
  ])
  expect(generateSample({ parcels: 300, seed: 2, asOf })).toEqual(park)
})

describe.each([
  { seed: 1, parcels: 400, asOf: "2026-06-30" },
  { seed: 1, parcels: 400, asOf: "2027-01-02" },
  { seed: 6, parcels: 400, asOf: "2026-12-31" },
  { seed: 3, parcels: 300, asOf: "2026-02-28" },
  { seed: 4, parcels: 1200, asOf: "2026-06-30" },
])("planted in the park of seed $seed with $parcels parcels on $asOf", (sample) => {
  const park = generateSample(sample)
  const lastYear = park.fiscalYears.at(-1) ?? 0
  const lifecycle = (id: string, n = 0) =>
    lifecycleOf(factsOf(park, parcelOf(id, n)).facts, park.asOf, {
      monthsToProduction: 12,
      undevelopedShareMin: "0.2",
    }).lifecycle
  const idle = (id: string, asOf = park.asOf) =>
    evaluateRuleSet("idle-order53", asOf, [{ id, facts: factsOf(park, parcelOf(id)).facts }])
      .flatMap(({ hits }) => hits)
      .map(({ rule, route, feeWanYuan }) => ({ rule, route, feeWanYuan }))
  const status = (id: string) =>
    deriveProjectStatus(factsOf(park, parcelOf(id)).milestones, park.asOf).status
  const everything = park.parcels.map(({ parcelCode }) => ({
    id: parcelCode,
    facts: factsOf(park, parcelCode).facts,
  }))
  const supervised = (id: string, asOf = park.asOf) =>
    evaluateRuleSet({ id: "liandu-2020", areaMinMu: "30" }, asOf, everything)
      .filter((verdict) => verdict.id === parcelOf(id))
      .flatMap(({ hits }) => hits.flatMap(({ reasons }) => reasons.map(({ fact }) => fact)))
  const figure = (id: string, input: IndicatorInput, year = lastYear, firm = 0) =>
    figureOf(park, { creditCode: firmOf(id, firm), year, input })

  test("every code is of a parcel or firm of the park", () => {
    const known = new Set([
      ...park.parcels.map(({ parcelCode }) => parcelCode),
      ...park.enterprises.map(({ creditCode }) => creditCode),
    ])
    const codes = listPlanted().flatMap((each) => [...each.parcelCodes, ...each.creditCodes])
    expect(codes.filter((code) => !known.has(code))).toEqual([])
  })

  test("each life-cycle class", () => {
    expect(lifecycle("inUse")).toBe("in_use")
    expect(lifecycle("approvedUnsupplied")).toBe("approved_unsupplied")
    expect(lifecycle("idleFee")).toBe("supplied_unused")
    expect(lifecycle("overdueStart")).toBe("supplied_unused")
    expect(lifecycle("underusedFar")).toBe("underused")
    expect(lifecycle("underusedShare")).toBe("underused")
    expect(lifecycle("builtUnproductive")).toBe("built_unproductive")
    expect(lifecycle("productionStopped")).toBe("built_unproductive")
    expect(lifecycle("belowTarget")).toBe("producing_below_target")
  })

  test("no life-cycle class is left undecided for want of a fact", () => {
    const parameters = { monthsToProduction: 12, undevelopedShareMin: "0.2" }
    const undecided = everything.filter(
      ({ facts }) => lifecycleOf(facts, park.asOf, parameters).lifecycle === null,
    )
    expect(undecided.map(({ id }) => id)).toEqual([])
  })

  test("idle by the clock: fee, free recovery, government's cause, a pause that moved the day", () => {
    expect(idle("idleFee")).toEqual([{ rule: "type1", route: "fee20", feeWanYuan: 257 }])
    expect(idle("idleFreeRecovery")).toEqual([
      { rule: "type1", route: "recover_free", feeWanYuan: null },
    ])
    expect(idle("idleGovernment")).toEqual([{ rule: "type1", route: "art12", feeWanYuan: null }])
    expect(idle("overdueStart")).toEqual([])
    const paused = factsOf(park, parcelOf("idlePaused")).facts
    expect(idle("idlePaused")).toEqual([])
    const unpaused = { ...paused, pauses: [] }
    const verdicts = evaluateRuleSet("idle-order53", park.asOf, [{ id: 1, facts: unpaused }])
    expect(verdicts.flatMap(({ hits }) => hits)).toHaveLength(1)
  })

  test("idle by area, by investment, and exactly on both thresholds", () => {
    expect(idle("idleByArea").map(({ rule }) => rule)).toEqual(["type2"])
    expect(idle("idleByInvestment").map(({ rule }) => rule)).toEqual(["type2"])
    expect(idle("idleExactThird")).toEqual([])
    const { facts } = factsOf(park, parcelOf("idleExactThird"))
    expect([facts.devArea, facts.devAreaDue]).toEqual(["10000.00", "30000.00"])
    expect([facts.investedWanYuan, facts.totalInvestWanYuan]).toEqual(["2000.00", "8000.00"])
    const less = { ...facts, devArea: "9999.99" }
    const verdicts = evaluateRuleSet("idle-order53", park.asOf, [{ id: 1, facts: less }])
    expect(verdicts.flatMap(({ hits }) => hits)).toHaveLength(1)
  })

  test("supervision: low tax at 3.00 and just above, three years in production, power", () => {
    for (const id of ["lowTaxAtLimit", "lowTaxAboveLimit", "notUpscaled", "notUpscaledYet"]) {
      expect(legalAreaM2(findParcel(park, parcelOf(id))), id).toBe("20000.00")
    }
    expect(Number(factsOf(park, parcelOf("lowTaxAtLimit")).facts.taxPerMu)).toBe(3)
    expect(Number(factsOf(park, parcelOf("lowTaxAboveLimit")).facts.taxPerMu)).toBe(3.01)
    expect(supervised("lowTaxAtLimit")).toEqual(["lowTax"])
    expect(supervised("lowTaxAboveLimit")).toEqual([])
    expect(supervised("notUpscaled")).toEqual(["notUpscaled"])
    expect(supervised("notUpscaledYet")).toEqual([])
    expect(supervised("notUpscaledYet", addDays(park.asOf, 1))).toEqual(["notUpscaled"])
    expect(supervised("powerMismatch")).toContain("powerMismatch")
    expect(supervised("inUse")).toEqual([])
  })

  test("every status in which a project can be stuck", () => {
    expect(status("signedNoLand")).toBe("signed_no_land")
    expect(status("landNotStarted")).toBe("land_not_started")
    expect(status("startedNotInStatistics")).toBe("started_not_in_stats")
    expect(status("startedNotCompleted")).toBe("started_not_completed")
    expect(status("completedNotProducing")).toBe("completed_not_producing")
    expect(status("producingNotUpscaled")).toBe("producing_not_upscaled")
    expect(status("producingBelowDesign")).toBe("producing_below_design")
    expect(status("inUse")).toBe(null)
  })

  const usesOf = (id: string, n = 0) =>
    park.occupancy.filter(({ parcelCode }) => parcelCode === parcelOf(id, n))

  test("every kind of occupancy", () => {
    expect(usesOf("inUse").map(({ kind }) => kind)).toEqual(["owned"])
    expect(usesOf("leasedLand")).toMatchObject([
      { kind: "owned", creditCode: firmOf("leasedLand") },
      { kind: "leasedIn", lessorCreditCode: firmOf("leasedLand"), floorAreaM2: null, far: null },
    ])
    expect(usesOf("leasedFloor")[1]).toMatchObject({
      kind: "leasedIn",
      floorAreaM2: "8000.00",
      far: "1.20",
      landAreaM2: "6666.67",
    })
    expect(usesOf("leasedOutUnknown")[1]).toMatchObject({
      kind: "leasedOut",
      creditCode: firmOf("leasedOutUnknown"),
      lessorCreditCode: null,
    })
    expect(usesOf("leaseFromJuly")[1]).toMatchObject({ fromOn: `${lastYear}-07-01`, toOn: null })
    expect(usesOf("leaseEnded")[1]).toMatchObject({ toOn: `${lastYear}-04-01` })
    const half = landMuBy(park, lastYear, ({ creditCode }) => creditCode).get(
      firmOf("leaseFromJuly", 1),
    )
    const full = Number(usesOf("leaseFromJuly")[1]?.landAreaM2) * 0.0015
    expect((half ?? 0) / full).toBeCloseTo(184 / (lastYear % 4 === 0 ? 366 : 365), 10)
  })

  test("three firms on a parcel, a firm on three parcels, a group in two places", () => {
    expect(new Set(usesOf("threeFirms").map(({ creditCode }) => creditCode)).size).toBe(3)
    const owner = firmOf("threeParcels")
    const owned = park.occupancy.filter(
      ({ creditCode, kind }) => creditCode === owner && kind === "owned",
    )
    expect(owned.map(({ parcelCode }) => parcelCode).sort()).toEqual(
      caseOf("threeParcels").parcelCodes.toSorted(),
    )
    const brands = [0, 1].map((n) => firmNamed(park, firmOf("group", n)).name.slice(2, 4))
    expect(brands[0]).toBe(brands[1])
    expect(parcelOf("group", 0)).not.toBe(parcelOf("group", 1))
  })

  test("refund, missing tax, missing emission, R&D of zero", () => {
    expect(figure("taxRefund", "taxWanYuan")).toBe("-36.50")
    expect(figure("taxMissing", "taxWanYuan")).toBe("notReported")
    expect(Number(figure("taxMissing", "taxWanYuan", lastYear - 1))).toBeGreaterThan(0)
    expect(park.fiscalYears.map((year) => figure("emissionMissing", "emissionT", year))).toEqual([
      "notReported",
      "notReported",
      "underReview",
    ])
    expect(figure("zeroResearch", "rdWanYuan")).toBe("0.00")
  })

  test("shapes: a hole, a hole with a parcel in it, two parts, a former name", () => {
    expect(findParcel(park, parcelOf("pond")).geom[0]).toHaveLength(2)
    const hole = findParcel(park, parcelOf("yard")).geom[0]?.[1] ?? []
    const inner = findParcel(park, parcelOf("yard", 1)).geom[0]?.[0] ?? []
    expect(new Set(hole.map(String))).toEqual(new Set(inner.map(String)))
    expect(findParcel(park, parcelOf("twoParts")).geom).toHaveLength(2)
    expect(firmNamed(park, firmOf("rated")).formerName).not.toBe(null)
  })

  test("areas: a survey that differs by over a percent, no certificate", () => {
    const { certifiedAreaM2, surveyedAreaM2 } = findParcel(park, parcelOf("surveyDiffers"))
    expect(Number(surveyedAreaM2) / Number(certifiedAreaM2)).toBeGreaterThan(1.01)
    const uncertified = findParcel(park, parcelOf("noCertificate"))
    expect(uncertified.certifiedAreaM2).toBe(null)
    expect(legalAreaM2(uncertified)).toBe(uncertified.contractAreaM2)
  })

  test("history: a split on transfer with its holders, a split and a merge of reserve land", () => {
    const changeOf = (id: string) =>
      park.lineage.find(({ children }) => children.includes(parcelOf(id)))
    const transfer = changeOf("transferSplit")
    expect(transfer?.children.toSorted()).toEqual(caseOf("transferSplit").parcelCodes.toSorted())
    expect(changeOf("reserveSplit")).toMatchObject({ kind: "split" })
    expect(changeOf("merge")?.parents).toHaveLength(2)
    for (const change of park.lineage) {
      const areaOf = (codes: string[]) =>
        codes.reduce((sum, code) => sum + Number(findParcel(park, code).surveyedAreaM2), 0)
      const before = change.parents.reduce(
        (sum, { surveyedAreaM2 }) => sum + Number(surveyedAreaM2),
        0,
      )
      expect(Math.abs(areaOf(change.children) - before)).toBeLessThan(0.001)
      expect(change.children.map((code) => findParcel(park, code).validFrom)).toEqual(
        change.children.map(() => change.on),
      )
      expect(change.parents.every(({ validFrom }) => validFrom < change.on)).toBe(true)
    }
    const [parent] = transfer?.parents ?? []
    const before = park.occupancy.filter(({ parcelCode }) => parcelCode === parent?.parcelCode)
    expect(before).toMatchObject([{ creditCode: firmOf("transferSplit"), toOn: transfer?.on }])
    expect(usesOf("transferSplit", 1)).toMatchObject([
      { creditCode: firmOf("transferSplit", 1), fromOn: transfer?.on },
    ])
  })

  test("vacant floors that can be let", () => {
    const floors = park.buildings.filter(
      ({ parcelCode }) => parcelCode === parcelOf("vacantFloors"),
    )
    const sum = (of: "floorAreaM2" | "vacantFloorAreaM2") =>
      floors.reduce((total, building) => total + Number(building[of]), 0)
    expect(sum("vacantFloorAreaM2") / sum("floorAreaM2")).toBeCloseTo(0.45, 4)
    expect(floors.some(({ vacantFromOn }) => vacantFromOn !== null)).toBe(true)
  })

  test("every rating class", () => {
    const classes: SampleEnterprise["ratingClass"][] = [
      "rated",
      "transition",
      "uplift",
      "exempt",
      "ungraded",
      "notRated",
      "unsuitable",
    ]
    for (const each of classes) expect(firmNamed(park, firmOf(each)).ratingClass).toBe(each)
  })
})

function firmNamed(park: SamplePark, creditCode: string): SampleEnterprise {
  const found = park.enterprises.find((firm) => firm.creditCode === creditCode)
  if (!found) throw new Error(`no firm ${creditCode}`)
  return found
}
