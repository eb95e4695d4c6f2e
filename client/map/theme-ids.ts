/** What parcels may be coloured by. Which of them exist for somebody, the server's field list decides. */
export const THEME_IDS = ["lifecycle", "grade", "flag", "landUse", "available", "measure"] as const
export type ThemeId = (typeof THEME_IDS)[number]
