/**
 * Makers of rows, each written through the door in the role that writes it in earnest. What is not given
 * is null or the usual; many rows are one statement.
 */
import type { Audience, Service } from "../../server/db/audience.ts"
import type { Door } from "../../server/db/door.ts"
import type { Sql } from "../../server/db/sql.ts"

type Origin = { sourceId: string; actId: string }
type Writer = Extract<Audience, "planner" | "assessor" | "promotion">

const write = <T>(
  door: Door,
  audience: Writer,
  work: (sql: Sql, origin: Origin) => PromiseLike<T>,
) =>
  door.as(
    { audience, role: audience, userId: null, name: `test-${audience}`, requestId: "r" },
    "write",
    async (sql) => {
      const actId = await insertAct(sql)
      const [source] = await sql<{ sourceId: string }>`
        insert into core.source (kind, name, act_id) values ('entry', '测试', ${actId}) returning source_id`
      return work(sql, { sourceId: source!.sourceId, actId })
    },
  )

const serve = <T>(
  door: Door,
  service: Service,
  work: (sql: Sql, actId: string) => PromiseLike<T>,
) =>
  door.serve(service, "write", async (sql) => work(sql, await insertAct(sql)), {
    statementMs: 60_000,
  })

async function insertAct(sql: Sql): Promise<string> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('test', 'rows', '测试') returning act_id`
  return act!.actId
}

export type ParcelRow = {
  /** West and south corner and sides of a rectangle, in degrees. */
  west: number
  south: number
  width?: number
  height?: number
  parcelCode?: string | null
  name?: string | null
  location?: string | null
  landUse?: string | null
  certifiedAreaM2?: string | null
  contractAreaM2?: string | null
  surveyedAreaM2?: string | null
  geomAreaM2?: string
  validFrom?: string
  validTo?: string | null
}

/** Ids of new parcels, in the order given; each is a rectangle. */
export const insertParcels = (door: Door, rows: readonly ParcelRow[]): Promise<number[]> =>
  write(door, "planner", async (sql, { sourceId, actId }) => {
    const ids = await sql<{ parcelId: number }>`
      insert into core.parcel (act_id) select ${actId}::bigint from generate_series(1, ${rows.length}::int) returning parcel_id`
    const parcelIds = ids.map(({ parcelId }) => parcelId)
    const of = <T>(read: (row: ParcelRow) => T) => rows.map(read)
    await sql`
      insert into core.parcel_version (parcel_id, version, parcel_code, name, location, land_use_scheme, land_use_code,
             certified_area_m2, contract_area_m2, surveyed_area_m2, geom_area_m2, area_rule, geom, valid_from, valid_to, source_id, act_id)
      select id, 1, code, name, location, case when land_use is not null then '2023' end, land_use,
             certified, contract, surveyed, geom_area, 'ellipsoid',
             ST_Multi(ST_MakeEnvelope(west, south, west + width, south + height, 4490)), valid_from, valid_to, ${sourceId}, ${actId}
        from unnest(${parcelIds}::int[], ${of((r) => r.parcelCode ?? null)}::text[], ${of((r) => r.name ?? null)}::text[],
                    ${of((r) => r.location ?? null)}::text[], ${of((r) => r.landUse ?? null)}::text[],
                    ${of((r) => r.certifiedAreaM2 ?? null)}::numeric[], ${of((r) => r.contractAreaM2 ?? null)}::numeric[],
                    ${of((r) => r.surveyedAreaM2 ?? null)}::numeric[], ${of((r) => r.geomAreaM2 ?? "10000")}::numeric[],
                    ${of((r) => r.west)}::float8[], ${of((r) => r.south)}::float8[],
                    ${of((r) => r.width ?? 0.001)}::float8[], ${of((r) => r.height ?? 0.001)}::float8[],
                    ${of((r) => r.validFrom ?? "2015-01-01")}::date[], ${of((r) => r.validTo ?? null)}::date[])
          as t (id, code, name, location, land_use, certified, contract, surveyed, geom_area, west, south, width, height, valid_from, valid_to)`
    return parcelIds
  })

/**
 * Writes a parcel's next version, with another area, for as long as it was believed; the transaction stays
 * open until `before` is done.
 */
export const rewriteParcel = (
  door: Door,
  parcelId: number,
  { certifiedAreaM2 }: { certifiedAreaM2: string },
  before: () => Promise<unknown>,
) =>
  write(door, "planner", async (sql, { sourceId, actId }) => {
    await sql`
      update core.parcel_version set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
       where parcel_id = ${parcelId} and superseded_at is null`
    await sql`
      insert into core.parcel_version (parcel_id, version, certified_area_m2, geom_area_m2, area_rule, geom, valid_from, source_id, act_id)
      select parcel_id, version + 1, ${certifiedAreaM2}::numeric, geom_area_m2, area_rule, geom, valid_from, ${sourceId}, ${actId}
        from core.parcel_version where parcel_id = ${parcelId} order by version desc limit 1`
    await before()
  })

/** Ends what is believed of parcels, without anything in its place. */
export const withdrawParcels = (door: Door, parcelIds: readonly number[]) =>
  write(
    door,
    "planner",
    (sql, { actId }) => sql`
      update core.parcel_version set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
       where parcel_id = any(${parcelIds}::int[]) and superseded_at is null`,
  )

export type FirmRow = {
  name: string
  industryCode?: string | null
  aboveScale?: boolean | null
}

/** Ids of new enterprises, in the order given; `first` numbers their credit codes. */
export const insertFirms = (door: Door, rows: readonly FirmRow[], first = 1): Promise<number[]> =>
  write(door, "assessor", async (sql, { sourceId, actId }) => {
    const codes = rows.map((_, i) => creditCode(first + i))
    const made = await sql<{ enterpriseId: number; creditCode: string }>`
      insert into core.enterprise (credit_code, act_id)
      select code, ${actId} from unnest(${codes}::text[]) as t (code) returning enterprise_id, credit_code`
    const idOf = new Map(made.map((row) => [row.creditCode, row.enterpriseId]))
    const ids = codes.map((code) => idOf.get(code)!)
    await sql`
      insert into core.enterprise_version (enterprise_id, version, name, industry_code, above_scale, source_id, act_id)
      select id, 1, name, industry, above_scale, ${sourceId}, ${actId}
        from unnest(${ids}::int[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.industryCode ?? null)}::text[],
                    ${rows.map((r) => r.aboveScale ?? null)}::boolean[]) as t (id, name, industry, above_scale)`
    return ids
  })

/** Writes a firm's next version, under another name. */
export const renameFirm = (door: Door, enterpriseId: number, name: string) =>
  write(door, "assessor", async (sql, { sourceId, actId }) => {
    await sql`
      update core.enterprise_version set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
       where enterprise_id = ${enterpriseId} and superseded_at is null`
    await sql`
      insert into core.enterprise_version (enterprise_id, version, name, industry_code, above_scale, source_id, act_id)
      select enterprise_id, version + 1, ${name}, industry_code, above_scale, ${sourceId}, ${actId}
        from core.enterprise_version where enterprise_id = ${enterpriseId} order by version desc limit 1`
  })

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** A synthetic credit code with its check character (GB 32100-2015). */
function creditCode(number: number): string {
  const body = `91341602MA${String(number).padStart(7, "0")}`
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(body[i]!), 0)
  return body + ALPHABET[(31 - (sum % 31)) % 31]!
}

export type UseRow = {
  parcelId: number
  enterpriseId: number
  landAreaM2: string
  kind?: "owned" | "leasedIn" | "leasedOut"
  lessorId?: number | null
  from?: string
  to?: string | null
}

export const insertUses = (door: Door, rows: readonly UseRow[]) =>
  write(
    door,
    "assessor",
    (sql, { sourceId, actId }) => sql`
      insert into core.occupancy (parcel_id, enterprise_id, kind, lessor_id, land_area_m2, from_on, to_on, source_id, act_id)
      select t.*, ${sourceId}, ${actId}
        from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.enterpriseId)}::int[],
                    ${rows.map((r) => r.kind ?? "owned")}::text[], ${rows.map((r) => r.lessorId ?? null)}::int[],
                    ${rows.map((r) => r.landAreaM2)}::numeric[], ${rows.map((r) => r.from ?? "2016-01-01")}::date[],
                    ${rows.map((r) => r.to ?? null)}::date[]) as t`,
  )

export type ContractRow = {
  parcelId: number
  contractNo: string
  signedOn?: string | null
  agreedStart?: string | null
  taxPerMuWanYuan?: string | null
  landPriceWanYuan?: string | null
}

export const insertContracts = (door: Door, rows: readonly ContractRow[]) =>
  write(
    door,
    "planner",
    (sql, { sourceId, actId }) => sql`
      insert into core.land_contract (parcel_id, contract_no, signed_on, agreed_start_on, tax_per_mu_wan_yuan, land_price_wan_yuan, source_id, act_id)
      select t.*, ${sourceId}, ${actId}
        from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.contractNo)}::text[],
                    ${rows.map((r) => r.signedOn ?? null)}::date[], ${rows.map((r) => r.agreedStart ?? null)}::date[],
                    ${rows.map((r) => r.taxPerMuWanYuan ?? null)}::numeric[], ${rows.map((r) => r.landPriceWanYuan ?? null)}::numeric[]) as t`,
  )

export type BuildingRow = {
  parcelId: number
  name: string
  floorM2: string
  vacantFloorM2?: string
}

export const insertBuildings = (door: Door, rows: readonly BuildingRow[]) =>
  write(
    door,
    "planner",
    (sql, { sourceId, actId }) => sql`
      insert into core.building (parcel_id, name, storeys, floor_area_m2, vacant_floor_area_m2, source_id, act_id)
      select id, name, 3, floor, vacant, ${sourceId}, ${actId}
        from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.name)}::text[],
                    ${rows.map((r) => r.floorM2)}::numeric[], ${rows.map((r) => r.vacantFloorM2 ?? "0")}::numeric[])
          as t (id, name, floor, vacant)`,
  )

/** A project with milestones that took place. */
export const insertProject = (
  door: Door,
  parcelId: number,
  name: string,
  milestones: Record<string, string>,
) =>
  write(door, "promotion", async (sql, { sourceId, actId }) => {
    await sql`insert into core.project (parcel_id, name, source_id, act_id) values (${parcelId}, ${name}, ${sourceId}, ${actId})`
    await sql`
      insert into core.milestone (parcel_id, project_name, milestone, actual_on, source_id, act_id)
      select ${parcelId}, ${name}, milestone, on_day, ${sourceId}, ${actId}
        from unnest(${Object.keys(milestones)}::text[], ${Object.values(milestones)}::date[]) as t (milestone, on_day)`
  })

/** Determinations as two people make them; with `endedOn` ended by them too. */
export const insertDeterminations = (
  door: Door,
  parcelIds: readonly number[],
  endedOn: string | null = null,
) =>
  write(door, "planner", async (sql, { sourceId, actId }) => {
    const approve = async (kind: "determine" | "end", decidedOn: string) => {
      await sql`
        insert into core.determination_proposal (kind, parcel_id, determination_id, state, document_no, decided_on, body, reason, author_name, source_id, act_id)
        select ${kind}, id, (select determination_id from core.determination d where d.parcel_id = id and ${kind} = 'end'),
               'idle', '闲置认定〔2024〕' || id || '号', ${decidedOn}::date, '示例自然资源局', '测试', 'x', ${sourceId}, ${actId}
          from unnest(${parcelIds}::int[]) as t (id)`
      await sql`select set_config('app.actor', 'test-lead', true)`
      await sql`
        insert into core.determination_step (proposal_id, step, actor_name, act_id)
        select proposal_id, 'approved', 'x', ${actId} from core.determination_proposal p
         where kind = ${kind} and parcel_id = any(${parcelIds}::int[])
           and not exists (select from core.determination_step s where s.proposal_id = p.proposal_id)`
      await sql`select set_config('app.actor', 'test-planner', true)`
    }
    await approve("determine", "2024-03-03")
    await sql`
      insert into core.determination (parcel_id, state, document_no, decided_on, body, source_id, act_id, proposal_id)
      select parcel_id, state, document_no, decided_on, body, source_id, act_id, proposal_id
        from core.determination_proposal p
       where kind = 'determine' and parcel_id = any(${parcelIds}::int[])
         and not exists (select from core.determination d where d.proposal_id = p.proposal_id)`
    if (!endedOn) return
    await approve("end", endedOn)
    await sql`
      update core.determination d set ended_on = p.decided_on, end_proposal_id = p.proposal_id
        from core.determination_proposal p
       where p.kind = 'end' and p.determination_id = d.determination_id and d.ended_on is null
         and d.parcel_id = any(${parcelIds}::int[])`
  })

export const insertLineage = (door: Door, parentId: number, childId: number, areaShare: string) =>
  write(
    door,
    "planner",
    (sql, { actId }) => sql`
      insert into core.lineage (parent_id, child_id, kind, on_day, area_share, act_id)
      values (${parentId}, ${childId}, 'split', '2020-05-01', ${areaShare}, ${actId})`,
  )

export type FigureRow = {
  enterpriseId: number
  fiscalYear: number
  indicator: string
  value: string | null
  missingReason?: string
}

export const insertFigures = (door: Door, rows: readonly FigureRow[]) =>
  write(
    door,
    "assessor",
    (sql, { sourceId, actId }) => sql`
      insert into fin.indicator_value (enterprise_id, fiscal_year, indicator, value, missing_reason, source_id, act_id)
      select t.*, ${sourceId}, ${actId}
        from unnest(${rows.map((r) => r.enterpriseId)}::int[], ${rows.map((r) => r.fiscalYear)}::int[],
                    ${rows.map((r) => r.indicator)}::text[], ${rows.map((r) => r.value)}::numeric[],
                    ${rows.map((r) => (r.value === null ? (r.missingReason ?? "notReported") : null))}::text[]) as t`,
  )

export const insertFirmGrades = (
  door: Door,
  rows: readonly { enterpriseId: number; fiscalYear: number; grade: string }[],
) =>
  write(
    door,
    "assessor",
    (sql, { actId }) => sql`
      insert into assess.enterprise_grade (enterprise_id, fiscal_year, grade, scheme_id, act_id)
      select t.*, 'test', ${actId}
        from unnest(${rows.map((r) => r.enterpriseId)}::int[], ${rows.map((r) => r.fiscalYear)}::int[],
                    ${rows.map((r) => r.grade)}::text[]) as t`,
  )

export type StandingRow = {
  parcelId: number
  lifecycle?: string | null
  projectStatus?: string | null
  available?: boolean | null
}

export const insertStandings = (door: Door, rows: readonly StandingRow[]) =>
  serve(
    door,
    "svc_derive",
    (sql, actId) => sql`
      insert into core.parcel_standing (parcel_id, lifecycle, project_status, available, evaluated_on, act_id)
      select t.*, '2026-01-01', ${actId}
        from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.lifecycle ?? null)}::text[],
                    ${rows.map((r) => r.projectStatus ?? null)}::text[], ${rows.map((r) => r.available ?? null)}::boolean[]) as t`,
  )

/** As a later evaluation finds it. */
export const updateStanding = (
  door: Door,
  { parcelId, lifecycle = null, available = null }: StandingRow,
) =>
  serve(
    door,
    "svc_derive",
    (sql, actId) => sql`
      update core.parcel_standing
         set lifecycle = ${lifecycle}, available = ${available}, evaluated_on = '2026-01-02', act_id = ${actId}
       where parcel_id = ${parcelId}`,
  )

export type SuspicionRow = {
  parcelId: number
  ruleSet: string
  rule: string
  reasons?: readonly { fact: string; value: string; threshold: string; confidential: boolean }[]
}

export const insertSuspicions = (door: Door, rows: readonly SuspicionRow[]) =>
  serve(door, "svc_derive", async (sql, actId) => {
    const made = await sql<{ suspicionId: number; parcelId: number; ruleSet: string }>`
      insert into core.suspicion (parcel_id, rule_set, rule, state, clause, since_on, evaluated_on, act_id)
      select id, rule_set, rule, 'suspected_low_efficiency', '53-2(1)', '2023-01-02', '2026-01-01', ${actId}
        from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.ruleSet)}::text[], ${rows.map((r) => r.rule)}::text[])
          as t (id, rule_set, rule)
      returning suspicion_id, parcel_id, rule_set`
    for (const { parcelId, ruleSet, reasons = [] } of rows) {
      const { suspicionId } = made.find(
        (row) => row.parcelId === parcelId && row.ruleSet === ruleSet,
      )!
      for (const [i, { fact, value, threshold, confidential }] of reasons.entries()) {
        const [open, limit] = confidential ? [null, null] : [value, threshold]
        await sql`
          insert into core.suspicion_reason (suspicion_id, n, fact, value, threshold, confidential)
          values (${suspicionId}, ${i + 1}, ${fact}, ${open}, ${limit}, ${confidential})`
        if (confidential)
          await sql`
            insert into fin.suspicion_reason (suspicion_id, n, value, threshold)
            values (${suspicionId}, ${i + 1}, ${value}, ${threshold})`
      }
    }
  })

export const endSuspicions = (door: Door, parcelId: number) =>
  serve(
    door,
    "svc_derive",
    (sql) =>
      sql`update core.suspicion set superseded_at = clock_timestamp() where parcel_id = ${parcelId}`,
  )

export type MetricRow = {
  parcelId: number
  fiscalYear: number
  indicator: string
  amount: string | null
  areaMu: string
  firms?: number
}

/** Per mu is amount over area, as the derivation makes it. */
export const insertMetrics = (door: Door, rows: readonly MetricRow[]) =>
  serve(
    door,
    "svc_derive",
    (sql) => sql`
      insert into fin.parcel_metric (parcel_id, fiscal_year, indicator, amount, area_mu, per_mu, missing_firms, firms)
      select id, year, indicator, amount, area_mu, round(amount / area_mu, 8), case when amount is null then 1 else 0 end, firms
        from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.fiscalYear)}::int[],
                    ${rows.map((r) => r.indicator)}::text[], ${rows.map((r) => r.amount)}::numeric[],
                    ${rows.map((r) => r.areaMu)}::numeric[], ${rows.map((r) => r.firms ?? 1)}::int[])
          as t (id, year, indicator, amount, area_mu, firms)`,
  )

export const insertParcelGrades = (
  door: Door,
  rows: readonly { parcelId: number; fiscalYear: number; grade: string; enterpriseId: number }[],
) =>
  serve(
    door,
    "svc_derive",
    (sql) => sql`
      insert into assess.parcel_grade (parcel_id, fiscal_year, grade, enterprise_id)
      select * from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.fiscalYear)}::int[],
                           ${rows.map((r) => r.grade)}::text[], ${rows.map((r) => r.enterpriseId)}::int[])`,
  )

/** A road, a water, or a zone, as well-known text in degrees. */
export const insertGround = (door: Door, kind: string, name: string, wkt: string) =>
  serve(door, "svc_sample", async (sql, actId) => {
    const geom = sql`ST_GeomFromText(${wkt}, 4490)`
    return kind === "zone"
      ? sql`insert into core.zone (name, geom, act_id) values (${name}, ${geom}, ${actId})`
      : sql`insert into core.ground (kind, name, geom, act_id) values (${kind}, ${name}, ${geom}, ${actId})`
  })

export type VersionRow = {
  parcelId: number
  version: number
  /** A rectangle, in degrees. */
  west: number
  south: number
  width: number
  height: number
  name: string | null
  landUse: string | null
  certifiedAreaM2: string
  validFrom: string
  validTo: string | null
}

/** Numbers of new parcels of which nothing is known yet. */
export const insertNumbers = (door: Door, count: number): Promise<number[]> =>
  write(door, "planner", async (sql, { actId }) => {
    const ids = await sql<{ parcelId: number }>`
      insert into core.parcel (act_id) select ${actId}::bigint from generate_series(1, ${count}::int) returning parcel_id`
    return ids.map(({ parcelId }) => parcelId)
  })

/** Versions of parcels as a history tells them; `superseded` ends what was believed before, in the same act. */
export const insertVersions = (
  door: Door,
  rows: readonly VersionRow[],
  superseded: readonly Pick<VersionRow, "parcelId" | "version">[] = [],
) =>
  write(door, "planner", async (sql, { sourceId, actId }) => {
    await sql`
      update core.parcel_version set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
       where (parcel_id, version) in
             (select * from unnest(${superseded.map((r) => r.parcelId)}::int[], ${superseded.map((r) => r.version)}::int[]))`
    await sql`
      insert into core.parcel_version (parcel_id, version, name, land_use_scheme, land_use_code, certified_area_m2,
             geom_area_m2, area_rule, geom, valid_from, valid_to, source_id, act_id)
      select id, version, name, case when land_use is not null then '2023' end, land_use, area, area, 'ellipsoid',
             ST_Multi(ST_MakeEnvelope(west, south, west + width, south + height, 4490)), valid_from, valid_to, ${sourceId}, ${actId}
        from unnest(${rows.map((r) => r.parcelId)}::int[], ${rows.map((r) => r.version)}::int[], ${rows.map((r) => r.name)}::text[],
                    ${rows.map((r) => r.landUse)}::text[], ${rows.map((r) => r.certifiedAreaM2)}::numeric[],
                    ${rows.map((r) => r.west)}::float8[], ${rows.map((r) => r.south)}::float8[],
                    ${rows.map((r) => r.width)}::float8[], ${rows.map((r) => r.height)}::float8[],
                    ${rows.map((r) => r.validFrom)}::date[], ${rows.map((r) => r.validTo)}::date[])
          as t (id, version, name, land_use, area, west, south, width, height, valid_from, valid_to)`
  })

export type LineageRow = {
  parentId: number
  childId: number
  kind: "split" | "merge"
  on: string
  areaShare: string
}

export const insertLineages = (door: Door, rows: readonly LineageRow[]) =>
  write(
    door,
    "planner",
    (sql, { actId }) => sql`
      insert into core.lineage (parent_id, child_id, kind, on_day, area_share, act_id)
      select t.*, ${actId}
        from unnest(${rows.map((r) => r.parentId)}::int[], ${rows.map((r) => r.childId)}::int[], ${rows.map((r) => r.kind)}::text[],
                    ${rows.map((r) => r.on)}::date[], ${rows.map((r) => r.areaShare)}::numeric[]) as t`,
  )
