/** Looking up land-use classes by scheme and code, and telling which class a text of a table means. */
import { LAND_USE_CLASSES, type LandUseClass, type LandUseScheme } from "./land-use-classes.ts"

const keyOf = (scheme: string, code: string) => `${scheme}|${code}`
const byKey = new Map(LAND_USE_CLASSES.map((entry) => [keyOf(entry.scheme, entry.code), entry]))

const SCHEME_NAMES: [RegExp, LandUseScheme][] = [
  [/21010/, "GB/T 21010-2017"],
  [/50137/, "GB 50137-2011"],
  [/^2023$|234|国土空间|分类指南/, "2023"],
]

/** The class of a code in a scheme; the code may be finer than the table, then the nearest parent. */
export function findLandUse(scheme: string, code: string): LandUseClass | undefined {
  for (let length = code.length; length > 0; length -= 1) {
    const found = byKey.get(keyOf(scheme, code.slice(0, length)))
    if (found) return found
  }
  return undefined
}

/** Does the scheme list exactly this code? */
export const isLandUseCode = (scheme: string, code: string): boolean =>
  byKey.has(keyOf(scheme, code))

/** The scheme that a text of a table means (`GB/T 21010-2017`, `国土空间用地分类指南`, `2023`). */
export const findLandUseScheme = (text: string): LandUseScheme | undefined =>
  SCHEME_NAMES.find(([pattern]) => pattern.test(text))?.[1]

/**
 * Scheme and code that a text means: a code of the scheme given, letters of GB 50137 such as `M1`, or a
 * Chinese name. Digits without a scheme are undefined: 1001 is railway in one scheme, industry in another.
 */
export function matchLandUse(text: string, scheme?: LandUseScheme): LandUseClass | undefined {
  const wanted = text.normalize("NFKC").replace(/\s/g, "").toUpperCase()
  if (/^\d+$/.test(wanted)) return scheme && byKey.get(keyOf(scheme, wanted))
  const letters = byKey.get(keyOf("GB 50137-2011", wanted))
  if (letters && (scheme === undefined || scheme === letters.scheme)) return letters
  return LAND_USE_CLASSES.find(
    (entry) => (scheme === undefined || entry.scheme === scheme) && entry.nameZh === wanted,
  )
}
