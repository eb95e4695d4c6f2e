import { fc } from "../support/properties.ts"
import { expect, test } from "vitest"
import { addDays } from "../../geodata/days.ts"
import type { Facts, Pause } from "../../server/flags/facts.rules.ts"
import { evaluateRuleSet } from "../../server/flags/rules.ts"

const verdictOf = (facts: Facts, asOf: string) => {
  const [verdict] = evaluateRuleSet("idle-order53", asOf, [{ id: "P-1", facts }])
  if (!verdict) throw new Error("one parcel has one verdict")
  return verdict
}

const pause = (from: string, to: string | null, cause: Pause["cause"] = "government"): Pause => ({
  from,
  to,
  cause,
})

const day = fc.integer({ min: 0, max: 4000 }).map((count) => addDays("2015-01-01", count))
const maybeDay = fc.option(day, { nil: null })
const amount = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null })
const cause = fc.constantFrom("holder" as const, "government" as const, "forceMajeure" as const)
const anyPause = fc
  .record({ from: day, length: fc.integer({ min: 0, max: 500 }), cause })
  .map(({ from, length, cause }) => pause(from, addDays(from, length), cause))
const facts = fc.record({
  agreedStart: maybeDay,
  supplementStart: maybeDay,
  deliveryConfirmed: maybeDay,
  startedOn: maybeDay,
  suspendedSince: maybeDay,
  devArea: amount,
  devAreaDue: amount,
  investedWanYuan: amount,
  totalInvestWanYuan: amount,
  landPriceWanYuan: amount,
  cause: fc.option(cause, { nil: null }),
  pauses: fc.array(anyPause, { maxLength: 5 }),
})
const RANK = { fee20: 1, recover_free: 2, art12: 3 }
const rankOf = (sheet: Facts, asOf: string) => {
  const route = verdictOf(sheet, asOf).hits[0]?.route
  return route ? RANK[route] : 0
}

test("while nothing is started a later day never helps", () => {
  fc.assert(
    fc.property(facts, day, fc.integer({ min: 0, max: 2000 }), (sheet, asOf, days) => {
      const idle = { ...sheet, startedOn: null, suspendedSince: null, pauses: [] }
      expect(rankOf(idle, addDays(asOf, days))).toBeGreaterThanOrEqual(rankOf(idle, asOf))
    }),
  )
})

test("while work stands still a later day never helps", () => {
  fc.assert(
    fc.property(facts, day, day, fc.integer({ min: 0, max: 2000 }), (sheet, on, asOf, days) => {
      const stopped = { ...sheet, startedOn: on, suspendedSince: on, pauses: [] }
      const from = asOf < on ? on : asOf
      expect(rankOf(stopped, addDays(from, days))).toBeGreaterThanOrEqual(rankOf(stopped, from))
    }),
  )
})

test("a government pause more never brings a day forward", () => {
  fc.assert(
    fc.property(facts, anyPause, day, (sheet, more, asOf) => {
      const paused = {
        ...sheet,
        pauses: [...sheet.pauses, { ...more, cause: "government" as const }],
      }
      const [before] = verdictOf(sheet, asOf).hits
      const [after] = verdictOf(paused, asOf).hits
      if (after) expect((after.since ?? "") >= (before?.since ?? "9999")).toBe(true)
      expect(rankOf(paused, asOf)).toBeLessThanOrEqual(rankOf(sheet, asOf))
    }),
  )
})

test("a holder's pause changes nothing", () => {
  fc.assert(
    fc.property(facts, anyPause, day, (sheet, more, asOf) => {
      const paused = {
        ...sheet,
        pauses: [...sheet.pauses, { ...more, cause: "holder" as const }],
      }
      expect(verdictOf(paused, asOf)).toEqual(verdictOf(sheet, asOf))
    }),
  )
})

test("the order of parcels and of pauses does not matter", () => {
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 6 }), day, (sheets, asOf) => {
      const parcels = sheets.map((sheet, id) => ({ id, facts: sheet }))
      const turned = parcels.map(({ id, facts: sheet }) => ({
        id,
        facts: { ...sheet, pauses: sheet.pauses.toReversed() },
      }))
      expect(evaluateRuleSet("idle-order53", asOf, turned.toReversed())).toEqual(
        evaluateRuleSet("idle-order53", asOf, parcels).toReversed(),
      )
    }),
  )
})

test("nothing changes before the day foretold, and something does on it", () => {
  fc.assert(
    fc.property(facts, day, fc.integer({ min: 1, max: 1500 }), (sheet, asOf, days) => {
      const outcome = (on: string) => {
        const [hit] = verdictOf(sheet, on).hits
        return hit ? `${hit.rule} ${hit.route}` : "none"
      }
      const { nextChangeOn } = verdictOf(sheet, asOf)
      const later = addDays(asOf, days)
      if (!nextChangeOn || later < nextChangeOn) expect(outcome(later)).toBe(outcome(asOf))
      if (nextChangeOn) expect(outcome(nextChangeOn)).not.toBe(outcome(asOf))
    }),
    { numRuns: 500 },
  )
})

test("a hit was there on its first day and not on the day before", () => {
  fc.assert(
    fc.property(facts, day, (sheet, asOf) => {
      const [hit] = verdictOf(sheet, asOf).hits
      if (!hit?.since) return
      expect(hit.since <= asOf).toBe(true)
      expect(verdictOf(sheet, hit.since).hits[0]?.rule).toBe(hit.rule)
      expect(verdictOf(sheet, addDays(hit.since, -1)).hits[0]?.rule).not.toBe(hit.rule)
    }),
  )
})
