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
  /** Primary key: columns that name one row, current or not. */
  id: readonly string[]
  /** Columns that name one current row. */
  key: readonly string[]
  /** Columns of content beside the key. */
  content: Readonly<Record<string, ColumnType>>
  /** What a new record holds where nothing is said: columns that cannot be unknown. */
  whenNew?: Content
  /** How versions are counted: over all of an identity, from the row superseded, or not at all. */
  versions: "identity" | "record" | null
  /** Column of the identity; the staged row's target fills it, once the commit has made it. */
  identity?: string
  /** The outline comes from the staged row. */
  outline?: true
  /** Each record says in which row of its file it stands. */
  keepsRow?: true
}

/** Everything of one staged batch that SQL needs. */
export type Staged = { importId: number; table: StagedTable }
/** What every written row names: its source and its act. */
export type Origin = { sourceId: string; actId: string }

export type CurrentRow = {
  id: Content
  version: number | null
  content: Content
  /** Another current row has the same key: which of them is meant cannot be told. */
  ambiguous: boolean
}

export const columnsOf = ({ key, content }: Ledger): string[] => [...key, ...Object.keys(content)]

const separated = (sql: Sql, parts: readonly Part[]): Part => joined(sql, parts, sql`, `)

/** Columns by name, or of an alias. */
export const listed = (sql: Sql, columns: readonly string[], alias?: string): Part =>
  separated(
    sql,
    columns.map((column) => sql(alias === undefined ? column : `${alias}.${column}`)),
  )

/** Equality of two aliases in these columns. */
export const equal = (sql: Sql, columns: readonly string[], a: string, b: string): Part =>
  joined(
    sql,
    columns.map((column) => sql`${sql(`${a}.${column}`)} = ${sql(`${b}.${column}`)}`),
    sql` and `,
  )

export const keyOf = ({ key }: Ledger, values: Content): string =>
  JSON.stringify(key.map((column) => values[column]))

/**
 * The current rows with these keys, by `keyOf`.
 *
 * Each is looked up by its index (lateral, `offset 0`), here and wherever records meet their tables: where a
 * table was just filled, and on the embedded engine always, the planner has no statistics, takes few rows to be
 * current, and would compare every record with every row.
 */
export async function findCurrent(
  sql: Sql,
  ledger: Ledger,
  keys: readonly Content[],
): Promise<Map<string, CurrentRow>> {
  if (keys.length === 0) return new Map()
  const table = sql(ledger.table)
  const asText = (columns: readonly string[]) =>
    sql`json_build_object(${separated(
      sql,
      columns.map((column) => sql`${column}::text, t.${sql(column)}::text`),
    )})::text`
  const version = ledger.versions ? sql`t.version` : sql`null::int`
  const rows = await sql<{ content: string; id: string; version: number | null }>`
    select hit.content, hit.id, hit.version
      from jsonb_populate_recordset(null::${table}, ${sql.json(keys)}::jsonb) k
     cross join lateral (
       select ${asText(columnsOf(ledger))} as content, ${asText(ledger.id)} as id, ${version} as version
         from ${table} t where ${equal(sql, ledger.key, "t", "k")} and t.superseded_at is null
       offset 0) hit`
  const current = new Map<string, CurrentRow>()
  for (const { content: text, id, version } of rows) {
    const content = normalise(ledger, JSON.parse(text) as Content)
    const key = keyOf(ledger, content)
    current.set(key, {
      id: JSON.parse(id) as Content,
      version,
      content,
      ambiguous: current.has(key),
    })
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
  const { id = null, version = null } = current ?? {}
  return { ledger: ledger.name, state, id, version, values, changes }
}

/**
 * The records of a staged batch in one ledger: s the staged row, r the record, p its typed content, q the typed
 * primary key of the row that it was planned against.
 */
export const records = (sql: Sql, ledger: Ledger, { importId, table }: Staged): Part => {
  const identity = ledger.identity
    ? sql`|| jsonb_build_object(${ledger.identity}::text, s.target_id)`
    : sql``
  const type = sql(ledger.table)
  return sql`
    ${sql(table)} s
    cross join lateral jsonb_array_elements(s.payload->'records') r
    cross join lateral jsonb_populate_record(null::${type}, (r->'values') ${identity}) p
    cross join lateral jsonb_populate_record(null::${type}, coalesce(nullif(r->'id', 'null'), '{}')) q
    where s.import_id = ${importId} and r->>'ledger' = ${ledger.name}`
}

/** Number of the next version of an identity; its primary key begins with it. */
export const nextVersion = (sql: Sql, { table, identity = "" }: Ledger, alias: string): Part =>
  sql`(select coalesce(max(v.version), 0) + 1 from ${sql(table)} v where ${equal(sql, [identity], "v", alias)})`
