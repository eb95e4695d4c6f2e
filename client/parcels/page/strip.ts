/** Dated use of a parcel laid out as bands of time: who, from when to when, by which right, and how much of it. */
import { addDays, type Day, daysBetween } from "../../../geodata/days.ts"
import { Exact } from "../../../geodata/units.ts"
import type { Parcel } from "../../record/shapes.ts"

type Occupant = Parcel["occupants"][number]
type Version = Parcel["versions"][number]

export type Right = "owned" | "leasedIn" | "leasedOut"

/** One use of one firm. Areas are null where the audience does not see them. */
export type Use = {
  enterpriseId: number
  name: string
  right: Right
  from: Day
  /** First day no longer in use; null while in use. */
  to: Day | null
  landAreaM2: number | null
  lessor: { id: number; name: string } | null
}

/** A stretch of a row; shares of the legal area, `base` is where it begins above the foot of the row. */
export type Band = {
  use: Use
  share: number | null
  base: number
}

export type Row = {
  enterpriseId: number
  name: string
  /** Whether it only rents, from the row above it. */
  isTenant: boolean
  /** What the firm owns or rents. */
  held: Band[]
  /** What of it others rent, drawn from the top of the band downwards. */
  let: Band[]
}

const isRight = (kind: string | null | undefined): kind is Right =>
  kind === "owned" || kind === "leasedIn" || kind === "leasedOut"

/** Uses that can be drawn: those with a firm, a right and a first day. */
export const readUses = (occupants: readonly Occupant[]): Use[] =>
  occupants.flatMap((one) => {
    const { enterpriseId, name, kind, from, to, landAreaM2, lessor } = one
    if (enterpriseId == null || !from || !isRight(kind)) return []
    return [
      {
        enterpriseId,
        name: name ?? "—",
        right: kind,
        from,
        to: to ?? null,
        landAreaM2: landAreaM2 ?? null,
        lessor: lessor ? { id: lessor.enterpriseId, name: lessor.name ?? "—" } : null,
      },
    ]
  })

const isOn = ({ from, to }: { from: Day; to: Day | null }, day: Day) =>
  from <= day && (to === null || day < to)

const overlap = (a: Use, b: Use) =>
  (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to)

const byDay = (a: Use, b: Use) =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : a.enterpriseId - b.enterpriseId

/** Puts bands that stand at the same time above each other, each as low as it finds room. */
function pile(uses: readonly Use[], shareOf: (use: Use) => number | null): Band[] {
  const piled: Band[] = []
  for (const use of [...uses].sort(byDay)) {
    const share = shareOf(use)
    const beside = piled.filter((band) => overlap(band.use, use))
    const starts = [0, ...beside.map((band) => band.base + (band.share ?? 0))].sort((a, b) => a - b)
    const isFree = (base: number) =>
      beside.every(
        (band) =>
          base + (share ?? 0) <= band.base + SLIGHT ||
          base >= band.base + (band.share ?? 0) - SLIGHT,
      )
    piled.push({ use, share, base: starts.find(isFree) ?? 0 })
  }
  return piled
}

/** Shares that differ by less are the same: 1 m² of a km². */
const SLIGHT = 1e-6

/**
 * A row for each firm: whoever holds the land first, below each who rents from it. What is let is drawn within the
 * lessor's band.
 *
 * @param legalAreaM2 what a share is a share of
 */
export function layRows(uses: readonly Use[], legalAreaM2: number): Row[] {
  const shareOf = ({ landAreaM2 }: Use) =>
    landAreaM2 === null ? null : new Exact(landAreaM2).div(legalAreaM2).toNumber()
  const firms = [...new Map(uses.map((use) => [use.enterpriseId, use.name]))]
  const rows = firms.map(([enterpriseId, name]): Row & { first: Day; lessorId: number | null } => {
    const own = uses.filter((use) => use.enterpriseId === enterpriseId)
    const held = own.filter(({ right }) => right !== "leasedOut")
    const let_ = uses.filter(
      (use) =>
        use.lessor?.id === enterpriseId ||
        (use.enterpriseId === enterpriseId && use.right === "leasedOut"),
    )
    const lessorId = held.every(({ lessor }) => lessor) ? (held[0]?.lessor?.id ?? null) : null
    return {
      enterpriseId,
      name,
      isTenant: lessorId !== null && firms.some(([id]) => id === lessorId),
      held: pile(held, shareOf),
      let: pile(let_, shareOf),
      first: own.map(({ from }) => from).sort()[0]!,
      lessorId,
    }
  })
  const inOrder = (a: (typeof rows)[number], b: (typeof rows)[number]) =>
    a.first < b.first ? -1 : a.first > b.first ? 1 : a.enterpriseId - b.enterpriseId
  const placed = new Set<number>()
  const walk = (row: (typeof rows)[number]): (typeof rows)[number][] => {
    if (placed.has(row.enterpriseId)) return []
    placed.add(row.enterpriseId)
    const tenants = rows.filter(
      ({ isTenant, lessorId }) => isTenant && lessorId === row.enterpriseId,
    )
    return [row, ...tenants.sort(inOrder).flatMap(walk)]
  }
  const holders = rows.filter(({ isTenant }) => !isTenant).sort(inOrder)
  // Two that rent from each other stand below nobody.
  return [...holders.flatMap(walk), ...rows.flatMap(walk)].map(
    ({ first: _first, lessorId: _lessorId, ...row }) => row,
  )
}

/** How much of the parcel one firm uses on a day, or nobody on record. */
export type DayPart = {
  who: "firm" | "stranger" | "free" | "over"
  enterpriseId: number | null
  name: string | null
  right: "own" | "leased" | null
  areaM2: string
  share: string
}
export type DayShares = { legalAreaM2: string; parts: DayPart[] }

/** The legal area of a day in m² by the versions on record; null where none is in effect. */
export function legalAreaOn(versions: readonly Version[], day: Day): string | null {
  const version = versions.find(
    ({ supersededAt, validFrom, validTo }) =>
      supersededAt == null && validFrom && isOn({ from: validFrom, to: validTo ?? null }, day),
  )
  // 1 m² is 0.0015 mu exactly.
  return version?.areaMu == null ? null : new Exact(version.areaMu).div("0.0015").toFixed(2)
}

/**
 * Who uses how much of the parcel on a day: each firm what it holds less what it lets, tenants that are not on
 * record, and what is left. The parts add up to the legal area; where more is on record than there is, the last part
 * is negative and says so.
 *
 * @returns null where the parcel is not there on that day, or areas are not seen
 */
export function sharesOn(
  uses: readonly Use[],
  versions: readonly Version[],
  day: Day,
): DayShares | null {
  const legal = legalAreaOn(versions, day)
  const today = uses.filter((use) => isOn(use, day))
  if (legal === null || today.some(({ landAreaM2 }) => landAreaM2 === null)) return null
  const firms = new Map<number, { name: string; areaM2: Exact; holds: boolean }>()
  const add = (id: number, name: string, areaM2: Exact, holds: boolean) => {
    const known = firms.get(id) ?? { name, areaM2: new Exact(0), holds: false }
    firms.set(id, { name, areaM2: known.areaM2.plus(areaM2), holds: known.holds || holds })
  }
  let strangers = new Exact(0)
  for (const { enterpriseId, name, right, landAreaM2, lessor } of today) {
    const areaM2 = new Exact(landAreaM2!)
    if (right === "leasedOut") strangers = strangers.plus(areaM2)
    add(enterpriseId, name, right === "leasedOut" ? areaM2.negated() : areaM2, right === "owned")
    if (lessor) add(lessor.id, lessor.name, areaM2.negated(), false)
  }
  const part = (
    who: DayPart["who"],
    areaM2: Exact,
    firm?: { id: number; name: string; holds: boolean },
  ): DayPart => ({
    who,
    enterpriseId: firm?.id ?? null,
    name: firm?.name ?? null,
    right: firm ? (firm.holds ? "own" : "leased") : null,
    areaM2: areaM2.toFixed(2),
    share: areaM2.div(legal).toDecimalPlaces(6).toString(),
  })
  const used = [...firms]
    .filter(([, { areaM2 }]) => !areaM2.isZero())
    .sort(([, a], [, b]) => b.areaM2.cmp(a.areaM2))
    .map(([id, { areaM2, ...firm }]) => part("firm", areaM2, { id, ...firm }))
  if (!strangers.isZero()) used.push(part("stranger", strangers))
  const rest = used.reduce((left, { areaM2 }) => left.minus(areaM2), new Exact(legal))
  if (!rest.isZero()) used.push(part(rest.isNegative() ? "over" : "free", rest))
  return { legalAreaM2: legal, parts: used }
}

export type Span = { from: Day; to: Day }

/** Share of the drawing left after today, so that today's line does not stand at its edge. */
const AFTER = 0.04
const LEAST_DAYS = 365

/** The time that is drawn: from the first use or version to a little after today. */
export function spanOf(uses: readonly Use[], versions: readonly Version[], today: Day): Span {
  const starts = [
    ...uses.map(({ from }) => from),
    ...versions.flatMap(({ validFrom }) => validFrom ?? []),
  ]
  const from = [...starts, today].sort()[0]!
  const last = [today, ...uses.flatMap(({ to }) => to ?? [])].sort().at(-1)!
  const days = Math.max(daysBetween(from, last), LEAST_DAYS)
  return { from: addDays(last, -days), to: addDays(last, Math.ceil(days * AFTER)) }
}

/** Where a day stands in a span, 0 to 1; what lies outside is cut off. */
export const placeIn = ({ from, to }: Span, day: Day): number =>
  Math.min(Math.max(daysBetween(from, day) / daysBetween(from, to), 0), 1)

const MOST_TICKS = 9
const YEAR_STEPS = [1, 2, 5, 10, 20, 50]

/** First days of years, few enough to be read. */
export function ticksOf({ from, to }: Span): Day[] {
  const [first, last] = [Number(from.slice(0, 4)) + 1, Number(to.slice(0, 4))]
  const step = YEAR_STEPS.find((years) => (last - first) / years < MOST_TICKS) ?? 100
  const ticks: Day[] = []
  for (let year = Math.ceil(first / step) * step; year <= last; year += step)
    ticks.push(`${String(year).padStart(4, "0")}-01-01`)
  return ticks
}

/** A stretch of time in which as much of the parcel is in nobody's recorded use. */
export type Free = Span & { share: number }

/** What is left free, stretch by stretch; empty where nothing ever was, or areas are not seen. */
export function listFree(uses: readonly Use[], versions: readonly Version[], span: Span): Free[] {
  const turns = [
    ...uses.flatMap(({ from, to }) => [from, to ?? []]).flat(),
    ...versions.flatMap(({ validFrom, validTo }) => [validFrom ?? [], validTo ?? []]).flat(),
  ]
  const days = [...new Set([span.from, ...turns])]
    .filter((day) => day >= span.from && day < span.to)
    .sort()
  return days.flatMap((from, at) => {
    const free = sharesOn(uses, versions, from)?.parts.find(({ who }) => who === "free")
    return free ? [{ from, to: days[at + 1] ?? span.to, share: Number(free.share) }] : []
  })
}
