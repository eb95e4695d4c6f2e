/** What people enter for a year: points and events of a firm, firms scored as one, power that others used. */
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import type {
  ClaimAnswer,
  NewClaim,
  NewTransfer,
  NewUnit,
  TransferAnswer,
  UnitAnswer,
} from "./schema.ts"

/** How acts name a year. */
const yearObject = (fiscalYear: number) => `assessment/${fiscalYear}`

const claimsWhere = (sql: Sql, condition: Part) => sql<ClaimAnswer>`
  select c.point_claim_id::int as id, c.enterprise_id, v.name, c.kind, c.group_id, c.item, c.points::text as points,
         c.evidence, c.valid_to::text as valid_to, c.recorded_at
    from assess.point_claim c
    join core.enterprise_version v on v.enterprise_id = c.enterprise_id and v.superseded_at is null
   where c.superseded_at is null and ${condition}
   order by v.name, c.kind, c.group_id, c.item`

export const listClaims = (sql: Sql, fiscalYear: number): PromiseLike<ClaimAnswer[]> =>
  claimsWhere(sql, sql`c.fiscal_year = ${fiscalYear}::int`)

/** @throws Problem not-found, conflict when the firm has this item already */
export async function insertClaim(
  sql: Sql,
  fiscalYear: number,
  claim: NewClaim,
): Promise<ClaimAnswer> {
  const { enterpriseId, kind, groupId, item, points, evidence, validTo } = claim
  const [known] =
    await sql`select 1 as one from core.enterprise where enterprise_id = ${enterpriseId}`
  if (!known) throw notFound()
  const [twice] = await sql`
    select 1 as one from assess.point_claim
     where superseded_at is null and fiscal_year = ${fiscalYear} and enterprise_id = ${enterpriseId} and kind = ${kind}
       and group_id is not distinct from ${groupId ?? null}::text and item = ${item}`
  if (twice) throw new Problem("conflict", `该企业已登记“${item}”。`)
  const actId = await insertAct(
    sql,
    "assessment-claim",
    yearObject(fiscalYear),
    `${item}：${evidence}`,
  )
  const [written] = await sql<{ id: number }>`
    insert into assess.point_claim (fiscal_year, enterprise_id, kind, group_id, item, points, evidence, valid_to, act_id)
    values (${fiscalYear}, ${enterpriseId}, ${kind}, ${groupId ?? null}, ${item}, ${points ?? null}::numeric, ${evidence},
            ${validTo ?? null}::date, ${actId})
    returning point_claim_id::int as id`
  const [answer] = await claimsWhere(sql, sql`c.point_claim_id = ${written!.id}`)
  return answer!
}

const unitsWhere = (sql: Sql, condition: Part) => sql<UnitAnswer>`
  select u.evaluation_unit_id as id, u.name, u.lead_enterprise_id, u.reason,
         (select json_agg(json_build_object('enterpriseId', e.enterprise_id, 'creditCode', e.credit_code, 'name', v.name)
                          order by e.credit_code collate "C")
            from core.enterprise e
            join core.enterprise_version v on v.enterprise_id = e.enterprise_id and v.superseded_at is null
           where e.enterprise_id = any(u.member_ids)) as members
    from assess.evaluation_unit u
   where u.superseded_at is null and ${condition}
   order by u.name, u.evaluation_unit_id`

export const listUnits = (sql: Sql, fiscalYear: number): PromiseLike<UnitAnswer[]> =>
  unitsWhere(sql, sql`u.fiscal_year = ${fiscalYear}::int`)

/** @throws Problem not-found, conflict when a member is of another unit of the year */
export async function insertUnit(sql: Sql, fiscalYear: number, unit: NewUnit): Promise<UnitAnswer> {
  const { name, leadEnterpriseId, memberIds, reason } = unit
  const [known] = await sql<{ firms: number }>`
    select count(*)::int as firms from core.enterprise where enterprise_id = any(${memberIds}::int[])`
  if (known!.firms < memberIds.length) throw notFound()
  const [other] = await sql<{ name: string }>`
    select name from assess.evaluation_unit
     where superseded_at is null and fiscal_year = ${fiscalYear} and member_ids && ${memberIds}::int[] limit 1`
  if (other)
    throw new Problem("conflict", `有成员已属于评价单元“${other.name}”，一家企业一年只能属于一个。`)
  const actId = await insertAct(
    sql,
    "assessment-unit",
    yearObject(fiscalYear),
    `${name}：${reason}`,
  )
  const [written] = await sql<{ id: number }>`
    insert into assess.evaluation_unit (fiscal_year, name, lead_enterprise_id, member_ids, reason, act_id)
    values (${fiscalYear}, ${name}, ${leadEnterpriseId}, ${memberIds}::int[], ${reason}, ${actId})
    returning evaluation_unit_id as id`
  const [answer] = await unitsWhere(sql, sql`u.evaluation_unit_id = ${written!.id}`)
  return answer!
}

const transfersWhere = (sql: Sql, condition: Part) => sql<TransferAnswer>`
  select t.power_transfer_id::int as id, t.from_enterprise_id, f.name as from_name, t.to_enterprise_id, o.name as to_name,
         t.wan_kwh::text as wan_kwh, t.evidence
    from fin.power_transfer t
    join core.enterprise_version f on f.enterprise_id = t.from_enterprise_id and f.superseded_at is null
    join core.enterprise_version o on o.enterprise_id = t.to_enterprise_id and o.superseded_at is null
   where t.superseded_at is null and ${condition}
   order by f.name, o.name`

export const listTransfers = (sql: Sql, fiscalYear: number): PromiseLike<TransferAnswer[]> =>
  transfersWhere(sql, sql`t.fiscal_year = ${fiscalYear}::int`)

/** @throws Problem not-found, conflict when the two firms have a transfer in the year */
export async function insertTransfer(
  sql: Sql,
  fiscalYear: number,
  { fromEnterpriseId, toEnterpriseId, wanKwh, evidence }: NewTransfer,
): Promise<TransferAnswer> {
  const [known] = await sql<{ firms: number }>`
    select count(*)::int as firms from core.enterprise
     where enterprise_id = any(${[fromEnterpriseId, toEnterpriseId]}::int[])`
  if (known!.firms < 2) throw notFound()
  const [twice] = await sql`
    select 1 as one from fin.power_transfer
     where superseded_at is null and fiscal_year = ${fiscalYear} and from_enterprise_id = ${fromEnterpriseId}
       and to_enterprise_id = ${toEnterpriseId}`
  if (twice) throw new Problem("conflict", "这两家企业已登记转供电量，请先撤销原登记。")
  const actId = await insertAct(sql, "assessment-power", yearObject(fiscalYear), evidence)
  const [written] = await sql<{ id: number }>`
    insert into fin.power_transfer (fiscal_year, from_enterprise_id, to_enterprise_id, wan_kwh, evidence, act_id)
    values (${fiscalYear}, ${fromEnterpriseId}, ${toEnterpriseId}, ${wanKwh}::numeric, ${evidence}, ${actId})
    returning power_transfer_id::int as id`
  const [answer] = await transfersWhere(sql, sql`t.power_transfer_id = ${written!.id}`)
  return answer!
}

const TABLES = {
  claim: { table: ["assess", "point_claim"], key: "point_claim_id" },
  unit: { table: ["assess", "evaluation_unit"], key: "evaluation_unit_id" },
  transfer: { table: ["fin", "power_transfer"], key: "power_transfer_id" },
} as const

/** Takes an entry of a year back; it stays on record. @throws Problem not-found */
export async function withdraw(
  sql: Sql,
  kind: keyof typeof TABLES,
  fiscalYear: number,
  id: number,
): Promise<void> {
  const { table, key } = TABLES[kind]
  const [schema, name] = table
  const actId = await insertAct(
    sql,
    `assessment-${kind}-withdraw`,
    yearObject(fiscalYear),
    `#${id}`,
  )
  const taken = await sql`
    update ${sql(schema)}.${sql(name)} set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where ${sql(key)} = ${id} and fiscal_year = ${fiscalYear} and superseded_at is null`
  if (taken.count === 0) throw notFound()
}
