import type { Day } from "../../geodata/days.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { listActs, listSources } from "./detail-acts.ts"
import { findComparison, listGrades, listMetrics } from "./detail-figures.ts"
import { findIdentity, listNames } from "./detail-identity.ts"
import { findLand, listParcels } from "./detail-land.ts"
import { listContracts, listDeterminations, listProjects, listSuspicions } from "./detail-works.ts"

/** Which firm is asked about, by whom, and the legal day that is today. */
export type Ask = { audience: Audience; enterpriseId: number; day: Day }

/**
 * Everything an audience may know of one firm over all its parcels. What it may not read is absent, not empty.
 *
 * @param year the year that it is compared with others in; null is the latest with figures of it
 * @returns undefined for a firm that is not on record
 */
export async function findFirm(sql: Sql, ask: Ask, year: number | null) {
  const identity = await findIdentity(sql, ask)
  if (!identity) return undefined
  // Sent one after the other without waiting: one connection answers them in order.
  const [names, parcels, land, grades, metrics] = await Promise.all([
    listNames(sql, ask),
    listParcels(sql, ask),
    findLand(sql, ask),
    listGrades(sql, ask),
    listMetrics(sql, ask),
  ])
  const used = parcels.filter(({ isCurrent }) => isCurrent).map(({ id }) => id)
  const owned = parcels.filter(({ uses }) =>
    uses.some(({ kind, isCurrent }) => isCurrent && kind === "owned"),
  )
  const compared = year ?? metrics?.[0]?.fiscalYear ?? null
  const [comparison, suspected, determined, contracts, projects, sources, acts] = await Promise.all(
    [
      findComparison(sql, ask, identity.industryCode ?? null, compared),
      listSuspicions(sql, ask, used),
      listDeterminations(sql, ask, used),
      listContracts(
        sql,
        ask,
        owned.map(({ id }) => id),
      ),
      listProjects(sql, ask),
      listSources(sql, ask),
      listActs(sql, ask),
    ],
  )
  return {
    id: ask.enterpriseId,
    asOf: ask.day,
    ...identity,
    names,
    parcels,
    land,
    grades,
    metrics,
    comparison,
    suspected,
    determined,
    contracts,
    projects,
    sources,
    acts,
  }
}
