import { describe, expect, test } from "vitest"
import { divergingOf, rampOf, squareOf } from "../../client/map/classes/ramps.ts"
import { missingClass } from "../../client/map/layers/measure.ts"
import { inLook, listThemes } from "../../client/map/themes.ts"
import type { ThemeClass } from "../../client/map/theme.ts"

/** Linear RGB as seen without the middle cones (Viénot, Brettel and Mollon 1999). */
const DEUTERANOPIA = [
  [0.29275, 0.70725, 0],
  [0.29275, 0.70725, 0],
  [-0.02234, 0.02234, 1],
]

/** The same without the cones for long waves. */
const PROTANOPIA = [
  [0.11238, 0.88762, 0],
  [0.11238, 0.88762, 0],
  [0.00401, -0.00401, 1],
]
const FULL = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

const linear = (colour: string) =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })

const seen = (colour: string, rows: number[][]) =>
  rows.map((row) => row.reduce((sum, weight, at) => sum + weight * linear(colour)[at]!, 0))

const toXyz = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
]
const WHITE = [0.9505, 1, 1.089]

/** CIELAB of linear RGB. */
function lab(rgb: number[]): number[] {
  const [x = 0, y = 0, z = 0] = toXyz.map((row, at) => {
    const value = row.reduce((sum, weight, i) => sum + weight * rgb[i]!, 0) / WHITE[at]!
    return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116
  })
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, at) => value - b[at]!))

/** CIE76 difference that is seen at a glance in areas of a map. */
const CLEAR = 10

describe.each(
  (["light", "dark"] as const).flatMap((look) =>
    listThemes(look)
      // The planning palette of land use is given, with letters beside it; its reds and greens are not ours.
      .filter(({ id }) => id !== "landUse")
      .map((theme) => [look, theme.id, theme] as const),
  ),
)("classes in %s of %s", (_, __, theme) => {
  const pairs = theme.classes.flatMap((one, at) =>
    theme.classes.slice(at + 1).map((other): [ThemeClass, ThemeClass] => [one, other]),
  )
  test("stay apart without red-green sight, by colour or by pattern", () => {
    const alike = pairs.filter(
      ([one, other]) =>
        one.pattern === other.pattern &&
        distance(lab(seen(one.colour, DEUTERANOPIA)), lab(seen(other.colour, DEUTERANOPIA))) <
          CLEAR,
    )
    expect(alike.map((pair) => pair.map(({ key }) => key))).toEqual([])
  })
})

/** The least difference between any two of some colours, to an eye. */
const leastDifference = (colours: readonly string[], eye: number[][]) =>
  Math.min(
    ...colours.flatMap((one, at) =>
      colours.slice(at + 1).map((other) => distance(lab(seen(one, eye)), lab(seen(other, eye)))),
    ),
  )

describe.each(["light", "dark"] as const)("colours of figures in the %s look", (look) => {
  const [missing] = inLook({ ...listThemes(look)[0]!, classes: [missingClass(null)] }, look).classes
  const places = [0, 1, 2]
  const ramps: [string, string[]][] = [
    ...[2, 3, 4, 5, 6, 7].map((count): [string, string[]] => [
      `${count} classes`,
      rampOf(count, look),
    ]),
    ...[1, 2, 3].map((count): [string, string[]] => [
      `${count} classes of less and as many of more`,
      divergingOf(count, count, look),
    ]),
    ["the square", places.flatMap((row) => places.map((column) => squareOf(row, column, look)))],
  ]

  test.each(ramps)("of %s are told apart by every kind of eye", (_, colours) => {
    for (const eye of [FULL, DEUTERANOPIA, PROTANOPIA])
      expect(leastDifference(colours, eye)).toBeGreaterThan(CLEAR)
  })

  test("run from the ground to what stands out, step by step", () => {
    for (const count of [3, 5, 7]) {
      const lights = rampOf(count, look).map((colour) => lab(linear(colour))[0]!)
      const ordered = lights.toSorted((a, b) => (look === "light" ? b - a : a - b))
      expect(lights).toEqual(ordered)
    }
  })

  test("are as strong on both sides of no change", () => {
    const lights = divergingOf(3, 3, look).map((colour) => lab(linear(colour))[0]!)
    const pairs = lights.slice(0, 3).map((light, at) => Math.abs(light - lights.at(-1 - at)!))
    expect(Math.max(...pairs)).toBeLessThan(16)
  })

  test("are none of them that of a missing figure, which is hatched besides", () => {
    expect(missing!.pattern).toBe("falling")
    for (const [, colours] of ramps) expect(colours).not.toContain(missing!.colour)
  })
})
