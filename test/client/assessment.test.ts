import { describe, expect, test } from "vitest"
import { readPlace, writePlace } from "../../client/assessment/address.ts"
import { writeCsv } from "../../client/record/csv.ts"
import { edgesOf } from "../../client/assessment/edges.ts"
import { listLedger } from "../../client/assessment/ledger.ts"
import {
  countMoves,
  directionOf,
  isOwn,
  orderMovers,
  readEntered,
} from "../../client/assessment/movers.ts"
import type { Mover, Result } from "../../client/assessment/shapes.ts"
import { findTies, orderStandings, standingOf } from "../../client/assessment/standing.ts"
import { climb } from "../../client/assessment/steps.ts"
import { ASSESSMENT } from "../../client/text/assessment-phrases.ts"
import type { Text } from "../../client/text/language.tsx"
import { noticeText } from "../../client/text/notices.ts"
import { RATING_CLASSES } from "../../server/assessment/enterprise.rules.ts"
import { createGrader } from "../../server/assessment/grade.rules.ts"
import { INDICATORS, QUANTITIES } from "../../server/assessment/indicator.rules.ts"
import type { GradeRule } from "../../server/assessment/scheme.rules.ts"
import { ADJUSTMENTS } from "../../server/assessment/scheme.rules.ts"

const phrases: Record<string, readonly [string, string]> = ASSESSMENT

describe("addresses", () => {
  test.each([
    "/assessment",
    "/assessment/2025",
    "/assessment/2025/roster",
    "/assessment/2025/claims",
    "/assessment/2025/units",
    "/assessment/2025/transfers",
    "/assessment/2025/runs/3",
    "/assessment/2025/runs/3/firms/230",
    "/assessment/2025/runs/3/movers",
    "/assessment/2025/runs/3/movers/2",
    "/assessment/policies",
    "/assessment/2025/runs/3/quadrants",
    "/assessment/2025/runs/3/comparison",
    "/assessment/2025/runs/3/effects",
    "/assessment/2025/runs/3/trial",
    "/assessment/2025/runs/3/years",
    "/assessment/2025/runs/3/years/2",
  ])("%s names a screen that is written as it is read", (path) => {
    expect(writePlace(readPlace(path)!)).toBe(path)
  })

  test("two runs may be named by a question too", () => {
    expect(readPlace("/assessment/2025/runs/3/movers", "?lang=en&against=2")).toEqual({
      screen: "movers",
      year: 2025,
      runId: 3,
      against: 2,
    })
    expect(readPlace("/assessment/2025/runs/3/movers", "?against=x")).toMatchObject({
      against: null,
    })
  })

  test.each([
    "/assessment/25",
    "/assessment/2025/other",
    "/assessment/2025/runs/0",
    "/assessment/2025/runs/3/quadrants/2",
    "/imports",
  ])("%s is no screen", (path) => expect(readPlace(path)).toBeNull())
})

describe("words of the rules have the same Chinese on the screens", () => {
  test("indicators", () => {
    for (const [id, { label, unit }] of Object.entries(INDICATORS)) {
      expect(phrases[`indicator.${id}`]?.[0]).toBe(label)
      // Fractions are shown in percent.
      expect(phrases[`indicator-unit.${id}`]?.[0]).toBe(unit === "比例" ? "%" : unit)
    }
  })

  test("quantities", () => {
    for (const [id, label] of Object.entries(QUANTITIES))
      expect(phrases[`quantity.${id}`]?.[0]).toBe(label)
  })

  test("rating classes, each with what it means, and what a run makes of them", () => {
    for (const [id, label] of Object.entries(RATING_CLASSES)) {
      expect(label.startsWith(phrases[`rating-class.${id}`]![0])).toBe(true)
      expect(phrases).toHaveProperty([`rating-class-help.${id}`])
      expect(phrases).toHaveProperty([`result-class.${id}`])
    }
  })

  test("events that move a grade", () => {
    for (const event of ADJUSTMENTS) expect(phrases).toHaveProperty([`event.${event}`])
  })
})

describe("what a score says", () => {
  // As much of the text as a notice asks for; the rest of it needs a component around it.
  const speak = (language: "zh" | "en"): Text =>
    ({
      language: () => language,
      name: (group: string, value: string) =>
        phrases[`${group}.${value}`]?.[language === "zh" ? 0 : 1] ?? "?",
      names: (group: string, value: string) => `${group}.${value}` in phrases,
    }) as unknown as Text

  test("names codes in Chinese", () => {
    const reason = { code: "outsideStratum", params: { stratum: "above_scale" } }
    expect(noticeText(reason, speak("zh"))).toBe("不属于本方案的评价层（规上企业），不参加排名")
  })

  test("is English in the English look, down to the names in it", () => {
    const missing = {
      code: "valueMissing",
      params: {
        indicator: "rdRatio",
        label: "研发投入强度",
        inputs: "研发经费（万元）、营业收入（万元）",
      },
    }
    expect(noticeText(missing, speak("en"))).toBe(
      "R&D intensity lacks data: R&D (10k yuan), Revenue (10k yuan)",
    )
    const adjusted = { code: "gradeAdjusted", params: { event: "forceD", from: "A", to: "D" } }
    expect(noticeText(adjusted, speak("en"))).toBe("“Placed in D” moves the grade from A to D")
  })
})

const item = (id: string, score: string | null, value: string | null = "1") => ({
  id,
  weight: "30",
  value,
  benchmark: "2",
  score,
  missing: value === null,
})
const result = (rank: number | null, changes: Partial<Result> = {}): Result => ({
  enterpriseId: rank ?? 0,
  creditCode: `C${rank}`,
  name: `甲${rank}`,
  industryCode: null,
  members: [],
  schemeId: "S",
  ratingClass: "rated",
  landMu: "10",
  items: [item("taxPerMu", "20")],
  bonus: "0",
  penalty: "0",
  total: "88",
  totalRounded: "88",
  gradeByRank: "A",
  grade: "A",
  reasons: [{ code: "tied", params: { rank: rank ?? 0, firms: 2 }, text: "" }],
  rank,
  ...changes,
})

describe("how firms came out", () => {
  test("every result stands under one name: its grade, or what keeps it from one", () => {
    const bare = { grade: null, schemeId: "S", ratingClass: "rated", rank: null } as const
    expect(standingOf({ ...bare, grade: "B", rank: 3 })).toBe("B")
    expect(standingOf({ ...bare, rank: 3 })).toBe("withheld")
    expect(standingOf(bare)).toBe("unscored")
    expect(standingOf({ ...bare, ratingClass: "exempt" })).toBe("exempt")
    expect(standingOf({ ...bare, ratingClass: "exempt", schemeId: null })).toBe("outside")
    expect(orderStandings(["exempt", "outside", "D", "A", "withheld", "A"])).toEqual([
      "A",
      "D",
      "withheld",
      "outside",
      "exempt",
    ])
  })

  test("a tie across an edge names both grades and the rule that decided", () => {
    const ties = findTies([
      result(1, { items: [item("taxPerMu", "20", "9")] }),
      result(2, { items: [item("taxPerMu", "20", "8")], gradeByRank: "B", grade: "B" }),
      result(3, { reasons: [], total: "80" }),
    ])
    expect(ties.get("C1")).toEqual({
      first: 1,
      last: 2,
      rule: "taxPerMu",
      edge: { better: "A", worse: "B" },
    })
    expect(ties.get("C2")).toBe(ties.get("C1"))
    expect(ties.has("C3")).toBe(false)
  })

  test("equal tax per mu leaves it to the tax, equal tax to the code; a shared rank needs no rule", () => {
    const even = [item("taxPerMu", "20", "9")]
    const ruleOf = (...tied: Result[]) => findTies(tied).get(tied[0]!.creditCode)?.rule
    expect(ruleOf(result(1, { items: even, landMu: "12" }), result(2, { items: even }))).toBe("tax")
    expect(ruleOf(result(1, { items: even }), result(2, { items: even }))).toBe("creditCode")
    expect(ruleOf(result(1), result(1, { creditCode: "C9" }))).toBe("shared")
    expect(findTies([result(1), result(2)]).get("C1")?.edge).toBeNull()
  })

  const rule: GradeRule = {
    kind: "rankPercent",
    cuts: [
      ["A", 20],
      ["B", 60],
      ["C", 95],
    ],
    rest: "D",
  }
  test.each([1, 2, 3, 7, 20, 33, 113])("edges among %i firms are where the grades change", (n) => {
    const gradeOf = createGrader(rule, n)
    const edges = edgesOf(rule, n)
    for (let rank = 1; rank <= n; rank += 1) {
      const inside = edges.filter(({ from, to }) => from <= rank && rank <= to)
      expect(inside.map(({ grade }) => grade)).toEqual([gradeOf(rank, null)])
    }
  })
})

describe("the way to a total", () => {
  test("goes up item by item, then by bonus and down by penalty, and ends at the total", () => {
    const points = {
      items: [item("taxPerMu", "45"), item("rdRatio", null, null), item("taxPerKwh", "10")],
      bonus: "5",
      penalty: "12",
      total: "48",
    }
    const scheme = { capMultiple: 1.5, indicators: [{ id: "taxPerKwh", capMultiple: null }] }
    const way = climb(points, scheme)
    expect(way.steps).toEqual([
      { from: 0, to: 45, cap: 45, weight: 30 },
      { from: 45, to: 45, cap: 45, weight: 30 },
      { from: 45, to: 55, cap: null, weight: 30 },
    ])
    expect(way.bonus).toMatchObject({ from: 55, to: 60 })
    expect(way.penalty).toMatchObject({ from: 60, to: 48 })
    expect(way.total).toBe(48)
    expect(way.end).toBe(90)
  })
})

describe("the land of a year", () => {
  test("is own and leased land less what was let, each by its days", () => {
    const row = {
      occupancyId: 1,
      parcelId: 1,
      parcelCode: null,
      parcelName: null,
      counterpart: null,
      floorAreaM2: null,
      far: null,
      fromOn: "2020-01-01",
      toOn: null,
    }
    const ledger = listLedger(
      [
        { ...row, kind: "owned", areaM2: "20000", days: 365 },
        { ...row, kind: "leasedOut", areaM2: "4000", days: 73 },
      ],
      2025,
    )
    expect(ledger.rows.map(({ countedMu }) => countedMu)).toEqual(["30", "-1.2"])
    expect(ledger.landMu).toBe("28.8")
  })
})

describe("who moved", () => {
  const at = (grade: string | null, rank: number | null = 1) => ({
    schemeId: "S",
    ratingClass: "rated" as const,
    rank,
    grade,
    totalRounded: "50",
  })
  const mover = (before: Mover["before"], after: Mover["after"], changed = false): Mover => ({
    enterpriseId: 1,
    creditCode: "C",
    name: "甲",
    before,
    after,
    changedInputs: changed ? [{ field: "taxWanYuan", label: "", before: "1", after: "2" }] : [],
  })
  const up = mover(at("B"), at("A"), true)
  const down = mover(at("A"), at("C"))
  const passed = mover(at("B", 3), at("B", 4))

  test("is counted by both grades; who kept his is not", () => {
    expect(countMoves([down, up, down, passed, mover(null, at("B"))])).toEqual([
      { from: "A", to: "C", count: 2 },
      { from: "B", to: "A", count: 1 },
      { from: "absent", to: "B", count: 1 },
    ])
    expect([up, down, passed, mover(at(null, null), at("A"))].map(directionOf)).toEqual([
      "up",
      "down",
      "level",
      "level",
    ])
  })

  test("by his own figures is told from who was passed by, and stands before him", () => {
    expect([up, down, passed].map(isOwn)).toEqual([true, false, false])
    expect(orderMovers([passed, down, up])).toEqual([up, down, passed])
  })

  test("what was entered is read back from its text, points and events alike", () => {
    expect(readEntered('{"group":"创新","item":"高新、专精","points":"5"}、"forceD"')).toEqual([
      { item: "高新、专精", points: "5" },
      { item: "forceD", points: null },
    ])
    expect(readEntered("规上")).toBeNull()
  })
})

test("a file for a sheet holds no formula, and numbers below zero stay numbers", () => {
  expect(
    writeCsv([
      ["名称", "得分"],
      ['=1+1"', "-3.5"],
      ["a,b", "-x"],
    ]),
  ).toBe('\uFEFF名称,得分\r\n"\'=1+1""",-3.5\r\n"a,b",\'-x')
})
