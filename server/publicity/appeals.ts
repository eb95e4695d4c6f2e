/** Appeals against what was shown: received in the window, decided with a reason, corrected on the record. */
import { REPORTED } from "../assessment/enterprise.rules.ts"
import { rescoreRun } from "../assessment/rescore.rules.ts"
import { computeRun } from "../assessment/seal.rules.ts"
import { Exact } from "../../geodata/units.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { listEntrants, type Population, readPopulation } from "../roster/population.ts"
import { readYearSchemes } from "../roster/years.ts"
import { listMovers, type Mover } from "../runs/movers.rules.ts"
import { readPublicity } from "./queries.ts"
import type { AppealAnswer, Correction, NewAppeal, NewDecision } from "./schema.ts"

const appealsWhere = (sql: Sql, condition: Part) => sql<AppealAnswer>`
  select a.appeal_id as id, a.publicity_id, a.enterprise_id, v.name, e.credit_code, a.received_at, a.content, a.claimant,
         a.author_name,
         coalesce((select json_agg(json_build_object('id', f.attachment_id, 'filename', f.filename) order by f.created_at)
                     from core.attachment f
                    where f.attachment_id = any(a.attachment_ids) and f.withdrawn_at is null), '[]'::json) as attachments,
         (select json_build_object('decision', d.decision, 'reason', d.reason, 'actorName', d.actor_name,
                                   'recordedAt', d.recorded_at)
            from assess.appeal_decision d where d.appeal_id = a.appeal_id) as decision
    from assess.appeal a
    join core.enterprise e using (enterprise_id)
    join core.enterprise_version v on v.enterprise_id = a.enterprise_id and v.superseded_at is null
   where ${condition}
   order by a.received_at, a.appeal_id`

export const listAppeals = (sql: Sql, publicityId: number): PromiseLike<AppealAnswer[]> =>
  appealsWhere(sql, sql`a.publicity_id = ${publicityId}::int`)

/** @throws Problem not-found */
async function readAppeal(sql: Sql, id: number): Promise<AppealAnswer> {
  const [appeal] = await appealsWhere(sql, sql`a.appeal_id = ${id}::int`)
  if (!appeal) throw notFound()
  return appeal
}

/** Receives an appeal by the clock of the database. @throws Problem not-found, conflict outside of the window */
export async function insertAppeal(
  sql: Sql,
  publicityId: number,
  { enterpriseId, content, claimant, attachmentIds }: NewAppeal,
  authorName: string,
): Promise<AppealAnswer> {
  const shown = await readPublicity(sql, publicityId)
  if (shown.state !== "open")
    throw new Problem(
      "conflict",
      shown.state === "closed" || shown.state === "concluded"
        ? "公示期已过，逾期不再受理申诉。"
        : "公示尚未开始，不能受理申诉。",
    )
  if (!shown.content.some((firm) => firm.enterpriseId === enterpriseId))
    throw new Problem("conflict", "该企业不在本次公示的名单中。")
  const [known] = await sql<{ files: number }>`
    select count(*)::int as files from core.attachment
     where attachment_id = any(${attachmentIds}::uuid[]) and enterprise_id = ${enterpriseId} and withdrawn_at is null`
  if (known!.files < attachmentIds.length) throw notFound()
  const actId = await insertAct(sql, "appeal-receive", `publicity/${publicityId}`, claimant)
  const [written] = await sql<{ id: number }>`
    insert into assess.appeal (publicity_id, enterprise_id, content, claimant, attachment_ids, author_name, act_id)
    values (${publicityId}, ${enterpriseId}, ${content}, ${claimant}, ${attachmentIds}::uuid[], ${authorName}, ${actId})
    returning appeal_id as id`
  return readAppeal(sql, written!.id)
}

/** Areas are kept to the hundredth of a square metre. */
const AREA_PLACES = 2

/** The land that a correction of a use makes: its own area, or its floor over the plot ratio. @throws Problem */
function correctLand(
  correction: Correction & { kind: "land" },
  use: { floorAreaM2: string | null; far: string | null },
) {
  const isByFloor = use.floorAreaM2 !== null && use.far !== null
  const given = isByFloor ? correction.floorAreaM2 : correction.landAreaM2
  if (!given || (isByFloor ? correction.landAreaM2 : correction.floorAreaM2))
    throw new Problem(
      "invalid-request",
      isByFloor ? "该用地按租赁建筑面积折算，请更正建筑面积。" : "请更正该用地的土地面积。",
    )
  const floor = isByFloor ? new Exact(given).toDecimalPlaces(AREA_PLACES) : null
  const land = floor ? floor.div(use.far!) : new Exact(given)
  return {
    landAreaM2: land.toDecimalPlaces(AREA_PLACES).toFixed(),
    floorAreaM2: floor?.toFixed() ?? null,
  }
}

/** A population with some of its facts corrected; the same as reading it after the corrections are written. */
function correct(
  population: Population,
  enterpriseId: number,
  corrections: readonly Correction[],
): Population {
  let { firms } = population
  for (const correction of corrections) {
    if (correction.kind === "land") {
      const { occupancyId } = correction
      const own = firms.find((firm) => firm.enterpriseId === enterpriseId)
      const use = own?.land.find((row) => row.occupancyId === occupancyId)
      if (!use) throw notFound()
      const { landAreaM2, floorAreaM2 } = correctLand(correction, use)
      // A lease stands on both sides: what one side gains the other loses.
      firms = firms.map((firm) => ({
        ...firm,
        land: firm.land.map((row) =>
          row.occupancyId === occupancyId ? { ...row, areaM2: landAreaM2, floorAreaM2 } : row,
        ),
      }))
    } else {
      const { indicator } = correction
      const value = new Exact(correction.value)
        .toDecimalPlaces(FIGURE_PLACES)
        .toFixed(FIGURE_PLACES)
      firms = firms.map((firm) => {
        if (firm.enterpriseId !== enterpriseId) return firm
        const others = firm.figures.filter((figure) => figure.indicator !== indicator)
        const before = firm.figures.find((figure) => figure.indicator === indicator)
        const corrected = { ...NO_SOURCE, ...before, indicator, value, missingReason: null }
        return { ...firm, figures: [...others, corrected] }
      })
    }
  }
  return { ...population, firms }
}
const FIGURE_PLACES = 4
const NO_SOURCE = {
  sourceName: "",
  sourceKind: "appeal",
  sourceRow: null,
  documentNo: null,
  recordedAt: "",
  recordedBy: "",
}

/** What corrections would move: who changes rank, points or grade, and which schemes had to be scored anew. */
export type Effect = { rescored: string[]; items: (Mover & { enterpriseId: number | null })[] }

/** @throws Problem not-found */
export async function previewCorrections(
  sql: Sql,
  appealId: number,
  corrections: readonly Correction[],
): Promise<Effect> {
  const appeal = await readAppeal(sql, appealId)
  const { fiscalYear } = await readPublicity(sql, appeal.publicityId)
  const population = await readPopulation(sql, fiscalYear)
  const schemes = (await readYearSchemes(sql, fiscalYear)).map(({ scheme }) => scheme)
  const before = computeRun(listEntrants(population), schemes, fiscalYear)
  const corrected = correct(population, appeal.enterpriseId, corrections)
  const after = rescoreRun(before, listEntrants(corrected), schemes, fiscalYear)
  const idOf = new Map(population.firms.map((firm) => [firm.creditCode, firm.enterpriseId]))
  return {
    rescored: after.rescored,
    items: listMovers(before, after).map((mover) => ({
      ...mover,
      enterpriseId: idOf.get(mover.creditCode) ?? null,
    })),
  }
}

/** Decides an appeal; what it corrects is written with the appeal as its source. @throws Problem not-found, conflict */
export async function insertDecision(
  sql: Sql,
  appealId: number,
  { decision, reason, corrections }: NewDecision,
  actorName: string,
): Promise<AppealAnswer> {
  const appeal = await readAppeal(sql, appealId)
  if (appeal.decision) throw new Problem("conflict", "该申诉已有决定。")
  const { fiscalYear, state } = await readPublicity(sql, appeal.publicityId)
  if (state === "concluded" || state === "withdrawn")
    throw new Problem("conflict", "公示已结束，不能再作决定。")
  const actId = await insertAct(sql, `appeal-${decision}`, `appeal/${appealId}`, reason)
  const written: object[] = []
  if (corrections.length > 0) {
    const [source] = await sql<{ sourceId: string }>`
      insert into core.source (kind, name, act_id)
      values ('appeal', ${`${fiscalYear} 年度申诉 #${appealId}`}, ${actId}) returning source_id`
    const origin = { sourceId: source!.sourceId, actId }
    for (const correction of corrections)
      written.push(
        correction.kind === "land"
          ? await writeLand(sql, appeal.enterpriseId, correction, origin)
          : await writeFigure(sql, { ...appeal, fiscalYear }, correction, origin),
      )
  }
  await sql`
    insert into assess.appeal_decision (appeal_id, decision, reason, corrections, actor_name, act_id)
    values (${appealId}, ${decision}, ${reason}, ${sql.json(written)}, ${actorName}, ${actId})`
  return readAppeal(sql, appealId)
}

type Origin = { sourceId: string; actId: string }

async function writeLand(
  sql: Sql,
  enterpriseId: number,
  correction: Correction & { kind: "land" },
  { sourceId, actId }: Origin,
) {
  const { occupancyId } = correction
  const [use] = await sql<{ landAreaM2: string; floorAreaM2: string | null; far: string | null }>`
    select land_area_m2::text as land_area_m2, floor_area_m2::text as floor_area_m2, far::text as far
      from core.occupancy
     where occupancy_id = ${occupancyId} and superseded_at is null
       and (enterprise_id = ${enterpriseId} or lessor_id = ${enterpriseId})`
  if (!use) throw notFound()
  const { landAreaM2, floorAreaM2 } = correctLand(correction, use)
  await sql`
    update core.occupancy set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where occupancy_id = ${occupancyId}`
  await sql`
    insert into core.occupancy (parcel_id, enterprise_id, kind, lessor_id, land_area_m2, floor_area_m2, far, from_on, to_on,
                                source_id, act_id)
    select parcel_id, enterprise_id, kind, lessor_id, ${landAreaM2}::numeric, ${floorAreaM2}::numeric, far, from_on, to_on,
           ${sourceId}::bigint, ${actId}::bigint
      from core.occupancy where occupancy_id = ${occupancyId}`
  return { kind: "land", occupancyId, before: use.landAreaM2, after: landAreaM2 }
}

async function writeFigure(
  sql: Sql,
  { enterpriseId, fiscalYear }: { enterpriseId: number; fiscalYear: number },
  { indicator, value }: Correction & { kind: "figure" },
  { sourceId, actId }: Origin,
) {
  if (!REPORTED.includes(indicator)) throw notFound()
  const [before] = await sql<{ value: string | null }>`
    select value::text as value from fin.indicator_value
     where enterprise_id = ${enterpriseId} and fiscal_year = ${fiscalYear} and indicator = ${indicator}
       and superseded_at is null`
  await sql`
    update fin.indicator_value set superseded_at = clock_timestamp(), superseded_act_id = ${actId}
     where enterprise_id = ${enterpriseId} and fiscal_year = ${fiscalYear} and indicator = ${indicator}
       and superseded_at is null`
  const [after] = await sql<{ value: string }>`
    insert into fin.indicator_value (enterprise_id, fiscal_year, indicator, value, source_id, act_id)
    values (${enterpriseId}, ${fiscalYear}, ${indicator}, ${value}::numeric, ${sourceId}, ${actId})
    returning value::text as value`
  return { kind: "figure", indicator, before: before?.value ?? null, after: after!.value }
}
