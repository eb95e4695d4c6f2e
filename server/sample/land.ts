import type { Sql } from "../db/sql.ts"
import type { SampleContract, SamplePark } from "../../geodata/sample/facts.ts"
import type { Ids, Origin } from "./load.ts"

export async function insertContracts(
  sql: Sql,
  { contracts }: SamplePark,
  { parcels }: Ids,
  { sourceId, actId }: Origin,
) {
  const of = <T>(read: (contract: SampleContract) => T) => contracts.map(read)
  await sql`
    insert into core.land_contract (parcel_id, contract_no, supervision_no, signed_on, agreed_delivery_on, delivered_on,
           agreed_start_on, supplement_start_on, agreed_completion_on, agreed_production_on, target_check_on,
           land_price_wan_yuan, total_invest_wan_yuan, dev_area_due_m2, invest_per_mu_wan_yuan, output_per_mu_wan_yuan,
           tax_per_mu_wan_yuan, far_min, far_max, source_id, act_id)
    select t.*, ${sourceId}, ${actId}
      from unnest(${of((c) => parcels.get(c.parcelCode)!)}::int[], ${of((c) => c.contractNo)}::text[],
                  ${of((c) => c.supervisionNo)}::text[], ${of((c) => c.signedOn)}::date[], ${of((c) => c.agreedDeliveryOn)}::date[],
                  ${of((c) => c.deliveredOn)}::date[], ${of((c) => c.agreedStartOn)}::date[], ${of((c) => c.supplementStartOn)}::date[],
                  ${of((c) => c.agreedCompletionOn)}::date[], ${of((c) => c.agreedProductionOn)}::date[],
                  ${of((c) => c.targetCheckOn)}::date[],
                  ${of((c) => c.landPriceWanYuan)}::numeric[], ${of((c) => c.totalInvestWanYuan)}::numeric[],
                  ${of((c) => c.devAreaDueM2)}::numeric[], ${of((c) => c.investPerMuWanYuan)}::numeric[],
                  ${of((c) => c.outputPerMuWanYuan)}::numeric[], ${of((c) => c.taxPerMuWanYuan)}::numeric[],
                  ${of((c) => c.farMin)}::numeric[], ${of((c) => c.farMax)}::numeric[]) as t`
}

export async function insertProjects(
  sql: Sql,
  { projects }: SamplePark,
  { parcels, enterprises }: Ids,
  { sourceId, actId }: Origin,
) {
  const firm = (code: string | null) => (code ? enterprises.get(code)! : null)
  await sql`
    insert into core.project (parcel_id, name, enterprise_id, invested_wan_yuan, dev_area_m2, suspended_on, stopped_on, source_id, act_id)
    select t.*, ${sourceId}, ${actId}
      from unnest(${projects.map((p) => parcels.get(p.parcelCode)!)}::int[], ${projects.map((p) => p.name)}::text[],
                  ${projects.map((p) => firm(p.creditCode))}::int[], ${projects.map((p) => p.investedWanYuan)}::numeric[],
                  ${projects.map((p) => p.devAreaM2)}::numeric[], ${projects.map((p) => p.suspendedOn)}::date[],
                  ${projects.map((p) => p.stoppedOn)}::date[]) as t`
  const milestones = projects.flatMap(({ parcelCode, name, milestones }) =>
    milestones
      .filter(({ plannedOn, actualOn }) => plannedOn !== null || actualOn !== null)
      .map((milestone) => ({ ...milestone, parcel: parcels.get(parcelCode)!, name })),
  )
  await sql`
    insert into core.milestone (parcel_id, project_name, milestone, planned_on, actual_on, source_id, act_id)
    select t.*, ${sourceId}, ${actId}
      from unnest(${milestones.map((m) => m.parcel)}::int[], ${milestones.map((m) => m.name)}::text[],
                  ${milestones.map((m) => m.milestone)}::text[], ${milestones.map((m) => m.plannedOn)}::date[],
                  ${milestones.map((m) => m.actualOn)}::date[]) as t`
  const pauses = projects.flatMap(({ parcelCode, pauses }) =>
    pauses.map((pause) => ({ ...pause, parcel: parcels.get(parcelCode)! })),
  )
  await sql`
    insert into core.clock_pause (parcel_id, from_on, to_on, cause, source_id, act_id)
    select t.*, ${sourceId}, ${actId}
      from unnest(${pauses.map((p) => p.parcel)}::int[], ${pauses.map((p) => p.fromOn)}::date[],
                  ${pauses.map((p) => p.toOn)}::date[], ${pauses.map((p) => p.cause)}::text[]) as t`
}

export async function insertBuildings(
  sql: Sql,
  { buildings }: SamplePark,
  { parcels }: Ids,
  { sourceId, actId }: Origin,
) {
  await sql`
    insert into core.building (parcel_id, name, storeys, floor_area_m2, vacant_floor_area_m2, vacant_from_on, source_id, act_id)
    select t.*, ${sourceId}, ${actId}
      from unnest(${buildings.map((b) => parcels.get(b.parcelCode)!)}::int[], ${buildings.map((b) => b.name)}::text[],
                  ${buildings.map((b) => b.storeys)}::int[], ${buildings.map((b) => b.floorAreaM2)}::numeric[],
                  ${buildings.map((b) => b.vacantFloorAreaM2)}::numeric[], ${buildings.map((b) => b.vacantFromOn)}::date[]) as t`
}
