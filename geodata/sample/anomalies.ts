/** Firms whose power does not match their tax and sales, planted so that finding them can be measured. */
import type { SampleAnomaly } from "./facts.ts"
import type { FirmFigures } from "./figures.ts"
import type { Firm } from "./firms.ts"
import { groupBy } from "./groups.ts"
import type { Random } from "./random.ts"
import type { Use } from "./tenancy.ts"

/** In an industry of fewer nothing can be compared. */
const LEAST_OF_INDUSTRY = 12
const SHARE = 0.06

/**
 * Gives a few firms of larger industries, each alone on its land, six to twelve times the power of the last year that
 * their sales would need, or a fiftieth to a twentieth of it.
 * @returns who they are; their figures are changed in place
 */
export function plantAnomalies(
  figures: readonly FirmFigures[],
  uses: readonly Use[],
  random: Random,
): SampleAnomaly[] {
  const shared = new Set(uses.flatMap(({ kind, holding }) => (kind === "owned" ? [] : [holding])))
  const sharers = new Set(uses.flatMap(({ holding, firm }) => (shared.has(holding) ? [firm] : [])))
  const owners = new Set(uses.flatMap(({ kind, firm }) => (kind === "owned" ? [firm] : [])))
  const isAlone = (firm: Firm) => firm.wish === null && owners.has(firm) && !sharers.has(firm)
  const known = figures.filter(({ firm, years }) => {
    const last = years.at(-1)
    return (
      firm.industry.cluster !== "utilities" &&
      [last?.taxWanYuan, last?.revenueWanYuan, last?.powerWanKwh].every(
        (figure) => typeof figure === "number" && figure > 0,
      )
    )
  })
  const anomalies: SampleAnomaly[] = []
  for (const members of groupBy(known, ({ firm }) => firm.industry.code.slice(0, 2)).values()) {
    if (members.length < LEAST_OF_INDUSTRY) continue
    for (const { firm, years } of members) {
      const isChosen = random.chance(SHARE)
      const [times, share] = [random.between(6, 12), random.between(0.02, 0.05)]
      const last = years.at(-1)
      if (!isChosen || !isAlone(firm) || typeof last?.powerWanKwh !== "number") continue
      const direction = anomalies.length % 2 === 0 ? "powerHigh" : "powerLow"
      last.powerWanKwh = Math.max(
        1,
        Math.round(last.powerWanKwh * (direction === "powerHigh" ? times : share)),
      )
      anomalies.push({ creditCode: firm.creditCode, direction })
    }
  }
  return anomalies
}
