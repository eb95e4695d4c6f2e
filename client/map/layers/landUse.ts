import type { ExpressionSpecification } from "maplibre-gl"
import {
  type Attributes,
  computed,
  phrase,
  quoted,
  text,
  type Theme,
  type ThemeClass,
  UNKNOWN,
} from "../theme.ts"
import { LAND_USE_GROUPS, memberOf } from "./land-use-groups.ts"

/** CQL2 for the classes of a group: the same digits differ between schemes, so both are asked. */
function filterOf(members: readonly string[]): string {
  const codesByScheme = new Map<string, string[]>()
  for (const member of members) {
    const [scheme = "", code = ""] = member.split("|")
    codesByScheme.set(scheme, [...(codesByScheme.get(scheme) ?? []), code])
  }
  const parts = [...codesByScheme].map(
    ([scheme, codes]) =>
      `(landUseScheme = ${quoted(scheme)} AND landUse IN (${codes.map(quoted).join(", ")}))`,
  )
  return parts.length === 1 ? parts[0]! : `(${parts.join(" OR ")})`
}

const CLASSES: readonly ThemeClass[] = [
  ...LAND_USE_GROUPS.map(({ colour, letter, zh, en, members }): ThemeClass => ({
    key: letter,
    code: { zh: letter, en: letter },
    label: { zh, en },
    colour,
    pattern: null,
    filter: filterOf(members),
  })),
  {
    key: UNKNOWN,
    code: { zh: "?", en: "?" },
    label: { zh: "其他或未登记", en: "Other or not registered" },
    colour: "#d9d7d1",
    dark: "#44494c",
    pattern: "falling",
    filter: null,
  },
]

const keyOf = new Map(
  LAND_USE_GROUPS.flatMap(({ members }, index) =>
    members.map((member) => [member, CLASSES[index]!.key] as const),
  ),
)

/** The group of a class; a finer code than the table knows belongs to its nearest parent. */
function findGroup(scheme: string, code: string): string | undefined {
  for (let length = code.length; length > 0; length -= 1) {
    const key = keyOf.get(memberOf(scheme, code.slice(0, length)))
    if (key) return key
  }
  return undefined
}

const member = [
  "concat",
  ["coalesce", ["get", "landUseScheme"], ""],
  "|",
  ["coalesce", ["get", "landUse"], ""],
]

const expression = computed([
  "match",
  member,
  ...LAND_USE_GROUPS.flatMap(({ members }, index) => [[...members], CLASSES[index]!.key]),
  UNKNOWN,
])

/** Schemes by code: a bin tells the code with the most land, and not the scheme that the code is of. */
export type Schemes = ReadonlyMap<string, string>

function binExpression(schemes: Schemes): ExpressionSpecification {
  const known = [...schemes].flatMap(([code, scheme]) => {
    const key = findGroup(scheme, code)
    return key ? [code, key] : []
  })
  return known.length === 0
    ? ["literal", UNKNOWN]
    : computed(["match", ["coalesce", ["get", "landUse"], ""], ...known, UNKNOWN])
}

/** @param schemes the scheme by which a code is read that comes without one */
export const landUseTheme = (schemes: Schemes): Theme => ({
  id: "landUse",
  mark: "landUse",
  title: phrase("theme.landUse"),
  needs: ["landUse", "landUseScheme"],
  yearly: false,
  classes: CLASSES,
  classOf: ({ landUse, landUseScheme }: Attributes) => {
    const code = text(landUse)
    return findGroup(text(landUseScheme) || (schemes.get(code) ?? ""), code) ?? UNKNOWN
  },
  expression,
  bins: [{ name: "landUse", expression: binExpression(schemes) }],
})
