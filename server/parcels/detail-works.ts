import type { Part, Sql } from "../db/sql.ts"
import type { Ask } from "./detail-land.ts"
import { columnsFor, decimal, text, toValues, viewOf, whole } from "./granted.ts"
import { known } from "./selection.ts"

export const CONTRACT = viewOf("core.land_contract", "c", ["parcel_id", "contract_id"], {
  contractNo: text("contract_no"),
  supervisionNo: text("supervision_no"),
  signedOn: text("signed_on"),
  agreedDelivery: text("agreed_delivery_on"),
  deliveredOn: text("delivered_on"),
  agreedStart: text("agreed_start_on"),
  supplementStart: text("supplement_start_on"),
  agreedCompletion: text("agreed_completion_on"),
  agreedProduction: text("agreed_production_on"),
  targetCheckOn: text("target_check_on"),
  devAreaDueM2: decimal("dev_area_due_m2"),
  landPriceWanYuan: decimal("land_price_wan_yuan"),
  totalInvestWanYuan: decimal("total_invest_wan_yuan"),
  investPerMuWanYuan: decimal("invest_per_mu_wan_yuan"),
  outputPerMuWanYuan: decimal("output_per_mu_wan_yuan"),
  taxPerMuWanYuan: decimal("tax_per_mu_wan_yuan"),
  farMin: decimal("far_min"),
  farMax: decimal("far_max"),
})

/** Contracts and allocation decisions with their dates and commitments. */
export async function listContracts(sql: Sql, { audience, parcelId, knownAt }: Ask) {
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, CONTRACT)}
      from core.land_contract c
     where c.parcel_id = ${parcelId} and ${known(sql, sql`c`, knownAt)}
     order by c.contract_id desc`
  return rows.map((row) => toValues(CONTRACT, row))
}

export const PROJECT = viewOf("core.project", "p", ["parcel_id", "name"], {
  name: text("name"),
  enterpriseId: whole("enterprise_id"),
  investedWanYuan: decimal("invested_wan_yuan"),
  devAreaM2: decimal("dev_area_m2"),
  suspendedOn: text("suspended_on"),
  stoppedOn: text("stopped_on"),
})

export type Milestone = { milestone: string; plannedOn: string | null; actualOn: string | null }

/** Milestones of project `p` in the order of the days, as JSON; null without any. */
export const milestonesOf = (sql: Sql, knownAt: string | null): Part => sql`
  (select jsonb_agg(jsonb_build_object('milestone', m.milestone, 'plannedOn', m.planned_on, 'actualOn', m.actual_on)
                    order by coalesce(m.actual_on, m.planned_on))
     from core.milestone m
    where m.parcel_id = p.parcel_id and m.project_name = p.name and ${known(sql, sql`m`, knownAt)})`

/** Projects with their milestones in the order of the days. */
export async function listProjects(sql: Sql, { audience, parcelId, knownAt }: Ask) {
  const rows = await sql<Record<string, unknown> & { milestones: Milestone[] | null }>`
    select ${columnsFor(sql, audience, PROJECT)},
           ${milestonesOf(sql, knownAt)} as milestones
      from core.project p
     where p.parcel_id = ${parcelId} and ${known(sql, sql`p`, knownAt)}
     order by p.project_id desc`
  return rows.map((row) => ({ ...toValues(PROJECT, row), milestones: row.milestones ?? [] }))
}

const BUILDING = viewOf("core.building", "b", ["parcel_id", "name"], {
  name: text("name"),
  storeys: whole("storeys"),
  floorM2: decimal("floor_area_m2"),
  vacantFloorM2: decimal("vacant_floor_area_m2"),
  vacantFrom: text("vacant_from_on"),
})

/** Buildings, and the floor that stands empty in each. */
export async function listBuildings(sql: Sql, { audience, parcelId, knownAt }: Ask) {
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, BUILDING)}
      from core.building b
     where b.parcel_id = ${parcelId} and ${known(sql, sql`b`, knownAt)}
     order by b.name collate "C"`
  return rows.map((row) => toValues(BUILDING, row))
}
