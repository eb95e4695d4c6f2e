import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { type Condition, parseCql2 } from "../../server/parcels/cql2.ts"
import { FilterFault } from "../../server/parcels/cql2-tokens.ts"

/** A condition as text with every pair of parentheses, to see what binds to what. */
function show(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return `(${condition.parts.map(show).join(` ${condition.kind} `)})`
    case "not":
      return `!${show(condition.part)}`
    case "compare": {
      const side = (operand: typeof condition.left) =>
        operand.kind === "name" ? operand.name : JSON.stringify(operand.value)
      return `${side(condition.left)}${condition.operator}${side(condition.right)}`
    }
    case "isNull":
      return `${condition.operand.name}?`
    default:
      return condition.kind
  }
}

const faultAt = (source: string) => {
  try {
    parseCql2(source)
  } catch (error) {
    if (error instanceof FilterFault) return error.at
    throw error
  }
  return undefined
}

describe("a filter", () => {
  test.each([
    ["a = 1", 'a="1"'],
    ["a=1 AND b=2 OR c=3", '((a="1" and b="2") or c="3")'],
    ["a=1 OR b=2 AND c=3", '(a="1" or (b="2" and c="3"))'],
    ["(a=1 OR b=2) AND c=3", '((a="1" or b="2") and c="3")'],
    ["NOT a=1 AND b=2", '(!a="1" and b="2")'],
    ["NOT (a=1 AND b=2)", '!(a="1" and b="2")'],
    ["NOT NOT a IS NULL", "!!a?"],
    ["a is not null", "!a?"],
    ["a NOT BETWEEN 1 AND 2 AND b = 3", '(!between and b="3")'],
    ["a BETWEEN 1 AND 2 AND b BETWEEN 3 AND 4", "(between and between)"],
    ["a NOT IN (1, 2)", "!in"],
    ["a not like 'x%'", "!like"],
    ["a = 'it''s'", 'a="it\'s"'],
    ["a = ''", 'a=""'],
    ["a = true or b = FALSE", "(a=true or b=false)"],
    ["d >= DATE('2024-02-29')", 'd>="2024-02-29"'],
    ["1 < a", '"1"<a'],
    ["a<>b", "a<>b"],
    ["a>-1.5e3", 'a>"-1.5e3"'],
    [" \n a\t=\r1 ", 'a="1"'],
    ["亩均 = 1", '亩均="1"'],
    ["s_intersects(geom, bbox(1, 2, 3, 4))", "intersects"],
    ["S_INTERSECTS(geom, POLYGON((0 0, 2 0, 2 2, 0 0))) AND a = 1", '(intersects and a="1")'],
  ])("%s is read as %s", (source, wanted) => {
    expect(show(parseCql2(source))).toBe(wanted)
  })

  test("keeps the digits of a number", () => {
    const condition = parseCql2("a = 0.1000000000000000055511151231257827")
    expect(condition).toMatchObject({ right: { value: "0.1000000000000000055511151231257827" } })
  })

  test.each([
    ["", 1],
    ["   ", 4],
    ["a", 2],
    ["a =", 4],
    ["= 1", 1],
    ["a = 1 b = 2", 7],
    ["a = 1 AND", 10],
    ["a = 1 AND AND b = 2", 11],
    ["or = 1", 1],
    ["(a = 1", 7],
    ["a = 1)", 6],
    ["a == 1", 4],
    ["a != 1", 3],
    ["a = 'x", 5],
    ['a = "x"', 5],
    ["a = 1; b", 6],
    ["a IN ()", 7],
    ["a IN (1 2)", 9],
    ["a IN 1", 6],
    ["a BETWEEN 1 OR 2", 13],
    ["a BETWEEN 1", 12],
    ["a IS 1", 6],
    ["a LIKE b", 8],
    ["a NOT = 1", 7],
    ["1 = 1", 1],
    ["'a' LIKE 'b'", 5],
    ["true", 5],
    ["a = f(1)", 5],
    ["f(a) = 1", 1],
    ["a + 1 = 2", 3],
    ["a = DATE('2023-02-29')", 10],
    ["a = DATE(2023)", 10],
    ["a = TIMESTAMP('2023-01-01T00:00:00Z')", 5],
    ["S_WITHIN(geom, BBOX(1,2,3,4))", 1],
    ["S_INTERSECTS(geom, POINT(1 2))", 20],
    ["S_INTERSECTS(geom, BBOX(1,2,3))", 20],
    ["S_INTERSECTS(geom, BBOX(3,2,1,4))", 20],
    ["S_INTERSECTS(geom, BBOX(1,2,181,4))", 20],
    ["S_INTERSECTS(geom, BBOX(1,2,1e99,4))", 20],
    ["S_INTERSECTS(geom, POLYGON((0 0, 1 0, 1 1)))", 20],
    ["a = '\u0007'", 5],
    ["a = \u0000", 5],
    [`a = ${"9".repeat(41)}`, 5],
    ["a = 1e100", 5],
  ])("%j has its fault at character %i", (source, at) => {
    expect(faultAt(source)).toBe(at)
  })
})

describe("limits", () => {
  test("32 levels are read, the 33rd is too deep", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}a = 1${")".repeat(depth)}`
    expect(faultAt(nested(32))).toBeUndefined()
    expect(faultAt(nested(33))).toBe(34)
    expect(faultAt(`${"NOT ".repeat(32)}a = 1`)).toBeUndefined()
    expect(faultAt(`${"NOT ".repeat(33)}a = 1`)).toBe(133)
  })

  test("200 conditions are read, 201 are too many", () => {
    const many = (count: number) => Array.from({ length: count }, () => "a = 1").join(" OR ")
    expect(faultAt(many(200))).toBeUndefined()
    expect(faultAt(many(201))).toBe(200 * 9 + 1)
  })

  test("500 values are read, 501 are too many", () => {
    const list = (count: number) => `a IN (${Array.from({ length: count }, () => "1").join(",")})`
    expect(faultAt(list(500))).toBeUndefined()
    expect(faultAt(list(501))).toBe(6 + 1001 + 1)
  })

  test("8,192 characters are read, one more is too long", () => {
    const long = (length: number) => `a = '${"x".repeat(length - 6)}'`
    expect(faultAt(long(8_192))).toBeUndefined()
    expect(faultAt(long(8_193))).toBe(8_193)
  })

  test("hostile lengths are refused at once", () => {
    for (const source of [
      "(".repeat(8_000),
      "'".repeat(8_001),
      "a ".repeat(4_000),
      "1".repeat(8_000),
      "NOT ".repeat(2_000),
      "𝒳".repeat(4_000),
    ]) {
      const started = performance.now()
      expect(faultAt(source)).toBeGreaterThan(0)
      expect(performance.now() - started).toBeLessThan(50)
    }
  })
})

describe("whatever is written", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "a",
      "geom",
      "AND",
      "OR",
      "NOT",
      "IN",
      "LIKE",
      "BETWEEN",
      "IS",
      "NULL",
      "DATE",
      "S_INTERSECTS",
      "BBOX",
      "POLYGON",
      "(",
      ")",
      ",",
      "=",
      "<",
      "<>",
      ">=",
      "'x'",
      "''",
      "1",
      "-2.5",
      "true",
    ),
    fc.string({ maxLength: 5 }),
  )

  test("is read or has its fault inside the text or just behind it", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const source = pieces.join(" ")
        const at = faultAt(source)
        if (at !== undefined) expect(at >= 1 && at <= source.length + 1).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })

  test("a text survives quoting", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !/\p{Cc}/u.test(text)),
        (text) => {
          const condition = parseCql2(`a = '${text.replaceAll("'", "''")}'`)
          expect(condition).toMatchObject({ right: { type: "text", value: text } })
        },
      ),
    )
  })
})
