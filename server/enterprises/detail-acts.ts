import { mayRead } from "../accounts/matrix.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { listActsOf } from "../parcels/detail-acts.ts"
import { columnsFor, sees, text, toValues, viewOf, whole } from "../parcels/granted.ts"
import type { Ask } from "./detail.ts"

/** Tables with rows of a firm, by the column that says so. */
const OF_FIRM = [
  { table: "core.enterprise_version", firm: "enterprise_id" },
  { table: "core.occupancy", firm: "enterprise_id" },
  { table: "core.occupancy", firm: "lessor_id" },
  { table: "fin.indicator_value", firm: "enterprise_id" },
  { table: "core.project", firm: "enterprise_id" },
]
/** Rows that only began by an act and name no source. */
const ALSO_OF_FIRM = [
  { table: "core.enterprise", firm: "enterprise_id" },
  { table: "assess.enterprise_grade", firm: "enterprise_id" },
]

/** What some columns of the firm's rows hold, as far as the audience may read both them and whose they are. */
const columnsOfRows = (
  sql: Sql,
  { audience, enterpriseId }: Ask,
  tables: typeof OF_FIRM,
  columns: readonly string[],
): Part[] =>
  tables.flatMap(({ table, firm }) =>
    columns
      .filter((column) => [column, firm].every((one) => mayRead(audience, `${table}.${one}`)))
      .map(
        (column) =>
          sql`select t.${sql(column)} from ${sql(table)} t where t.${sql(firm)} = ${enterpriseId} and t.${sql(column)} is not null`,
      ),
  )

/** Who changed what of the firm, the latest first. @returns undefined where the audience sees no acts */
export const listActs = (sql: Sql, ask: Ask) =>
  listActsOf(sql, ask.audience, `enterprise/${ask.enterpriseId}`, [
    ...columnsOfRows(sql, ask, OF_FIRM, ["act_id", "superseded_act_id"]),
    ...columnsOfRows(sql, ask, ALSO_OF_FIRM, ["act_id"]),
  ])

const SOURCE = viewOf("core.source", "s", ["source_id"], {
  id: whole("source_id"),
  kind: text("kind"),
  name: text("name"),
  documentNo: text("document_no"),
  issuedOn: text("issued_on"),
  issuer: text("issuer"),
  receivedAt: text("received_at"),
})

const MOST_SOURCES = 200

/** Documents and files that the rows which the audience sees come from, the latest first. */
export async function listSources(sql: Sql, ask: Ask) {
  const behind = columnsOfRows(sql, ask, OF_FIRM, ["source_id"])
  if (!sees(ask.audience, SOURCE) || behind.length === 0) return undefined
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, ask.audience, SOURCE)}
      from core.source s
     where s.source_id in (${joined(sql, behind, sql` union `)})
     order by s.source_id desc
     limit ${MOST_SOURCES}`
  return rows.map((row) => toValues(SOURCE, row))
}
