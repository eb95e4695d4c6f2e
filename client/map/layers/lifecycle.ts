import { byValue, phrase, type Theme, type ThemeClass, UNKNOWN } from "../theme.ts"

type Row = [key: string, code: string, zh: string, enCode: string, en: string, colour: string]

const ROWS: Row[] = [
  ["approved_unsupplied", "批", "批而未供", "N", "Approved, not supplied", "#9d8ec7"],
  ["supplied_unused", "供", "供而未用", "S", "Supplied, unused", "#c2412f"],
  ["underused", "用", "用而未尽", "U", "Underused", "#e7a33e"],
  ["built_unproductive", "建", "建而未投", "I", "Built, not producing", "#7b4a2d"],
  ["producing_below_target", "投", "投而未达标", "T", "Producing below target", "#f4dc8c"],
  ["in_use", "正", "正常使用", "P", "In use", "#d3ddd3"],
]

const PATTERNS: Partial<Record<string, ThemeClass["pattern"]>> = {
  approved_unsupplied: "dots",
  supplied_unused: "cross",
  underused: "rising",
  built_unproductive: "falling",
}

/** The five kinds of stock land in the order of a parcel's life, from not supplied to below target. */
const LIFECYCLES: readonly ThemeClass[] = [
  ...ROWS.map(([key, code, zh, enCode, en, colour]): ThemeClass => ({
    key,
    code: { zh: code, en: enCode },
    label: { zh, en },
    colour,
    ...(key === "in_use" ? { dark: "#4a554f", usual: true } : {}),
    pattern: PATTERNS[key] ?? null,
    filter: `lifecycle = '${key}'`,
  })),
  {
    key: UNKNOWN,
    code: { zh: "", en: "" },
    label: { zh: "未判定", en: "Not decided" },
    colour: "#e4e2dc",
    dark: "#33383b",
    pattern: "falling",
    filter: "lifecycle IS NULL",
  },
]

export const lifecycleTheme: Theme = {
  id: "lifecycle",
  mark: "lifecycle",
  title: phrase("theme.lifecycle"),
  needs: ["lifecycle"],
  yearly: false,
  ...byValue("lifecycle", LIFECYCLES),
}
