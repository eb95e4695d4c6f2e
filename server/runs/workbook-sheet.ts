/** What the sheets of a run have in common. */
import { INDICATORS, type IndicatorId, QUANTITIES } from "../assessment/indicator.rules.ts"
import { type Cell, MOST_ROWS } from "../documents/workbook.ts"
import type { Dossier, SchemeOnRecord } from "./dossier.ts"
import type { RunResult } from "./schema.ts"
import type { InputLine } from "./seal.ts"
import { stratumName } from "./wording.ts"

export const HEAD_ROWS = 1
export type Enterprise = InputLine["sealed"]["enterprise"]
export type Item = RunResult["items"][number]

export const head = (texts: readonly string[]): Cell[] =>
  texts.map((text) => ({ text, style: "head" as const }))
export const wrapped = (text: string): Cell => (text === "" ? null : { text, style: "wrapped" })

export const partName = (part: keyof typeof QUANTITIES | "landMu") =>
  part === "landMu" ? "用地面积（亩）" : QUANTITIES[part]

/** Numerator and denominator of an indicator as they went in; null where they are not on record. */
export function partsOf(id: IndicatorId, { landMu }: RunResult, enterprise: Enterprise) {
  const { numerator, denominator } = INDICATORS[id]
  return {
    numerator: enterprise[numerator] ?? null,
    denominator: denominator === "landMu" ? landMu : (enterprise[denominator] ?? null),
  }
}

/** Shares out what has more rows than a sheet holds: to sheets of at most so many, at least one. */
export function paginate<T>(
  all: readonly T[],
  rowsOf: (one: T) => number,
  most = MOST_ROWS - HEAD_ROWS,
): T[][] {
  const pages: T[][] = [[]]
  let room = most
  for (const one of all) {
    const rows = rowsOf(one)
    if (rows > room) {
      pages.push([])
      room = most
    }
    pages.at(-1)!.push(one)
    room -= rows
  }
  return pages
}
export const nameOfPage = (name: string, page: number) =>
  page === 0 ? name : `${name}（${page + 1}）`

export type Known = {
  dossier: Dossier
  schemeOf: ReadonlyMap<string, SchemeOnRecord>
  inputOf: ReadonlyMap<string, InputLine>
}

/** A scheme with the firms it is for: schemes of one document are often called the same. */
export const nameOfScheme = ({ label, scheme }: SchemeOnRecord) =>
  `${label}（${stratumName(scheme.stratum)}）`
