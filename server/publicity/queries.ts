/**
 * Publicity of a year: areas first, then grades. What is shown is frozen when it is proposed, approved by another
 * person, open for its window by the clock of the database, and concluded when every appeal is settled.
 */
import { createHash } from "node:crypto"
import { canonical } from "../assessment/canonical.rules.ts"
import { readEnterprise } from "../assessment/enterprise.rules.ts"
import { placeFirm } from "../assessment/placement.rules.ts"
import { sumLedger } from "../assessment/land-ledger.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound, Problem } from "../http/problem.ts"
import { readPopulation, toEnterprise } from "../roster/population.ts"
import { readYearSchemes } from "../roster/years.ts"
import { publishGrades } from "../runs/publish.ts"
import type {
  NewPublicity,
  NewPublicityStep,
  Publicity,
  PublicityHead,
  ShownFirm,
} from "./schema.ts"
import { settleWindow } from "./window.rules.ts"

const columns = (sql: Sql): Part => sql`
  p.publicity_id as id, p.fiscal_year, p.subject, p.run_id, p.opens_at, p.closes_at, p.office, p.contact, p.term, p.firms,
  p.content_sha256, p.author_name, p.author = current_setting('app.actor') as own, p.recorded_at,
  coalesce(step.steps, '[]'::json) as steps,
  case when step.last is null then 'proposed'
       when step.last <> 'approved' then step.last
       when clock_timestamp() < p.opens_at then 'scheduled'
       when clock_timestamp() <= p.closes_at then 'open'
       else 'closed' end as state,
  (select count(*)::int from assess.appeal a where a.publicity_id = p.publicity_id) as appeals,
  (select count(*)::int from assess.appeal a
    where a.publicity_id = p.publicity_id
      and not exists (select from assess.appeal_decision d where d.appeal_id = a.appeal_id)) as undecided`

const headsWhere = (sql: Sql, condition: Part, more: Part = sql``) => sql<
  PublicityHead & { content?: string }
>`
  select ${columns(sql)}${more}
    from assess.publicity p
    left join lateral (
      select json_agg(json_build_object('step', s.step, 'why', s.why, 'runId', s.run_id, 'actorName', s.actor_name,
                                        'recordedAt', s.recorded_at) order by s.n) as steps,
             (array_agg(s.step order by s.n desc))[1] as last
        from assess.publicity_step s where s.publicity_id = p.publicity_id) step on true
   where ${condition}
   order by p.publicity_id desc`

/** The latest first. */
export const listPublicity = (sql: Sql, fiscalYear: number | undefined) =>
  headsWhere(sql, fiscalYear === undefined ? sql`true` : sql`p.fiscal_year = ${fiscalYear}::int`)

/** @throws Problem not-found */
export async function readPublicity(sql: Sql, id: number): Promise<Publicity> {
  const [found] = await headsWhere(sql, sql`p.publicity_id = ${id}::int`, sql`, p.content`)
  if (!found) throw notFound()
  const { content, ...head } = found
  return { ...head, content: JSON.parse(content!) as ShownFirm[] }
}

/** Firms that take part with their land of the year, as the roster has them now. */
async function listAreas(sql: Sql, fiscalYear: number): Promise<ShownFirm[]> {
  const schemes = (await readYearSchemes(sql, fiscalYear)).map(({ scheme }) => scheme)
  if (schemes.length === 0)
    throw new Problem("conflict", `${fiscalYear} 年度尚未启动：请先选定评价方案。`)
  const { firms } = await readPopulation(sql, fiscalYear)
  return firms.flatMap((firm): ShownFirm[] => {
    const { schemeId } = placeFirm(readEnterprise(toEnterprise(firm, fiscalYear)), schemes)
    if (schemeId === null) return []
    const { enterpriseId, creditCode, name } = firm
    const land = sumLedger(firm.land, fiscalYear) ?? {
      ownedMu: null,
      leasedInMu: null,
      leasedOutMu: null,
      landMu: null,
    }
    return [{ enterpriseId, creditCode, name, ...land }]
  })
}

/** Names with grades of a run, and what keeps a firm from one. @throws Problem conflict when it is not the last */
async function listGrades(sql: Sql, fiscalYear: number, runId: number): Promise<ShownFirm[]> {
  const [last] = await sql<{ runId: number; number: number }>`
    select run_id, number from assess.run where fiscal_year = ${fiscalYear} order by number desc limit 1`
  if (last?.runId !== runId)
    throw new Problem("conflict", `只能公示 ${fiscalYear} 年度的最后一次测算。`)
  return sql<ShownFirm>`
    select enterprise_id, credit_code, name, scheme_id, rating_class, grade
      from assess.run_firm where run_id = ${runId} and scheme_id is not null
     order by credit_code collate "C"`
}

/** Proposes a publicity with its content as it stands now. @throws Problem conflict, invalid-request */
export async function insertPublicity(
  sql: Sql,
  proposal: NewPublicity,
  authorName: string,
): Promise<Publicity> {
  const { fiscalYear, subject, runId, office, contact } = proposal
  const window = settleWindow(proposal)
  if ("fault" in window)
    throw new Problem("invalid-request", window.fault, {
      issues: [{ pointer: "/closesAt", message: window.fault }],
    })
  const content =
    subject === "areas"
      ? await listAreas(sql, fiscalYear)
      : await listGrades(sql, fiscalYear, runId!)
  if (content.length === 0) throw new Problem("conflict", "没有可公示的企业。")
  const actId = await insertAct(sql, "publicity-propose", `assessment/${fiscalYear}`, subject)
  const sha256 = createHash("sha256").update(content.map(canonical).join("\n")).digest("hex")
  const [written] = await sql<{ id: number }>`
    insert into assess.publicity (fiscal_year, subject, run_id, opens_at, closes_at, office, contact, term, firms, content,
                                  content_sha256, author_name, act_id)
    values (${fiscalYear}, ${subject}, ${runId ?? null}::int, ${window.opensAt}::timestamptz, ${window.closesAt}::timestamptz,
            ${office}, ${contact}, ${window.term}, ${content.length}, ${JSON.stringify(content)}, ${sha256},
            ${authorName}, ${actId})
    returning publicity_id as id`
  return readPublicity(sql, written!.id)
}

const OUT_OF_TURN: Record<NewPublicityStep["step"], string> = {
  approved: "只有待审核的公示可以批准。",
  returned: "只有待审核的公示可以退回。",
  withdrawn: "已结束的公示不能撤回。",
  concluded: "公示期满后才能结束公示。",
}
const MAY_COME_AFTER: Record<NewPublicityStep["step"], readonly PublicityHead["state"][]> = {
  approved: ["proposed"],
  returned: ["proposed"],
  withdrawn: ["proposed", "scheduled", "open", "closed"],
  concluded: ["closed"],
}

/**
 * Takes a publicity one step further. Conclusion of grades puts the grades of a run into force: the run that was shown,
 * or the last that corrects it.
 * @throws Problem not-found, conflict
 */
export async function insertPublicityStep(
  sql: Sql,
  id: number,
  { step, why, runId }: NewPublicityStep,
  actorName: string,
): Promise<Publicity> {
  const before = await readPublicity(sql, id)
  if (!MAY_COME_AFTER[step].includes(before.state)) throw new Problem("conflict", OUT_OF_TURN[step])
  if ((step === "approved" || step === "returned") && before.own)
    throw new Problem("conflict", "公示须由提出人以外的人审核。")
  if (step === "concluded" && before.undecided > 0)
    throw new Problem("conflict", `还有 ${before.undecided} 件申诉未作决定，不能结束公示。`)
  if (step === "approved" && new Date(before.closesAt) <= new Date())
    throw new Problem("conflict", "公示期已过，请重新提出。")
  const final = step === "concluded" && before.subject === "grades" ? (runId ?? before.runId) : null
  if (final !== null) await assertFinal(sql, before, final)
  const actId = await insertAct(sql, `publicity-${step}`, `publicity/${id}`, why ?? null)
  await sql`
    insert into assess.publicity_step (publicity_id, n, step, why, run_id, actor_name, act_id)
    values (${id}, ${before.steps.length + 1}, ${step}, ${why ?? null}, ${final}::int, ${actorName}, ${actId})`
  if (final !== null) await publishGrades(sql, final, actId)
  return readPublicity(sql, id)
}

/** Whether a run may hold after a publicity: the shown one or one that corrects it, the last of the year, of another author. */
async function assertFinal(sql: Sql, { runId, fiscalYear }: PublicityHead, final: number) {
  const [run] = await sql<{ descends: boolean; last: boolean; own: boolean }>`
    with recursive line as (
      select run_id, base_run_id from assess.run where run_id = ${final}
      union all
      select r.run_id, r.base_run_id from assess.run r join line on r.run_id = line.base_run_id
    )
    select exists (select from line where run_id = ${runId!}) as descends,
           r.author = current_setting('app.actor') as own,
           r.number = (select max(number) from assess.run where fiscal_year = ${fiscalYear}) as last
      from assess.run r where r.run_id = ${final}`
  if (!run) throw notFound()
  if (!run.descends) throw new Problem("conflict", "所选测算不是公示的测算，也不是对它的更正。")
  if (!run.last) throw new Problem("conflict", "该年度有更新的测算，等级须以最后一次测算为准。")
  if (run.own) throw new Problem("conflict", "等级须由测算人以外的人发布。")
}
