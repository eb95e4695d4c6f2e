/** Staged rows as they are shown, and the rejected ones as the list to send back to whoever made the file. */
import { stringify } from "csv-stringify/sync"
import type { Property, RowProblem } from "../../geodata/read/report.ts"
import type { Sql } from "../db/sql.ts"
import type { Outcome, PlannedRecord } from "./entry.ts"
import type { Staged } from "./ledger.ts"
import type { ImportedRows } from "./schema.ts"

type Page = { limit: number; after: number | undefined; outcome: Outcome | undefined }

/** Rows in file order. @param after the page begins behind this row */
export async function listRows(
  sql: Sql,
  { importId, table }: Staged,
  { limit, after, outcome }: Page,
): Promise<ImportedRows> {
  const wanted = sql`import_id = ${importId} ${outcome ? sql`and outcome = ${outcome}` : sql``}`
  const [all] = await sql<{ total: number }>`
    select count(*)::int as total from ${sql(table)} where ${wanted}`
  const rows = await sql<{
    row: number
    outcome: Outcome
    key: string | null
    records: PlannedRecord[] | null
    problems: RowProblem[] | null
  }>`
    select row, outcome, key, payload->'records' as records, payload->'problems' as problems
      from ${sql(table)} where ${wanted} and row > ${after ?? 0} order by row limit ${limit + 1}`
  const items = rows.slice(0, limit).map(({ records, problems, ...head }) => ({
    ...head,
    changes: (records ?? []).flatMap(({ changes, state, values }) =>
      changes.map((change) => ({
        ...change,
        field:
          values["indicator"] && state !== "unchanged"
            ? `${values["indicator"]}.${change.field}`
            : change.field,
      })),
    ),
    problems: problems ?? [],
  }))
  const last = items.at(-1)
  return { items, total: all!.total, next: rows.length > limit && last ? String(last.row) : null }
}

const PLAIN_NUMBER = /^-\d+(\.\d+)?$/

/** The rejected rows as CSV: row, rule, reason, then the columns as they came. */
export async function writeRejected(
  sql: Sql,
  { importId, table }: Staged,
  columns: readonly string[],
): Promise<string> {
  const rows = await sql<{ row: number; problems: RowProblem[]; original: Property[] }>`
    select row, payload->'problems' as problems, payload->'original' as original
      from ${sql(table)} where import_id = ${importId} and outcome = 'rejected' order by row`
  const lines = rows.map(({ row, problems, original }) => [
    row,
    problems.map(({ rule }) => rule).join(" "),
    problems.map(({ message }) => message).join(" "),
    ...cellsOf(original, columns),
  ])
  return stringify([["行号", "规则", "说明", ...columns], ...lines], {
    bom: true,
    record_delimiter: "windows",
    escape_formulas: true,
    cast: {
      boolean: (value) => (value ? "true" : "false"),
      // A negative number is no formula, also where the file had it as text.
      string: (value) => (PLAIN_NUMBER.test(value) ? { value, escape_formulas: false } : value),
    },
  })
}

/** Cells under their headers: by place where the row has all of them, by name where rows differ. */
function cellsOf(original: readonly Property[], columns: readonly string[]): unknown[] {
  if (original.length === columns.length && original.every(([name], at) => name === columns[at]))
    return original.map(([, value]) => value)
  const byName = new Map(original)
  return columns.map((column) => byName.get(column) ?? null)
}
