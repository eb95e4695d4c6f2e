import { availableTheme } from "./layers/available.ts"
import { flagTheme } from "./layers/flag.ts"
import { gradeTheme } from "./layers/grade.ts"
import { landUseTheme, type Schemes } from "./layers/landUse.ts"
import { lifecycleTheme } from "./layers/lifecycle.ts"
import type { Look } from "./palette.ts"
import type { ThemeId } from "./theme-ids.ts"
import type { Theme } from "./theme.ts"

/** A theme in the colours of a look; map and legend take them from here. */
export const inLook = (theme: Theme, look: Look): Theme => ({
  ...theme,
  classes: theme.classes.map((entry) => ({
    ...entry,
    colour: look === "dark" ? (entry.dark ?? entry.colour) : entry.colour,
  })),
})

/** Every theme whose classes are given, in the order in which they are offered. */
export const listThemes = (look: Look, schemes: Schemes = new Map()): Theme[] =>
  [lifecycleTheme, gradeTheme, flagTheme, landUseTheme(schemes), availableTheme].map((theme) =>
    inLook(theme, look),
  )

/** The themes that somebody has the attributes for: what is not given cannot be drawn. */
export const listSeen = (themes: readonly Theme[], fields: ReadonlySet<string>): Theme[] =>
  themes.filter(
    // Availability says less than the life-cycle class; who has the class does not need it.
    ({ id, needs }) =>
      needs.every((name) => fields.has(name)) && !(id === "available" && fields.has("lifecycle")),
  )

/** The theme wanted, or the first there is. */
export const findTheme = (themes: readonly Theme[], wanted: ThemeId | null): Theme | undefined =>
  themes.find(({ id }) => id === wanted) ?? themes[0]
