/**
 * Who is assessed in a year and with what: firms as they stand on record now, their land of the year, their
 * figures with where each comes from, their rating class and points. Nothing is judged here; the rules of the
 * assessment do that.
 */
import type { Enterprise, RatingClass } from "../assessment/enterprise.rules.ts"
import type { Quantity } from "../assessment/indicator.rules.ts"
import { type LedgerRow, type RecordOrigin, sumLedger } from "../assessment/land-ledger.rules.ts"
import { mergeUnit } from "../assessment/unit.rules.ts"
import { Exact } from "../../geodata/units.ts"
import { joiningWholes } from "../db/joining.ts"
import type { Part, Sql } from "../db/sql.ts"
import { lastVersionOf } from "../parcels/selection.ts"

/** One figure with its origin: `value` is null where a reason for its absence is on record. */
export type SourcedFigure = RecordOrigin & {
  indicator: Quantity
  value: string | null
  missingReason: string | null
}

export type Claim = {
  kind: "bonus" | "penalty" | "event"
  groupId: string | null
  item: string
  points: string | null
  evidence: string
  validTo: string | null
}

/** Power metered at one firm and used by another. */
type Transfer = { fromId: number; toId: number; wanKwh: string }

/** A firm of a year. `classReason` is null where nobody classed it: it is rated. */
export type YearFirm = {
  enterpriseId: number
  creditCode: string
  name: string
  industryCode: string | null
  aboveScale: boolean | null
  registeredOn: string | null
  ratingClass: RatingClass
  classReason: string | null
  land: LedgerRow[]
  figures: SourcedFigure[]
  claims: Claim[]
  powerInWanKwh: string | null
  powerOutWanKwh: string | null
  tenants: number
}

/** Firms scored as one, by the ids of its members. */
export type YearUnit = {
  evaluationUnitId: number
  name: string
  leadEnterpriseId: number
  memberIds: number[]
  reason: string
}

export type Population = { fiscalYear: number; firms: YearFirm[]; units: YearUnit[] }

type LedgerOfFirm = LedgerRow & { enterpriseId: number; counterpartId: number | null }

/** Reads a year's population, or what concerns some firms of it. In credit code order. */
export async function readPopulation(
  sql: Sql,
  fiscalYear: number,
  only: readonly number[] | null = null,
): Promise<Population> {
  const ofFirm = (column: string): Part =>
    only === null ? sql`true` : sql`${sql(column)} = any(${only}::int[])`
  return joiningWholes(sql, async () => {
    const ledger = await readLedger(sql, fiscalYear, ofFirm("enterprise_id"))
    const figures = await sql<SourcedFigure & { enterpriseId: number }>`
      select f.enterprise_id, f.indicator, f.value::text as value, f.missing_reason, s.name as source_name,
             s.kind as source_kind, f.source_row, s.document_no, f.recorded_at, a.actor as recorded_by
        from fin.indicator_value f
        join core.source s using (source_id)
        join core.act a on a.act_id = f.act_id
       where f.superseded_at is null and f.fiscal_year = ${fiscalYear} and ${ofFirm("enterprise_id")}
       order by f.enterprise_id, f.indicator`
    const claims = await sql<Claim & { enterpriseId: number }>`
      select enterprise_id, kind, group_id, item, points::text as points, evidence, valid_to::text as valid_to
        from assess.point_claim
       where superseded_at is null and fiscal_year = ${fiscalYear} and ${ofFirm("enterprise_id")}
       order by enterprise_id, kind, group_id, item`
    const transfers = await sql<Transfer>`
      select from_enterprise_id as from_id, to_enterprise_id as to_id, wan_kwh::text as wan_kwh
        from fin.power_transfer where superseded_at is null and fiscal_year = ${fiscalYear}`
    const units = await sql<YearUnit>`
      select evaluation_unit_id, name, lead_enterprise_id, to_json(member_ids) as member_ids, reason
        from assess.evaluation_unit where superseded_at is null and fiscal_year = ${fiscalYear}
       order by evaluation_unit_id`
    const heads = await sql<
      Pick<
        YearFirm,
        | "enterpriseId"
        | "creditCode"
        | "name"
        | "industryCode"
        | "aboveScale"
        | "registeredOn"
        | "classReason"
      > & { ratingClass: RatingClass | null }
    >`
      select e.enterprise_id, e.credit_code, v.name, v.industry_code, v.above_scale,
             v.registered_on::text as registered_on, r.rating_class, r.reason as class_reason
        from core.enterprise e
        join core.enterprise_version v on v.enterprise_id = e.enterprise_id and v.superseded_at is null
        left join assess.roster_entry r
               on r.enterprise_id = e.enterprise_id and r.fiscal_year = ${fiscalYear} and r.superseded_at is null
       where ${only === null ? sql`true` : sql`e.enterprise_id = any(${only}::int[])`}
       order by e.credit_code collate "C"`
    const landOf = groupBy(ledger)
    const figuresOf = groupBy(figures)
    const claimsOf = groupBy(claims)
    const powerIn = sumPower(transfers, ({ toId }) => toId)
    const powerOut = sumPower(transfers, ({ fromId }) => fromId)
    const firms = heads.flatMap((head): YearFirm[] => {
      const land = landOf.get(head.enterpriseId) ?? []
      const own = figuresOf.get(head.enterpriseId) ?? []
      // A firm that used no land, reported nothing and was classed by nobody had no part in the year.
      if (land.length === 0 && own.length === 0 && head.classReason === null) return []
      return [
        {
          ...head,
          ratingClass: head.ratingClass ?? "rated",
          land,
          figures: own,
          claims: claimsOf.get(head.enterpriseId) ?? [],
          powerInWanKwh: powerIn.get(head.enterpriseId)?.toFixed() ?? null,
          powerOutWanKwh: powerOut.get(head.enterpriseId)?.toFixed() ?? null,
          tenants: countTenants(land, new Set()),
        },
      ]
    })
    return { fiscalYear, firms, units: [...units] }
  })
}

/**
 * Every use of land that a firm had or gave away in the year: its own, what it leased, what it let. The land of a
 * lease whose lessor is on record stands on both sides, so what one gains another loses.
 */
const readLedger = (sql: Sql, fiscalYear: number, ofFirm: Part) => sql<LedgerOfFirm>`
  with flow as (
    select occupancy_id, enterprise_id, kind, lessor_id as counterpart_id, parcel_id, land_area_m2, floor_area_m2, far,
           from_on, to_on, source_id, source_row, act_id, recorded_at
      from core.occupancy where superseded_at is null
    union all
    select occupancy_id, lessor_id, 'leasedOut', enterprise_id, parcel_id, land_area_m2, floor_area_m2, far, from_on, to_on,
           source_id, source_row, act_id, recorded_at
      from core.occupancy where superseded_at is null and lessor_id is not null
  ), used as (
    select flow.*,
           least(coalesce(to_on, make_date(${fiscalYear} + 1, 1, 1)), make_date(${fiscalYear} + 1, 1, 1))
           - greatest(from_on, make_date(${fiscalYear}, 1, 1)) as days
      from flow where ${ofFirm}
  )
  select used.occupancy_id, used.enterprise_id, used.kind, used.counterpart_id, e.credit_code as counterpart, used.parcel_id, p.parcel_code,
         p.name as parcel_name,
         land_area_m2::text as area_m2, floor_area_m2::text as floor_area_m2, far::text as far,
         from_on::text as from_on, to_on::text as to_on, days,
         s.name as source_name, s.kind as source_kind, used.source_row, s.document_no, used.recorded_at,
         a.actor as recorded_by
    from used
    join core.source s using (source_id)
    join core.act a on a.act_id = used.act_id
    left join core.enterprise e on e.enterprise_id = used.counterpart_id
    left join lateral ${lastVersionOf(sql, sql`used.parcel_id`)} p on true
   where days > 0
   order by used.enterprise_id, array_position(array['owned', 'leasedIn', 'leasedOut'], used.kind), p.parcel_code collate "C", used.parcel_id, from_on, occupancy_id`

function groupBy<T extends { enterpriseId: number }>(rows: readonly T[]) {
  const groups = new Map<number, Omit<T, "enterpriseId">[]>()
  for (const { enterpriseId, ...row } of rows) {
    const group = groups.get(enterpriseId)
    if (group) group.push(row)
    else groups.set(enterpriseId, [row])
  }
  return groups
}

function sumPower(transfers: readonly Transfer[], sideOf: (transfer: Transfer) => number) {
  const sums = new Map<number, Exact>()
  for (const transfer of transfers)
    sums.set(sideOf(transfer), (sums.get(sideOf(transfer)) ?? new Exact(0)).plus(transfer.wanKwh))
  return sums
}

/** Tenants of a year, each once; those not on record one for each letting. `inside` are of the same unit. */
function countTenants(land: readonly LedgerRow[], inside: ReadonlySet<string>): number {
  const lettings = land.filter(({ kind }) => kind === "leasedOut")
  const known = new Set(lettings.flatMap(({ counterpart }) => counterpart ?? []))
  for (const creditCode of inside) known.delete(creditCode)
  return known.size + lettings.filter(({ counterpart }) => counterpart === null).length
}

/** A firm as the rules of the assessment take it; figures that are not on record stay away. */
export function toEnterprise(firm: YearFirm, fiscalYear: number): Enterprise {
  const land = sumLedger(firm.land, fiscalYear)
  const yearEnd = `${fiscalYear}-12-31`
  const claims = firm.claims.filter(({ validTo }) => validTo === null || validTo >= yearEnd)
  const enterprise: Enterprise = {
    creditCode: firm.creditCode,
    name: firm.name,
    industryCode: firm.industryCode,
    aboveScale: firm.aboveScale,
    ratingClass: firm.ratingClass,
    tenants: firm.tenants,
    ownedMu: land?.ownedMu ?? null,
    leasedInMu: land?.leasedInMu ?? null,
    leasedOutMu: land?.leasedOutMu ?? null,
    bonus: claims.flatMap(({ kind, groupId, item, points }) =>
      kind === "bonus" && groupId ? [{ group: groupId, item, points: Number(points) }] : [],
    ),
    penalty: claims.flatMap(({ kind, item, points }) =>
      kind === "penalty" ? [{ item, points: Number(points) }] : [],
    ),
    events: claims.flatMap(({ kind, item }) => (kind === "event" ? [item] : [])),
  }
  for (const { indicator, value } of firm.figures) enterprise[indicator] = value
  enterprise.powerWanKwh = toPower(firm, enterprise.powerWanKwh ?? null)
  return enterprise
}

/** Own meters, with what others metered for the firm, without what it metered for others. Missing stays missing. */
function toPower({ powerInWanKwh, powerOutWanKwh }: YearFirm, metered: number | string | null) {
  if (powerInWanKwh === null && powerOutWanKwh === null) return metered
  // A tenant without a meter of its own has the power that its lessor's meter counted for it.
  if (metered === null && powerOutWanKwh !== null) return null
  return new Exact(metered ?? 0)
    .plus(powerInWanKwh ?? 0)
    .minus(powerOutWanKwh ?? 0)
    .toFixed()
}

/** What is scored in a year: firms of no unit for themselves, units once. `members` are credit codes. */
export type Entrant = { enterprise: Enterprise; members: string[] }

export function listEntrants({ firms, units, fiscalYear }: Population): Entrant[] {
  const byId = new Map(firms.map((firm) => [firm.enterpriseId, firm]))
  const united = new Set(units.flatMap(({ memberIds }) => memberIds))
  const single = firms
    .filter(({ enterpriseId }) => !united.has(enterpriseId))
    .map((firm): Entrant => ({ enterprise: toEnterprise(firm, fiscalYear), members: [] }))
  const merged = units.flatMap((unit): Entrant[] => {
    const members = unit.memberIds.flatMap((id) => byId.get(id) ?? [])
    const lead = byId.get(unit.leadEnterpriseId) ?? members[0]
    if (!lead) return []
    const codes = members.map(({ creditCode }) => creditCode).sort()
    const inside = new Set(codes)
    const tenants = members.reduce((sum, { land }) => sum + countTenants(land, inside), 0)
    const enterprises = members.map((member) => toEnterprise(member, fiscalYear))
    return [
      {
        enterprise: mergeUnit(toEnterprise(lead, fiscalYear), enterprises, unit.name, tenants),
        members: codes,
      },
    ]
  })
  return [...single, ...merged].sort((a, b) =>
    a.enterprise.creditCode < b.enterprise.creditCode ? -1 : 1,
  )
}
