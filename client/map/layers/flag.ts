import type { ExpressionSpecification } from "maplibre-gl"
import { type Attributes, phrase, type Theme, type ThemeClass } from "../theme.ts"

/** A determination is an act with a document; a suspicion is only a computation. Never one colour for both. */
const FLAGS: readonly ThemeClass[] = [
  {
    key: "determined",
    code: { zh: "定", en: "D" },
    label: { zh: "已认定闲置或低效", en: "Determined idle or low-efficiency" },
    colour: "#a8302a",
    pattern: "cross",
    filter: "determined = true",
  },
  {
    key: "suspected",
    code: { zh: "疑", en: "S" },
    label: { zh: "疑似闲置或低效", en: "Suspected idle or low-efficiency" },
    colour: "#eeb04c",
    pattern: "rising",
    filter: "determined = false AND suspected = true",
  },
  {
    key: "none",
    code: { zh: "无", en: "N" },
    label: { zh: "无标记", en: "No flag" },
    colour: "#d3ddd3",
    dark: "#4a554f",
    usual: true,
    pattern: null,
    filter: "determined = false AND suspected = false",
  },
]

const classOf = ({ determined, suspected }: Attributes) =>
  determined === true ? "determined" : suspected === true ? "suspected" : "none"

const expression: ExpressionSpecification = [
  "case",
  ["==", ["get", "determined"], true],
  "determined",
  ["==", ["get", "suspected"], true],
  "suspected",
  "none",
]

const whereTrue = (name: string, key: string, otherwise: string): ExpressionSpecification => [
  "case",
  ["==", ["get", name], true],
  key,
  otherwise,
]

export const flagTheme: Theme = {
  id: "flag",
  mark: "flag",
  title: phrase("theme.flag"),
  needs: ["suspected", "determined"],
  yearly: false,
  classes: FLAGS,
  classOf,
  expression,
  // A bin tells one thing by most of its land, so suspicion and determination are asked for apart.
  bins: [
    { name: "suspected", expression: whereTrue("suspected", "suspected", "none") },
    { name: "determined", expression: whereTrue("determined", "determined", "") },
  ],
}
