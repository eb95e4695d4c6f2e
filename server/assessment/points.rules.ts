import { Exact } from "../../geodata/units.ts"
import type { BonusClaim } from "./enterprise.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { type Firm, findScale } from "./roster.rules.ts"
import type { BonusGroup, PenaltyRule, Scheme } from "./scheme.rules.ts"

export type Awarded = { readonly points: Exact; readonly reasons: readonly Notice[] }
const NOTHING: Awarded = { points: new Exact(0), reasons: [] }

/** Points of a claim: the scheme's where it lists the item, the claim's where the group lists none. */
function findClaimPoints(claim: BonusClaim, group: BonusGroup | undefined, reasons: Notice[]) {
  const { item } = claim
  const listed = group?.items?.find(({ id }) => id === item)
  if (!listed && group?.items?.length) {
    reasons.push(notice("bonusNotInScheme", { group: claim.group, item }))
    return new Exact(0)
  }
  const claimed = new Exact(claim.points)
  if (!listed || claimed.eq(listed.points)) return claimed
  const points = new Exact(listed.points)
  reasons.push(
    notice("bonusPointsOfScheme", {
      item,
      claimed: claimed.toString(),
      points: points.toString(),
    }),
  )
  return points
}

/** Bonus of a firm: inside a group the highest item counts, all groups together up to `maxTotal`. */
export function scoreBonus({ reading }: Firm, { bonus }: Scheme): Awarded {
  const { enterprise } = reading
  if (!enterprise.bonus?.length) return NOTHING
  const reasons: Notice[] = []
  const groups = bonus?.groups ?? []
  const counted = new Map<string, { item: string; points: Exact; claims: number }>()
  for (const claim of enterprise.bonus) {
    const group = groups.find(({ id }) => id === claim.group)
    if (!bonus || (groups.length > 0 && !group)) {
      reasons.push(notice("bonusNotInScheme", { group: claim.group, item: claim.item }))
      continue
    }
    const points = findClaimPoints(claim, group, reasons)
    const before = counted.get(claim.group)
    if (!before) counted.set(claim.group, { item: claim.item, points, claims: 1 })
    else if (group?.rule === "sum") before.points = before.points.plus(points)
    else {
      before.claims += 1
      // Of two items worth the same the first by name is quoted, whichever row came first.
      const better =
        points.gt(before.points) || (points.eq(before.points) && claim.item < before.item)
      if (better) Object.assign(before, { item: claim.item, points })
    }
  }
  let total = new Exact(0)
  for (const [group, { item, points, claims }] of counted) {
    total = total.plus(points)
    if (claims > 1)
      reasons.push(notice("bonusHighestOnly", { group, item, points: points.toString() }))
  }
  const maxTotal = bonus?.maxTotal ?? null
  if (maxTotal === null || total.lte(maxTotal)) return { points: total, reasons }
  reasons.push(
    notice("bonusCapped", { points: total.toString(), maxTotal: new Exact(maxTotal).toString() }),
  )
  return { points: new Exact(maxTotal), reasons }
}

/** Points taken off for tenants: one figure for the first, one for each further, by the lessor's scale. */
function penalizeTenants(firm: Firm, rule: PenaltyRule, reasons: Notice[]): Exact {
  const none = new Exact(0)
  const tenants = firm.reading.enterprise.tenants ?? 0
  if (!("aboveScale" in rule) || tenants === 0) return none
  const aboveScale = findScale(firm)
  if (aboveScale === null) {
    reasons.push(notice("scaleUnknown", { item: rule.id }))
    return none
  }
  const { first, each } = aboveScale ? rule.aboveScale : rule.belowScale
  const points = new Exact(first).abs().plus(new Exact(each).abs().times(tenants - 1))
  if (points.gt(0))
    reasons.push(notice("tenantsPenalized", { item: rule.id, tenants, points: points.toString() }))
  return points
}

/** Penalty of a firm as a number to take off: tenants by the scheme's table, then the items reported. */
export function scorePenalty(firm: Firm, { penalty }: Scheme): Awarded {
  const rules = penalty ?? []
  const { penalty: reported, tenants } = firm.reading.enterprise
  const claims = reported ?? []
  if (claims.length === 0 && (rules.length === 0 || !tenants)) return NOTHING
  const reasons: Notice[] = []
  const priced = rules.flatMap((rule) => ("points" in rule ? [rule] : []))
  let total = rules.reduce(
    (sum, rule) => sum.plus(penalizeTenants(firm, rule, reasons)),
    new Exact(0),
  )
  for (const { item, points: given } of claims) {
    const listed = priced.find(({ id }) => id === item)
    if (!listed && priced.length > 0) {
      reasons.push(notice("penaltyNotInScheme", { item }))
      continue
    }
    const claimed = new Exact(given).abs()
    const points = listed ? new Exact(listed.points).abs() : claimed
    if (!points.eq(claimed))
      reasons.push(
        notice("penaltyPointsOfScheme", {
          item,
          claimed: claimed.toString(),
          points: points.toString(),
        }),
      )
    total = total.plus(points)
  }
  return { points: total, reasons }
}
