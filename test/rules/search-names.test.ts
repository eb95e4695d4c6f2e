import { describe, expect, test } from "vitest"
import { type Label, Names } from "../../server/search/names.ts"

const named = (id: number, text: string): Label => ({ id, role: "name", text })

/** Shelves of each kind, in an order of keeping that must not matter. */
function makeNames(reversed = false) {
  const names = new Names()
  const shelves: (() => void)[] = [
    () =>
      names.put("cell 1", "parcel", [
        { id: 1, role: "code", text: "341602001001GB00001" },
        named(1, "东区一号"),
        named(2, "长江路地块"),
      ]),
    () => names.put("cell 2", "parcel", [{ id: 3, role: "code", text: "341602001001GB00011" }]),
    () =>
      names.put("firms", "enterprise", [
        { id: 7, role: "code", text: "91341602MA00000018" },
        named(7, "示例机械有限公司"),
        { id: 7, role: "formerName", text: "长江农机厂" },
        named(8, "长江 机械"),
        named(9, "江苏长江机械"),
      ]),
    () => names.put("roads", "road", [named(1, "长江路")]),
    () => names.put("zones", "zone", [named(1, "长江工业园")]),
  ]
  for (const put of reversed ? shelves.toReversed() : shelves) put()
  return names
}

const find = (query: string, limit = 10) => {
  const { matches, total } = makeNames().find(query, limit)
  return { total, found: matches.map(({ kind, id, role, by }) => `${kind} ${id} ${role} ${by}`) }
}

describe("a query", () => {
  test("finds a whole code before all, and parts of codes from three characters", () => {
    expect(find("341602001001gb00001").found).toEqual(["parcel 1 code text"])
    expect(find("ＧＢ0000 1")).toEqual({ total: 1, found: ["parcel 1 code text"] })
    expect(find("GB000").total).toBe(2)
    expect(find("GB").total).toBe(0)
    expect(find("00").total).toBe(0)
  })

  test("ranks what is the query, begins with it and contains it, former names behind", () => {
    expect(find("长江路").found).toEqual(["road 1 name text", "parcel 2 name text"])
    expect(find("长江").found).toEqual([
      "parcel 2 name text",
      "enterprise 8 name text",
      "road 1 name text",
      "zone 1 name text",
      "enterprise 7 formerName text",
      "enterprise 9 name text",
    ])
  })

  test("finds by pinyin behind text, and by initials behind pinyin", () => {
    expect(find("jixie").found).toEqual([
      "enterprise 8 name pinyin",
      "enterprise 9 name pinyin",
      "enterprise 7 name pinyin",
    ])
    expect(find("cjjx").found).toEqual(["enterprise 8 name initials", "enterprise 9 name initials"])
    expect(find("changjiangnongji").found).toEqual(["enterprise 7 formerName pinyin"])
  })

  test("counts an object once however many of its texts match", () => {
    expect(find("341602").found).toEqual([
      "parcel 1 code text",
      "parcel 3 code text",
      "enterprise 7 code text",
    ])
  })

  test("counts all and shows the best, in the same order however the names were kept", () => {
    for (let limit = 1; limit <= 7; limit++) {
      const whole = makeNames().find("长", 10)
      const some = makeNames(true).find("长", limit)
      expect(some.total).toBe(whole.total)
      expect(some.matches).toEqual(whole.matches.slice(0, limit))
    }
  })

  test("of blanks alone finds nothing", () => {
    expect(find("   ").total).toBe(0)
  })
})

test("a shelf that is put again replaces the one before, and an empty one removes it", () => {
  const names = makeNames()
  names.put("roads", "road", [named(2, "黄河路")])
  expect(names.find("长江路", 10).matches.map(({ kind }) => kind)).toEqual(["parcel"])
  expect(names.find("黄河", 10).total).toBe(1)
  names.put("roads", "road", [])
  expect(names.find("黄河", 10).total).toBe(0)
  names.clear("cell ")
  expect(names.find("GB0", 10).total).toBe(0)
})
