/**
 * What became otherwise between two legal days, as known now: a later correction of either day is in it. A parcel is
 * compared with itself by its number; lineage tells which parcels took the place of one that is gone.
 */
import type { Day } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import { joiningWholes } from "../db/joining.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import type { Catalogue, FieldName, NamedField, ParcelValues } from "./catalogue.ts"
import type { Box } from "./cql2-area.ts"
import { toNumber } from "./decimal.ts"
import { type Kind, KINDS, SIDE_FIELDS } from "./difference.schema.ts"
import { findParcels, type ListedParcel, type Moment } from "./list.ts"
import { inEffect, parcelsWith, type Selection } from "./selection.ts"
import type { Count } from "./summary.ts"

export type Firm = { id: number; name: string | null }
export type Relative = {
  id: number
  name: string | null
  areaMu: number
  kind: "split" | "merge" | "adjust" | "renumber"
  on: Day
}

export type ChangedParcel = {
  id: number
  kinds: Kind[]
  before: ParcelValues | null
  after: ParcelValues | null
  bounds: Box
  firmsIn?: Firm[]
  firmsOut?: Firm[]
  parents?: Relative[]
  children?: Relative[]
}

export type Difference = {
  items: ChangedParcel[]
  total: number
  /** Id after which the next page begins; null on the last. */
  last: number | null
  totals: Partial<Record<Kind, Count>>
  changed: Count
  before: Count
  after: Count
}

/** The two moments, the earlier one first. */
export type Span = { before: Moment; after: Moment }

/** One page of what changed, in the order of the ids, with the counts of all of it. */
export async function compareDays(
  sql: Sql,
  selection: Selection,
  span: Span,
  { limit, after }: { limit: number; after: number | null },
): Promise<Difference> {
  const { audience } = selection
  const kinds = KINDS.filter((kind) => isSeen(kind, selection.catalogue))
  const { counts, rows } = await findChanged(sql, selection, span, kinds, { limit, after })
  const page = rows.slice(0, limit)
  const ids = page.map(({ id }) => id)
  const sides = { ...selection, catalogue: narrow(selection.catalogue) }
  const [before, later] = [
    await listSide(sql, sides, span.before, ids),
    await listSide(sql, sides, span.after, ids),
  ]
  const firms = await listFirms(sql, page)
  const [parents, children] = [
    await listRelatives(sql, audience, span, "parents", idsOf(page, "appeared")),
    await listRelatives(sql, audience, span, "children", idsOf(page, "disappeared")),
  ]
  const items = page.map(({ id, kinds: own, firmsIn, firmsOut }): ChangedParcel => {
    const [was, is] = [before.get(id), later.get(id)]
    return {
      id,
      kinds: own,
      before: was?.values ?? null,
      after: is?.values ?? null,
      bounds: unite([was, is].flatMap((one) => (one ? [one.bounds] : []))),
      ...(own.includes("occupants") ? { firmsIn: firmsIn.map(firms) } : {}),
      ...(own.includes("occupants") ? { firmsOut: firmsOut.map(firms) } : {}),
      ...(parents?.has(id) ? { parents: parents.get(id)! } : {}),
      ...(children?.has(id) ? { children: children.get(id)! } : {}),
    }
  })
  return { ...counts, items, last: rows.length > limit ? page.at(-1)!.id : null }
}

/** What an audience must have of a parcel to be told of a kind of change. */
const STANDS_ON: Partial<Record<Kind, FieldName>> = {
  area: "legalAreaM2",
  landUse: "landUse",
  name: "name",
  occupants: "firms",
  grade: "grade",
}

function isSeen(kind: Kind, catalogue: Catalogue): boolean {
  const field = STANDS_ON[kind]
  return field === undefined || catalogue.has(field)
}

const narrow = (catalogue: Catalogue): Catalogue =>
  new Map(
    SIDE_FIELDS.flatMap((name) => (catalogue.has(name) ? [[name, catalogue.get(name)!]] : [])),
  )

type Row = { id: number; kinds: Kind[]; firmsIn: number[]; firmsOut: number[] }
type Counts = Pick<Difference, "total" | "totals" | "changed" | "before" | "after">
type Tally = { kind: string; parcels: number; areaMu: string | null }

/** All in one statement: totals and page are of one state of the land. */
async function findChanged(
  sql: Sql,
  selection: Selection,
  span: Span,
  kinds: readonly Kind[],
  { limit, after }: { limit: number; after: number | null },
): Promise<{ counts: Counts; rows: Row[] }> {
  const [found] = await joiningWholes(
    sql,
    async () => sql<{ tallies: Tally[]; rows: Row[] | null }>`
    with before as materialized (${landOn(sql, selection, span.before, kinds)}),
         after as materialized (${landOn(sql, selection, span.after, kinds)}),
         changed as materialized (
           select * from (
             select coalesce(b.id, a.id) as id, coalesce(a.area_mu, b.area_mu) as area_mu,
                    b.firms as firms_before, a.firms as firms_after,
                    array_remove(array[${joined(
                      sql,
                      kinds.map(
                        (kind) => sql`case when ${testOf(sql, kind)} then ${kind}::text end`,
                      ),
                      sql`, `,
                    )}], null) as kinds
               from before b full join after a on a.id = b.id
              where b.fits or a.fits) compared
            where cardinality(kinds) > 0)
    select (select json_agg(json_build_object('kind', kind, 'parcels', parcels, 'areaMu', area_mu::text))
              from (select 'before' as kind, count(*)::int as parcels, sum(area_mu) as area_mu from before where fits
                    union all
                    select 'after', count(*)::int, sum(area_mu) from after where fits
                    union all
                    select 'changed', count(*)::int, sum(area_mu) from changed
                    union all
                    select 'is ' || kind, count(*)::int, sum(area_mu) from changed, unnest(kinds) kind group by kind) tally) as tallies,
           (select json_agg(json_build_object('id', id, 'kinds', kinds,
                     'firmsIn', ${beyond(sql, sql`firms_after`, sql`firms_before`)},
                     'firmsOut', ${beyond(sql, sql`firms_before`, sql`firms_after`)}) order by id)
              from (select * from changed where id > ${after ?? 0}::int order by id limit ${limit + 1}) page) as rows`,
  )
  return { counts: toCounts(found!.tallies, kinds), rows: found!.rows ?? [] }
}

/** Members of one list of numbers that are not in another, ascending. */
const beyond = (sql: Sql, of: Part, others: Part): Part => sql`
  array(select one from unnest(${of}) one where ${others} is null or one <> all(${others}) order by one)`

/** Every parcel of a day with what is compared, and whether the filter selects it. */
function landOn(
  sql: Sql,
  { filter, catalogue }: Selection,
  moment: Moment,
  kinds: readonly Kind[],
): Part {
  const graded: NamedField[] = kinds.includes("grade") ? [catalogue.get("grade")!] : []
  const withFirms = kinds.includes("occupants")
  return sql`
    select v.parcel_id as id, v.version, v.geom, v.area_mu,
           ${kinds.includes("area") ? sql`v.legal_area_m2` : sql`null::numeric`} as legal_area_m2,
           ${kinds.includes("landUse") ? sql`v.land_use_scheme || ' ' || v.land_use_code` : sql`null`} as land_use,
           ${kinds.includes("name") ? sql`v.name` : sql`null`} as name,
           ${graded.length > 0 ? graded[0]!.expression(sql) : sql`null::text`} as grade,
           ${withFirms ? sql`firm.ids` : sql`null::int[]`} as firms,
           coalesce(${filter.condition(sql)}, false) as fits
      from ${parcelsWith(sql, [...filter.fields, ...graded], { ...moment, each: false })}
           ${withFirms ? firmsOn(sql, moment.day) : sql``}
     where ${inEffect(sql, moment.day)}`
}

const firmsOn = (sql: Sql, day: Day): Part => sql`
  left join (
    select o.parcel_id, array_agg(distinct o.enterprise_id order by o.enterprise_id) as ids
      from core.occupancy o
     where o.superseded_at is null and o.kind <> 'leasedOut'
       and o.from_on <= ${day}::date and (o.to_on is null or o.to_on > ${day}::date)
     group by o.parcel_id) firm on firm.parcel_id = v.parcel_id`

/** A parcel that stands in the same version on both days lies, measures and is called the same. */
function testOf(sql: Sql, kind: Kind): Part {
  const other = sql`a.version <> b.version`
  switch (kind) {
    case "appeared":
      return sql`b.id is null`
    case "disappeared":
      return sql`a.id is null`
    case "outline":
      return sql`${other} and not ST_Equals(a.geom, b.geom)`
    case "area":
      return sql`${other} and a.legal_area_m2 <> b.legal_area_m2`
    case "landUse":
      return sql`${other} and a.land_use is distinct from b.land_use`
    case "name":
      return sql`${other} and a.name is distinct from b.name`
    case "occupants":
      return sql`a.id = b.id and a.firms is distinct from b.firms`
    case "grade":
      return sql`a.id = b.id and a.grade is distinct from b.grade`
  }
}

function toCounts(tallies: readonly Tally[], kinds: readonly Kind[]): Counts {
  const of = (name: string): Count => {
    const tally = tallies.find(({ kind }) => kind === name)
    return { parcels: tally?.parcels ?? 0, areaMu: toNumber(tally?.areaMu ?? "0") }
  }
  const changed = of("changed")
  return {
    total: changed.parcels,
    totals: Object.fromEntries(kinds.map((kind) => [kind, of(`is ${kind}`)])),
    changed,
    before: of("before"),
    after: of("after"),
  }
}

async function listSide(sql: Sql, selection: Selection, moment: Moment, ids: readonly number[]) {
  const { parcels } = await findParcels(sql, selection, moment, ids, false)
  return new Map<number, ListedParcel>(parcels.map((parcel) => [parcel.id, parcel]))
}

const idsOf = (rows: readonly Row[], kind: Kind) =>
  rows.filter(({ kinds }) => kinds.includes(kind)).map(({ id }) => id)

/** Gives a firm by its number, under the name it has now. */
async function listFirms(sql: Sql, rows: readonly Row[]): Promise<(id: number) => Firm> {
  const changed = rows.filter(({ kinds }) => kinds.includes("occupants"))
  const ids = [...new Set(changed.flatMap(({ firmsIn, firmsOut }) => [...firmsIn, ...firmsOut]))]
  const named =
    ids.length === 0
      ? []
      : await sql<{ id: number; name: string }>`
          select enterprise_id as id, name from core.enterprise_version
           where superseded_at is null and enterprise_id = any(${ids}::int[])`
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return (id) => ({ id, name: names.get(id) ?? null })
}

const LINEAGE = ["parent_id", "child_id", "kind", "on_day"].map((name) => `core.lineage.${name}`)

/**
 * Of parcels that are on one of the days alone, those of the other day that they came from or became, over any
 * number of steps between the days. `kind` and `on` are of the step next to the parcel itself.
 *
 * @returns undefined where the audience has no lineage
 */
async function listRelatives(
  sql: Sql,
  audience: Audience,
  { before, after }: Span,
  which: "parents" | "children",
  ids: readonly number[],
): Promise<Map<number, Relative[]> | undefined> {
  if (!LINEAGE.every((place) => mayRead(audience, place))) return undefined
  const relatives = new Map<number, Relative[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return relatives
  const [near, far] =
    which === "children" ? [sql`l.parent_id`, sql`l.child_id`] : [sql`l.child_id`, sql`l.parent_id`]
  const between = sql`l.on_day > ${before.day}::date and l.on_day <= ${after.day}::date`
  const day = which === "children" ? after.day : before.day
  const rows = await sql<Omit<Relative, "areaMu"> & { item: number; areaMu: string }>`
    with recursive walk (item, id, kind, on_day) as (
      select ${near}, ${far}, l.kind, l.on_day from core.lineage l
       where ${near} = any(${ids}::int[]) and ${between}
      union
      select w.item, ${far}, w.kind, w.on_day from walk w join core.lineage l on ${near} = w.id and ${between})
    select distinct on (w.item, w.id) w.item, w.id, w.kind, w.on_day::text as on, v.name, v.area_mu
      from walk w join core.parcel_version v on v.parcel_id = w.id and ${inEffect(sql, day)}
     order by w.item, w.id, w.on_day, w.kind`
  for (const { item, areaMu, ...relative } of rows)
    relatives.get(item)!.push({ ...relative, areaMu: toNumber(areaMu) })
  return relatives
}

const unite = (boxes: readonly Box[]): Box => [
  Math.min(...boxes.map(([west]) => west)),
  Math.min(...boxes.map(([, south]) => south)),
  Math.max(...boxes.map(([, , east]) => east)),
  Math.max(...boxes.map(([, , , north]) => north)),
]
