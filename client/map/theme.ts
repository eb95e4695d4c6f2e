import type { ExpressionSpecification } from "maplibre-gl"
import { PHRASES } from "../text/phrases.ts"
import type { Box } from "./box.ts"
import type { ThemeId } from "./theme-ids.ts"

/** Drawn over the colour, so that classes stay apart in black and white. */
export type Pattern = "rising" | "falling" | "cross" | "dots"

export type Label = { zh: string; en: string }

/** A phrase of the interface in both languages. */
export const phrase = (key: keyof typeof PHRASES): Label => ({
  zh: PHRASES[key][0],
  en: PHRASES[key][1],
})

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
  /** The same of a class of figures, which lies in one of these. */
  boxes?: readonly Box[]
}

/** What a parcel says of itself, in the list and in the tile alike. */
export type Attributes = Readonly<Record<string, unknown>>

/** The attribute that stands for a figure of the year compared with. */
export const BEFORE = "before"

/** A figure that a theme is about. */
export type Reading = {
  value: number | null
  unit: string | null
  /** How it is to be read; a plain figure where absent. */
  as?: "change" | "share"
}

/** What bins are asked to tell of their parcels ("" for their count alone), and the class that a bin has by it; "" for none. */
export type BinMeasure = { name: string; expression: ExpressionSpecification }

export type Theme = {
  id: ThemeId
  /** With what its classes are marked on parcels: two pictures that must not be taken for each other differ in it. */
  mark: string
  title: Label
  /** Attributes without which the theme does not exist. */
  needs: readonly string[]
  /** Whether the year of the map changes it. */
  yearly: boolean
  /** The earlier year that the theme compares with. */
  before?: number
  classes: readonly ThemeClass[]
  /** Key of the class of a parcel. */
  classOf: (attributes: Attributes) => string
  /** The same, as the map computes it from a tile that has the attributes; null where no tile can tell. */
  expression: ExpressionSpecification | null
  /** The figures of a parcel, where the theme is about figures. */
  readings?: (attributes: Attributes) => readonly Reading[]
  /** By what bins are coloured, each measure over the one before. */
  bins: readonly BinMeasure[]
}

/** The class of a parcel as feature state: with the mark of its theme, as classes of two may share a key. */
export const stateOf = ({ mark }: Pick<Theme, "mark">, key: string): string => `${mark} ${key}`

/** Key of the class of parcels of which nothing is known. */
export const UNKNOWN = "unknown"

export const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** A figure of an attribute; null where there is none, which is no zero. */
export function figure(value: unknown): number | null {
  const read = typeof value === "string" && value !== "" ? Number(value) : value
  return typeof read === "number" && Number.isFinite(read) ? read : null
}

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
