import type { Fact } from "./facts.ts"
import type { Random } from "./park.ts"

/** True, false, or unknown: what a condition says of a parcel of which not everything is known. */
type Verdict = boolean | null

/** A filter text, and what it should say of a parcel, decided without the product. */
export type RandomFilter = { text: string; test: (fact: Fact) => Verdict }

/** Fields with facts, by type. */
const NUMBERS = [
  "id",
  "areaMu",
  "legalAreaM2",
  "certifiedAreaM2",
  "surveyedAreaM2",
  "firmCount",
  "taxCommitPerMu",
  "floorM2",
  "vacantFloorM2",
]
const FIGURES = ["taxPerMu", "taxWanYuan", "revenuePerMu", "powerPerMu"]
const TEXTS = [
  "parcelCode",
  "name",
  "landUse",
  "landUseScheme",
  "lifecycle",
  "projectStatus",
  "grade",
  "holder",
  "industryCode",
]
const TRUTHS = ["available", "suspected", "determined", "aboveScale"]
const DAYS = ["signedOn", "agreedStart"]
const LISTS = ["flagRule", "firms"]

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const not = (verdict: Verdict): Verdict => (verdict === null ? null : !verdict)

/** A random filter over the facts' own values, so that it selects some parcels and not others. */
export function createFilters(facts: readonly Fact[], random: Random, seesFigures: boolean) {
  const valueOf = (name: string) => {
    const known = facts
      .map((fact) => fact[name])
      .filter((value) => value !== null && value !== undefined)
    return known.length > 0 ? random.one(known) : "0"
  }
  const numbers = seesFigures ? [...NUMBERS, ...FIGURES] : NUMBERS

  const compare = (
    name: string,
    literal: (value: string) => string,
    order: (a: string, b: string) => number,
  ): RandomFilter => {
    const value = String(valueOf(name))
    const operator = random.one(["=", "<>", "<", "<=", ">", ">="])
    const holds = (fact: Fact, sign: string): Verdict => {
      const own = fact[name]
      if (own === null || own === undefined) return null
      const difference = order(String(own), value)
      if (sign === "=") return difference === 0
      if (sign === "<>") return difference !== 0
      if (sign === "<") return difference < 0
      if (sign === "<=") return difference <= 0
      return sign === ">" ? difference > 0 : difference >= 0
    }
    const mirrored: Record<string, string> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" }
    return random.chance(0.2)
      ? {
          text: `${literal(value)} ${mirrored[operator] ?? operator} ${name}`,
          test: (fact) => holds(fact, operator),
        }
      : { text: `${name} ${operator} ${literal(value)}`, test: (fact) => holds(fact, operator) }
  }
  const numeric = (a: string, b: string) => Number(a) - Number(b)
  const codePoints = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

  const leaves: (() => RandomFilter)[] = [
    () => compare(random.one(numbers), (value) => value, numeric),
    () => compare(random.one(DAYS), (value) => `DATE('${value}')`, codePoints),
    () => compare(random.one(TEXTS), quoted, codePoints),
    () => {
      const [name, value] = [random.one(TRUTHS), random.chance(0.5)]
      return {
        text: random.chance(0.3) ? `${name} IN (${value})` : `${name} = ${value}`,
        test: (fact) => (fact[name] === null ? null : fact[name] === value),
      }
    },
    () => {
      const name = random.one(numbers)
      const [low, high] = [Number(valueOf(name)), Number(valueOf(name))].sort((a, b) => a - b) as [
        number,
        number,
      ]
      return {
        text: `${name} BETWEEN ${low} AND ${high}`,
        test: (fact) =>
          fact[name] === null ? null : low <= Number(fact[name]) && Number(fact[name]) <= high,
      }
    },
    () => {
      const [name, negated] = [random.one(TEXTS), random.chance(0.3)]
      const values = [String(valueOf(name)), String(valueOf(name))]
      return {
        text: `${name} ${negated ? "NOT " : ""}IN (${values.map(quoted).join(", ")})`,
        test: (fact) =>
          fact[name] === null ? null : values.includes(String(fact[name])) !== negated,
      }
    },
    () => {
      const [name, isNot] = [
        random.one([...TEXTS, ...numbers, ...DAYS, ...LISTS]),
        random.chance(0.5),
      ]
      return {
        text: `${name} IS ${isNot ? "NOT " : ""}NULL`,
        test: (fact) => ((fact[name] ?? null) === null) !== isNot,
      }
    },
    () => {
      const name = random.one(TEXTS)
      const start = String(valueOf(name)).slice(0, 2)
      const pattern = `${start.replaceAll(/[\\%_]/g, "\\$&")}%`
      return {
        text: `${name} LIKE ${quoted(pattern)}`,
        test: (fact) => (fact[name] === null ? null : String(fact[name]).startsWith(start)),
      }
    },
    () => {
      const name = random.one(LISTS)
      const value = random.one(valueOf(name) as string[])
      const isEqual = random.chance(0.6)
      return {
        text: `${name} ${isEqual ? "=" : "<>"} ${quoted(value)}`,
        test: (fact) =>
          fact[name] === null ? null : (fact[name] as string[]).includes(value) === isEqual,
      }
    },
    () => {
      // Parcels are squares of 0.001 degrees; the box never ends on an edge.
      const fact = random.one(facts)
      const [west, south] = [Number(fact["west"]) + 0.0002, Number(fact["south"]) + 0.0002]
      const [east, north] = [west + 0.0047, south + 0.0047]
      return {
        text: random.chance(0.5)
          ? `S_INTERSECTS(geom, BBOX(${west}, ${south}, ${east}, ${north}))`
          : `S_INTERSECTS(geom, POLYGON((${west} ${south}, ${east} ${south}, ${east} ${north}, ${west} ${north}, ${west} ${south})))`,
        test: (other) =>
          Number(other["west"]) < east &&
          Number(other["west"]) + 0.001 > west &&
          Number(other["south"]) < north &&
          Number(other["south"]) + 0.001 > south,
      }
    },
  ]

  function make(depth: number): RandomFilter {
    if (depth === 0 || random.chance(0.35)) return random.one(leaves)()
    if (random.chance(0.25)) {
      const part = make(depth - 1)
      return { text: `NOT (${part.text})`, test: (fact) => not(part.test(fact)) }
    }
    const parts = [make(depth - 1), make(depth - 1)]
    const isAnd = random.chance(0.5)
    return {
      text: parts.map(({ text }) => `(${text})`).join(isAnd ? " AND " : " or "),
      test: (fact) => {
        const verdicts = parts.map((part) => part.test(fact))
        if (verdicts.includes(!isAnd)) return !isAnd
        return verdicts.includes(null) ? null : isAnd
      },
    }
  }
  return make
}
