import type { Sql } from "../db/sql.ts"
import { type Entry, reject, textOf } from "./entry.ts"
import { accepted, claimByName, contentOf, type ImportKind, planRecords } from "./judging.ts"
import type { Ledger, Staged } from "./ledger.ts"
import { updateTargets } from "./ledger-commit.ts"
import { findEnterprises } from "./references.ts"

const ENTERPRISE: Ledger = {
  name: "enterprise",
  table: "core.enterprise_version",
  id: ["enterprise_id", "version"],
  key: ["enterprise_id"],
  content: {
    name: "text",
    industry_code: "text",
    above_scale: "text",
    stage: "text",
    registered_on: "text",
  },
  versions: "identity",
  identity: "enterprise_id",
}

/** GB/T 4754-2017: an optional letter and two to four digits. */
const INDUSTRY = /^[A-T]?\d{2,4}$/

async function judge(sql: Sql, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) claimByName(entry, "enterprise", ["creditCode"])
  for (const entry of accepted(entries)) {
    const industry = textOf(entry, "industryCode")
    if (industry !== undefined && !INDUSTRY.test(industry))
      reject(
        entry,
        "industryCode",
        "industry-code",
        "行业代码应为两到四位数字，前面可有一个门类字母。",
      )
  }
  const rows = accepted(entries)
  const ids = await findEnterprises(
    sql,
    rows.flatMap(({ key }) => key ?? []),
  )
  const drafts = rows.map((entry) => {
    entry.targetId = ids.get(entry.key ?? "") ?? null
    const id = entry.targetId === null ? null : String(entry.targetId)
    return { entry, key: { enterprise_id: id }, given: contentOf(entry, ENTERPRISE) }
  })
  await planRecords(sql, ENTERPRISE, drafts)
}

async function listTaken(sql: Sql, { importId }: Staged): Promise<number[]> {
  const rows = await sql<{ row: number }>`
    select s.row from fin.staged_row s join core.enterprise e on e.credit_code = s.key
     where s.import_id = ${importId} and s.outcome = 'inserted' and s.target_id is null order by s.row`
  return rows.map(({ row }) => row)
}

async function identify(sql: Sql, staged: Staged, actId: string): Promise<void> {
  const rows = await sql<{ row: number; key: string }>`
    select row, key from fin.staged_row
     where import_id = ${staged.importId} and outcome = 'inserted' and target_id is null order by row`
  const made = await sql<{ enterpriseId: number; creditCode: string }>`
    insert into core.enterprise (credit_code, act_id)
    select code, ${actId}::bigint from unnest(${rows.map(({ key }) => key)}::text[]) as t (code)
    returning enterprise_id, credit_code`
  const ids = new Map(made.map(({ enterpriseId, creditCode }) => [creditCode, enterpriseId]))
  await updateTargets(
    sql,
    staged,
    rows.map(({ row, key }) => [row, ids.get(key)!]),
  )
}

/** New firms that by now use land, have figures or a grade: without a current version these would hang. */
async function listDepended(sql: Sql, { importId }: Staged) {
  const rows = await sql<{ row: number }>`
    select s.row
      from fin.staged_row s
     where s.import_id = ${importId} and s.outcome = 'inserted'
       and (exists (select from core.occupancy o where o.superseded_at is null
                       and (o.enterprise_id = s.target_id or o.lessor_id = s.target_id))
         or exists (select from fin.indicator_value i where i.superseded_at is null and i.enterprise_id = s.target_id)
         or exists (select from core.project p where p.superseded_at is null and p.enterprise_id = s.target_id)
         or exists (select from assess.enterprise_grade g where g.superseded_at is null and g.enterprise_id = s.target_id))
     order by s.row`
  return rows.map(({ row }) => ({ row, reason: "该企业已有占用、指标、项目或等级记录。" }))
}

export const enterprises: ImportKind = {
  ledgers: [ENTERPRISE],
  judge,
  listTaken,
  identify,
  listDepended,
}
