import { type Audience, AUDIENCES, databaseRole } from "../db/audience.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Ask } from "./detail-land.ts"
import { columnsFor, sees, text, toValues, viewOf, whole } from "./granted.ts"

const ACT = viewOf("core.act", "a", ["act_id", "at", "object"], {
  actId: text("act_id"),
  at: text("at"),
  actor: text("actor"),
  role: text("role"),
  kind: text("kind"),
  object: text("object"),
  why: text("why"),
})

/** Tables whose rows say which acts made them and ended them. */
const ACTED = [
  "core.parcel_version",
  "core.occupancy",
  "core.land_contract",
  "core.project",
  "core.milestone",
  "core.building",
].flatMap((table) => [
  { table, column: "act_id" },
  { table, column: "superseded_act_id" },
])
const ALSO_ACTED = [{ table: "core.determination", column: "act_id" }]

const MOST_ACTS = 200

/** Who changed what of the parcel, the latest first. @returns undefined where the audience sees no acts */
export function listActs(sql: Sql, { audience, parcelId }: Ask) {
  const behind = [...ACTED, ...ALSO_ACTED]
    .filter(({ table, column }) => mayRead(audience, `${table}.${column}`))
    .map(
      ({ table, column }) =>
        sql`select t.${sql(column)} as act_id from ${sql(table)} t where t.parcel_id = ${parcelId} and t.${sql(column)} is not null`,
    )
  return listActsOf(sql, audience, `parcel/${parcelId}`, behind)
}

/**
 * Acts on one object and those behind its rows, the latest first.
 *
 * @param behind selects that each give `act_id`, of columns that the audience may read
 * @returns undefined where the audience sees no acts
 */
export async function listActsOf(
  sql: Sql,
  audience: Audience,
  object: string,
  behind: readonly Part[],
) {
  if (!sees(audience, ACT)) return undefined
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, ACT)}
      from core.act a
     where a.object = ${object} or a.act_id in (${joined(sql, behind, sql` union `)})
     order by a.act_id desc
     limit ${MOST_ACTS}`
  return rows.map((row) => {
    const act = toValues(ACT, row)
    return { ...act, role: audienceOf(act.role ?? null) }
  })
}

/** The audience behind a database role; null for a service or the operator. */
const audienceOf = (role: string | null) =>
  AUDIENCES.find((audience) => databaseRole(audience) === role) ?? null

const CASE = viewOf("core.disposal_case", "d", ["parcel_id", "opened_on"], {
  id: whole("disposal_case_id"),
  route: text("route"),
  openedOn: text("opened_on"),
  closedOn: text("closed_on"),
})

/** Disposal cases, the latest first. */
export async function listCases(sql: Sql, { audience, parcelId }: Ask) {
  if (!sees(audience, CASE)) return undefined
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, CASE)} from core.disposal_case d
     where d.parcel_id = ${parcelId} order by d.opened_on desc`
  return rows.map((row) => toValues(CASE, row))
}

const DEAL = viewOf("core.deal", "d", ["parcel_id", "opened_on"], {
  id: whole("deal_id"),
  openedOn: text("opened_on"),
  closedOn: text("closed_on"),
})

/** Promotion deals, the latest first. */
export async function listDeals(sql: Sql, { audience, parcelId }: Ask) {
  if (!sees(audience, DEAL)) return undefined
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, DEAL)} from core.deal d
     where d.parcel_id = ${parcelId} order by d.opened_on desc`
  return rows.map((row) => toValues(DEAL, row))
}
