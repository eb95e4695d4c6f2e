import { describe, expect, test } from "vitest"
import {
  compareGroups,
  divisionOf,
  findDistricts,
  gradeShare,
  type Member,
} from "../../client/assessment/comparison.ts"
import { makeLand, makeResult } from "../support/results.ts"

const member = (
  code: string,
  industryCode: string | null,
  landMu: string | null,
  taxWanYuan: string | null,
  grade: string | null = "B",
): Member => ({
  result: makeResult(code, { industryCode, landMu, grade }),
  enterprise: { creditCode: code, taxWanYuan } as Member["enterprise"],
})
const byIndustry = ({ result }: Member) => divisionOf(result.industryCode)
const compare = (members: Member[]) => compareGroups(members, byIndustry, "taxPerMu")

describe("groups of firms", () => {
  // 10 / 1 and 10 / 99: the mean of ratios would be 5.05, the park earns 0.2 a mu.
  const uneven = [member("F1", "1711", "1", "10"), member("F2", "1712", "99", "10")]

  test("are told as sum over sum and never as the mean of ratios", () => {
    const { groups, whole } = compare(uneven)
    expect(groups.map(({ key, value }) => [key, value])).toEqual([["17", "0.2"]])
    expect(whole.value).toBe("0.2")
  })

  test("leave out of both sums who lacks a part, and count him", () => {
    const { groups } = compare([
      ...uneven,
      member("F3", "17", "50", null),
      member("F4", "17", null, "70"),
    ])
    expect(groups[0]).toMatchObject({ value: "0.2", numerator: "20", missing: 2, landMu: "150" })
    expect(groups[0]!.members).toHaveLength(4)
  })

  test("without any figure have none and no place", () => {
    const { groups } = compare([...uneven, member("F9", "C3011", "5", null)])
    expect(
      groups.map(({ key, value, rank, difference }) => [key, value, rank, difference]),
    ).toEqual([
      ["17", "0.2", 1, 0],
      ["30", null, null, null],
    ])
  })

  test("alike share the better place, and each is told against all", () => {
    const { groups } = compare([
      member("F1", "17", "10", "40"),
      member("F2", "18", "10", "40"),
      member("F3", "19", "20", "40"),
    ])
    expect(groups.map(({ key, rank, difference }) => [key, rank, difference!.toFixed(4)])).toEqual([
      ["17", 1, "0.3333"],
      ["18", 1, "0.3333"],
      ["19", 3, "-0.3333"],
    ])
  })

  test("with the least first where less is better", () => {
    const dirty = (code: string, industry: string, emissionT: string): Member => ({
      result: makeResult(code, { industryCode: industry }),
      enterprise: { creditCode: code, emissionT, valueAddedWanYuan: "100" } as Member["enterprise"],
    })
    const { groups } = compareGroups(
      [dirty("F1", "17", "5"), dirty("F2", "18", "2")],
      byIndustry,
      "emissionPerValueAdded",
    )
    // 2 t over 100 万元 is 20 kg a 万元.
    expect(groups.map(({ key, value }) => [key, value])).toEqual([
      ["18", "20"],
      ["17", "50"],
    ])
  })

  test("hold every firm once: firms and land of the groups are those of the whole", () => {
    const members = Array.from({ length: 300 }, (_, n) =>
      member(
        `F${n}`,
        n % 11 === 0 ? null : String(1300 + (n % 7) * 100),
        `${n}.125`,
        n % 5 === 0 ? null : String(n),
        n % 3 === 0 ? null : "ABCD"[n % 4]!,
      ),
    )
    const { groups, whole } = compare(members)
    const sum = (of: (group: (typeof groups)[number]) => number) =>
      groups.reduce((total, group) => total + of(group), 0)
    expect(sum((group) => group.members.length)).toBe(300)
    expect(sum(({ landMu }) => Number(landMu))).toBe(Number(whole.landMu))
    expect(sum(({ missing }) => missing)).toBe(whole.missing)
    for (const grade of ["A", "B", "C", "D"])
      expect(sum(({ counts }) => counts[grade] ?? 0)).toBe(whole.counts[grade])
  })
})

test("a share of a grade is of the graded firms alone", () => {
  expect(gradeShare({ counts: { A: 1, B: 3, transition: 6 } }, "A")).toBe(0.25)
  expect(gradeShare({ counts: { transition: 6 } }, "A")).toBeNull()
})

test("a firm belongs to the district in which it used most land, all its parcels together", () => {
  const land = [
    makeLand("F1", [
      [1, "500", "341602001001GB00001"],
      [2, "400", "341602002001GB00002"],
      [3, "300", "341602002009GB00003"],
    ]),
    // Two members of one unit.
    makeLand("F2", [[4, "900", "341602001001GB00004"]]),
    { ...makeLand("F3", [[5, "1000", "341602003001GB00005"]]), creditCode: "F2" },
    makeLand("F4", [[6, "10"]]),
  ]
  expect([...findDistricts(land)]).toEqual([
    ["F1", "341602002"],
    ["F2", "341602003"],
  ])
})
