/** Where the data on a screen came from: of each kind the newest source that still stands behind something. */
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { type NewestSource, SOURCE_KINDS, type SourceKind } from "./sources.schema.ts"

/** Facts that each name the source they came from. */
const FACTS = {
  parcels: "core.parcel_version",
  contracts: "core.land_contract",
  projects: "core.project",
  buildings: "core.building",
  enterprises: "core.enterprise_version",
  occupancy: "core.occupancy",
} as const satisfies Partial<Record<SourceKind, string>>

const places = (table: string, ...columns: string[]) => columns.map((name) => `${table}.${name}`)

const SOURCE = places("core.source", "source_id", "kind", "name", "issuer", "received_at")

/** What must be readable for a kind to be told of. */
const READS: Record<SourceKind, string[]> = {
  ...(Object.fromEntries(
    Object.entries(FACTS).map(([kind, table]) => [
      kind,
      [...SOURCE, ...places(table, "source_id", "superseded_at")],
    ]),
  ) as Record<keyof typeof FACTS, string[]>),
  indicators: [
    ...SOURCE,
    ...places("fin.indicator_value", "source_id", "superseded_at", "fiscal_year"),
  ],
  grades: places("assess.enterprise_grade", "fiscal_year", "recorded_at", "superseded_at"),
  standings: places("core.parcel_standing", "evaluated_on"),
  determinations: [...SOURCE, ...places("core.determination", "source_id", "ended_on")],
}

const listKinds = (audience: Audience): SourceKind[] =>
  SOURCE_KINDS.filter((kind) => READS[kind].every((place) => mayRead(audience, place)))

/** The calendar that the law counts by. */
const dayOf = (sql: Sql, instant: string): Part =>
  sql`(${sql(instant)} at time zone 'Asia/Shanghai')::date::text`

/** @param facts selects source_id and fiscal_year of facts that are in effect */
const newestOf = (sql: Sql, kind: SourceKind, facts: Part): Part => sql`
  (select ${kind}::text as kind, s.kind as origin, s.name, s.issuer, ${dayOf(sql, "s.received_at")} as day, g.fiscal_year, g.rows
     from (select source_id, fiscal_year, count(*)::int as rows from (${facts}) fact group by source_id, fiscal_year) g
     join core.source s using (source_id)
    order by s.received_at desc, s.source_id desc limit 1)`

function partOf(sql: Sql, kind: SourceKind, year: number | null): Part {
  const wanted = (table: string) =>
    year === null
      ? sql`(select max(fiscal_year) from ${sql(table)} where superseded_at is null)`
      : sql`${year}::int`
  switch (kind) {
    case "indicators":
      return newestOf(
        sql,
        kind,
        sql`select source_id, fiscal_year from fin.indicator_value
             where superseded_at is null and fiscal_year = ${wanted("fin.indicator_value")}`,
      )
    case "determinations":
      return newestOf(
        sql,
        kind,
        sql`select source_id, null::int as fiscal_year from core.determination where ended_on is null`,
      )
    case "grades":
      return sql`
        (select ${kind}::text, 'computed', null, null, ${dayOf(sql, "recorded_at")}, fiscal_year, count(*) over ()::int
           from assess.enterprise_grade
          where superseded_at is null and fiscal_year = ${wanted("assess.enterprise_grade")}
          order by recorded_at desc limit 1)`
    case "standings":
      return sql`
        (select ${kind}::text, 'computed', null, null, evaluated_on::text, null::int, count(*) over ()::int
           from core.parcel_standing order by evaluated_on desc limit 1)`
    default:
      return newestOf(
        sql,
        kind,
        sql`select source_id, null::int as fiscal_year from ${sql(FACTS[kind])} where superseded_at is null`,
      )
  }
}

/**
 * The newest source of each kind of data that the audience may read, in one statement; a kind of which there is
 * nothing is not there. What was superseded or taken back stands behind nothing.
 *
 * @param year of figures and grades; null is the latest there is of each
 */
export async function listSources(
  sql: Sql,
  audience: Audience,
  year: number | null,
): Promise<NewestSource[]> {
  const kinds = listKinds(audience)
  if (kinds.length === 0) return []
  const parts = kinds.map((kind) => partOf(sql, kind, year))
  const found = await sql<NewestSource>`${joined(sql, parts, sql` union all `)}`
  return kinds.flatMap((kind) => found.find((one) => one.kind === kind) ?? [])
}
