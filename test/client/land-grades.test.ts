import { describe, expect, test } from "vitest"
import { gradeParcels, listMoved, listUsers } from "../../client/assessment/landGrades.ts"
import { makeLand } from "../support/results.ts"

describe("the grade of a parcel", () => {
  const users = listUsers([
    makeLand("F1", [
      [10, "900"],
      [11, "200"],
    ]),
    makeLand("F2", [
      [10, "100"],
      [11, "800"],
    ]),
    makeLand("F4", [[12, "500"]]),
    makeLand("F3", [[12, "500.0"]]),
  ])
  const gradesOf = (grades: Record<string, string | null>) => [
    ...gradeParcels(users, new Map(Object.entries(grades))),
  ]

  test("is that of the firm that uses most of it", () => {
    expect(gradesOf({ F1: "A", F2: "D" })).toEqual([
      [10, "A"],
      [11, "D"],
    ])
  })

  test("is of the largest that is graded: who has none does not stand in the way", () => {
    expect(gradesOf({ F1: null, F2: "D" })).toEqual([
      [10, "D"],
      [11, "D"],
    ])
  })

  test("is of the lower number where two use as much", () => {
    expect(gradesOf({ F3: "B", F4: "C" })).toEqual([[12, "B"]])
  })

  test("is of none where nobody is graded", () => {
    expect(gradesOf({})).toEqual([])
  })
})

test("a parcel has moved where its grade is another, up to the better and down to the worse or to none", () => {
  const before = new Map([
    [1, "B"],
    [2, "B"],
    [3, "B"],
    [4, "B"],
  ])
  const after = new Map([
    [1, "A"],
    [2, "D"],
    [3, "B"],
    [5, "C"],
  ])
  expect(listMoved(before, after)).toEqual(
    new Map([
      [1, "up"],
      [2, "down"],
      [4, "down"],
      [5, "up"],
    ]),
  )
})
