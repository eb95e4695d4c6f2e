/**
 * A ledger is a table of versions: one current row for each key, superseded rows behind it, never changed in
 * content. Everything that imports ask of such tables is here, once; the tables themselves are named by the
 * kinds that write them.
 */
import { Exact } from "../../geodata/units.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import type { Content, PlannedRecord } from "./entry.ts"
import type { StagedTable } from "./kinds.ts"

/** What a column holds; a decimal names how many digits before the point its column takes. */
type ColumnType = "text" | { digits: number }

export type Ledger = {
  name: string
  table:
    | "core.parcel_version"
    | "core.enterprise_version"
    | "core.occupancy"
    | "core.land_contract"
    | "core.project"
    | "core.milestone"
    | "core.building"
    | "fin.indicator_value"
  /** Columns that name one current row. */
  key: readonly string[]
  /** Columns of content beside the key. */
  content: Readonly<Record<string, ColumnType>>
  /** What a new record holds where nothing is said: columns that cannot be unknown. */
  whenNew?: Content
  /** Columns over which versions are counted; null where the table counts none. */
  countedOver: readonly string[] | null
  /** Column that the staged row's target fills: the identity that the commit makes. */
  identity?: string
  /** The outline comes from the staged row. */
  outline?: true
}

/** Everything of one staged batch that SQL needs. */
export type Staged = { importId: number; table: StagedTable }
/** What every written row names: its source and its act. */
export type Origin = { sourceId: string; actId: string }

export type CurrentRow = {
  base: string
  version: number | null
  content: Content
  /** Another current row has the same key: which of them is meant cannot be told. */
  ambiguous: boolean
}

export const columnsOf = ({ key, content }: Ledger): string[] => [...key, ...Object.keys(content)]

export const sameKey = (sql: Sql, { key }: Ledger, a: string, b: string): Part =>
  joined(
    sql,
    key.map((column) => sql`${sql(`${a}.${column}`)} = ${sql(`${b}.${column}`)}`),
    sql` and `,
  )

export const listed = (sql: Sql, columns: readonly string[], alias: string): Part =>
  joined(
    sql,
    columns.map((column) => sql(`${alias}.${column}`)),
    sql`, `,
  )

export const keyOf = ({ key }: Ledger, values: Content): string =>
  JSON.stringify(key.map((column) => values[column]))

/** The current rows with these keys, by `keyOf`. */
export async function findCurrent(
  sql: Sql,
  ledger: Ledger,
  keys: readonly Content[],
): Promise<Map<string, CurrentRow>> {
  if (keys.length === 0) return new Map()
  const table = sql(ledger.table)
  const pairs = joined(
    sql,
    columnsOf(ledger).map((column) => sql`${column}::text, t.${sql(column)}::text`),
    sql`, `,
  )
  const version = ledger.countedOver ? sql`t.version` : sql`null::int`
  const rows = await sql<{ content: string; base: string; version: number | null }>`
    select json_build_object(${pairs})::text as content, t.act_id::text as base, ${version} as version
      from jsonb_populate_recordset(null::${table}, ${sql.json(keys)}::jsonb) k
      join ${table} t on ${sameKey(sql, ledger, "t", "k")} and t.superseded_at is null`
  const current = new Map<string, CurrentRow>()
  for (const { content: text, base, version } of rows) {
    const content = normalise(ledger, JSON.parse(text) as Content)
    const key = keyOf(ledger, content)
    current.set(key, { base, version, content, ambiguous: current.has(key) })
  }
  return current
}

/** Decimals lose the zeros that only the column's scale put there. */
const normalise = ({ content }: Ledger, values: Content): Content =>
  Object.fromEntries(
    Object.entries(values).map(([column, value]) => {
      const type = content[column]
      const isDecimal = type !== undefined && type !== "text"
      return [column, isDecimal && value !== null ? new Exact(value).toFixed() : value]
    }),
  )

/** What a row does to one record. Columns that `given` does not name stay as they are known. */
export function planRecord(
  ledger: Ledger,
  key: Content,
  given: Content,
  current: CurrentRow | undefined,
): PlannedRecord {
  const known = current?.content ?? {}
  const values: Content = { ...key }
  const changes: PlannedRecord["changes"] = []
  for (const column of Object.keys(ledger.content)) {
    const before = known[column] ?? null
    const unsaid = current ? before : (ledger.whenNew?.[column] ?? null)
    const after = given[column] === undefined ? unsaid : given[column]
    values[column] = after
    if (after !== before) changes.push({ field: column, before, after })
  }
  const state = !current ? "inserted" : changes.length > 0 ? "updated" : "unchanged"
  return { ledger: ledger.name, state, base: current?.base ?? null, values, changes }
}

/** The records of a staged batch in one ledger: s the staged row, r the record, p its typed content. */
export const records = (sql: Sql, ledger: Ledger, { importId, table }: Staged): Part => {
  const identity = ledger.identity
    ? sql`|| jsonb_build_object(${ledger.identity}::text, s.target_id)`
    : sql``
  return sql`
    ${sql(table)} s
    cross join lateral jsonb_array_elements(s.payload->'records') r
    cross join lateral jsonb_populate_record(null::${sql(ledger.table)}, (r->'values') ${identity}) p
    where s.import_id = ${importId} and r->>'ledger' = ${ledger.name}`
}

/** Names the identities that were made for new rows. */
export async function updateTargets(
  sql: Sql,
  { importId, table }: Staged,
  targets: readonly (readonly [row: number, id: number])[],
): Promise<void> {
  await sql`
    update ${sql(table)} s set target_id = t.id
      from unnest(${targets.map(([row]) => row)}::int[], ${targets.map(([, id]) => id)}::int[]) as t (row, id)
     where s.import_id = ${importId} and s.row = t.row`
}

/** Rows whose record is not any more what the preview saw: changed, gone, or there by now. */
export async function listStaleRows(sql: Sql, ledger: Ledger, staged: Staged): Promise<number[]> {
  const rows = await sql<{ row: number }>`
    select record.row
      from (select s.row, r->>'base' as base, ${listed(sql, ledger.key, "p")} from ${records(sql, ledger, staged)}) record
      left join ${sql(ledger.table)} t on ${sameKey(sql, ledger, "t", "record")} and t.superseded_at is null
     where t.act_id is distinct from record.base::bigint
     order by record.row`
  return rows.map(({ row }) => row)
}

/**
 * Supersedes what the batch updates and writes its versions.
 * @throws Error when it did not find what the check of stale rows had found: then nothing is committed
 */
export async function writeRecords(
  sql: Sql,
  ledger: Ledger,
  staged: Staged,
  { sourceId, actId }: Origin,
): Promise<void> {
  const table = sql(ledger.table)
  const [planned] = await sql<{ updated: number; inserted: number }>`
    select count(*) filter (where r->>'state' = 'updated')::int as updated,
           count(*) filter (where r->>'state' = 'inserted')::int as inserted
      from ${records(sql, ledger, staged)}`
  const superseded = await sql`
    update ${table} t set superseded_at = clock_timestamp(), superseded_act_id = ${actId}::bigint
      from (select r->>'base' as base, ${listed(sql, ledger.key, "p")}
              from ${records(sql, ledger, staged)} and r->>'state' = 'updated') record
     where ${sameKey(sql, ledger, "t", "record")} and t.superseded_at is null and t.act_id = record.base::bigint`
  const columns = columnsOf(ledger)
  const counted = ledger.countedOver
  const written = await sql`
    insert into ${table} (${named(sql, columns)}${ledger.outline ? sql`, geom` : sql``}${counted ? sql`, version` : sql``}, source_id, act_id)
    select ${listed(sql, columns, "p")}${ledger.outline ? sql`, s.geom` : sql``}${
      counted ? sql`, ${nextVersion(sql, ledger, counted, "p")}` : sql``
    }, ${sourceId}::bigint, ${actId}::bigint
      from ${records(sql, ledger, staged)} and r->>'state' <> 'unchanged'
     order by s.row`
  if (
    superseded.count !== planned!.updated ||
    written.count !== planned!.updated + planned!.inserted
  )
    throw new Error(`${ledger.table}: the records of import ${staged.importId} did not hold`)
}

export const named = (sql: Sql, columns: readonly string[]): Part =>
  joined(
    sql,
    columns.map((column) => sql(column)),
    sql`, `,
  )

export const nextVersion = (
  sql: Sql,
  ledger: Ledger,
  counted: readonly string[],
  alias: string,
): Part =>
  sql`(select coalesce(max(v.version), 0) + 1 from ${sql(ledger.table)} v where ${sameKey(
    sql,
    { ...ledger, key: counted },
    "v",
    alias,
  )})`
