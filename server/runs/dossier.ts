/** Everything that a run is told by on paper: what is sealed, by which schemes, and how its publicity stands. */
import type { SealedResult } from "../assessment/seal.rules.ts"
import type { Scheme } from "../assessment/scheme.rules.ts"
import type { Sql } from "../db/sql.ts"
import { readZone } from "../documents/zone.ts"
import { type FirmOfRun, orderResults, readFirm, readFirms, readLines, readRun } from "./queries.ts"
import type { RunAnswer, RunResult } from "./schema.ts"
import type { InputLine } from "./seal.ts"

/** A scheme of a run with its mark: what of it was read in a document and what was filled in. */
export type SchemeOnRecord = {
  scheme: Scheme
  version: number
  label: string
  basis: string | null
  published: string[]
  assumed: string[]
  sha256: string
}

/** Where and until when a firm may object to a run. */
export type Objection = {
  office: string
  contact: string
  opensAt: string
  closesAt: string
  term: string
}

export type Dossier = {
  zone: string
  run: RunAnswer
  /** The run that this one corrects. */
  base: { number: number; resultSha256: string } | null
  schemes: SchemeOnRecord[]
  firms: Awaited<ReturnType<typeof readFirms>>
  results: RunResult[]
  inputs: InputLine[]
  objection: Objection | null
}

/** What a firm is told of a run: nothing of any other. */
export type FirmDossier = Pick<Dossier, "zone" | "run" | "objection"> &
  Omit<FirmOfRun, "run" | "scheme" | "neighbours"> & { scheme: SchemeOnRecord | null }

async function readSchemesOnRecord(sql: Sql, { strata }: RunAnswer): Promise<SchemeOnRecord[]> {
  const schemes: SchemeOnRecord[] = []
  for (const { schemeId, version } of strata) {
    const [row] = await sql<
      Omit<SchemeOnRecord, "scheme" | "published" | "assumed"> & {
        document: string
        published: string
        assumed: string
      }
    >`
      select version, label, basis, sha256, document, to_json(published)::text as published,
             to_json(assumed)::text as assumed
        from assess.scheme_version where scheme_id = ${schemeId} and version = ${version}::int`
    if (!row) continue
    const { document, published, assumed, ...rest } = row
    schemes.push({
      ...rest,
      scheme: JSON.parse(document) as Scheme,
      published: JSON.parse(published) as string[],
      assumed: JSON.parse(assumed) as string[],
    })
  }
  return schemes
}

/** The publicity of the grades of a run that holds: approved and neither returned nor withdrawn. */
async function readObjection(sql: Sql, runId: number): Promise<Objection | null> {
  const [found] = await sql<Objection>`
    select p.office, p.contact, p.opens_at, p.closes_at, p.term
      from assess.publicity p
     where p.run_id = ${runId}::int
       and (select s.step from assess.publicity_step s
             where s.publicity_id = p.publicity_id order by s.n desc limit 1) in ('approved', 'concluded')
     order by p.publicity_id desc limit 1`
  return found ?? null
}

/** A whole run. @throws Problem not-found */
export async function readDossier(sql: Sql, runId: number): Promise<Dossier> {
  const run = await readRun(sql, runId)
  const firms = await readFirms(sql, runId)
  const results = await readLines<SealedResult>(sql, runId, "result")
  return {
    zone: await readZone(sql),
    run,
    base: run.baseRunId === null ? null : await readRun(sql, run.baseRunId),
    schemes: await readSchemesOnRecord(sql, run),
    firms,
    results: orderResults(run, firms, results),
    inputs: await readLines<InputLine>(sql, runId, "input"),
    objection: await readObjection(sql, runId),
  }
}

/** One firm of a run. @throws Problem not-found */
export async function readFirmDossier(
  sql: Sql,
  runId: number,
  enterpriseId: number,
): Promise<FirmDossier> {
  const { run, firm, input, firms, result } = await readFirm(sql, runId, enterpriseId)
  const schemes = await readSchemesOnRecord(sql, run)
  return {
    zone: await readZone(sql),
    run,
    firm,
    input,
    firms,
    result,
    scheme: schemes.find(({ scheme }) => scheme.id === result.schemeId) ?? null,
    objection: await readObjection(sql, runId),
  }
}

/** Each firm of a run, those of a unit each for itself, in credit code order. */
export function* listFirmDossiers({
  zone,
  run,
  objection,
  schemes,
  firms,
  results,
  inputs,
}: Dossier): Generator<FirmDossier> {
  const inputOf = new Map(inputs.map((line) => [line.sealed.creditCode, line]))
  const resultOf = new Map(results.map((result) => [result.creditCode, result]))
  const schemeOf = new Map(schemes.map((one) => [one.scheme.id, one]))
  for (const { enterpriseId, creditCode, name, industryCode, unitCode } of firms) {
    const code = unitCode ?? creditCode
    const [input, result] = [inputOf.get(code), resultOf.get(code)]
    if (!input || !result) continue
    yield {
      zone,
      run,
      objection,
      firm: { enterpriseId, creditCode, name, industryCode },
      scheme: schemeOf.get(result.schemeId ?? "") ?? null,
      input: input.sealed,
      firms: input.firms,
      result,
    }
  }
}
