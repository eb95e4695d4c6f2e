export type Triple = [number, number, number]

const toLinear = (part: number) =>
  part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
const toGamma = (part: number) =>
  part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055

const product = (rows: readonly Triple[], [a, b, c]: Triple): Triple =>
  rows.map((row) => row[0] * a + row[1] * b + row[2] * c) as Triple

/** Oklab (Ottosson 2020): equal steps in it look equal. */
const TO_CONES: Triple[] = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const TO_LAB: Triple[] = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]
const FROM_LAB: Triple[] = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
]
const FROM_CONES: Triple[] = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
]

/** Amounts of light, 0-1, of #rrggbb. */
const toLight = (colour: string): Triple =>
  [1, 3, 5].map((at) => toLinear(Number.parseInt(colour.slice(at, at + 2), 16) / 255)) as Triple

/** Where black and white stand out equally well (WCAG relative luminance). */
const MIDDLE = 0.179

/** Whether black is read better on a colour than white. */
export function isLight(colour: string): boolean {
  const [red, green, blue] = toLight(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > MIDDLE
}

/** Oklab of #rrggbb. */
export const toLab = (colour: string): Triple => {
  return product(TO_LAB, product(TO_CONES, toLight(colour)).map(Math.cbrt) as Triple)
}

/** #rrggbb of Oklab; what no screen can show is the nearest that it can. */
export const toColour = (lab: Triple): string => {
  const cones = product(FROM_LAB, lab).map((part) => part ** 3) as Triple
  const parts = product(FROM_CONES, cones).map((part) => {
    const byte = Math.round(255 * toGamma(Math.min(1, Math.max(0, part))))
    return byte.toString(16).padStart(2, "0")
  })
  return `#${parts.join("")}`
}
