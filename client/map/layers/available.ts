import type { ExpressionSpecification } from "maplibre-gl"
import { type Attributes, phrase, type Theme, type ThemeClass, UNKNOWN } from "../theme.ts"

const AVAILABILITY: readonly ThemeClass[] = [
  {
    key: "yes",
    code: { zh: "可", en: "Y" },
    label: { zh: "可供招商", en: "Available" },
    colour: "#2c7fb8",
    pattern: "dots",
    filter: "available = true",
  },
  {
    key: "no",
    code: { zh: "否", en: "N" },
    label: { zh: "暂不可供", en: "Not available" },
    colour: "#d3d2cc",
    dark: "#4c5154",
    pattern: null,
    filter: "available = false",
  },
  {
    key: UNKNOWN,
    code: { zh: "", en: "" },
    label: { zh: "未判定", en: "Not decided" },
    colour: "#ebe9e4",
    dark: "#33383b",
    pattern: "falling",
    filter: "available IS NULL",
  },
]

const classOf = ({ available }: Attributes) =>
  available === true ? "yes" : available === false ? "no" : UNKNOWN

const expression: ExpressionSpecification = [
  "case",
  ["==", ["get", "available"], true],
  "yes",
  ["==", ["get", "available"], false],
  "no",
  UNKNOWN,
]

/** Whether land may be offered: all that promotion learns of what is wrong with it. */
export const availableTheme: Theme = {
  id: "available",
  mark: "available",
  title: phrase("theme.available"),
  needs: ["available"],
  yearly: false,
  classes: AVAILABILITY,
  classOf,
  expression,
  bins: [{ name: "available", expression }],
}
