/**
 * A population made ready for scoring: what does not depend on a scheme's weights, benchmarks, caps or cuts is
 * worked out once, when it is first asked for, and kept with the population.
 */
import { Exact } from "../../geodata/units.ts"
import { type Enterprise, readAmount, readEnterprise, type Reading } from "./enterprise.rules.ts"
import { type Fixed, tenTo, toExact, unitsAt } from "./fixed.rules.ts"
import { type IndicatorId, INDICATORS, type Part } from "./indicator.rules.ts"
import { type Notice, notice } from "./notice.rules.ts"
import { compareText, type Firm, toFirm } from "./roster.rules.ts"
import type { Scheme } from "./scheme.rules.ts"

/**
 * One indicator of every firm as a quotient of whole numbers: `above` / `below`, with `below` over zero. Where
 * there is no value both are 0.
 */
export type Quotients = {
  readonly above: readonly bigint[]
  readonly below: readonly bigint[]
  /** Within 1e-15 of the value, relatively; it may settle which of two is larger where they lie apart. */
  readonly nearest: Float64Array
}

/** Who takes part under a scheme: each firm's standing, in the population's order. */
export type Roster = {
  readonly firms: readonly Firm[]
  /** Places of the ranked firms. */
  readonly ranked: readonly number[]
  /** Sum over sum of an indicator over the ranked firms; null where there is none. */
  readonly meanOf: (id: IndicatorId) => Exact | null
}

export type Population = {
  /** In credit code order, whatever order the rows came in. */
  readonly readings: readonly Reading[]
  readonly warnings: readonly Notice[]
  readonly quotientsOf: (id: IndicatorId) => Quotients
  readonly rosterOf: (scheme: Scheme) => Roster
}

/** Rows of one code are ordered by their content. */
const inFixedOrder = (readings: readonly Reading[]) =>
  [...readings].sort(
    ({ enterprise: a }, { enterprise: b }) =>
      compareText(a.creditCode, b.creditCode) || compareText(JSON.stringify(a), JSON.stringify(b)),
  )

function countRows(readings: readonly Reading[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  for (const [place, { enterprise }] of readings.entries())
    if (readings[place + 1]?.enterprise.creditCode === enterprise.creditCode)
      rows.set(enterprise.creditCode, (rows.get(enterprise.creditCode) ?? 1) + 1)
  return rows
}

/** Keeps the answers of a question that is asked again. */
function remember<Key, Question, Answer>(
  keyOf: (question: Question) => Key,
  find: (question: Question) => Answer,
) {
  const known = new Map<Key, Answer>()
  return (question: Question): Answer => {
    const key = keyOf(question)
    const found = known.get(key)
    if (found !== undefined) return found
    const answer = find(question)
    known.set(key, answer)
    return answer
  }
}
const itself = <Key>(key: Key) => key

/** What of a scheme decides who takes part. */
const rosterKey = ({ stratum, population }: Scheme) =>
  JSON.stringify([stratum, population?.industryCodes, population?.minLandMu, population?.exclude])

/** A population of firms that have been read. */
export function gather(unordered: readonly Reading[]): Population {
  const readings = inFixedOrder(unordered)
  const rowsOf = countRows(readings)
  return {
    readings,
    warnings: [
      ...[...rowsOf].map(([creditCode, rows]) =>
        notice("duplicateCreditCode", { creditCode, rows }),
      ),
      ...readings.flatMap(({ warnings }) => warnings),
    ],
    quotientsOf: remember(itself<IndicatorId>, (id) => {
      const { numerator, denominator, factor } = INDICATORS[id]
      return divide(readings, numerator, denominator, BigInt(factor))
    }),
    rosterOf: remember(rosterKey, (scheme) => {
      const firms = readings.map((reading) =>
        toFirm(reading, rowsOf.get(reading.enterprise.creditCode) ?? 1, scheme),
      )
      const ranked = firms.flatMap(({ standing }, place) => (standing === "ranked" ? [place] : []))
      return {
        firms,
        ranked,
        meanOf: remember(itself<IndicatorId>, (id) =>
          findMean(
            id,
            ranked.map((place) => readings[place]!),
          ),
        ),
      }
    }),
  }
}

/**
 * Makes firms ready to be scored, under one scheme or under many: for a what-if over the same firms prepare them
 * once and score them again with every change of weights, benchmarks, caps, cuts or indicators.
 *
 * @param enterprises money in 万元, land in mu, floor space in m², energy in tce, emissions in t, power in 万kWh;
 *   not to be changed afterwards
 * @throws Error of decimal.js where a figure is text that is no number
 */
export const preparePopulation = (enterprises: readonly Enterprise[]): Population =>
  gather(enterprises.map(readEnterprise))

/** A part of an indicator as a firm has it; null is missing. */
export const amountAt = ({ enterprise, landMu }: Reading, part: Part): Fixed | null =>
  part === "landMu" ? landMu : readAmount(enterprise, part)

function divide(readings: readonly Reading[], above: Part, below: Part, factor: bigint): Quotients {
  const quotients = {
    above: readings.map(() => 0n),
    below: readings.map(() => 0n),
    nearest: new Float64Array(readings.length),
  }
  for (const [place, reading] of readings.entries()) {
    const numerator = amountAt(reading, above)
    const denominator = amountAt(reading, below)
    if (!numerator || !denominator || denominator.units <= 0n) continue
    const shift = denominator.places - numerator.places
    const units = factor === 1n ? numerator.units : numerator.units * factor
    const over = shift > 0 ? units * tenTo(shift) : units
    const under = shift < 0 ? denominator.units * tenTo(-shift) : denominator.units
    quotients.above[place] = over
    quotients.below[place] = under
    quotients.nearest[place] = Number(over) / Number(under)
  }
  return quotients
}

/** More places than this are a quotient's, cut at 40 digits, and are added up as `Exact` does. */
const SUMMED_PLACES = 12

/**
 * Sum over sum: never the mean of ratios, which lets a small firm weigh as a large one. Firms without both parts
 * are left out; null where nobody has them or the denominators sum to zero.
 */
function findMean(id: IndicatorId, ranked: readonly Reading[]): Exact | null {
  const { numerator, denominator, factor } = INDICATORS[id]
  const numerators: Fixed[] = []
  const denominators: Fixed[] = []
  for (const reading of ranked) {
    const above = amountAt(reading, numerator)
    const below = amountAt(reading, denominator)
    if (!above || !below || below.units < 0n) continue
    numerators.push(above)
    denominators.push(below)
  }
  const below = sumExactly(denominators)
  return below.gt(0) ? sumExactly(numerators).times(factor).div(below) : null
}

function sumExactly(amounts: readonly Fixed[]): Exact {
  const places = amounts.reduce((most, amount) => Math.max(most, amount.places), 0)
  if (places > SUMMED_PLACES)
    return amounts.reduce((total, amount) => total.plus(toExact(amount)), new Exact(0))
  let units = 0n
  for (const amount of amounts) units += unitsAt(amount, places)
  return toExact({ units, places })
}
