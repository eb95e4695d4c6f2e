import { Exact } from "../../geodata/units.ts"
import type { Enterprise } from "./enterprise.rules.ts"
import { QUANTITIES, type Quantity } from "./indicator.rules.ts"

/** Of a plot ratio there is no sum; floor becomes land before firms are put together. */
const SUMMED = (Object.keys(QUANTITIES) as Quantity[]).filter(
  (name) => name !== "leasedInFar" && name !== "leasedInFloorM2",
)

/**
 * Firms that are scored once, as one firm: under the credit code, industry, scale and rating class of the one
 * that leads, with the sums of their land and figures. A figure that one of them lacks is missing for all: what
 * the others reported is less than the whole. A lease between two of them cancels itself out in the sum.
 *
 * @param tenants firms outside the unit that rent from it
 */
export function mergeUnit(
  lead: Enterprise,
  members: readonly Enterprise[],
  name: string,
  tenants: number,
): Enterprise {
  const merged: Enterprise = {
    creditCode: lead.creditCode,
    name,
    industryCode: lead.industryCode,
    aboveScale: lead.aboveScale,
    ratingClass: lead.ratingClass,
    tenants,
    bonus: members.flatMap(({ bonus }) => bonus ?? []),
    penalty: members.flatMap(({ penalty }) => penalty ?? []),
    events: [...new Set(members.flatMap(({ events }) => events ?? []))].sort(),
  }
  for (const quantity of SUMMED) merged[quantity] = sumOf(members, quantity)
  return merged
}

/** Land that nobody has on record is none; any other figure must be known of every firm. */
const LAND: ReadonlySet<Quantity> = new Set(["ownedMu", "leasedInMu", "leasedOutMu"])

function sumOf(members: readonly Enterprise[], quantity: Quantity): string | null {
  const known = members.flatMap((member) => member[quantity] ?? [])
  if (known.length === 0 || (known.length < members.length && !LAND.has(quantity))) return null
  return known.reduce<Exact>((total, amount) => total.plus(amount), new Exact(0)).toFixed()
}
