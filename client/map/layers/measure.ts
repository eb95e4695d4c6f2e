import type { Box, Side } from "../box.ts"
import { writeBox } from "../box.ts"
import { type Breaks, countUpTo } from "../classes/breaks.ts"
import { labelRange } from "../classes/label.ts"
import { rampOf } from "../classes/ramps.ts"
import type { Measure } from "../measure.ts"
import type { Look } from "../palette.ts"
import {
  type BinMeasure,
  computed,
  figure,
  type Pattern,
  phrase,
  type Theme,
  type ThemeClass,
  UNKNOWN,
} from "../theme.ts"

/** How classes of figures are drawn. */
export type Drawn = { look: Look; patterned: boolean }

/** Neighbours differ in their pattern, and those that share one are far apart in lightness. */
const PATTERNS: readonly (Pattern | null)[] = [null, "dots", "rising", "cross"]

/** Parcels without a figure, which is no zero; `boxes` where they can be asked for. */
export const missingClass = (boxes: readonly Box[] | null): ThemeClass => ({
  key: UNKNOWN,
  code: { zh: "", en: "" },
  label: phrase("legend.no-figure"),
  colour: "#e0ded8",
  dark: "#3b4043",
  pattern: "falling",
  filter: boxes && boxes.map((box) => `(${writeBox(box)})`).join(" OR "),
  ...(boxes ? { boxes } : {}),
})

/** Between two limits of one measure. */
export const sideOf = (name: string, breaks: Breaks, place: number): Side => ({
  name,
  low: breaks[place - 1] ?? null,
  high: breaks[place] ?? null,
})

function classesOf({ name }: Measure, breaks: Breaks, { look, patterned }: Drawn): ThemeClass[] {
  const colours = rampOf(breaks.length + 1, look)
  return colours.map((colour, place): ThemeClass => {
    const box = [sideOf(name, breaks, place)]
    const code = String(place + 1)
    return {
      key: String(place),
      code: { zh: code, en: code },
      label: labelRange(breaks[place - 1], breaks[place]),
      colour,
      pattern: patterned ? PATTERNS[place % PATTERNS.length]! : null,
      filter: writeBox(box),
      boxes: [box],
    }
  })
}

/** Bins of which nothing but their count is known are drawn in a colour of no class. */
export const COUNT_ALONE: readonly BinMeasure[] = [{ name: "", expression: ["literal", "count"] }]

function binsOf({ name, isRatio }: Measure, breaks: Breaks): readonly BinMeasure[] {
  if (!isRatio) return COUNT_ALONE
  const steps = breaks.flatMap((limit, place) => [limit, String(place + 1)])
  const expression = computed([
    "case",
    ["==", ["coalesce", ["get", name], ""], ""],
    UNKNOWN,
    breaks.length === 0 ? "0" : ["step", ["to-number", ["get", name]], "0", ...steps],
  ])
  return [{ name, expression }]
}

/** Before the limits are known: no class, and a map that is silent. */
export const pendingTheme = (measure: Measure | undefined): Theme => ({
  id: "measure",
  mark: "pending",
  title: measure?.label ?? phrase("theme.measure"),
  needs: [],
  yearly: true,
  classes: [missingClass(null)],
  classOf: () => UNKNOWN,
  expression: null,
  bins: COUNT_ALONE,
})

/** A measure in classes between the given limits; a value on a limit belongs to the class above. */
export const measureTheme = (measure: Measure, breaks: Breaks, drawn: Drawn): Theme => {
  const { name, unit, label } = measure
  return {
    id: "measure",
    mark: name,
    title: label,
    needs: [name],
    yearly: true,
    classes: [...classesOf(measure, breaks, drawn), missingClass([[{ name, missing: true }]])],
    classOf: (attributes) => {
      const value = figure(attributes[name])
      return value === null ? UNKNOWN : String(countUpTo(value, breaks))
    },
    expression: null,
    readings: (attributes) => [{ value: figure(attributes[name]), unit }],
    bins: binsOf(measure, breaks),
  }
}
