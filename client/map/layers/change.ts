import { type Breaks, countUpTo } from "../classes/breaks.ts"
import { changeOf } from "../classes/change.ts"
import { labelRange, writeLimit } from "../classes/label.ts"
import { divergingOf } from "../classes/ramps.ts"
import type { Measure } from "../measure.ts"
import {
  type Attributes,
  BEFORE,
  figure,
  type Pattern,
  type Theme,
  type ThemeClass,
  UNKNOWN,
} from "../theme.ts"
import { COUNT_ALONE, type Drawn, missingClass } from "./measure.ts"

/** Less carries strokes, so that both ends of the ramp stay apart in grey. */
const LESS: readonly Pattern[] = ["rising", "cross"]
const MORE: readonly (Pattern | null)[] = [null, "dots"]

export type Compared = {
  measure: Measure
  before: number
  year: number
  /** Whether the change is told as a share of what was before. */
  isShare: boolean
  /** The figure of a parcel in the year before, for whoever knows only its id. */
  beforeOf: (id: unknown) => number | null
}

/** A limit with its sign, as a percentage where it is a share. */
export const writeChange = (isShare: boolean) => (limit: number) => {
  const size = isShare ? `${writeLimit(Number((limit * 100).toPrecision(6)))}%` : writeLimit(limit)
  return limit > 0 ? `+${size}` : size
}

function classesOf(breaks: Breaks, isShare: boolean, { look, patterned }: Drawn): ThemeClass[] {
  const less = breaks.filter((limit) => limit <= 0).length
  const colours = divergingOf(less, breaks.length + 1 - less, look)
  return colours.map((colour, place): ThemeClass => {
    const isLess = place < less
    const strength = isLess ? less - place : place - less + 1
    const code = `${isLess ? "−" : "+"}${strength}`
    const patterns = isLess ? LESS : MORE
    return {
      key: String(place),
      code: { zh: code, en: code },
      label: labelRange(breaks[place - 1], breaks[place], writeChange(isShare)),
      colour,
      pattern: patterned ? patterns[(strength - 1) % patterns.length]! : null,
      filter: null,
    }
  })
}

/** A measure by how it changed between two years, of parcels that have a figure in both. */
export function changeTheme(compared: Compared, breaks: Breaks, drawn: Drawn): Theme {
  const { measure, before, year, isShare, beforeOf } = compared
  const { name, unit, label } = measure
  const valueOf = (attributes: Attributes) =>
    changeOf(
      figure(attributes[BEFORE]) ?? beforeOf(attributes["id"]),
      figure(attributes[name]),
      isShare,
    )
  return {
    id: "measure",
    mark: `${name}-${before}-${isShare ? "share" : "amount"}`,
    title: {
      zh: `${label.zh}变化 ${before}→${year}`,
      en: `${label.en}: change ${before}→${year}`,
    },
    needs: [name],
    yearly: true,
    before,
    classes: [...classesOf(breaks, isShare, drawn), missingClass(null)],
    classOf: (attributes) => {
      const value = valueOf(attributes)
      return value === null ? UNKNOWN : String(countUpTo(value, breaks))
    },
    expression: null,
    readings: (attributes) => [
      { value: valueOf(attributes), unit, as: isShare ? "share" : "change" },
    ],
    bins: COUNT_ALONE,
  }
}
