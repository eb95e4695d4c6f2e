import { createRoot } from "solid-js"
import { describe, expect, test } from "vitest"
import { createKept } from "../../client/table/createKept.ts"
import { type Cell, HEADING, moveTo } from "../../client/table/keys.ts"
import type { Row } from "../../client/table/shapes.ts"
import { addUp } from "../../client/table/sums.ts"
import { writeTsv } from "../../client/table/tsv.ts"

describe("the keyboard", () => {
  const EXTENT = { rows: 50, columns: 6, page: 10 }
  const press = (from: [row: number, column: number], key: string, ctrlKey = false) => {
    const to = moveTo(
      { row: from[0], column: from[1] },
      { key, ctrlKey, metaKey: false },
      EXTENT,
    ) as Cell
    return [to.row, to.column]
  }

  test.each<[string, [number, number], string, [number, number]]>([
    ["down", [3, 2], "ArrowDown", [4, 2]],
    ["up", [3, 2], "ArrowUp", [2, 2]],
    ["right", [3, 2], "ArrowRight", [3, 3]],
    ["left", [3, 2], "ArrowLeft", [3, 1]],
    ["from the first row to the heading", [0, 2], "ArrowUp", [HEADING, 2]],
    ["not above the heading", [HEADING, 2], "ArrowUp", [HEADING, 2]],
    ["not below the last row", [49, 2], "ArrowDown", [49, 2]],
    ["not beyond the last column", [3, 5], "ArrowRight", [3, 5]],
    ["not before the first column", [3, 0], "ArrowLeft", [3, 0]],
    ["a page down", [3, 2], "PageDown", [13, 2]],
    ["a page down to the last row", [45, 2], "PageDown", [49, 2]],
    ["a page up to the first row, not to the heading", [3, 2], "PageUp", [0, 2]],
    ["to the first column", [3, 2], "Home", [3, 0]],
    ["to the last column", [3, 2], "End", [3, 5]],
  ])("moves %s", (_, from, key, to) => {
    expect(press(from, key)).toEqual(to)
  })

  test("moves with Ctrl to the ends of the table", () => {
    expect(press([20, 3], "Home", true)).toEqual([0, 0])
    expect(press([20, 3], "End", true)).toEqual([49, 5])
    expect(press([20, 3], "ArrowDown", true)).toEqual([49, 3])
    expect(press([20, 3], "ArrowLeft", true)).toEqual([20, 0])
  })

  test("leaves other keys to others", () => {
    const key = { key: "x", ctrlKey: false, metaKey: false }
    expect(moveTo({ row: 0, column: 0 }, key, EXTENT)).toBeUndefined()
  })

  test("stays on the heading of a table without rows", () => {
    const key = { key: "ArrowDown", ctrlKey: false, metaKey: false }
    const empty = { rows: 0, columns: 3, page: 10 }
    expect(moveTo({ row: HEADING, column: 1 }, key, empty)).toEqual({ row: HEADING, column: 1 })
  })
})

describe("text for a sheet", () => {
  test("has a line of headings, then one of each row", () => {
    expect(writeTsv(["名称", "面积 (亩)"], [["东区一号", 12.5]])).toBe(
      "名称\t面积 (亩)\r\n东区一号\t12.5",
    )
  })

  test("keeps a text with tabs and line ends in one cell", () => {
    expect(writeTsv(["a"], [["x\ty\r\nz"]])).toBe("a\r\nx y z")
  })

  test.each(["=1+1", "+1", "-1", "@sum"])("takes the text %s for no formula", (text) => {
    expect(writeTsv(["a"], [[text]])).toBe(`a\r\n'${text}`)
  })

  test("leaves a negative number a number, and the unknown empty", () => {
    expect(writeTsv(["a", "b"], [[-3.2, ""]])).toBe("a\tb\r\n-3.2\t")
  })
})

describe("a sum of mu", () => {
  const row = (id: number, areaMu: number | null): Row => ({ id, areaMu })

  test("is exact where floating numbers are not", () => {
    expect(addUp([row(1, 0.1), row(2, 0.2)], "areaMu")).toBe(0.3)
  })

  test("leaves out what is not known, and is not known where nothing is", () => {
    expect(addUp([row(1, 2.5), row(2, null)], "areaMu")).toBe(2.5)
    expect(addUp([row(1, null)], "areaMu")).toBeNull()
    expect(addUp([], "areaMu")).toBeNull()
  })
})

describe("rows that are remembered", () => {
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at): Row => ({ id: from + at }))

  test("are forgotten when there are too many, the longest unread first", () => {
    createRoot((dispose) => {
      const kept = createKept()
      kept.put(rows(1, 6_001))
      kept.put(rows(6_001, 6_101))
      expect(kept.has(1)).toBe(false)
      expect(kept.has(100)).toBe(false)
      expect(kept.has(101)).toBe(true)
      expect(kept.has(6_100)).toBe(true)
      dispose()
    })
  })

  test("stay while they are picked", () => {
    createRoot((dispose) => {
      const kept = createKept()
      kept.keep(new Set([1]))
      kept.put(rows(1, 8_001))
      expect(kept.has(1)).toBe(true)
      expect(kept.has(2)).toBe(false)
      dispose()
    })
  })
})
