import type { Sql } from "../db/sql.ts"
import { listActs, listCases, listDeals } from "./detail-acts.ts"
import { findStanding, listDeterminations, listSuspicions } from "./detail-flags.ts"
import { type Ask, findLand, findLineage, listVersions } from "./detail-land.ts"
import { listGrades, listMetrics, listOccupants } from "./detail-use.ts"
import { listBuildings, listContracts, listProjects } from "./detail-works.ts"

/**
 * Everything an audience may know of one parcel. What it may not read is absent, not empty.
 *
 * @param view `isNow`: neither another day nor another knowledge is asked for; `year`: the one fiscal
 *   year wanted of grades and figures, null for all
 * @returns undefined for a parcel of which nothing was known
 */
export async function findParcel(
  sql: Sql,
  ask: Ask,
  { isNow, year }: { isNow: boolean; year: number | null },
) {
  const land = await findLand(sql, ask)
  if (!land) return undefined
  // Sent one after the other without waiting: one connection answers them in order.
  const [occupants, grades, metrics, standing, suspected, determined] = await Promise.all([
    listOccupants(sql, ask, land.areas.legalAreaM2),
    listGrades(sql, ask),
    listMetrics(sql, ask),
    findStanding(sql, ask, isNow),
    listSuspicions(sql, ask),
    listDeterminations(sql, ask),
  ])
  const [contracts, projects, buildings, lineage, versions, acts, cases, deals] = await Promise.all(
    [
      listContracts(sql, ask),
      listProjects(sql, ask),
      listBuildings(sql, ask),
      findLineage(sql, ask),
      listVersions(sql, ask),
      listActs(sql, ask),
      listCases(sql, ask),
      listDeals(sql, ask),
    ],
  )
  const ofYear = ({ fiscalYear }: { fiscalYear: number }) => year === null || fiscalYear === year
  return {
    id: ask.parcelId,
    asOf: { validOn: ask.day, knownAt: ask.knownAt },
    ...land,
    occupants,
    grades: grades.filter(ofYear),
    metrics: metrics?.filter(ofYear),
    standing,
    suspected,
    determined,
    contracts,
    projects,
    buildings,
    lineage,
    versions,
    acts,
    cases,
    deals,
  }
}
