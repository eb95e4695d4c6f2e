/**
 * Computes a year and seals it: what went in, by which schemes, what came out, with their hashes. A sealed run is
 * never changed; a correction is a new run that names the old one.
 */
import { createHash } from "node:crypto"
import {
  computeRun,
  type SealedInput,
  type SealedResult,
  type SealedRun,
  toSealText,
} from "../assessment/seal.rules.ts"
import { insertAct } from "../db/act.ts"
import type { Sql } from "../db/sql.ts"
import { Problem } from "../http/problem.ts"
import {
  listEntrants,
  type Population,
  readPopulation,
  type YearFirm,
} from "../roster/population.ts"
import { readYearSchemes, type YearScheme } from "../roster/years.ts"
import { packLines, pieceOf } from "./pieces.ts"

/** Locks of runs, told apart from other advisory locks by their first number. */
const RUN_LOCK = 8262

/** A line of the inputs as kept: what is sealed, and where each of its figures came from. */
export type InputLine = { sealed: SealedInput; firms: YearFirm[] }

export type Hashes = { inputSha256: string; schemeSha256: string; resultSha256: string }

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** The hashes of a run: over canonical lines, so that order of rows, engine and clock do not enter. */
export const hashRun = (
  { inputs, results }: { inputs: readonly SealedInput[]; results: readonly SealedResult[] },
  schemes: readonly { sha256: string }[],
): Hashes => ({
  inputSha256: sha256(toSealText(inputs)),
  schemeSha256: sha256(schemes.map((scheme) => scheme.sha256).join("\n")),
  resultSha256: sha256(toSealText(results)),
})

export type NewRun = { fiscalYear: number; why: string; baseRunId: number | null }

/** @returns the number of the sealed run @throws Problem conflict, not-found */
export async function sealRun(
  sql: Sql,
  { fiscalYear, why, baseRunId }: NewRun,
  authorName: string,
  product: string,
): Promise<number> {
  await sql`select pg_advisory_xact_lock(${RUN_LOCK}, ${fiscalYear}::int)`
  const schemes = await readYearSchemes(sql, fiscalYear)
  if (schemes.length === 0)
    throw new Problem("conflict", `${fiscalYear} 年度尚未启动：请先选定评价方案。`)
  const [last] = await sql<{ number: number; runId: number }>`
    select number, run_id from assess.run where fiscal_year = ${fiscalYear} order by number desc limit 1`
  if (last && baseRunId !== last.runId)
    throw new Problem(
      "conflict",
      `${fiscalYear} 年度已有第 ${last.number} 次测算：新的测算须以它为基础并说明原因。`,
    )
  if (!last && baseRunId !== null) throw new Problem("conflict", "该年度还没有可作为基础的测算。")
  const population = await readPopulation(sql, fiscalYear)
  if (population.firms.length === 0)
    throw new Problem("conflict", `${fiscalYear} 年度没有任何企业的用地或指标数据。`)
  const number = (last?.number ?? 0) + 1
  return sealPopulation(sql, population, schemes, { number, why, baseRunId, authorName, product })
}

type Head = {
  number: number
  why: string
  baseRunId: number | null
  authorName: string
  /** Version of the program that computes. */
  product: string
}

/** Computes a population under the schemes of its year and seals the run. @returns its id */
export async function sealPopulation(
  sql: Sql,
  population: Population,
  schemes: readonly YearScheme[],
  { number, why, baseRunId, authorName, product }: Head,
): Promise<number> {
  const { fiscalYear } = population
  const run = computeRun(
    listEntrants(population),
    schemes.map(({ scheme }) => scheme),
    fiscalYear,
  )
  const hashes = hashRun(run, schemes)
  const strata = schemes.map(({ schemeId, version, sha256: hash }, index) => ({
    version,
    sha256: hash,
    ...run.strata[index],
    schemeId,
  }))
  const actId = await insertAct(sql, "assessment-run", `assessment/${fiscalYear}/${number}`, why)
  const [sealed] = await sql<{ runId: number }>`
    insert into assess.run (fiscal_year, number, base_run_id, why, strata, firms, counts, input_sha256, scheme_sha256,
                            result_sha256, product, author_name, act_id)
    values (${fiscalYear}, ${number}, ${baseRunId}::int, ${why}, ${sql.json(strata)}, ${run.inputs.length},
            ${sql.json(run.counts)}, ${hashes.inputSha256}, ${hashes.schemeSha256}, ${hashes.resultSha256},
            ${product}, ${authorName}, ${actId})
    returning run_id`
  const { runId } = sealed!
  await insertFirms(sql, runId, run, population)
  const byCode = new Map(population.firms.map((firm) => [firm.creditCode, firm]))
  const inputs = run.inputs.map((input): InputLine => ({
    sealed: input,
    firms: (input.members.length > 0 ? input.members : [input.creditCode]).flatMap(
      (code) => byCode.get(code) ?? [],
    ),
  }))
  const pieces = [
    ...(await packLines(inputs)).map((content, n) => ({ part: "input", n, content })),
    ...(await packLines(run.results)).map((content, n) => ({ part: "result", n, content })),
  ]
  for (const { part, n, content } of pieces)
    await sql`
      insert into fin.run_piece (run_id, part, n, content)
      values (${runId}, ${part}, ${n}, ${content}::bytea)`
  return runId
}

/** Every firm of the run, those of a unit each with the unit's grade. */
async function insertFirms(
  sql: Sql,
  runId: number,
  { inputs, results }: SealedRun,
  { firms }: Population,
) {
  const byCode = new Map(firms.map((firm) => [firm.creditCode, firm]))
  const rows = inputs.flatMap(({ creditCode, schemeId, members }, place) =>
    (members.length > 0 ? members : [creditCode]).flatMap((code) => {
      const firm = byCode.get(code)
      return firm
        ? [
            {
              ...firm,
              schemeId,
              unitCode: members.length > 0 ? creditCode : null,
              grade: results[place]!.grade,
              ratingClass: results[place]!.ratingClass,
              piece: pieceOf(place),
            },
          ]
        : []
    }),
  )
  await sql`
    insert into assess.run_firm (run_id, enterprise_id, credit_code, name, industry_code, scheme_id, rating_class,
                                 unit_code, grade, piece)
    select ${runId}::int, t.*
      from unnest(${rows.map((row) => row.enterpriseId)}::int[], ${rows.map((row) => row.creditCode)}::text[],
                  ${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.industryCode)}::text[],
                  ${rows.map((row) => row.schemeId)}::text[], ${rows.map((row) => row.ratingClass)}::text[],
                  ${rows.map((row) => row.unitCode)}::text[], ${rows.map((row) => row.grade)}::text[],
                  ${rows.map((row) => row.piece)}::int[]) as t`
}
