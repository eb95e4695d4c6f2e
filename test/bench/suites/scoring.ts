/** Scoring firms again and again in a what-if, and computing a whole year, against the same formula in floats. */
import type { Enterprise } from "../../../server/assessment/enterprise.rules.ts"
import { preparePopulation } from "../../../server/assessment/population.rules.ts"
import { scorePopulation, scorePrepared } from "../../../server/assessment/rules.ts"
import type { Scheme } from "../../../server/assessment/scheme.rules.ts"
import { SHIPPED_SCHEMES } from "../../../server/assessment/schemes.ts"
import { computeRun } from "../../../server/assessment/seal.rules.ts"
import type { Bench } from "../bench.ts"
import { median } from "../measure.ts"

const FIRMS = 5_000
const RUN_FIRMS = 100_000
/** Passes before any is counted: a slider is moved many times, and code is compiled after the first. */
const WARM_PASSES = 20
const COUNTED_PASSES = 30

const GOAL_PASS_MS = 30
const GOAL_RUN_MS = 1_500

const demo = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === "DEMO")!.scheme

/** Firms as a county has them, as they are read: by credit code, figures with two decimals, one in ten without emissions. */
function makeFirms(count: number): Enterprise[] {
  let state = 7
  const upTo = (most: number, places: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Number(((state / 2 ** 31) * most).toFixed(places))
  }
  return Array.from({ length: count }, (_, place) => ({
    creditCode: `91331003MA${String(place).padStart(8, "0")}`,
    aboveScale: true,
    ownedMu: upTo(60, 2) + 1,
    taxWanYuan: upTo(2_000, 2),
    valueAddedWanYuan: upTo(5_000, 2),
    revenueWanYuan: upTo(20_000, 2),
    energyTce: upTo(3_000, 2),
    emissionT: place % 10 === 0 ? null : upTo(5, 3),
    averageStaff: Math.ceil(upTo(300, 0)),
    rdWanYuan: upTo(500, 2),
  }))
}

/** What a slider does: other weights, benchmarks and cap at every pass. */
const changed = (pass: number): Scheme => ({
  ...demo,
  capMultiple: 1 + (pass % 10) / 10,
  indicators: demo.indicators.map((rule, place) => ({
    ...rule,
    weight: [25, 25, 20, 10, 11, 9][(place + pass) % 6]!,
    benchmark:
      rule.benchmark?.kind === "fixed"
        ? { kind: "fixed", value: rule.benchmark.value * (1 + (pass % 7) / 10) }
        : rule.benchmark,
  })),
})

/** The same formula in floats: ratio to a benchmark, cap, floor, mean for a gap, rank and grade. */
function scoreInFloats(firms: readonly Enterprise[], { indicators, capMultiple }: Scheme) {
  const ratios = firms.map((firm) => {
    const [land, added] = [Number(firm.ownedMu), Number(firm.valueAddedWanYuan)]
    return [
      Number(firm.taxWanYuan) / land,
      added / land,
      added / Number(firm.energyTce),
      firm.emissionT === null ? Number.NaN : added / Number(firm.emissionT),
      added / Number(firm.averageStaff),
      Number(firm.rdWanYuan) / Number(firm.revenueWanYuan),
    ]
  })
  const points = indicators.map(({ weight, benchmark }, place) => {
    const one = benchmark?.kind === "fixed" ? benchmark.value : 1
    const own = ratios.map((row) =>
      Math.max(0, Math.min((row[place]! / one) * weight, weight * (capMultiple ?? Infinity))),
    )
    const known = own.filter((value) => !Number.isNaN(value))
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length
    return own.map((value) => (Number.isNaN(value) ? mean : value))
  })
  const results = firms.map(({ creditCode }, place) => ({
    creditCode,
    total: points.reduce((sum, column) => sum + column[place]!, 0),
  }))
  results.sort((a, b) => b.total - a.total || (a.creditCode < b.creditCode ? -1 : 1))
  return results.map((result, place) => ({
    ...result,
    rank: place + 1,
    grade: place < firms.length * 0.2 ? "A" : place < firms.length * 0.6 ? "B" : "C",
  }))
}

const time = (work: () => unknown): number => {
  const began = performance.now()
  work()
  return performance.now() - began
}

export async function runScoring({ report, rounds }: Bench): Promise<void> {
  const enterprises = makeFirms(FIRMS)
  const fiscalYear = demo.fiscalYear
  const population = preparePopulation(enterprises)
  const times = { cold: [] as number[], again: [] as number[], floats: [] as number[] }
  for (let pass = 0; pass < WARM_PASSES + COUNTED_PASSES; pass += 1) {
    const scheme = changed(pass)
    const cold = time(() => scorePopulation({ scheme, fiscalYear, enterprises }))
    const again = time(() => scorePrepared(population, scheme, fiscalYear))
    const floats = time(() => scoreInFloats(enterprises, scheme))
    if (pass < WARM_PASSES) continue
    times.cold.push(cold)
    times.again.push(again)
    times.floats.push(floats)
  }
  const floats = median(times.floats)
  const passes = [
    ["scored again, ms", times.again, GOAL_PASS_MS],
    ["from scratch, ms", times.cold, null],
  ] as const
  for (const [what, ours, goal] of passes) {
    const figure = median(ours)
    report.add({
      suite: "scoring",
      what: `${FIRMS} firms ${what}`,
      ours: `${figure.toFixed(2)} ms`,
      anchor: goal === null ? "" : `${goal} ms`,
      figure,
      goal,
      better: "less",
    })
    report.add({
      suite: "scoring",
      what: `${FIRMS} firms ${what.replace(", ms", "")} / floats`,
      ours: `${figure.toFixed(2)} ms`,
      anchor: `floats ${floats.toFixed(2)} ms`,
      figure: figure / floats,
      goal: null,
      better: "less",
    })
  }

  const many = makeFirms(RUN_FIRMS)
  const entrants = many.map((enterprise) => ({ enterprise, members: [] }))
  const runs: number[] = []
  const plain: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const run = time(() => computeRun(entrants, [demo], fiscalYear))
    const inFloats = time(() => scoreInFloats(many, demo))
    if (round === 0) continue
    runs.push(run)
    plain.push(inFloats)
  }
  const figure = median(runs)
  report.add({
    suite: "scoring",
    what: `${RUN_FIRMS} firms computed, ms`,
    ours: `${figure.toFixed(0)} ms`,
    anchor: `${GOAL_RUN_MS} ms`,
    figure,
    goal: GOAL_RUN_MS,
    better: "less",
  })
  report.add({
    suite: "scoring",
    what: `${RUN_FIRMS} firms computed / floats`,
    ours: `${figure.toFixed(0)} ms`,
    anchor: `floats ${median(plain).toFixed(0)} ms`,
    figure: figure / median(plain),
    goal: null,
    better: "less",
  })
}
