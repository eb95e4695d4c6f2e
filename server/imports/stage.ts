import type { ReadRow, UploadKind } from "../../geodata/read/report.ts"
import type { Sql } from "../db/sql.ts"
import { type Entry, outcomeOf } from "./entry.ts"
import type { Staged } from "./ledger.ts"
import { listBatches } from "./reading.ts"
import { toStorable } from "./storable.ts"

/** What a row of the staging tables keeps of an upload's row. */
type Payload =
  | { records: Entry["records"] }
  | { problems: Entry["problems"]; original: ReadRow["properties"] }

/**
 * Writes the judged rows of a file to its staging table, in the order of the file.
 * @throws Error when the rows on disk are not the ones that were judged
 */
export async function stageRows(
  sql: Sql,
  staged: Staged,
  kind: UploadKind,
  entries: readonly Entry[],
  rowsPath: string,
): Promise<void> {
  let from = 0
  for await (const rows of listBatches(rowsPath)) {
    const batch = entries.slice(from, from + rows.length)
    from += rows.length
    if (!batch.every(({ row }, place) => rows[place]?.row === row) || batch.length < rows.length)
      throw new Error(`import ${staged.importId}: the rows on disk were not judged`)
    const columns = toColumns(batch, rows)
    await (kind === "parcels"
      ? stageDrawings(sql, staged, columns)
      : stageTable(sql, staged, columns))
  }
}

type Columns = {
  row: number[]
  outcome: string[]
  key: (string | null)[]
  targetId: (number | null)[]
  baseVersion: (number | null)[]
  payload: string[]
  drawing: (string | null)[]
}

function toColumns(batch: readonly Entry[], rows: readonly ReadRow[]): Columns {
  const outcomes = batch.map(outcomeOf)
  return {
    row: batch.map(({ row }) => row),
    outcome: outcomes,
    key: batch.map(({ key }) => key),
    targetId: batch.map(({ targetId }) => targetId),
    baseVersion: batch.map(({ baseVersion }) => baseVersion),
    payload: batch.map((entry, place) =>
      JSON.stringify(toStorable(toPayload(entry, rows[place]!))),
    ),
    drawing: rows.map(({ geometry }, place) =>
      geometry && outcomes[place] !== "rejected"
        ? JSON.stringify({ type: "MultiPolygon", coordinates: geometry })
        : null,
    ),
  }
}

const toPayload = ({ problems, records }: Entry, { properties }: ReadRow): Payload =>
  problems.length === 0
    ? { records }
    : {
        problems,
        original: properties,
      }

async function stageTable(sql: Sql, { importId, table }: Staged, of: Columns): Promise<void> {
  await sql`
    insert into ${sql(table)} (import_id, row, outcome, key, target_id, base_version, payload)
    select ${importId}::int, row, outcome, key, target, version, payload::jsonb
      from unnest(${of.row}::int[], ${of.outcome}::text[], ${of.key}::text[], ${of.targetId}::int[],
                  ${of.baseVersion}::int[], ${of.payload}::text[])
        as t (row, outcome, key, target, version, payload)`
}

async function stageDrawings(sql: Sql, { importId }: Staged, of: Columns): Promise<void> {
  await sql`
    insert into core.staged_row (import_id, row, outcome, key, target_id, base_version, payload, geom)
    select ${importId}::int, row, outcome, key, target, version, payload::jsonb,
           ST_SetSRID(ST_GeomFromGeoJSON(drawing), 4490)
      from unnest(${of.row}::int[], ${of.outcome}::text[], ${of.key}::text[], ${of.targetId}::int[],
                  ${of.baseVersion}::int[], ${of.payload}::text[], ${of.drawing}::text[])
        as t (row, outcome, key, target, version, payload, drawing)`
}

/** Takes a batch's rows out of staging, before they are staged again under another answer. */
export async function unstageRows(sql: Sql, { importId, table }: Staged): Promise<void> {
  await sql`delete from ${sql(table)} where import_id = ${importId}`
}
