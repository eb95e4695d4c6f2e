import { writeBox } from "../box.ts"
import { type Breaks, countUpTo } from "../classes/breaks.ts"
import { labelRange } from "../classes/label.ts"
import { squareOf } from "../classes/ramps.ts"
import type { Measure } from "../measure.ts"
import { figure, type Label, type Pattern, type Theme, type ThemeClass, UNKNOWN } from "../theme.ts"
import { COUNT_ALONE, type Drawn, missingClass, sideOf } from "./measure.ts"

/** Classes of each measure. */
export const ACROSS = 3
/** Rows in grey; columns differ in lightness. */
const PATTERNS: readonly (Pattern | null)[] = [null, "dots", "cross"]

/** One measure of the two, with two limits at most. */
export type Axis = { measure: Measure; breaks: Breaks }

const both = ({ zh, en }: Label, other: Label): Label => ({
  zh: `${zh}；${other.zh}`,
  en: `${en}; ${other.en}`,
})

const axisLabel = ({ measure, breaks }: Axis, place: number): Label => {
  const range = labelRange(breaks[place - 1], breaks[place])
  return { zh: `${measure.label.zh} ${range.zh}`, en: `${measure.label.en} ${range.en}` }
}

/** Key of a place of the square. */
export const keyOf = (column: number, row: number): string => `${column}${row}`

function classesOf(x: Axis, y: Axis, { look, patterned }: Drawn): ThemeClass[] {
  return y.breaks.concat(0).flatMap((_, row) =>
    x.breaks.concat(0).map((_, column): ThemeClass => {
      const box = [sideOf(x.measure.name, x.breaks, column), sideOf(y.measure.name, y.breaks, row)]
      const code = `${"ABC"[row]}${column + 1}`
      return {
        key: keyOf(column, row),
        code: { zh: code, en: code },
        label: both(axisLabel(x, column), axisLabel(y, row)),
        colour: squareOf(row, column, look),
        pattern: patterned ? PATTERNS[row]! : null,
        filter: writeBox(box),
        boxes: [box],
      }
    }),
  )
}

/** Two measures at once: a parcel is in one of three classes of each, and nowhere where it lacks one. */
export function pairTheme(x: Axis, y: Axis, drawn: Drawn): Theme {
  const names = [x.measure.name, y.measure.name] as const
  return {
    id: "measure",
    mark: names.join("-"),
    title: {
      zh: `${x.measure.label.zh} × ${y.measure.label.zh}`,
      en: `${x.measure.label.en} × ${y.measure.label.en}`,
    },
    needs: names,
    yearly: true,
    classes: [
      ...classesOf(x, y, drawn),
      missingClass(names.map((name) => [{ name, missing: true }])),
    ],
    classOf: (attributes) => {
      const [column, row] = [figure(attributes[names[0]]), figure(attributes[names[1]])]
      if (column === null || row === null) return UNKNOWN
      return keyOf(countUpTo(column, x.breaks), countUpTo(row, y.breaks))
    },
    expression: null,
    readings: (attributes) =>
      [x, y].map(({ measure: { name, unit } }) => ({ value: figure(attributes[name]), unit })),
    bins: COUNT_ALONE,
  }
}
