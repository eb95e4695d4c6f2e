/** A scheme while people write it: every figure as the text that was typed, until it is read as one. */
import { Exact } from "../../geodata/units.ts"
import { type IndicatorId, INDICATORS } from "../../server/assessment/indicator.rules.ts"
import {
  type BenchmarkRule,
  type GradeRule,
  type IndicatorRule,
  listGrades,
  type Method,
  type MissingRule,
  type Scheme,
} from "../../server/assessment/scheme.rules.ts"
import { listSchemeIssues } from "../../server/assessment/scheme-issue.rules.ts"
import { toKept, toShown } from "./places.ts"

/** What an item follows: the scheme, nothing at all, or a figure of its own. */
type Override = { rule: "scheme" | "none" | "own"; value: string }

export type IndicatorDraft = {
  id: IndicatorId
  weight: string
  method: Method | "scheme"
  direction: "usual" | "up" | "down"
  cap: Override
  floor: Override
  benchmark: BenchmarkRule["kind"] | "none"
  value: string
  k: string
  values: { code: string; value: string }[]
  missing: MissingRule
}
export type BonusDraft = {
  id: string
  rule: "max" | "sum"
  items: { id: string; points: string }[]
}
type Tenants = { first: string; each: string }
export type PenaltyDraft = {
  id: string
  kind: "points" | "tenants"
  points: string
  aboveScale: Tenants
  belowScale: Tenants
}
export type AdjustmentDraft = {
  event: string
  /** `usual`: one of the usual names, which carries its own effect. */
  effect: "usual" | "set" | "notBetterThan" | "notWorseThan"
  grade: string
}

export type Draft = {
  id: string
  label: string
  basis: string
  region: string
  fiscalYear: string
  stratum: string
  method: Method
  floor: string
  capMultiple: string
  base: string
  span: string
  minStratumSize: string
  indicators: IndicatorDraft[]
  industryCodes: string
  minLandMu: string
  exemptIndustryCodes: string
  transitionYears: string
  hasBonus: boolean
  maxTotal: string
  groups: BonusDraft[]
  penalty: PenaltyDraft[]
  gradeKind: GradeRule["kind"]
  cuts: { grade: string; value: string }[]
  rest: string
  tie: "ordinal" | "shared"
  adjustments: AdjustmentDraft[]
  gradeLabels: Record<string, string>
  taxesIncluded: string
  energyConvention: string
  published: string
  assumed: string
  /** Parts that are not written here and go along as they are. */
  kept: Pick<Scheme, "publicity"> & { exclude: string[] | null }
}

const say = (value: number | string | null | undefined) =>
  value === null || value === undefined ? "" : new Exact(value).toFixed()
const overrideOf = (value: number | null | undefined): Override => ({
  rule: value === undefined ? "scheme" : value === null ? "none" : "own",
  value: say(value),
})

/** An indicator as it is added: measured against the mean of those that take part. */
export const newIndicator = (id: IndicatorId): IndicatorDraft => ({
  id,
  weight: "",
  method: "scheme",
  direction: "usual",
  cap: overrideOf(undefined),
  floor: overrideOf(undefined),
  benchmark: "fixed",
  value: "",
  k: "",
  values: [],
  missing: "zero",
})

const draftIndicator = (rule: IndicatorRule): IndicatorDraft => {
  const { id, benchmark } = rule
  const value = benchmark && "value" in benchmark ? benchmark.value : null
  return {
    id,
    weight: say(rule.weight),
    method: rule.method ?? "scheme",
    direction: rule.direction ?? "usual",
    cap: overrideOf(rule.capMultiple),
    floor: overrideOf(rule.floor),
    benchmark: benchmark?.kind ?? "none",
    value: value === null || value === undefined ? "" : toShown(id, value),
    k: benchmark?.kind === "meanTimes" ? say(benchmark.k) : "",
    values:
      benchmark?.kind === "byIndustry"
        ? Object.entries(benchmark.values).map(([code, one]) => ({ code, value: toShown(id, one) }))
        : [],
    missing: rule.missing ?? "zero",
  }
}

const NO_TENANTS: Tenants = { first: "", each: "" }
const tenantsOf = ({ first, each }: { first: number; each: number }) => ({
  first: say(first),
  each: say(each),
})
export const newPenalty = (kind: PenaltyDraft["kind"]): PenaltyDraft => ({
  id: "",
  kind,
  points: "",
  aboveScale: { ...NO_TENANTS },
  belowScale: { ...NO_TENANTS },
})

type Source = {
  scheme: Scheme
  label: string
  basis: string | null
  published: readonly string[]
  assumed: readonly string[]
}

/** A scheme as a draft to go on from. */
export function readDraft({ scheme, label, basis, published, assumed }: Source): Draft {
  const { population, bonus, gradeRule } = scheme
  return {
    id: scheme.id,
    label,
    basis: basis ?? "",
    region: scheme.region ?? "",
    fiscalYear: String(scheme.fiscalYear),
    stratum: scheme.stratum,
    method: scheme.method,
    floor: say(scheme.floor),
    capMultiple: say(scheme.capMultiple),
    base: say(scheme.base),
    span: say(scheme.span),
    minStratumSize: say(scheme.minStratumSize),
    indicators: scheme.indicators.map(draftIndicator),
    industryCodes: population?.industryCodes ?? "",
    minLandMu: say(population?.minLandMu),
    exemptIndustryCodes: population?.exemptIndustryCodes ?? "",
    transitionYears: say(population?.transitionYears),
    hasBonus: Boolean(bonus),
    maxTotal: say(bonus?.maxTotal),
    groups: (bonus?.groups ?? []).map(({ id, rule, items }) => ({
      id,
      rule: rule ?? "max",
      items: (items ?? []).map((item) => ({ id: item.id, points: say(item.points) })),
    })),
    penalty: (scheme.penalty ?? []).map((rule) =>
      "points" in rule
        ? { ...newPenalty("points"), id: rule.id, points: say(rule.points) }
        : {
            ...newPenalty("tenants"),
            id: rule.id,
            aboveScale: tenantsOf(rule.aboveScale),
            belowScale: tenantsOf(rule.belowScale),
          },
    ),
    gradeKind: gradeRule.kind,
    cuts: gradeRule.cuts.map(([grade, value]) => ({ grade, value: say(value) })),
    rest: gradeRule.rest ?? "",
    tie: gradeRule.tie ?? "ordinal",
    adjustments: (scheme.adjustments ?? []).map((rule) =>
      typeof rule === "string" ? { event: rule, effect: "usual", grade: "" } : { ...rule },
    ),
    gradeLabels: { ...scheme.gradeLabels },
    taxesIncluded: (scheme.taxesIncluded ?? []).join("\n"),
    energyConvention: scheme.energyConvention ?? "",
    published: published.join("\n"),
    assumed: assumed.join("\n"),
    kept: { publicity: scheme.publicity, exclude: population?.exclude ?? null },
  }
}

/** What is wrong with a field, by the pointer under which the server would name it. */
export type DraftIssue = {
  pointer: string
  says:
    | "required"
    | "number"
    | "above0"
    | "notBelow0"
    | "integer"
    | "range"
    | "id"
    | "industries"
    | { message: string }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/
const SCHEME_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/
const TWO_DIGIT_RANGES = /^\d{2}(-\d{2})?(,\d{2}(-\d{2})?)*$/
const YEARS = { from: 1990, to: 2200 }
const MOST_WEIGHT = 100
const MOST_TRANSITION_YEARS = 20

type Limit = Exclude<DraftIssue["says"], object> | null
const beyond = (least: number, most: number) => (value: Exact) =>
  value.lt(least) || value.gt(most) ? ("range" as const) : null
const above0 = (value: Exact): Limit => (value.gt(0) ? null : "above0")
const notBelow0 = (value: Exact): Limit => (value.isNeg() && !value.isZero() ? "notBelow0" : null)
const integerIn = (least: number, most: number) => (value: Exact) =>
  value.isInteger() ? beyond(least, most)(value) : ("integer" as const)

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)

/** A draft as the scheme that it says, and everything that keeps it from being saved. */
export function writeDraft(draft: Draft) {
  const issues: DraftIssue[] = []
  const complain = (pointer: string, says: DraftIssue["says"]) => issues.push({ pointer, says })
  /** The figure of a field; null where it is blank, 0 where it is none, which is then complained of. */
  const figure = (
    pointer: string,
    typed: string,
    { limit, required }: { limit?: (value: Exact) => Limit; required?: boolean } = {},
  ): number | null => {
    const text = typed.trim()
    if (text === "") {
      if (required) complain(pointer, "required")
      return required ? 0 : null
    }
    if (!NUMBER.test(text)) {
      complain(pointer, "number")
      return 0
    }
    const value = new Exact(text)
    const fault = limit?.(value) ?? null
    if (fault) complain(pointer, fault)
    return value.toNumber()
  }
  const needed = (pointer: string, typed: string, limit?: (value: Exact) => Limit): number =>
    figure(pointer, typed, { required: true, ...(limit && { limit }) }) ?? 0
  const named = (pointer: string, typed: string): string => {
    const text = typed.trim()
    if (text === "") complain(pointer, "required")
    return text
  }
  const ranges = (pointer: string, typed: string): string | null => {
    const text = typed.trim().replaceAll("，", ",").replaceAll(" ", "")
    if (text !== "" && !TWO_DIGIT_RANGES.test(text)) complain(pointer, "industries")
    return text || null
  }
  const at = "/scheme"
  const override = (pointer: string, { rule, value }: Override, limit?: (value: Exact) => Limit) =>
    rule === "scheme" ? undefined : rule === "none" ? null : needed(pointer, value, limit)
  const shownValue = (pointer: string, id: string, typed: string) => {
    const value = needed(pointer, typed, above0)
    return value > 0 ? toKept(id, typed.trim()) : 0
  }

  const benchmarkOf = (place: string, row: IndicatorDraft): BenchmarkRule | null => {
    switch (row.benchmark) {
      case "none":
        return null
      case "fixed":
        return { kind: "fixed", value: shownValue(`${place}/value`, row.id, row.value) }
      case "meanTimes": {
        const k = needed(`${place}/k`, row.k, above0)
        return row.value.trim() === ""
          ? { kind: "meanTimes", k }
          : { kind: "meanTimes", k, value: shownValue(`${place}/value`, row.id, row.value) }
      }
      case "byIndustry": {
        if (row.values.length === 0) complain(`${place}/values`, "required")
        const values = row.values.map(({ code, value }, index) => [
          named(`${place}/values/${index}/code`, code),
          shownValue(`${place}/values/${code.trim()}`, row.id, value),
        ])
        return { kind: "byIndustry", values: Object.fromEntries(values) as Record<string, number> }
      }
      default:
        return { kind: row.benchmark }
    }
  }

  const indicators = draft.indicators.map((row, index): IndicatorRule => {
    const place = `${at}/indicators/${index}`
    const capMultiple = override(`${place}/capMultiple`, row.cap, above0)
    const floor = override(`${place}/floor`, row.floor)
    const benchmark = benchmarkOf(`${place}/benchmark`, row)
    const weightLimit = (weight: Exact) => above0(weight) ?? beyond(0, MOST_WEIGHT)(weight)
    return {
      id: row.id,
      weight: needed(`${place}/weight`, row.weight, weightLimit),
      ...(row.method !== "scheme" && { method: row.method }),
      ...(row.direction !== "usual" && { direction: row.direction }),
      ...(capMultiple !== undefined && { capMultiple }),
      ...(floor !== undefined && { floor }),
      ...(benchmark && { benchmark }),
      missing: row.missing,
    }
  })
  if (indicators.length === 0) complain(`${at}/indicators`, "required")

  const population = {
    industryCodes: ranges(`${at}/population/industryCodes`, draft.industryCodes),
    minLandMu: figure(`${at}/population/minLandMu`, draft.minLandMu, { limit: notBelow0 }),
    exemptIndustryCodes: ranges(`${at}/population/exemptIndustryCodes`, draft.exemptIndustryCodes),
    transitionYears: figure(`${at}/population/transitionYears`, draft.transitionYears, {
      limit: integerIn(1, MOST_TRANSITION_YEARS),
    }),
    exclude: draft.kept.exclude,
  }
  const hasPopulation = Object.values(population).some((part) => part !== null)

  const tenants = (place: string, { first, each }: Tenants) => ({
    first: needed(`${place}/first`, first),
    each: needed(`${place}/each`, each),
  })
  const penalty = draft.penalty.map((rule, index) => {
    const place = `${at}/penalty/${index}`
    const id = named(`${place}/id`, rule.id)
    return rule.kind === "points"
      ? { id, points: needed(`${place}/points`, rule.points) }
      : {
          id,
          aboveScale: tenants(`${place}/aboveScale`, rule.aboveScale),
          belowScale: tenants(`${place}/belowScale`, rule.belowScale),
        }
  })

  const groups = draft.groups.map((group, index) => {
    const place = `${at}/bonus/groups/${index}`
    const items = group.items.map((item, number) => ({
      id: named(`${place}/items/${number}/id`, item.id),
      points: needed(`${place}/items/${number}/points`, item.points, notBelow0),
    }))
    return {
      id: named(`${place}/id`, group.id),
      // A group in which the highest counts need not say so.
      ...(group.rule === "sum" && { rule: group.rule }),
      ...(items.length > 0 && { items }),
    }
  })
  const maxTotal = draft.hasBonus
    ? figure(`${at}/bonus/maxTotal`, draft.maxTotal, { limit: notBelow0 })
    : null

  const cuts = draft.cuts.map(({ grade, value }, index): [string, number] => [
    named(`${at}/gradeRule/cuts/${index}/0`, grade),
    needed(`${at}/gradeRule/cuts/${index}/1`, value),
  ])
  if (cuts.length === 0) complain(`${at}/gradeRule/cuts`, "required")
  const { tie } = draft
  const gradeRule: GradeRule =
    draft.gradeKind === "rankPercent"
      ? { kind: "rankPercent", cuts, rest: named(`${at}/gradeRule/rest`, draft.rest), tie }
      : { kind: "score", cuts, rest: draft.rest.trim() || null, tie }

  const gradeLabels = Object.fromEntries(
    listGrades(gradeRule).flatMap((grade) => {
      const label = draft.gradeLabels[grade]?.trim()
      return grade && label ? [[grade, label]] : []
    }),
  )
  const adjustments = draft.adjustments.map(({ event, effect, grade }, index) =>
    effect === "usual"
      ? event
      : { event: named(`${at}/adjustments/${index}/event`, event), effect, grade },
  ) as NonNullable<Scheme["adjustments"]>

  const id = draft.id.trim()
  if (id === "") complain(`${at}/id`, "required")
  else if (!SCHEME_ID.test(id)) complain(`${at}/id`, "id")
  const percent = { limit: beyond(0, 100) }
  const isSpread =
    draft.method === "minmax" || draft.indicators.some((row) => row.method === "minmax")
  const scheme: Scheme = {
    id,
    region: draft.region.trim() || null,
    fiscalYear: needed(`${at}/fiscalYear`, draft.fiscalYear, integerIn(YEARS.from, YEARS.to)),
    stratum: named(`${at}/stratum`, draft.stratum),
    ...(hasPopulation && { population }),
    method: draft.method,
    floor: figure(`${at}/floor`, draft.floor),
    capMultiple: figure(`${at}/capMultiple`, draft.capMultiple, { limit: above0 }),
    ...(isSpread && {
      base: figure(`${at}/base`, draft.base, percent),
      span: figure(`${at}/span`, draft.span, percent),
    }),
    minStratumSize: figure(`${at}/minStratumSize`, draft.minStratumSize, {
      limit: (value) => (value.isInteger() ? notBelow0(value) : "integer"),
    }),
    indicators,
    ...(draft.hasBonus && { bonus: { ...(maxTotal !== null && { maxTotal }), groups } }),
    ...(penalty.length > 0 && { penalty }),
    gradeRule,
    adjustments,
    ...(Object.keys(gradeLabels).length > 0 && { gradeLabels }),
    ...(draft.taxesIncluded.trim() !== "" && { taxesIncluded: lines(draft.taxesIncluded) }),
    ...(draft.energyConvention !== "" && { energyConvention: draft.energyConvention }),
    ...(draft.kept.publicity && { publicity: draft.kept.publicity }),
  }
  const label = named("/label", draft.label)
  for (const { path, message } of listSchemeIssues(scheme)) {
    const pointer = `${at}/${path.join("/")}`
    // A field that is blank or unreadable has been complained of already.
    if (!issues.some((issue) => issue.pointer === pointer)) complain(pointer, { message })
  }
  return {
    body: {
      scheme,
      label,
      basis: draft.basis.trim() || null,
      published: lines(draft.published),
      assumed: lines(draft.assumed),
    },
    issues,
  }
}

/** The sum of the weights that can be read. */
export const sumWeights = (indicators: readonly { weight: string }[]): Exact =>
  indicators.reduce(
    (sum, { weight }) => (NUMBER.test(weight.trim()) ? sum.plus(weight.trim()) : sum),
    new Exact(0),
  )

/** Indicators that a draft does not have yet. */
export const listFree = (draft: Pick<Draft, "indicators">): IndicatorId[] =>
  (Object.keys(INDICATORS) as IndicatorId[]).filter(
    (id) => !draft.indicators.some((row) => row.id === id),
  )
