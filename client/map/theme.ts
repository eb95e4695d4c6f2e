import type { ExpressionSpecification } from "maplibre-gl"
import type { PhraseKey } from "../text/phrases.ts"
import type { ThemeId } from "./theme-ids.ts"

/** Drawn over the colour, so that classes stay apart in black and white. */
export type Pattern = "rising" | "falling" | "cross" | "dots"

export type Label = { zh: string; en: string }

/** One class of a theme: map and legend both read this. */
export type ThemeClass = {
  /** What the theme calls the class; never shown. */
  key: string
  /** A letter or character that stands for the class where colour does not reach. */
  code: Label
  label: Label
  /** #rrggbb */
  colour: string
  /** The colour on a dark map, where a pale one would outshine the classes that matter. */
  dark?: string
  pattern: Pattern | null
  /** The usual case, which the map leaves without its letter. */
  usual?: boolean
  /** CQL2 that selects exactly this class; null where the class cannot be asked for. */
  filter: string | null
}

/** What a parcel says of itself, in the list and in the tile alike. */
export type Attributes = Readonly<Record<string, unknown>>

/** What bins are asked to tell of their parcels, and the class that a bin has by it; "" for none. */
export type BinMeasure = { name: string; expression: ExpressionSpecification }

export type Theme = {
  id: ThemeId
  title: PhraseKey
  /** Attributes without which the theme does not exist. */
  needs: readonly string[]
  /** Whether the year of the map changes it. */
  yearly: boolean
  classes: readonly ThemeClass[]
  /** Key of the class of a parcel. */
  classOf: (attributes: Attributes) => string
  /** The same, as the map computes it from a tile that has the attributes. */
  expression: ExpressionSpecification
  /** By what bins are coloured, each measure over the one before. */
  bins: readonly BinMeasure[]
}

/** The class of a parcel as feature state: with its theme, as classes of two themes may share a key. */
export const stateOf = (theme: ThemeId, key: string): string => `${theme} ${key}`

/** Key of the class of parcels of which nothing is known. */
export const UNKNOWN = "unknown"

export const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** CQL2 text literal. */
export const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** An expression put together from data; the style test holds each against the specification. */
export const computed = (parts: unknown): ExpressionSpecification =>
  parts as ExpressionSpecification

/** The class of an attribute whose values are the keys; the rest is unknown. */
export function byValue(name: string, classes: readonly ThemeClass[]) {
  const keys = classes.map(({ key }) => key).filter((key) => key !== UNKNOWN)
  const expression: ExpressionSpecification = [
    "match",
    ["coalesce", ["get", name], ""],
    keys,
    ["get", name],
    UNKNOWN,
  ]
  return {
    classes,
    classOf: (attributes: Attributes) => {
      const value = text(attributes[name])
      return keys.includes(value) ? value : UNKNOWN
    },
    expression,
    bins: [{ name, expression }],
  }
}
