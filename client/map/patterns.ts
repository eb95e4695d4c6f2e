import { isLight } from "./colour.ts"
import type { Pattern } from "./theme.ts"

/** Pattern images repeat every so many pixels; a power of two, as the renderer wants them. */
const SIDE = 16

/** Whether a pattern draws at a pixel of its square. */
const DRAWS: Record<Pattern, (x: number, y: number) => boolean> = {
  rising: (x, y) => (x + y) % 8 < 1.4,
  falling: (x, y) => (x - y + SIDE) % 8 < 1.4,
  cross: (x, y) => (x + y) % 8 < 1.2 || (x - y + SIDE) % 8 < 1.2,
  dots: (x, y) => ((x % 8) - 3.5) ** 2 + ((y % 8) - 3.5) ** 2 < 2,
}

export const PATTERNS = Object.keys(DRAWS) as Pattern[]

/** What a pattern is drawn with, in either look: dark on light colours and light on dark ones. */
const INKS = { dark: "#14191c", light: "#f4f6f6" }
type Ink = keyof typeof INKS

export const inkOn = (colour: string): Ink => (isLight(colour) ? "dark" : "light")

/** Id of a pattern's image in the map. */
export const imageOf = (pattern: Pattern, ink: Ink): string => `pattern-${pattern}-${ink}`

/** Every image of a pattern that a map may ask for. */
export const IMAGES: readonly { id: string; pattern: Pattern; colour: string }[] = PATTERNS.flatMap(
  (pattern) =>
    Object.entries(INKS).map(([ink, colour]) => ({
      id: imageOf(pattern, ink as Ink),
      pattern,
      colour,
    })),
)

/** A pattern as RGBA pixels in a colour given as #rrggbb, drawn over what lies below. */
export function drawPattern(pattern: Pattern, colour: string) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  const data = new Uint8ClampedArray(SIDE * SIDE * 4)
  for (let y = 0; y < SIDE; y += 1)
    for (let x = 0; x < SIDE; x += 1) {
      const alpha = DRAWS[pattern](x, y) ? 150 : 0
      data.set([red!, green!, blue!, alpha], (y * SIDE + x) * 4)
    }
  return { width: SIDE, height: SIDE, data }
}
