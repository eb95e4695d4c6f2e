/** The facts of a park written out from what was planned: parcels, history, occupancy, contracts, figures. */
import { plantAnomalies } from "./anomalies.ts"
import type { Calendar } from "./calendar.ts"
import { drawTerms, type Yield } from "./contracts.ts"
import { formatHundredths } from "./decimals.ts"
import type { SampleLineage, SampleParcel, SamplePark } from "./facts.ts"
import { type FirmFigures, reckonFigures, toFigures } from "./figures.ts"
import { type Firm, foundFirms, toEnterprise } from "./firms.ts"
import { type Past, tellHistory } from "./history.ts"
import { type Holding, validFromOf } from "./holdings.ts"
import { createParcelNames } from "./parcel-names.ts"
import { toDegrees } from "./plane.ts"
import { drawBuildings, drawProject } from "./projects.ts"
import { createRandom } from "./random.ts"
import type { Change } from "./sites.ts"
import { landByYear, letLand, toOccupancy, type Use } from "./tenancy.ts"

export type Facts = Omit<SamplePark, "zoneName" | "asOf" | "fiscalYears" | "context">

export function writeFacts(
  holdings: readonly Holding[],
  changes: readonly Change[],
  {
    park,
    seed,
    calendar,
    hasAnomalies,
  }: { park: number; seed: number; calendar: Calendar; hasAnomalies: boolean },
): Facts {
  // A stream for each kind of fact: more buildings do not change anybody's tax.
  const by = (stream: string) => ({ calendar, random: createRandom(seed, stream) })
  const history = tellHistory(changes, holdings, { park, calendar })
  const firms = foundFirms(holdings, { park, ...by("firms") })
  const uses = letLand(holdings, history, { firms, ...by("uses") })
  const land = landByYear(uses, calendar)
  const figures = reckonFigures(firms.firms, land, by("figures"))
  const anomalies = hasAnomalies ? plantAnomalies(figures, uses, by("anomalies").random) : []
  const yields = listYields(uses, { figures, land })
  const facts: Facts = {
    parcels: [],
    lineage: [],
    enterprises: firms.firms.map((firm) => toEnterprise(firm, calendar)),
    occupancy: uses.map(toOccupancy),
    contracts: [],
    projects: [],
    buildings: [],
    figures: figures.flatMap((firm) => toFigures(firm, calendar)),
    anomalies,
  }

  const nameParcel = createParcelNames(by("names").random)
  const contracts = by("contracts")
  const projects = by("projects")
  const buildings = by("buildings")
  const beganOn = new Map(
    history.flatMap(({ on, children }) => children.map((child) => [child, on])),
  )
  const phases = new Map<Firm, number>()
  for (const holding of holdings) {
    const firm = firms.ownerOf.get(holding)
    const phase = (firm && phases.get(firm)) ?? 0
    if (firm) phases.set(firm, phase + 1)
    const validFrom = beganOn.get(holding) ?? validFromOf(holding, calendar)
    facts.parcels.push(toParcel(holding, nameParcel(holding, firm, phase), validFrom))
    const terms = drawTerms(holding, yields.get(holding) ?? null, contracts)
    if (terms) facts.contracts.push(terms.contract)
    const project = drawProject(holding, { firm, terms }, projects)
    if (project) facts.projects.push(project)
    facts.buildings.push(...drawBuildings(holding, terms, buildings))
  }
  for (const past of history) {
    facts.lineage.push(toLineage(past, calendar))
    for (const parent of past.parents) {
      const terms = drawTerms(parent, null, contracts)
      if (terms) facts.contracts.push(terms.contract)
    }
  }
  return facts
}

function toParcel(holding: Holding, name: string, validFrom: string): SampleParcel {
  const { site, areas, parcelCode } = holding
  const text = (dm2: number | null) => (dm2 === null ? null : formatHundredths(dm2))
  return {
    parcelCode,
    name,
    location: site.location,
    landUseScheme: "2023",
    landUseCode: site.use.code,
    certifiedAreaM2: text(areas.certifiedDm2),
    contractAreaM2: text(areas.contractDm2),
    surveyedAreaM2: text(areas.surveyedDm2),
    geom: site.parts.map(toDegrees),
    validFrom,
  }
}

const toLineage = ({ kind, on, parents, children }: Past, calendar: Calendar): SampleLineage => ({
  kind,
  on,
  parents: parents.map((parent) =>
    toParcel(parent, `原 ${parent.sequence} 号宗地`, validFromOf(parent, calendar)),
  ),
  children: children.map(({ parcelCode }) => parcelCode),
})

/** What the owner made of a mu, for land that he uses alone and years that he produced in. */
function listYields(
  uses: readonly Use[],
  {
    figures,
    land,
  }: { figures: readonly FirmFigures[]; land: ReadonlyMap<Firm, readonly number[]> },
): Map<Holding, Yield> {
  const shared = new Set(uses.flatMap(({ kind, holding }) => (kind === "owned" ? [] : [holding])))
  const yearsOf = new Map(figures.map(({ firm, years }) => [firm, years]))
  const yields = new Map<Holding, Yield>()
  for (const { holding, firm, kind } of uses) {
    if (kind !== "owned" || shared.has(holding)) continue
    const perMu = (yearsOf.get(firm) ?? []).flatMap(({ taxWanYuan, revenueWanYuan }, n) => {
      const mu = land.get(firm)?.[n] ?? 0
      if (mu <= 0 || revenueWanYuan === 0) return []
      if (typeof taxWanYuan === "string" || typeof revenueWanYuan === "string") return [null]
      return [{ tax: taxWanYuan / 100 / mu, revenue: revenueWanYuan / 100 / mu }]
    })
    const known = perMu.filter((year) => year !== null)
    const last = known.at(-1)
    if (!last || known.length < perMu.length || known.some(({ tax }) => tax < 0)) continue
    yields.set(holding, {
      lastTax: last.tax,
      lastRevenue: last.revenue,
      leastTax: Math.min(...known.map(({ tax }) => tax)),
      leastRevenue: Math.min(...known.map(({ revenue }) => revenue)),
    })
  }
  return yields
}
