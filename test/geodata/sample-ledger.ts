/** Reads the sample's facts as the rules want them, by its own arithmetic. */
import { addDays, daysBetween } from "../../geodata/days.ts"
import type {
  IndicatorInput,
  SampleFigures,
  SampleParcel,
  SamplePark,
} from "../../geodata/sample/facts.ts"
import { Exact, toMu } from "../../geodata/units.ts"
import type { Facts } from "../../server/flags/facts.rules.ts"
import type { Milestones } from "../../server/flags/project-status.rules.ts"

/** One firm's gain or loss of land on a parcel in m². */
type Flow = {
  creditCode: string
  parcelCode: string
  areaM2: Exact
  fromOn: string
  toOn: string | null
}

/** Every use as flows: a lease takes from a lessor on record what it gives the tenant. */
export const listFlows = (park: SamplePark): Flow[] =>
  park.occupancy.flatMap(({ creditCode, lessorCreditCode, kind, landAreaM2, ...rest }): Flow[] => {
    const areaM2 = new Exact(landAreaM2)
    const own = { ...rest, creditCode, areaM2: kind === "leasedOut" ? areaM2.neg() : areaM2 }
    return lessorCreditCode
      ? [own, { ...rest, creditCode: lessorCreditCode, areaM2: areaM2.neg() }]
      : [own]
  })

/** Days of a year that a flow lasts. */
function daysIn(year: number, { fromOn, toOn }: Flow): number {
  const from = fromOn > `${year}-01-01` ? fromOn : `${year}-01-01`
  const end = toOn !== null && toOn < `${year + 1}-01-01` ? toOn : `${year + 1}-01-01`
  return Math.max(0, daysBetween(from, end))
}

const lengthOf = (year: number) => daysBetween(`${year}-01-01`, `${year + 1}-01-01`)

/** Land in mu, averaged over the days of a year, by key. */
export function landMuBy(
  park: SamplePark,
  year: number,
  keyOf: (flow: Flow) => string,
): Map<string, number> {
  const land = new Map<string, number>()
  for (const flow of listFlows(park)) {
    const mu = (toMu(flow.areaM2).toNumber() * daysIn(year, flow)) / lengthOf(year)
    land.set(keyOf(flow), (land.get(keyOf(flow)) ?? 0) + mu)
  }
  return land
}

export const legalAreaM2 = (parcel: SampleParcel): string | null =>
  parcel.certifiedAreaM2 ?? parcel.contractAreaM2 ?? parcel.surveyedAreaM2

export function findParcel(park: SamplePark, parcelCode: string): SampleParcel {
  const found = park.parcels.find((parcel) => parcel.parcelCode === parcelCode)
  if (!found) throw new Error(`no parcel ${parcelCode}`)
  return found
}

const figuresOf = new WeakMap<SamplePark, Map<string, SampleFigures>>()

/** What a firm reported, or the reason why not; undefined without a row. */
export function figureOf(
  park: SamplePark,
  { creditCode, year, input }: { creditCode: string; year: number; input: IndicatorInput },
): string | undefined {
  const rows =
    figuresOf.get(park) ??
    new Map(park.figures.map((row) => [`${row.creditCode} ${row.fiscalYear}`, row]))
  figuresOf.set(park, rows)
  const row = rows.get(`${creditCode} ${year}`)
  return row?.values[input] ?? row?.missing[input]
}

type Place = { creditCode: string; mu: number; share: number }
const placesOf = new WeakMap<SamplePark, Map<string, Place[]>>()

/** The firms on each parcel in the last year, with their land there and its share of all their land. */
function readPlaces(park: SamplePark): Map<string, Place[]> {
  const known = placesOf.get(park)
  if (known) return known
  const year = park.fiscalYears.at(-1) ?? 0
  const used = [...landMuBy(park, year, (flow) => `${flow.creditCode} ${flow.parcelCode}`)]
    .filter(([, mu]) => mu > 1e-9)
    .map(([key, mu]) => ({ creditCode: key.slice(0, 18), parcelCode: key.slice(19), mu }))
  const total = new Map<string, number>()
  for (const { creditCode, mu } of used) total.set(creditCode, (total.get(creditCode) ?? 0) + mu)
  const places = new Map<string, Place[]>()
  for (const { creditCode, parcelCode, mu } of used) {
    const place = { creditCode, mu, share: mu / (total.get(creditCode) ?? mu) }
    places.set(parcelCode, [...(places.get(parcelCode) ?? []), place])
  }
  placesOf.set(park, places)
  return places
}

/** A parcel's sum of a figure of the last year, each firm's allocated by land; undefined when one is missing. */
function metricOf(park: SamplePark, parcelCode: string, input: IndicatorInput): number | undefined {
  const year = park.fiscalYears.at(-1) ?? 0
  let sum: number | undefined
  for (const { creditCode, share } of readPlaces(park).get(parcelCode) ?? []) {
    const figure = Number(figureOf(park, { creditCode, year, input }))
    if (Number.isNaN(figure)) return undefined
    sum = (sum ?? 0) + figure * share
  }
  return sum
}

/** The facts of a parcel for the rule sets, and its milestones. */
export function factsOf(
  park: SamplePark,
  parcelCode: string,
): { facts: Facts; milestones: Milestones } {
  const parcel = findParcel(park, parcelCode)
  const contract = park.contracts.find((row) => row.parcelCode === parcelCode)
  const project = park.projects.find((row) => row.parcelCode === parcelCode)
  const areaM2 = legalAreaM2(parcel)
  const mu = areaM2 === null ? undefined : toMu(areaM2)
  const day = (name: string) =>
    project?.milestones.find(({ milestone }) => milestone === name)?.actualOn ?? null
  const floorM2 = park.buildings
    .filter((building) => building.parcelCode === parcelCode)
    .reduce((sum, { floorAreaM2 }) => sum.plus(floorAreaM2), new Exact(0))
  const owner = park.occupancy.find((use) => use.parcelCode === parcelCode && use.kind === "owned")
  const firm = park.enterprises.find(({ creditCode }) => creditCode === owner?.creditCode)
  const tax = metricOf(park, parcelCode, "taxWanYuan")
  const revenue = metricOf(park, parcelCode, "revenueWanYuan")
  const power = metricOf(park, parcelCode, "powerWanKwh")
  const text = (value: number | undefined) => value?.toFixed(8)
  const per = (value: number | undefined, by: number | undefined) =>
    value === undefined || !by ? undefined : value / by
  return {
    facts: {
      approvedOn: contract ? null : parcel.validFrom,
      suppliedOn: contract?.signedOn,
      agreedStart: contract?.agreedStartOn,
      supplementStart: contract?.supplementStartOn,
      deliveryConfirmed: contract?.deliveredOn,
      agreedCompletion: contract?.agreedCompletionOn,
      agreedProduction: contract?.agreedProductionOn,
      targetCheckOn: contract?.targetCheckOn,
      startedOn: day("started"),
      completedOn: day("completed"),
      productionStart: day("producing"),
      suspendedSince: project?.suspendedOn,
      stoppedSince: project?.stoppedOn,
      cause: project?.pauses[0]?.cause,
      pauses: project?.pauses.map(({ fromOn, toOn, cause }) => ({
        from: fromOn,
        to: toOn === null ? null : addDays(toOn, -1),
        cause,
      })),
      aboveScale: firm?.aboveScale,
      industryCode: firm?.industryCode,
      devArea: project?.devAreaM2,
      devAreaDue: contract?.devAreaDueM2,
      investedWanYuan: project?.investedWanYuan,
      totalInvestWanYuan: contract?.totalInvestWanYuan,
      landPriceWanYuan: contract?.landPriceWanYuan,
      landMu: mu?.toFixed(),
      undevelopedMu:
        contract && project?.devAreaM2
          ? toMu(Exact.max(0, new Exact(contract.devAreaDueM2).minus(project.devAreaM2))).toFixed()
          : null,
      far: areaM2 === null || floorM2.isZero() ? null : floorM2.div(areaM2).toFixed(6),
      farMin: contract?.farMin,
      investmentIntensity:
        project?.investedWanYuan && contract && mu
          ? new Exact(project.investedWanYuan).plus(contract.landPriceWanYuan).div(mu).toFixed(6)
          : null,
      agreedInvestmentIntensity: contract?.investPerMuWanYuan,
      agreedTaxPerMu: contract?.taxPerMuWanYuan,
      agreedOutputPerMu: contract?.outputPerMuWanYuan,
      taxPerMu: text(per(tax, mu?.toNumber())),
      outputPerMu: text(per(revenue, mu?.toNumber())),
      taxPerKwh: text(per(tax, power)),
      revenuePerKwh: text(per(revenue, power)),
    },
    milestones: {
      signedOn: day("signed"),
      landAcquiredOn: day("landAcquired"),
      startedOn: day("started"),
      inStatisticsOn: day("inStatistics"),
      completedOn: day("completed"),
      productionStart: day("producing"),
      aboveScaleOn: day("aboveScale"),
      designOutputOn: day("designOutput"),
    },
  }
}
