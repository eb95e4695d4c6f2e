import { legalDayAt } from "../../geodata/days.ts"
import type { Sql } from "../db/sql.ts"
import { type Content, type Entry, reject, textOf } from "./entry.ts"
import { findMisfit, type Land } from "./fit.rules.ts"
import { findOccupied, listMisfitRows, misfitRule, sayMisfit } from "./fit.ts"
import { accepted, type ImportKind } from "./judging.ts"
import type { Staged } from "./ledger.ts"
import { updateTargets } from "./ledger-commit.ts"
import { judgeParcels, PARCEL } from "./parcel-judge.ts"

/** Rejects changes after which a parcel would be smaller than what is in use of it. */
async function settle(sql: Sql, entries: readonly Entry[]): Promise<void> {
  const changing = accepted(entries).filter(({ records }) =>
    records.some(
      ({ state, changes }) => state === "updated" && changes.some(({ field }) => AREAS.has(field)),
    ),
  )
  const occupied = await findOccupied(
    sql,
    changing.map(({ targetId }) => targetId ?? 0),
  )
  for (const entry of changing) {
    const { uses = [], lands = [], parcelCode = null } = occupied.get(entry.targetId ?? 0) ?? {}
    const drawn = entry.records.map(({ values }) => toLand(values))
    const staying = lands.filter(
      ({ validFrom }) => !drawn.some((land) => land.validFrom === validFrom),
    )
    const misfit = findMisfit(uses, [...staying, ...drawn])
    if (misfit)
      reject(entry, "", misfitRule, sayMisfit(textOf(entry, "parcelCode") ?? parcelCode, misfit))
  }
}

const AREAS = new Set(["certified_area_m2", "contract_area_m2", "surveyed_area_m2", "geom_area_m2"])

/** The legal area is the first known of certified, contract, surveyed and drawn. */
const toLand = (values: Content): Land => ({
  legalAreaM2:
    values["certified_area_m2"] ??
    values["contract_area_m2"] ??
    values["surveyed_area_m2"] ??
    values["geom_area_m2"] ??
    "0",
  validFrom: values["valid_from"] ?? "",
  validTo: values["valid_to"] ?? null,
})

async function listTaken(sql: Sql, { importId }: Staged): Promise<number[]> {
  const today = legalDayAt(new Date())
  const rows = await sql<{ row: number }>`
    select s.row
      from core.staged_row s
     cross join lateral jsonb_array_elements(s.payload->'records') r
     cross join lateral (
       select valid_to from core.parcel_version v
        where v.superseded_at is null and v.parcel_code = r->'values'->>'parcel_code'
       union all
       select valid_to from core.parcel_version v
        where v.superseded_at is null and v.source_key = r->'values'->>'source_key'
       union all
       select valid_to from core.parcel_version v
        where v.superseded_at is null and v.geom ~= s.geom and ST_Equals(v.geom, s.geom)
       offset 0) known
     where s.import_id = ${importId} and s.outcome = 'inserted'
       and (known.valid_to is null or known.valid_to > ${today}::date)
     group by s.row order by s.row`
  return rows.map(({ row }) => row)
}

async function identify(sql: Sql, staged: Staged, actId: string): Promise<void> {
  const rows = await sql<{ row: number }>`
    select row from core.staged_row
     where import_id = ${staged.importId} and outcome = 'inserted' and target_id is null order by row`
  const made = await sql<{ parcelId: number }>`
    insert into core.parcel (act_id)
    select ${actId}::bigint from generate_series(1, ${rows.length}::int) returning parcel_id`
  await updateTargets(
    sql,
    staged,
    rows.map(({ row }, place) => [row, made[place]!.parcelId]),
  )
}

/** New parcels that something was recorded of since: without a current version it would hang in the air. */
async function listDepended(sql: Sql, { importId }: Staged) {
  const rows = await sql<{ row: number }>`
    select s.row
      from core.staged_row s
     where s.import_id = ${importId} and s.outcome = 'inserted'
       and (exists (select from core.occupancy t where t.parcel_id = s.target_id and t.superseded_at is null)
         or exists (select from core.land_contract t where t.parcel_id = s.target_id and t.superseded_at is null)
         or exists (select from core.project t where t.parcel_id = s.target_id and t.superseded_at is null)
         or exists (select from core.milestone t where t.parcel_id = s.target_id and t.superseded_at is null)
         or exists (select from core.building t where t.parcel_id = s.target_id and t.superseded_at is null)
         or exists (select from core.clock_pause t where t.parcel_id = s.target_id and t.superseded_at is null)
         or exists (select from core.determination t where t.parcel_id = s.target_id)
         or exists (select from core.disposal_case t where t.parcel_id = s.target_id)
         or exists (select from core.lineage t where t.parent_id = s.target_id or t.child_id = s.target_id))
     order by s.row`
  return rows.map(({ row }) => ({ row, reason: "该宗地后来有了占用、合同、项目等记录。" }))
}

export const parcels: ImportKind = {
  ledgers: [PARCEL],
  judge: judgeParcels,
  settle,
  listTaken,
  identify,
  listBreaches: listMisfitRows,
  listDepended,
}
