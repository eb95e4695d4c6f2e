import { type Accessor, createMemo, createSignal } from "solid-js"
import { type Breaks, planBreaks, sortKnown } from "./classes/breaks.ts"
import { changeOf, planChange, withZero } from "./classes/change.ts"
import { createSeries, type Sample, type Series } from "./createSeries.ts"
import { changeTheme } from "./layers/change.ts"
import { type Drawn, measureTheme, pendingTheme } from "./layers/measure.ts"
import { ACROSS, type Axis, pairTheme } from "./layers/pair.ts"
import type { Rise } from "./layers/parcels.ts"
import { findMeasure, type Measure } from "./measure.ts"
import type { Method, Mode } from "./measure-state.ts"
import type { Look } from "./palette.ts"
import type { MapState } from "./state.ts"
import type { TileSet } from "./style.ts"
import type { Theme } from "./theme.ts"
import { inLook } from "./themes.ts"

const USUAL_CLASSES = 5
const USUAL_CHANGES = 6
/** Metres of a column that all but the highest stay under. */
const TOWER_M = 260
const ALL_BUT_THE_HIGHEST = 0.98
/** Columns of the highest may be so many times that. */
const MOST_TOWERS = 3

type Given = {
  audience: Accessor<string>
  tileSet: Accessor<TileSet | undefined>
  state: MapState
  look: Accessor<Look>
  /** What somebody may see; none while it is not known. */
  measures: Accessor<readonly Measure[]>
  /** Limits of a measure that a rule sets. */
  policies: (name: string) => Breaks
}

/** Everything that the controls of a map of figures show. */
export type Shown = {
  mode: Mode | null
  measure: Measure
  other: Measure
  method: Method
  policy: Breaks
  count: number
  breaks: Breaks
  /** The figure of each parcel that the classes are of. */
  sample: Sample
  /** The year shown; null where the measure has none. */
  year: number | null
  from: number | null
  years: readonly number[]
  axes: readonly [Axis, Axis] | null
}

const NOTHING: Sample = { ids: new Uint32Array(), values: new Float64Array() }

/** The values of a year, or of any where the attribute has none. */
const sampleOf = ({ years, samples }: Series, year: number | null): Sample =>
  samples.get(years.length === 0 ? null : year) ?? NOTHING

/** Every value of every year: classes do not shift while the years go by. */
function poolOf({ years, samples }: Series): Float64Array {
  const parts = (years.length === 0 ? [null] : years).map((year) => samples.get(year)!.values)
  const pool = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    pool.set(part, at)
    at += part.length
  }
  return sortKnown(pool)
}

const valuesById = ({ ids, values }: Sample) =>
  new Map(Array.from(ids, (id, at) => [id, values[at]!]))

const known = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value

/** The map of figures: which measures, of which years, in which classes. */
export function createMeasures(given: Given) {
  const { state } = given
  const isAsked = () => state.theme === "measure"
  const first = createMemo(() => findMeasure(given.measures(), state.measure))
  const second = createMemo(() => {
    const others = given.measures().filter(({ name }) => name !== first()?.name)
    return findMeasure(others, state.other) ?? first()
  })
  const tall = createMemo(() =>
    given.measures().find(({ name, isRatio }) => isRatio && name === state.height),
  )
  const seriesOf = (measure: () => Measure | undefined, isWanted: () => boolean) =>
    createSeries(given.audience, given.tileSet, () =>
      isWanted() ? (measure()?.name ?? null) : null,
    )
  const series = seriesOf(first, isAsked)
  const otherSeries = seriesOf(second, () => isAsked() && state.mode === "pair")
  const heights = seriesOf(tall, () => tall() !== undefined)

  /** Limits while a hand moves them: painted at once, and kept where it lets go. */
  const [draft, setDraft] = createSignal<Breaks | null>(null)
  const pool = createMemo(() => series() && poolOf(series()!))
  const otherPool = createMemo(() => otherSeries() && poolOf(otherSeries()!))

  const years = () => series()?.years ?? []
  const year = () => (years().length === 0 ? null : (state.year ?? series()?.newest ?? null))
  const from = () => {
    const before = years().filter((one) => one < (year() ?? 0))
    return before.find((one) => one === state.from) ?? before.at(-1) ?? null
  }
  const now = createMemo(() => (series() ? sampleOf(series()!, year()) : NOTHING))
  const isChange = () => state.mode === "change"
  const before = createMemo(() => {
    const [found, of] = [series(), isChange() ? from() : null]
    return found && of !== null ? valuesById(sampleOf(found, of)) : new Map<number, number>()
  })
  const changes = createMemo((): Sample => {
    if (!isChange()) return NOTHING
    const { ids, values } = now()
    const changed = values.map((value, at) => {
      const was = known(before().get(ids[at]!))
      return changeOf(was, known(value), state.share) ?? Number.NaN
    })
    return { ids, values: changed }
  })
  const sample = () => (isChange() ? changes() : now())

  const policy = createMemo(() => {
    const measure = first()
    return measure && state.mode === null ? given.policies(measure.name) : []
  })
  const method = (): Method => {
    const wanted = state.method ?? "quantile"
    const isMissing =
      (wanted === "manual" && (!state.breaks || state.mode === "pair")) ||
      (wanted === "policy" && policy().length === 0)
    return isMissing ? "quantile" : wanted
  }
  const count = () => state.classes ?? (isChange() ? USUAL_CHANGES : USUAL_CLASSES)
  const planned = createMemo((): Breaks | null => {
    const values = pool()
    if (!values) return null
    const of = method()
    if (of === "policy") return policy()
    if (of === "manual") return isChange() ? withZero(state.breaks!) : [...state.breaks!]
    if (isChange()) return planChange(of, changes().values, count())
    return planBreaks(of, values, count())
  })
  const axes = createMemo((): [Axis, Axis] | null => {
    const [x, y] = [pool(), otherPool()]
    if (state.mode !== "pair" || !x || !y) return null
    const of = method()
    const plan = (values: Float64Array) =>
      planBreaks(of === "policy" || of === "manual" ? "quantile" : of, values, ACROSS)
    return [
      { measure: first()!, breaks: plan(x) },
      { measure: second()!, breaks: plan(y) },
    ]
  })

  const drawn = (): Drawn => ({ look: given.look(), patterned: state.patterns })
  const themeOf = (breaks: Breaks | null): Theme => {
    const measure = first()
    const [now, was] = [year(), from()]
    if (!measure || !breaks) return pendingTheme(measure)
    if (state.mode === "pair")
      return axes() ? pairTheme(...axes()!, drawn()) : pendingTheme(measure)
    if (state.mode === null) return measureTheme(measure, breaks, drawn())
    if (now === null || was === null) return pendingTheme(measure)
    const figures = before()
    const beforeOf = (id: unknown) => known(figures.get(Number(id)))
    const compared = { measure, before: was, year: now, isShare: state.share, beforeOf }
    return changeTheme(compared, breaks, drawn())
  }
  const theme = createMemo(() => inLook(themeOf(planned()), given.look()))
  /** As `theme`, with the limits that a hand is moving. */
  const live = createMemo(() => {
    const moved = draft()
    return moved ? inLook(themeOf(moved), given.look()) : theme()
  })

  const rise = createMemo((): Rise | null => {
    const found = heights()
    const values = found && poolOf(found)
    const high = values?.[Math.floor(ALL_BUT_THE_HIGHEST * (values.length - 1))]
    if (!high || high <= 0) return null
    return { metresPerUnit: TOWER_M / high, mostUnits: MOST_TOWERS * high }
  })

  const shown = createMemo((): Shown | null => {
    const [measure, other] = [first(), second()]
    const breaks = draft() ?? planned()
    if (!isAsked() || !measure || !other || !breaks) return null
    return {
      mode: state.mode,
      measure,
      other,
      method: draft() ? "manual" : method(),
      policy: policy(),
      count: count(),
      breaks,
      sample: sample(),
      year: year(),
      from: from(),
      years: years(),
      axes: axes(),
    }
  })

  return {
    theme,
    live,
    shown,
    setDraft,
    rise,
    tall,
    /** Whether all that is asked for is known. */
    settled: () =>
      (!isAsked() ||
        (series() !== undefined && (state.mode !== "pair" || otherSeries() !== undefined))) &&
      (tall() === undefined || heights() !== undefined),
  }
}
