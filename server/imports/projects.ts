/** A row is one milestone of one project; what it says of the project itself may stand in each of its rows. */
import type { Sql } from "../db/sql.ts"
import { type Content, type Entry, reject, textOf } from "./entry.ts"
import {
  accepted,
  claimByName,
  type Context,
  contentOf,
  type ImportKind,
  planRecords,
  referToParcels,
} from "./judging.ts"
import type { Ledger, Staged } from "./ledger.ts"

const PROJECT: Ledger = {
  name: "project",
  table: "core.project",
  id: ["project_id"],
  key: ["parcel_id", "name"],
  content: {
    enterprise_id: "text",
    invested_wan_yuan: { digits: 14 },
    dev_area_m2: { digits: 12 },
    suspended_on: "text",
    stopped_on: "text",
  },
  versions: "record",
}

const MILESTONE: Ledger = {
  name: "milestone",
  table: "core.milestone",
  id: ["milestone_id"],
  key: ["parcel_id", "project_name", "milestone"],
  content: { planned_on: "text", actual_on: "text" },
  versions: null,
}

const BATCH = 2000

async function judge(sql: Sql, entries: readonly Entry[], context: Context): Promise<void> {
  for (const entry of entries)
    claimByName(entry, "milestone", ["parcelCode", "projectName", "milestone"])
  await referToParcels(sql, entries, context)
  const drafts = accepted(entries).flatMap((entry) => {
    const projectName = textOf(entry, "projectName") ?? ""
    const milestone = textOf(entry, "milestone") ?? ""
    const given = contentOf(entry, MILESTONE)
    // A milestone without any day says nothing; the row may still speak of the project.
    if (Object.keys(given).length === 0) return []
    const key = { parcel_id: String(entry.targetId), project_name: projectName, milestone }
    return { entry, key, given }
  })
  await planRecords(sql, MILESTONE, drafts)
}

/** The project of each row, once: its first row carries it. Rows that contradict each other are rejected. */
async function settle(sql: Sql, entries: readonly Entry[]): Promise<void> {
  const projects = new Map<string, Entry[]>()
  for (const entry of accepted(entries)) {
    const key = `${entry.targetId} ${textOf(entry, "projectName")}`
    const rows = projects.get(key)
    if (rows) rows.push(entry)
    else projects.set(key, [entry])
  }
  const drafts = [...projects.values()].flatMap((rows) => {
    const given = mergeGiven(rows)
    const [entry] = rows
    if (given === undefined || !entry) return []
    const name = textOf(entry, "projectName") ?? ""
    return { entry, key: { parcel_id: String(entry.targetId), name }, given }
  })
  for (let from = 0; from < drafts.length; from += BATCH)
    await planRecords(sql, PROJECT, drafts.slice(from, from + BATCH))
}

/** What the rows of one project say of it together; undefined, and all rejected, where two rows differ. */
function mergeGiven(rows: readonly Entry[]): Content | undefined {
  const merged: Content = {}
  for (const { row, given } of rows.map((entry) => ({
    ...entry,
    given: contentOf(entry, PROJECT),
  })))
    for (const [column, value] of Object.entries(given)) {
      merged[column] ??= value
      if (merged[column] === value) continue
      const message = `第 ${row} 行与前面的行对同一项目说法不一，请改为一致。`
      for (const entry of rows) reject(entry, "projectName", "project-contradiction", message)
      return undefined
    }
  return merged
}

/** New projects whose milestones were recorded by others since. */
async function listDepended(sql: Sql, { importId, table }: Staged, { actId }: { actId: string }) {
  const rows = await sql<{ row: number }>`
    select distinct s.row
      from ${sql(table)} s
      cross join lateral jsonb_array_elements(s.payload->'records') r
      join core.milestone m on m.parcel_id = (r->'values'->>'parcel_id')::int and m.project_name = r->'values'->>'name'
       and m.superseded_at is null and m.act_id <> ${actId}::bigint
     where s.import_id = ${importId} and r->>'ledger' = 'project' and r->>'state' = 'inserted'
     order by s.row`
  return rows.map(({ row }) => ({ row, reason: "该项目后来又记录了节点。" }))
}

export const projects: ImportKind = { ledgers: [PROJECT, MILESTONE], judge, settle, listDepended }
