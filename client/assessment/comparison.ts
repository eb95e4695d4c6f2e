/** Groups of the firms of a run held against each other, always as sum over sum. Pure. */
import { Exact } from "../../geodata/units.ts"
import { type IndicatorId, INDICATORS, type Part } from "../../server/assessment/indicator.rules.ts"
import type { Result, RunLand, Trial } from "./shapes.ts"
import { GRADES, standingOf } from "./standing.ts"

type Enterprise = Trial["items"][number]["enterprise"]
/** A firm or unit of a run with what it brought. */
export type Member = { result: Result; enterprise: Enterprise | null }

/** Results with their inputs, by the code under which they were scored. */
export function joinInputs(results: readonly Result[], inputs: Trial["items"]): Member[] {
  const byCode = new Map(inputs.map((input) => [input.creditCode, input.enterprise]))
  return results.map((result) => ({ result, enterprise: byCode.get(result.creditCode) ?? null }))
}

export type Group = {
  key: string
  members: readonly Member[]
  /** Land of the firms whose land is known, in mu. */
  landMu: string
  /** Of the measure: sum of both parts over the firms that have both; null where nobody has. */
  numerator: string | null
  value: string | null
  /** Firms that lack a part of the measure. */
  missing: number
  /** From 1, the best first; null without a value. Groups alike share the better place. */
  rank: number | null
  /** Share by which the value is above (or below) that of all; null where either is not known. */
  difference: number | null
  counts: Record<string, number>
}

function readPart({ result, enterprise }: Member, part: Part): Exact | null {
  const given = part === "landMu" ? result.landMu : enterprise?.[part]
  return given === null || given === undefined ? null : new Exact(given as string | number)
}

function sumGroup(key: string, members: readonly Member[], id: IndicatorId) {
  const { numerator, denominator, factor } = INDICATORS[id]
  let [above, below, landMu, missing] = [new Exact(0), new Exact(0), new Exact(0), 0]
  const counts: Record<string, number> = {}
  for (const member of members) {
    const { result } = member
    const standing = standingOf(result)
    counts[standing] = (counts[standing] ?? 0) + 1
    if (result.landMu !== null) landMu = landMu.plus(result.landMu)
    const [one, other] = [readPart(member, numerator), readPart(member, denominator)]
    if (one === null || other === null || other.lte(0)) {
      missing += 1
      continue
    }
    above = above.plus(one)
    below = below.plus(other)
  }
  const isKnown = below.gt(0)
  return {
    key,
    members,
    landMu: landMu.toFixed(),
    numerator: isKnown ? above.toFixed() : null,
    value: isKnown ? above.times(factor).div(below).toDecimalPlaces(12).toFixed() : null,
    missing,
    counts,
  }
}

/** Firms in groups, each with the measure of its own, its place among them, and how far it is from all together. */
export function compareGroups(
  members: readonly Member[],
  keyOf: (member: Member) => string,
  id: IndicatorId,
): { groups: Group[]; whole: Group } {
  const parts = new Map<string, Member[]>()
  for (const member of members) {
    const key = keyOf(member)
    const known = parts.get(key)
    if (known) known.push(member)
    else parts.set(key, [member])
  }
  const whole = sumGroup("", members, id)
  const sums = [...parts].map(([key, own]) => sumGroup(key, own, id))
  const isBetter = INDICATORS[id].direction === "up" ? "gt" : "lt"
  const rankOf = (value: string) =>
    1 + sums.filter((one) => one.value !== null && new Exact(one.value)[isBetter](value)).length
  const differenceOf = (value: string) =>
    whole.value === null || Number(whole.value) === 0
      ? null
      : new Exact(value).minus(whole.value).div(new Exact(whole.value).abs()).toNumber()
  return {
    whole: { ...whole, rank: null, difference: null },
    groups: sums
      .map((sum) => ({
        ...sum,
        rank: sum.value === null ? null : rankOf(sum.value),
        difference: sum.value === null ? null : differenceOf(sum.value),
      }))
      .sort(
        (a, b) =>
          (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
          (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
      ),
  }
}

/** Share of the graded firms of a group that have a grade; null where nobody is graded. */
export function gradeShare({ counts }: Pick<Group, "counts">, grade: string): number | null {
  const graded = GRADES.reduce((sum, one) => sum + (counts[one] ?? 0), 0)
  return graded === 0 ? null : (counts[grade] ?? 0) / graded
}

/** Division of GB/T 4754 of an industry code, as two digits; "" where none is given. */
export const divisionOf = (code: string | null): string =>
  /^[A-T]?(\d{2})/.exec(code ?? "")?.[1] ?? ""

/** Digits of a parcel code that name its cadastral district (地籍区): county 6, district 3. */
const DISTRICT_DIGITS = 9

/** The cadastral district in which each firm or unit used most land at the end of the year, by its code. */
export function findDistricts(land: RunLand): Map<string, string> {
  const used = new Map<string, Map<string, Exact>>()
  for (const { creditCode, parcels } of land)
    for (const { parcelCode, areaM2 } of parcels) {
      if (parcelCode === null) continue
      const district = parcelCode.slice(0, DISTRICT_DIGITS)
      const own = used.get(creditCode) ?? new Map<string, Exact>()
      used.set(creditCode, own.set(district, (own.get(district) ?? new Exact(0)).plus(areaM2)))
    }
  return new Map(
    [...used].map(([creditCode, own]) => {
      const [most] = [...own].sort(
        ([a, one], [b, other]) => other.comparedTo(one) || (a < b ? -1 : 1),
      )
      return [creditCode, most![0]]
    }),
  )
}
