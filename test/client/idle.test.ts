import { describe, expect, test } from "vitest"
import { addDays } from "../../geodata/days.ts"
import type { Condition } from "../../server/flags/conditions.rules.ts"
import { SHIPPED_RULE_SETS } from "../../server/flags/shipped.rules.ts"
import { RuleSet } from "../../server/flags/rule-set.schema.ts"
import { readRuleFilter } from "../../server/rulesets/from-filter.ts"
import {
  copyOf,
  emptyCondition,
  findOrigin,
  isDeclared,
  toDraft,
  toRuleSet,
  toVersion,
} from "../../client/idle/draft.ts"
import { mapOf } from "../../client/idle/mapOf.ts"
import { listMoves } from "../../client/idle/moved.ts"
import { DESK_TABS, type Place, readPlace, writePlace } from "../../client/idle/place.ts"
import { joinConditions, writeCondition } from "../../client/idle/ruleText.ts"
import type { Clock, Definition, RuleSetList } from "../../client/idle/shapes.ts"
import { layStrip } from "../../client/idle/strip.ts"
import { layTimeline, placeLabels } from "../../client/idle/timeline.ts"

describe("addresses", () => {
  const places: Place[] = [
    ...DESK_TABS.map((screen) => ({ screen })),
    { screen: "case", parcelId: 346 },
    { screen: "evaluation", id: 12 },
    { screen: "rule", id: "liandu-2020", version: null, against: null },
    { screen: "rule", id: "local-2026", version: 3, against: null },
    { screen: "rule", id: "local-2026", version: 3, against: 1 },
    { screen: "editor", id: null, version: null },
    { screen: "editor", id: "minhou-2018", version: null },
    { screen: "editor", id: "minhou-2018", version: 2 },
  ]
  test.each(places.map((place) => [writePlace(place), place] as const))(
    "%s leads to what it was written for",
    (path, place) => expect(readPlace(path)).toEqual(place),
  )
  test.each([
    "/idle/x",
    "/idle/parcels/0",
    "/idle/parcels/a",
    "/idle/evaluations/0",
    "/idlers",
    "/idle/rules/A_b",
  ])("%s is none", (path) => expect(readPlace(path)).toBeNull())
})

const clock = (changes: Partial<Clock> = {}): Clock => ({
  parcelId: 1,
  on: "2026-03-01",
  knownAt: null,
  state: "overdue",
  clause: null,
  rule: null,
  clauses: [],
  since: "2025-06-02",
  paused: null,
  evidence: [],
  reasons: [],
  missingFacts: [],
  next: { from: "2026-06-02", to: null, state: "idleFee", clause: "53-14(1)" },
  thresholds: {
    startDue: "2025-06-01",
    startFact: "agreedStart",
    oneYearEnds: "2026-06-01",
    twoYearsEnd: "2027-06-01",
    suspendedSince: null,
    suspensionYearEnds: null,
    pushedDays: 0,
  },
  timeline: [
    { from: "2024-06-01", to: "2025-06-01", state: "beforeStart", clause: null },
    { from: "2025-06-02", to: "2026-06-01", state: "overdue", clause: null },
    { from: "2026-06-02", to: null, state: "idleFee", clause: "53-14(1)" },
  ],
  events: [
    event("supply", "2024-06-01"),
    event("agreedStart", "2025-06-01"),
    {
      ...event("pause", "2025-07-01"),
      to: "2025-07-31",
      cause: "government",
      countsNot: true,
    },
  ],
  corrections: [],
  ...changes,
})
function event(kind: Clock["events"][number]["kind"], on: string): Clock["events"][number] {
  const source = { title: "合同", documentNo: null, issuedOn: null, issuer: null }
  return { id: null, kind, on, recordedAt: "2026-01-01T00:00:00Z", recordedBy: "x", source }
}

describe("the drawing of a clock", () => {
  const WIDTH = 1000
  const drawn = layTimeline(clock(), "2026-03-01", WIDTH)

  test("has every state as long as it lasts, one after the other, to the edge", () => {
    expect(drawn.bars.map(({ state }) => state)).toEqual(["beforeStart", "overdue", "idleFee"])
    for (const [at, bar] of drawn.bars.entries())
      expect(bar.x + bar.width).toBeCloseTo(drawn.bars[at + 1]?.x ?? WIDTH, 6)
    // 365 days before the start, 365 days overdue.
    expect(drawn.bars[0]!.width).toBeCloseTo(drawn.bars[1]!.width * (366 / 365), 0)
  })

  test("has a pause of 31 days beneath, and no mark for it", () => {
    const perDay = drawn.bars[1]!.width / 364
    expect(drawn.pauses).toMatchObject([{ countsNot: true, cause: "government" }])
    expect(drawn.pauses[0]!.width / perDay).toBeCloseTo(31, 0)
    expect(drawn.events.map(({ kind }) => kind)).toEqual(["supply", "agreedStart"])
  })

  test("has the ends of terms that there are, today and the day asked about within", () => {
    expect(drawn.terms.map(({ kind }) => kind)).toEqual(["oneYearEnds", "twoYearsEnd"])
    expect(drawn.today).toBe(drawn.on)
    const past = layTimeline(clock({ on: "2020-01-01" }), "2026-03-01", WIDTH)
    expect(past.on).toBeGreaterThan(0)
    expect(past.on).toBeLessThan(past.today)
    expect(past.today).toBeLessThan(WIDTH)
  })

  test("places labels so that none lies over another, nor is struck by another's line", () => {
    const labels = Array.from({ length: 40 }, (_, i) => ({
      x: (i * 937) % 900,
      width: 60 + ((i * 53) % 80),
    })).toSorted((a, b) => a.x - b.x)
    const placed = placeLabels(labels, WIDTH)
    for (const [i, one] of placed.entries())
      for (const [j, other] of placed.entries()) {
        if (i === j || one.left > other.left) continue
        const overlaps = one.left + labels[i]!.width > other.left
        // What begins beneath a text stands nearer to the band, so that its line ends before the text.
        if (overlaps && j > i) expect(one.row).toBeGreaterThan(other.row)
      }
    for (const [i, { left }] of placed.entries())
      expect(left + labels[i]!.width).toBeLessThanOrEqual(WIDTH)
  })
})

describe("what a record moved", () => {
  test("is told from which day to which, and nothing that stayed", () => {
    const before = clock()
    const after = clock({
      thresholds: {
        ...before.thresholds,
        oneYearEnds: addDays("2026-06-01", 31),
        twoYearsEnd: addDays("2027-06-01", 31),
        pushedDays: 31,
      },
      next: { ...before.next!, from: addDays("2026-06-02", 31) },
    })
    expect(listMoves(before, after)).toEqual([
      { what: "oneYearEnds", from: "2026-06-01", to: "2026-07-02" },
      { what: "twoYearsEnd", from: "2027-06-01", to: "2027-07-02" },
      { what: "next", from: "2026-06-02", to: "2026-07-03" },
    ])
    expect(listMoves(before, before)).toEqual([])
  })

  test("names the state when it is another", () => {
    expect(listMoves(clock(), clock({ state: "beforeStart", next: null }))).toEqual([
      { what: "next", from: "2026-06-02", to: null },
      { what: "state", from: "overdue", to: "beforeStart" },
    ])
  })
})

describe("conditions", () => {
  const nameOf = (fact: string) => (fact === "landMu" ? "areaMu" : fact)
  const CONDITIONS: [Condition, string][] = [
    [{ fact: "landMu", is: ">=", value: 30 }, "areaMu >= 30"],
    [{ fact: "aboveScale", is: "=", value: false }, "aboveScale = false"],
    [{ fact: "cause", is: "!=", value: "holder" }, "cause <> 'holder'"],
    [
      {
        any: [
          { fact: "startedOn", is: "<", value: "2024-05-01" },
          {
            all: [
              { fact: "far", is: "<", value: 1.2 },
              { fact: "far", is: ">", value: 0 },
            ],
          },
        ],
      },
      "(startedOn < DATE('2024-05-01') OR (far < 1.2 AND far > 0))",
    ],
  ]
  test.each(CONDITIONS)("%j is written %s, and read as it was", (condition, text) => {
    expect(writeCondition(condition, nameOf)).toBe(text)
    const { conditions, combine } = readRuleFilter(text, () => true)
    expect(joinConditions(conditions, combine ?? "any")).toEqual(condition)
  })

  test("that the language cannot say are not written", () => {
    const unsaid: Condition[] = [
      { elapsed: "completedOn", years: 1 },
      { notYet: "productionStart" },
      { fact: "far", is: "<", factTimes: { fact: "farMin", times: 1 } },
      { fact: "taxPerKwh", is: "<", medianTimes: "0.3" },
      { fact: "landMu", is: ">=", parameter: "areaMinMu" },
    ]
    for (const condition of unsaid) {
      expect(writeCondition(condition, nameOf)).toBeNull()
      expect(writeCondition({ all: [condition] }, nameOf)).toBeNull()
    }
  })
})

describe("drafts of rule sets", () => {
  const list = {
    items: [],
    total: 0,
    next: null,
    inForce: [],
    shipped: SHIPPED_RULE_SETS as unknown as RuleSetList["shipped"],
    facts: [],
  } satisfies RuleSetList

  test("of everything that comes with the product say again what they began with", () => {
    for (const { ruleSet, required } of SHIPPED_RULE_SETS) {
      const draft = toDraft(findOrigin(list, ruleSet.id, null), (fact) => fact)
      for (const parameter of required) draft.parameters[parameter] = "30"
      const made = toRuleSet(copyOf(draft))!
      expect(RuleSet.safeParse(made).error).toBeUndefined()
      if (isDeclared(ruleSet))
        expect((made as unknown as typeof ruleSet).conditions).toEqual(ruleSet.conditions)
      expect(toVersion(draft)).toMatchObject({ label: draft.label, ruleSet: { id: ruleSet.id } })
    }
  })

  test("are not whole while a condition is not understood, has no name, or nothing is in them", () => {
    const draft = toDraft(null, (fact) => fact)
    draft.id = "local-2026"
    draft.label = "本地"
    expect(toVersion(draft)).toBeNull()
    draft.conditions![0] = {
      id: "part1",
      text: "大而未上规",
      filter: "landMu >= 30",
      when: { fact: "landMu", is: ">=", value: 30 },
    }
    expect(toVersion(draft)?.ruleSet).toMatchObject({ id: "local-2026", combine: "any" })
    draft.conditions!.push(emptyCondition(draft.conditions!))
    expect(draft.conditions![1]!.id).toBe("part2")
    expect(toVersion(draft)).toBeNull()
    draft.conditions!.pop()
    expect(toVersion({ ...draft, label: " " })).toBeNull()
  })

  test("begin with a version that was asked for, not with another", () => {
    const definition: Definition = { id: "five-categories", monthsToProduction: 18 }
    const inForce = [
      { ruleSetId: "five-categories", version: 2, definition, note: "", validFrom: "2026-01-01" },
    ]
    const found = findOrigin({ ...list, inForce }, "five-categories", null)
    expect(found).toMatchObject({ definition, basedOn: "five-categories/2" })
    expect(toDraft(found, (fact) => fact).parameters).toEqual({ monthsToProduction: "18" })
    expect(findOrigin({ ...list, inForce }, "five-categories", 7)).toBeNull()
    expect(findOrigin(list, "nothing", null)).toBeNull()
  })
})

describe("a strip of firms", () => {
  const triple = (revenuePerKwh: number | null) => ({
    taxWanYuan: null,
    revenueWanYuan: null,
    powerWanKwh: null,
    taxPerKwh: null,
    revenuePerKwh,
  })
  const peer = (revenuePerKwh: number | null) => ({
    parcelId: 2,
    name: null,
    firm: null,
    ...triple(revenuePerKwh),
  })
  const band = { median: Math.log(10), mad: 0.2, count: 9 }
  test("stands on logarithms: ten times less lies as far as ten times more", () => {
    const strip = layStrip(
      {
        own: triple(1),
        nearest: [peer(100), peer(null)],
        bands: { revenuePerKwh: band, taxPerKwh: null },
      },
      "revenuePerKwh",
      200,
    )!
    expect(strip.middle - strip.own!).toBeCloseTo(strip.peers[0]! - strip.middle, 6)
    expect(strip.peers).toHaveLength(1)
  })
  test("has no place for nothing, and is none without a middle", () => {
    const given = { own: triple(0), nearest: [], bands: { revenuePerKwh: band, taxPerKwh: null } }
    expect(layStrip(given, "revenuePerKwh", 200)).toMatchObject({ own: null })
    expect(layStrip(given, "taxPerKwh", 200)).toBeNull()
  })
})

test("a map of parcels is linked while an address can name them", () => {
  expect(mapOf([3, 5])).toBe(`/?filter=${encodeURIComponent("id IN (3, 5)")}`)
  expect(mapOf([])).toBeNull()
  expect(mapOf(Array.from({ length: 601 }, (_, at) => at + 1))).toBeNull()
})
