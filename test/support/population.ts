import type { Enterprise } from "../../server/assessment/enterprise.rules.ts"
import { toResponse } from "../../server/assessment/response.rules.ts"
import { scorePopulation } from "../../server/assessment/rules.ts"
import type { IndicatorRule, Scheme } from "../../server/assessment/scheme.rules.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"

export function shipped(id: string): Scheme {
  const found = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === id)
  if (!found) throw new Error(`no shipped scheme ${id}`)
  return found.scheme
}

/** Rated, with 1 mu of its own land, so that an amount is its per-mu value. */
export const firm = (creditCode: string, given: Partial<Enterprise> = {}): Enterprise => ({
  creditCode,
  ownedMu: 1,
  ...given,
})

/** A scheme of one indicator whose points are its value: revenue per mu over 100, of 100. */
export const plainScheme = (changes: Partial<Scheme> = {}): Scheme => ({
  id: "plain",
  fiscalYear: 2022,
  stratum: "all",
  method: "ratio",
  indicators: [
    {
      id: "revenuePerMu",
      weight: 100,
      benchmark: { kind: "fixed", value: 100 },
      missing: "zero",
    },
  ],
  gradeRule: {
    kind: "rankPercent",
    cuts: [
      ["A", 20],
      ["B", 60],
      ["C", 95],
    ],
    rest: "D",
  },
  ...changes,
})

/** The plain scheme with its one indicator changed. */
export const plainIndicator = (changes: Partial<IndicatorRule>, scheme: Partial<Scheme> = {}) =>
  plainScheme({
    ...scheme,
    indicators: [
      {
        id: "revenuePerMu",
        weight: 100,
        benchmark: { kind: "fixed", value: 100 },
        missing: "zero",
        ...changes,
      },
    ],
  })

export const score = (scheme: Scheme, enterprises: Enterprise[]) =>
  toResponse(scorePopulation({ scheme, fiscalYear: scheme.fiscalYear, enterprises }))

/** The result of one firm of a run. */
export function resultOf(answer: ReturnType<typeof score>, creditCode: string) {
  const found = answer.results.find((result) => result.creditCode === creditCode)
  if (!found) throw new Error(`no result for ${creditCode}`)
  return found
}

export const codesOf = (notices: readonly { code: string }[]) => notices.map(({ code }) => code)
