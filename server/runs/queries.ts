import type { SealedInput, SealedResult } from "../assessment/seal.rules.ts"
import { type Lift, listLifts } from "../assessment/lift.rules.ts"
import { computeRun } from "../assessment/seal.rules.ts"
import { type NoticeCode, notice } from "../assessment/notice.rules.ts"
import type { Scheme } from "../assessment/scheme.rules.ts"
import type { Part, Sql } from "../db/sql.ts"
import { notFound } from "../http/problem.ts"
import { findPeriod, listUsedAtYearEnd } from "./used-land.rules.ts"
import { listMovers } from "./movers.rules.ts"
import { unpackLines } from "./pieces.ts"
import type { RunAnswer, RunLand, RunResult, RunVerdict } from "./schema.ts"
import { hashRun, type InputLine } from "./seal.ts"

/** Why a firm has the grade it has. `firms` are the firm, or the members of its unit, as they stood then. */
export type FirmOfRun = {
  run: RunAnswer
  firm: { enterpriseId: number; creditCode: string; name: string; industryCode: string | null }
  /** Null where no scheme of the year takes the firm in. */
  scheme: (Scheme & { version: number }) | null
  input: SealedInput
  firms: InputLine["firms"]
  result: RunResult
  neighbours: (Pick<
    RunResult,
    "enterpriseId" | "name" | "total" | "totalRounded" | "grade" | "gradeByRank"
  > & { rank: number })[]
}

const runsWhere = (sql: Sql, condition: Part) => sql<RunAnswer>`
  select r.run_id as id, r.fiscal_year, r.number, r.base_run_id, r.why, r.strata, r.firms, r.counts, r.input_sha256,
         r.scheme_sha256, r.result_sha256, r.product, r.author, r.author_name, r.sealed_at,
         exists (select from assess.enterprise_grade g where g.run_id = r.run_id and g.superseded_at is null) as published
    from assess.run r
   where ${condition}
   order by r.fiscal_year desc, r.number desc`

/** Runs of a year, or of all, the latest first. */
export const listRuns = (sql: Sql, fiscalYear: number | undefined): PromiseLike<RunAnswer[]> =>
  runsWhere(sql, fiscalYear === undefined ? sql`true` : sql`r.fiscal_year = ${fiscalYear}::int`)

/** @throws Problem not-found */
export async function readRun(sql: Sql, runId: number): Promise<RunAnswer> {
  const [run] = await runsWhere(sql, sql`r.run_id = ${runId}::int`)
  if (!run) throw notFound()
  return run
}

/** Inputs or results of a run as they are kept, all or one piece of them. */
export async function readLines<Line>(
  sql: Sql,
  runId: number,
  part: "input" | "result",
  piece: number | null = null,
): Promise<Line[]> {
  const rows = await sql<{ content: Uint8Array }>`
    select content from fin.run_piece
     where run_id = ${runId}::int and part = ${part} and ${piece === null ? sql`true` : sql`n = ${piece}::int`}
     order by n`
  return (await Promise.all(rows.map(({ content }) => unpackLines<Line>(content)))).flat()
}

type RunFirm = {
  enterpriseId: number
  creditCode: string
  name: string
  industryCode: string | null
  unitCode: string | null
  grade: string | null
  piece: number
}

/** The firms of a run, those of a unit each for itself, in credit code order. */
export const readFirms = (sql: Sql, runId: number) => sql<RunFirm>`
  select enterprise_id, credit_code, name, industry_code, unit_code, grade, piece
    from assess.run_firm where run_id = ${runId}::int
   order by credit_code collate "C"`

const toReasons = (reasons: SealedResult["reasons"]) =>
  reasons.map(({ code, params }) => notice(code as NoticeCode, params as never))

/** The results of a sealed run: by scheme in the order of the year, ranked firms by rank, the others by code. */
export async function readResults(sql: Sql, runId: number): Promise<RunResult[]> {
  const run = await readRun(sql, runId)
  const firms = await readFirms(sql, runId)
  const results = await readLines<SealedResult>(sql, runId, "result")
  return orderResults(run, firms, results)
}

/** Results by scheme in the order of the year, ranked firms by rank, the others by code, each with its firm. */
export function orderResults(
  { strata }: Pick<RunAnswer, "strata">,
  firms: readonly RunFirm[],
  results: readonly SealedResult[],
): RunResult[] {
  const order = new Map(strata.map(({ schemeId }, place) => [schemeId, place]))
  const membersOf = new Map<string, RunFirm[]>()
  for (const firm of firms) {
    const code = firm.unitCode ?? firm.creditCode
    membersOf.set(code, [...(membersOf.get(code) ?? []), firm])
  }
  const placeOf = ({ schemeId }: SealedResult) =>
    schemeId === null ? strata.length : (order.get(schemeId) ?? strata.length)
  return results
    .toSorted(
      (a, b) =>
        placeOf(a) - placeOf(b) ||
        (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) ||
        (a.creditCode < b.creditCode ? -1 : 1),
    )
    .flatMap((result): RunResult[] => {
      const members = membersOf.get(result.creditCode) ?? []
      const lead = members.find(({ creditCode }) => creditCode === result.creditCode) ?? members[0]
      if (!lead) return []
      return [
        {
          ...result,
          enterpriseId: lead.enterpriseId,
          name: lead.name,
          industryCode: lead.industryCode,
          members:
            members.length > 1
              ? members.map(({ enterpriseId, name }) => ({ enterpriseId, name }))
              : [],
          reasons: toReasons(result.reasons),
        },
      ]
    })
}

/** How many firms to show above and below a firm in its ranking. */
const NEIGHBOURS = 2

/**
 * Why a firm has the grade it has: what went in with its sources, what came out, and who stands next to it.
 * @throws Problem not-found when the run does not have the firm
 */
export async function readFirm(sql: Sql, runId: number, enterpriseId: number): Promise<FirmOfRun> {
  const run = await readRun(sql, runId)
  const firms = await readFirms(sql, runId)
  const own = firms.find((firm) => firm.enterpriseId === enterpriseId)
  if (!own) throw notFound()
  const code = own.unitCode ?? own.creditCode
  const inputs = await readLines<InputLine>(sql, runId, "input", own.piece)
  const input = inputs.find(({ sealed }) => sealed.creditCode === code)
  const results = orderResults(run, firms, await readLines<SealedResult>(sql, runId, "result"))
  const result = results.find(({ creditCode }) => creditCode === code)
  if (!input || !result) throw notFound()
  const ranked = results.filter(
    ({ schemeId, rank }) => schemeId === result.schemeId && rank !== null,
  )
  const place = ranked.indexOf(result)
  const [document] = result.schemeId === null ? [] : await readSchemes(sql, run, result.schemeId)
  return {
    run,
    firm: {
      enterpriseId,
      creditCode: own.creditCode,
      name: own.name,
      industryCode: own.industryCode,
    },
    scheme: document ?? null,
    input: input.sealed,
    firms: input.firms,
    result,
    neighbours:
      place < 0
        ? []
        : ranked
            .slice(Math.max(0, place - NEIGHBOURS), place + NEIGHBOURS + 1)
            .map(({ enterpriseId: id, name, rank, total, totalRounded, grade, gradeByRank }) => ({
              enterpriseId: id,
              name,
              rank: rank!,
              total,
              totalRounded,
              grade,
              gradeByRank,
            })),
  }
}

const readSchemes = async (
  sql: Sql,
  { strata }: Pick<RunAnswer, "strata">,
  only: string | null = null,
) => {
  const schemes: (Scheme & { version: number })[] = []
  for (const { schemeId, version } of strata) {
    if (only !== null && schemeId !== only) continue
    const [row] = await sql<{ document: string }>`
      select document from assess.scheme_version where scheme_id = ${schemeId} and version = ${version}::int`
    if (row) schemes.push({ ...(JSON.parse(row.document) as Scheme), version })
  }
  return schemes
}

/** What went into a run, a line a firm or unit, in credit code order. */
export const readInputs = async (sql: Sql, runId: number): Promise<SealedInput[]> =>
  (await readLines<InputLine>(sql, runId, "input")).map(({ sealed }) => sealed)

const readBoth = async (sql: Sql, runId: number) => ({
  inputs: await readInputs(sql, runId),
  results: await readLines<SealedResult>(sql, runId, "result"),
})

/** Who stands elsewhere than in another run, and why. @throws Problem not-found */
export async function readMovers(sql: Sql, runId: number, againstId: number) {
  const [run, against] = [await readRun(sql, runId), await readRun(sql, againstId)]
  const idOf = new Map(
    [...(await readFirms(sql, againstId)), ...(await readFirms(sql, runId))].map((firm) => [
      firm.creditCode,
      firm.enterpriseId,
    ]),
  )
  const movers = listMovers(await readBoth(sql, againstId), await readBoth(sql, runId))
  return {
    run,
    against,
    items: movers.map((mover) => ({ ...mover, enterpriseId: idOf.get(mover.creditCode) ?? null })),
  }
}

/**
 * Computes a sealed run again from the inputs it keeps and compares the hashes with those of its seal.
 * @throws Problem not-found
 */
export async function verifyRun(sql: Sql, runId: number): Promise<RunVerdict> {
  const run = await readRun(sql, runId)
  const kept = await readBoth(sql, runId)
  const schemes = await readSchemes(sql, run)
  const again = computeRun(
    kept.inputs.map(({ enterprise, members }: SealedInput) => ({ enterprise, members })),
    schemes,
    run.fiscalYear,
  )
  const stored = hashRun(kept, run.strata)
  const computed = hashRun(again, run.strata)
  return {
    runId,
    kept: {
      input: stored.inputSha256 === run.inputSha256,
      scheme: stored.schemeSha256 === run.schemeSha256,
      result: stored.resultSha256 === run.resultSha256,
    },
    recomputed: computed.resultSha256 === run.resultSha256,
  }
}

/**
 * The smallest change of one lever that would lift a firm one class, from the inputs the run keeps.
 * @throws Problem not-found
 */
export async function readLifts(sql: Sql, runId: number, enterpriseId: number): Promise<Lift[]> {
  const run = await readRun(sql, runId)
  const own = (await readFirms(sql, runId)).find((firm) => firm.enterpriseId === enterpriseId)
  if (!own) throw notFound()
  const inputs = await readInputs(sql, runId)
  const creditCode = own.unitCode ?? own.creditCode
  const schemeId = inputs.find((input) => input.creditCode === creditCode)?.schemeId ?? null
  const [scheme] = schemeId === null ? [] : await readSchemes(sql, run, schemeId)
  if (!scheme) return []
  const enterprises = inputs.flatMap((input) =>
    input.schemeId === schemeId ? [input.enterprise] : [],
  )
  return listLifts({ scheme, fiscalYear: run.fiscalYear, enterprises, creditCode })
}

/** What other schemes can be tried on: the inputs of a run and the schemes it was computed by. @throws Problem not-found */
export async function readTrial(sql: Sql, runId: number) {
  const run = await readRun(sql, runId)
  const idOf = new Map(
    (await readFirms(sql, runId)).map((firm) => [firm.creditCode, firm.enterpriseId]),
  )
  return {
    run,
    schemes: await readSchemes(sql, run),
    items: (await readInputs(sql, runId)).map((input) => ({
      ...input,
      enterpriseId: idOf.get(input.creditCode) ?? null,
    })),
  }
}

/** Where the firms of a run were at the end of its year, in credit code order. @throws Problem not-found */
export async function readLand(sql: Sql, runId: number): Promise<RunLand["items"]> {
  const { fiscalYear } = await readRun(sql, runId)
  const lines = await readLines<InputLine>(sql, runId, "input")
  return lines.flatMap(({ sealed, firms }) =>
    firms.map(({ enterpriseId, registeredOn, land }) => ({
      enterpriseId,
      creditCode: sealed.creditCode,
      registeredOn,
      ...findPeriod(land),
      parcels: listUsedAtYearEnd(land, fiscalYear),
    })),
  )
}
