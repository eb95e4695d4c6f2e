import type { Sql } from "../db/sql.ts"
import { DETERMINATION, SUSPICION } from "../parcels/detail-flags.ts"
import { CONTRACT, type Milestone, milestonesOf, PROJECT } from "../parcels/detail-works.ts"
import { columnsFor, sees, toValues } from "../parcels/granted.ts"
import type { Ask } from "./detail.ts"

type Row = Record<string, unknown> & { parcelId: number }

/**
 * What the parcels in use are suspected of; the reasons stand on the parcel's own sheet.
 * @returns undefined where the audience learns of no suspicion
 */
export async function listSuspicions(sql: Sql, { audience }: Ask, parcelIds: readonly number[]) {
  if (!sees(audience, SUSPICION)) return undefined
  const rows = await sql<Row>`
    select s.parcel_id, ${columnsFor(sql, audience, SUSPICION)}
      from core.suspicion s
     where s.parcel_id = any(${parcelIds}::int[]) and s.superseded_at is null
     order by s.parcel_id, s.rule_set`
  return rows.map((row) => ({
    parcelId: row.parcelId,
    level: "suspected" as const,
    ...toValues(SUSPICION, row),
  }))
}

/** What was determined of the parcels in use, the latest first; ended ones too. */
export async function listDeterminations(
  sql: Sql,
  { audience }: Ask,
  parcelIds: readonly number[],
) {
  const rows = await sql<Row>`
    select d.parcel_id, ${columnsFor(sql, audience, DETERMINATION)}
      from core.determination d
     where d.parcel_id = any(${parcelIds}::int[])
     order by d.decided_on desc, d.determination_id desc`
  return rows.map((row) => ({
    parcelId: row.parcelId,
    level: "determined" as const,
    ...toValues(DETERMINATION, row),
  }))
}

/** Contracts and allocation decisions of the parcels that the firm owns: a contract is of land, not of a firm. */
export async function listContracts(sql: Sql, { audience }: Ask, parcelIds: readonly number[]) {
  const rows = await sql<Row>`
    select c.parcel_id, ${columnsFor(sql, audience, CONTRACT)}
      from core.land_contract c
     where c.parcel_id = any(${parcelIds}::int[]) and c.superseded_at is null
     order by c.contract_id desc`
  return rows.map((row) => ({ parcelId: row.parcelId, ...toValues(CONTRACT, row) }))
}

/** The firm's projects, wherever they are, with their milestones in the order of the days. */
export async function listProjects(sql: Sql, { audience, enterpriseId }: Ask) {
  const rows = await sql<Row & { milestones: Milestone[] | null }>`
    select p.parcel_id, ${columnsFor(sql, audience, PROJECT)}, ${milestonesOf(sql, null)} as milestones
      from core.project p
     where p.enterprise_id = ${enterpriseId} and p.superseded_at is null
     order by p.project_id desc`
  return rows.map((row) => {
    const { enterpriseId: _, ...project } = toValues(PROJECT, row)
    return { parcelId: row.parcelId, ...project, milestones: row.milestones ?? [] }
  })
}
