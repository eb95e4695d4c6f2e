import { SHIPPED_SCHEMES } from "../assessment/schemes.ts"
import type { Scheme } from "../assessment/scheme.rules.ts"
import type { Sql } from "../db/sql.ts"
import type { SamplePark } from "../../geodata/sample/facts.ts"
import { readPopulation } from "../roster/population.ts"
import { readYearSchemes } from "../roster/years.ts"
import { publishGrades } from "../runs/publish.ts"
import { sealPopulation } from "../runs/seal.ts"
import { hashScheme } from "../schemes/queries.ts"
import type { Ids, Origin } from "./load.ts"

/** The strata of the demonstration; it is no official scheme and says so in its labels. */
const SCHEME_IDS = ["DEMO", "DEMO-below"]
/** Nobody: the roles that would stand behind a real year. */
const ASSESSOR = "示例评价员甲"
const LEAD = "示例负责人甲"
const PRODUCT = "sample"

const CLASS_REASONS = {
  transition: "示例：新设企业，过渡期内",
  uplift: "示例：整改验收后的提升期",
  exempt: "示例：公用事业企业，免评",
  ungraded: "示例：参评不定档",
  notRated: "示例：不参评",
  unsuitable: "示例：不宜评价",
} as const

/**
 * Assesses the years of the sample as a zone would: schemes approved by another than their author, each year opened,
 * computed, sealed and put into force. Of many parks each has runs of its own.
 */
export async function assessYears(
  sql: Sql,
  park: SamplePark,
  { enterprises }: Ids,
  { actId }: Origin,
): Promise<void> {
  await approveSchemes(sql, actId)
  const firmIds = [...enterprises.values()]
  for (const fiscalYear of park.fiscalYears) {
    await openYear(sql, fiscalYear, actId)
    await classFirms(sql, park, enterprises, { fiscalYear, actId })
    const population = await readPopulation(sql, fiscalYear, firmIds)
    if (population.firms.length === 0) continue
    const schemes = await readYearSchemes(sql, fiscalYear)
    const [last] = await sql<{ number: number }>`
      select coalesce(max(number), 0)::int as number from assess.run where fiscal_year = ${fiscalYear}`
    await actAs(sql, ASSESSOR)
    const runId = await sealPopulation(sql, population, schemes, {
      number: last!.number + 1,
      why: "示例年度测算",
      baseRunId: null,
      authorName: ASSESSOR,
      product: PRODUCT,
    })
    await publishGrades(sql, runId, actId)
  }
}

const actAs = (sql: Sql, actor: string) => sql`select set_config('app.actor', ${actor}, true)`

async function approveSchemes(sql: Sql, actId: string): Promise<void> {
  for (const schemeId of SCHEME_IDS) {
    const [present] = await sql`
      select 1 as one from assess.scheme_version where scheme_id = ${schemeId} and version = 1`
    if (present) continue
    const { scheme, label, source, published, assumed } = SHIPPED_SCHEMES.find(
      (shipped) => shipped.scheme.id === schemeId,
    )!
    await actAs(sql, ASSESSOR)
    await sql`
      insert into assess.scheme_version
             (scheme_id, version, label, basis, published, assumed, document, sha256, author_name, act_id)
      values (${schemeId}, 1, ${label}, ${source}, ${published}::text[], ${assumed}::text[], ${JSON.stringify(scheme)},
              ${hashScheme(scheme)}, ${ASSESSOR}, ${actId})`
    await insertStep(sql, scheme, { n: 1, step: "submitted", actor: ASSESSOR, actId })
    await actAs(sql, LEAD)
    await insertStep(sql, scheme, { n: 2, step: "approved", actor: LEAD, actId })
  }
}

const insertStep = (
  sql: Sql,
  { id }: Scheme,
  { n, step, actor, actId }: { n: number; step: string; actor: string; actId: string },
) => sql`
  insert into assess.scheme_step (scheme_id, version, n, step, actor_name, act_id)
  values (${id}, 1, ${n}, ${step}, ${actor}, ${actId})`

async function openYear(sql: Sql, fiscalYear: number, actId: string): Promise<void> {
  const [present] = await sql`
    select 1 as one from assess.assessment_year where fiscal_year = ${fiscalYear} and superseded_at is null`
  if (present) return
  await actAs(sql, ASSESSOR)
  await sql`
    insert into assess.assessment_year (fiscal_year, version, strata, note, author_name, act_id)
    values (${fiscalYear}, 1, ${sql.json(SCHEME_IDS.map((schemeId) => ({ schemeId, version: 1 })))},
            '示例年度，演示方案，非官方结果', ${ASSESSOR}, ${actId})`
}

async function classFirms(
  sql: Sql,
  park: SamplePark,
  enterprises: Ids["enterprises"],
  { fiscalYear, actId }: { fiscalYear: number; actId: string },
): Promise<void> {
  const classed = park.enterprises.flatMap(({ creditCode, ratingClass }) =>
    ratingClass === "rated"
      ? []
      : [{ id: enterprises.get(creditCode)!, ratingClass, reason: CLASS_REASONS[ratingClass] }],
  )
  await sql`
    insert into assess.roster_entry (fiscal_year, enterprise_id, rating_class, reason, act_id)
    select ${fiscalYear}::int, t.*, ${actId}::bigint
      from unnest(${classed.map(({ id }) => id)}::int[], ${classed.map(({ ratingClass }) => ratingClass)}::text[],
                  ${classed.map(({ reason }) => reason)}::text[]) as t`
}
