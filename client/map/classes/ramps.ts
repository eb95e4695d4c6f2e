import type { Look } from "../palette.ts"
import { toColour, toLab, type Triple } from "../colour.ts"

/** A value map tells more by ink on paper and by light on a dark screen; both run from little to much. */
const SEQUENTIAL: Record<Look, readonly string[]> = {
  light: ["#fdf5c3", "#98d3b6", "#41b0c4", "#2c7ab8", "#232f8c"],
  dark: ["#263a69", "#2a6fa5", "#38a5b0", "#8ad09c", "#fdfacf"],
}

/** From a small change to a large one: less is brown, more is blue, which every kind of eye tells apart. */
const LESS: Record<Look, readonly string[]> = {
  light: ["#f5e0bb", "#d39746", "#8a4708"],
  dark: ["#57452f", "#b3762e", "#ffbe6b"],
}
const MORE: Record<Look, readonly string[]> = {
  light: ["#cfe3ee", "#5fa3cc", "#174f8c"],
  dark: ["#2c4658", "#3f83b4", "#93d2ff"],
}

/** So many colours evenly along a line of given ones. */
function along(line: readonly string[], count: number): string[] {
  const stops = line.map(toLab)
  return Array.from({ length: count }, (_, index) => {
    const at = count === 1 ? (stops.length - 1) / 2 : (index * (stops.length - 1)) / (count - 1)
    const [from, to] = [stops[Math.floor(at)]!, stops[Math.ceil(at)]!]
    return toColour(from.map((part, i) => part + (to[i]! - part) * (at % 1)) as Triple)
  })
}

/** Colours of classes from the least value to the most. */
export const rampOf = (count: number, look: Look): string[] => along(SEQUENTIAL[look], count)

/** One side of a change; a lone class is as strong as the middle of three. */
const side = (line: readonly string[], count: number) =>
  count === 1 ? [line[1]!] : along(line, count)

/** Colours of so many classes of less, the most first, and of so many of more. */
export const divergingOf = (less: number, more: number, look: Look): string[] => [
  ...(less === 0 ? [] : side(LESS[look], less).toReversed()),
  ...(more === 0 ? [] : side(MORE[look], more)),
]

/**
 * Two measures at once: rows by the second towards orange, columns by the first towards blue, both from little
 * to much. Blue against orange and light against dark are the two differences that every kind of eye has.
 */
const SQUARES: Record<Look, readonly (readonly string[])[]> = {
  light: [
    ["#efede5", "#98c4ec", "#3381d0"],
    ["#f2c468", "#959a77", "#33595d"],
    ["#cf7000", "#774c14", "#1a2218"],
  ],
  dark: [
    ["#2a343c", "#214a85", "#3f7fe8"],
    ["#7c5317", "#82848a", "#79a8e3"],
    ["#e69200", "#ddb67a", "#efeaf0"],
  ],
}

export const squareOf = (row: number, column: number, look: Look): string =>
  SQUARES[look][row]![column]!
