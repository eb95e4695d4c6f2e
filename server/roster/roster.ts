import { readAmount, readEnterprise } from "../assessment/enterprise.rules.ts"
import { toExact } from "../assessment/fixed.rules.ts"
import { INDICATORS, QUANTITIES, type Quantity } from "../assessment/indicator.rules.ts"
import { daysOfYear, sumLedger, toMuOfYear } from "../assessment/land-ledger.rules.ts"
import { placeFirm } from "../assessment/placement.rules.ts"
import { carryClass, type ClassSuggestion, suggestClass } from "../assessment/rating-class.rules.ts"
import type { Scheme } from "../assessment/scheme.rules.ts"
import { Exact, toMu } from "../../geodata/units.ts"
import { insertAct } from "../db/act.ts"
import type { Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { readPopulation, toEnterprise, type YearFirm } from "./population.ts"
import type { ClassChanges, LandOfFirm, Roster, RosterFirm } from "./schema.ts"
import { readYearSchemes } from "./years.ts"

/** Firms of a year with where each belongs, why, and what is missing of it. In credit code order. */
export async function readRoster(sql: Sql, fiscalYear: number): Promise<Roster> {
  const schemes = (await readYearSchemes(sql, fiscalYear)).map(({ scheme }) => scheme)
  const { firms, units } = await readPopulation(sql, fiscalYear)
  const unitOf = new Map(
    units.flatMap(({ memberIds, evaluationUnitId }) =>
      memberIds.map((id) => [id, evaluationUnitId] as const),
    ),
  )
  const classesBefore = await readClasses(sql, fiscalYear - 1)
  const items = firms.map((firm) =>
    toRosterFirm(firm, {
      schemes,
      fiscalYear,
      unitId: unitOf.get(firm.enterpriseId) ?? null,
      before: classesBefore.get(firm.enterpriseId),
    }),
  )
  const counts: Roster["counts"] = {}
  for (const { schemeId, ratingClass } of items) {
    const ofScheme = (counts[schemeId ?? "outside"] ??= {})
    ofScheme[ratingClass] = (ofScheme[ratingClass] ?? 0) + 1
  }
  return { items, total: items.length, next: null, counts }
}

/** The classes that firms were put into for a year, by firm. */
async function readClasses(sql: Sql, fiscalYear: number): Promise<Map<number, ClassSuggestion>> {
  const rows = await sql<ClassSuggestion & { enterpriseId: number }>`
    select enterprise_id, rating_class, reason from assess.roster_entry
     where fiscal_year = ${fiscalYear} and superseded_at is null`
  return new Map(rows.map((row) => [row.enterpriseId, row]))
}

function toRosterFirm(
  firm: YearFirm,
  {
    schemes,
    fiscalYear,
    unitId,
    before,
  }: {
    schemes: readonly Scheme[]
    fiscalYear: number
    unitId: number | null
    before: ClassSuggestion | undefined
  },
): RosterFirm {
  const enterprise = toEnterprise(firm, fiscalYear)
  const reading = readEnterprise(enterprise)
  const placement = placeFirm(reading, schemes)
  const scheme = schemes.find(({ id }) => id === placement.schemeId)
  const ruled = scheme ? suggestClass(firm, scheme, fiscalYear) : null
  // Who was given a class for this year was looked at.
  const suggested = ruled ?? (firm.classReason === null ? carryClass(before, fiscalYear) : null)
  const reasonOf = new Map(firm.figures.map((figure) => [figure.indicator, figure.missingReason]))
  return {
    enterpriseId: firm.enterpriseId,
    creditCode: firm.creditCode,
    name: firm.name,
    industryCode: firm.industryCode,
    aboveScale: firm.aboveScale,
    registeredOn: firm.registeredOn,
    ratingClass: firm.ratingClass,
    classReason: firm.classReason,
    suggestion: suggested && suggested.ratingClass !== firm.ratingClass ? suggested : null,
    schemeId: placement.schemeId,
    outside: placement.schemeId === null ? placement.reasons : [],
    unitId,
    landMu: reading.landMu && toExact(reading.landMu).toFixed(),
    tenants: firm.tenants,
    missing: (scheme ? listNeeded(scheme) : [])
      .filter((quantity) => readAmount(enterprise, quantity) === null)
      .map((quantity) => ({
        id: quantity,
        label: QUANTITIES[quantity],
        reason: reasonOf.get(quantity) ?? null,
      })),
    blocked: reading.landCounts ? [] : [...reading.reasons],
  }
}

/** The quantities that a scheme's indicators are made of; land stands for itself. */
const listNeeded = ({ indicators }: Scheme): Quantity[] => [
  ...new Set(
    indicators.flatMap(({ id }) =>
      [INDICATORS[id].numerator, INDICATORS[id].denominator].filter(
        (part): part is Quantity => part !== "landMu",
      ),
    ),
  ),
]

/**
 * Puts firms into rating classes, each with its reason. A class that is the same with the same reason is not
 * written again.
 * @returns how many entries were written @throws Problem not-found when a firm is unknown
 */
export async function classFirms(
  sql: Sql,
  fiscalYear: number,
  { entries }: ClassChanges,
): Promise<number> {
  const ids = entries.map(({ enterpriseId }) => enterpriseId)
  if (new Set(ids).size < ids.length)
    throw new Problem("invalid-request", "同一家企业在名单中出现多次。")
  const [known] = await sql<{ firms: number }>`
    select count(*)::int as firms from core.enterprise where enterprise_id = any(${ids}::int[])`
  if (known!.firms < ids.length) throw notFound()
  const actId = await insertAct(
    sql,
    "assessment-class",
    `assessment/${fiscalYear}`,
    `${ids.length} 家企业`,
  )
  const rows = await sql<{ enterpriseId: number; ratingClass: string; reason: string }>`
    with fresh as (
      select * from unnest(${ids}::int[], ${entries.map(({ ratingClass }) => ratingClass)}::text[],
                           ${entries.map(({ reason }) => reason)}::text[]) as t (enterprise_id, rating_class, reason)
    ), differing as (
      select fresh.* from fresh
       where not exists (
         select from assess.roster_entry old
          where old.fiscal_year = ${fiscalYear} and old.enterprise_id = fresh.enterprise_id
            and old.superseded_at is null and old.rating_class = fresh.rating_class and old.reason = fresh.reason)
    ), closed as (
      update assess.roster_entry old set superseded_at = clock_timestamp(), superseded_act_id = ${actId}::bigint
        from differing
       where old.fiscal_year = ${fiscalYear} and old.enterprise_id = differing.enterprise_id and old.superseded_at is null
      returning old.enterprise_id
    )
    select enterprise_id, rating_class, reason, (select count(*) from closed) as closed from differing`
  await sql`
    insert into assess.roster_entry (fiscal_year, enterprise_id, rating_class, reason, act_id)
    select ${fiscalYear}::int, t.*, ${actId}::bigint
      from unnest(${rows.map((row) => row.enterpriseId)}::int[], ${rows.map((row) => row.ratingClass)}::text[],
                  ${rows.map((row) => row.reason)}::text[]) as t`
  return rows.length
}

/** How a firm's land of a year came about. @throws Problem not-found */
export async function readLand(
  sql: Sql,
  fiscalYear: number,
  enterpriseId: number,
): Promise<LandOfFirm> {
  const { firms } = await readPopulation(sql, fiscalYear, [enterpriseId])
  const [firm] = firms
  if (!firm) throw notFound()
  const land = sumLedger(firm.land, fiscalYear)
  return {
    fiscalYear,
    enterpriseId,
    name: firm.name,
    daysOfYear: daysOfYear(fiscalYear),
    rows: firm.land.map((row) => {
      const counted = toMuOfYear(new Exact(row.areaM2).times(row.days), fiscalYear)
      return {
        ...row,
        areaMu: toMu(row.areaM2).toFixed(),
        countedMu: (row.kind === "leasedOut" ? counted.negated() : counted).toFixed(),
      }
    }),
    ownedMu: land?.ownedMu ?? null,
    leasedInMu: land?.leasedInMu ?? null,
    leasedOutMu: land?.leasedOutMu ?? null,
    landMu: land?.landMu ?? null,
  }
}
