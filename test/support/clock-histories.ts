/**
 * Random histories of legal clocks as logs of acts, and a slow replay of them: a day at a time, without anything of
 * the product. What the database answers for a day as known at an instant must be what the replay says.
 */
import type { Door } from "../../server/db/door.ts"
import { createRandom } from "./park.ts"

type Item =
  | {
      kind: "contract"
      signedOn: number
      agreedStart: number | null
      ledgerSupplement: number | null
      deliveredOn: number | null
      price: number
    }
  | { kind: "project"; suspendedOn: number | null; devArea: number; invested: number }
  | { kind: "started"; on: number }
  | { kind: "completed"; on: number }
  | {
      kind: "pause"
      from: number
      to: number | null
      cause: "government" | "forceMajeure" | "holder"
    }
  | { kind: "supplement"; on: number; startOn: number }
  | { kind: "suspension"; on: number }
  | { kind: "resumption"; on: number }

/** At `at` (a day's number) what stands under the key becomes this; null takes it away. */
type Act = { at: number; key: string; item: Item | null }
export type Log = { parcelId: number; acts: Act[] }

const DAY_MS = 86_400_000
const numberOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS
export const dayOf = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10)
const [EARLY, LATE] = [numberOf("2018-01-01"), numberOf("2024-12-31")]
/** 300 developed of 1,000 due, 2,000 of 8,000 invested. */
const [DUE_AREA, TOTAL_INVEST] = [900, 8000]

export function makeLogs(parcelIds: readonly number[], seed: number): Log[] {
  const random = createRandom(seed)
  const day = (from = EARLY, to = LATE) => from + random.below(to - from)
  const maybe = <T>(make: () => T, share: number) => (random.chance(share) ? make() : null)
  const contract = (): Item => {
    const signedOn = day(EARLY, EARLY + 900)
    return {
      kind: "contract",
      signedOn,
      agreedStart: maybe(() => signedOn + 30 + random.below(400), 0.7),
      ledgerSupplement: maybe(() => signedOn + 200 + random.below(600), 0.2),
      deliveredOn: maybe(() => signedOn + random.below(200), 0.6),
      price: 100 + random.below(900),
    }
  }
  const project = (): Item => ({
    kind: "project",
    suspendedOn: maybe(() => day(EARLY + 500), 0.5),
    devArea: random.one([299, 300, 301, 900]),
    invested: random.one([1999, 2000, 2001, 5000]),
  })
  const pause = (): Item => {
    const from = day()
    return {
      kind: "pause",
      from,
      to: maybe(() => from + random.below(500), 0.85),
      cause: random.one(["government", "forceMajeure", "holder"] as const),
    }
  }
  const event = (): Item => {
    const on = day()
    return random.chance(0.4)
      ? { kind: "supplement", on, startOn: on + random.below(500) }
      : { kind: random.one(["suspension", "resumption"] as const), on }
  }
  return parcelIds.map((parcelId) => {
    const makers: [string, () => Item][] = [["contract", contract]]
    if (random.chance(0.6)) makers.push(["project", project])
    if (random.chance(0.5)) makers.push(["started", () => ({ kind: "started", on: day() })])
    if (random.chance(0.15))
      makers.push(["completed", () => ({ kind: "completed", on: day(EARLY + 1500) })])
    for (let i = random.below(4); i > 0; i -= 1) makers.push([`pause${i}`, pause])
    for (let i = random.below(5); i > 0; i -= 1) makers.push([`event${i}`, event])
    const acts: Act[] = []
    for (const [key, make] of makers) {
      let at = day(EARLY, LATE - 400)
      acts.push({ at, key, item: make() })
      while (random.chance(0.35)) {
        at += 1 + random.below(120)
        const isTaken = key !== "contract" && key !== "project" && random.chance(0.3)
        acts.push({ at, key, item: isTaken ? null : make() })
        if (isTaken) break
      }
    }
    return { parcelId, acts: dropTwins(acts.toSorted((a, b) => a.at - b.at)) }
  })
}

/** Two events of one kind on one day cannot stand at once. */
function dropTwins(acts: Act[]): Act[] {
  const taken = new Set<string>()
  return acts.filter(({ key, item }) => {
    if (!key.startsWith("event") || !item || !("on" in item)) return true
    const place = `${item.kind} ${item.on}`
    if (taken.has(place)) return false
    taken.add(place)
    return true
  })
}

/** Items that stood at an instant: each key's last act by then. */
function fold({ acts }: Log, knownAt: number): Item[] {
  const standing = new Map<string, Item | null>()
  for (const { at, key, item } of acts) if (at <= knownAt) standing.set(key, item)
  return [...standing.values()].filter((item) => item !== null)
}

const pick = <Kind extends Item["kind"]>(items: readonly Item[], kind: Kind) =>
  items.filter((item): item is Extract<Item, { kind: Kind }> => item.kind === kind)

function anniversary(number: number, years: number): number {
  const date = new Date(number * DAY_MS)
  const [year, month, on] = [date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate()]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(on, last)) / DAY_MS
}

/** The last day of so many full years, one day at a time: a day on which work could not go on adds a day. */
function walk(start: number, years: number, isStopped: (day: number) => boolean): number | null {
  let end = anniversary(start, years)
  for (let day = start + 1; day <= end; day += 1) {
    if (isStopped(day)) end += 1
    if (day > LATE + 4000) return null
  }
  return end
}

export type Replayed = {
  state: string
  route: string | null
  feeWanYuan: number | null
  startDue: string | null
  oneYearEnds: string | null
}

/** What stood on a day, by what was known at an instant. */
export function replay(log: Log, on: number, knownAt: number): Replayed {
  const items = fold(log, knownAt)
  const contract = pick(items, "contract").find(({ signedOn }) => signedOn <= on)
  const project = pick(items, "project")[0]
  // Milestones are a project's.
  const [started] = project ? pick(items, "started") : []
  const [completed] = project ? pick(items, "completed") : []
  const pauses = pick(items, "pause")
  const agreements = pick(items, "supplement").toSorted((a, b) => a.on - b.on)
  const isStopped = (day: number) =>
    pauses.some(
      ({ from, to, cause }) => cause !== "holder" && from <= day && (to === null || day <= to),
    )

  const made = agreements.filter((one) => one.on <= on).at(-1)
  const undated = contract?.ledgerSupplement ?? null
  const isDated = agreements.some(({ startOn }) => startOn === undated)
  const supplement = made ? made.startOn : undated !== null && !isDated ? undated : null
  const delivered = contract?.deliveredOn ?? null
  const startDue =
    supplement ?? contract?.agreedStart ?? (delivered === null ? null : anniversary(delivered, 1))
  const oneYear = startDue === null ? null : walk(startDue, 1, isStopped)
  const twoYears = startDue === null ? null : walk(startDue, 2, isStopped)

  let since: number | null = null
  const suspensions = new Set(pick(items, "suspension").map((one) => one.on))
  if (project?.suspendedOn != null) suspensions.add(project.suspendedOn)
  const resumptions = new Set(pick(items, "resumption").map((one) => one.on))
  if (completed) resumptions.add(completed.on)
  const first = Math.min(...suspensions, LATE)
  for (let day = first; day <= on; day += 1) {
    if (suspensions.has(day)) since = since ?? day
    if (resumptions.has(day)) since = null
  }
  const cause = pauses
    .filter(({ from }) => from <= on)
    .toSorted((a, b) => a.from - b.from)
    .at(-1)?.cause

  const say = (state: string, route: string | null = null): Replayed => ({
    state,
    route,
    feeWanYuan: route === "fee20" && contract ? contract.price * 0.2 : null,
    startDue: startDue === null ? null : dayOf(startDue),
    oneYearEnds: oneYear === null ? null : dayOf(oneYear),
  })
  const hasStarted =
    (started && started.on <= on) || (completed && completed.on <= on) || since !== null
  if (!hasStarted) {
    if (oneYear !== null && on > oneYear) {
      if (cause === "government" || cause === "forceMajeure") return say("idleAgreement", "art12")
      return twoYears !== null && on > twoYears
        ? say("idleRecovery", "recover_free")
        : say("idleFee", "fee20")
    }
    if (startDue !== null) return say(on > startDue ? "overdue" : "beforeStart")
    return say(contract ? "undated" : "unsupplied")
  }
  const isShort =
    project && contract && (project.devArea * 3 < DUE_AREA || project.invested * 4 < TOTAL_INVEST)
  const yearOver = since === null ? null : walk(since, 1, isStopped)
  if (started && started.on <= on && isShort && yearOver !== null && on > yearOver)
    return say("idleUnfinished", "art12")
  if (completed && completed.on <= on) return say("completed")
  return say(since === null ? "building" : "suspended")
}

type Row = { parcelId: number; at: number; until: number | null; item: Item }

/** Writes the logs as the rows that their acts would have left: each version with the instants it stood between. */
export async function writeLogs(door: Door, logs: readonly Log[]): Promise<void> {
  const rows: Row[] = logs.flatMap(({ parcelId, acts }) =>
    acts.flatMap(({ at, key, item }, place) => {
      if (!item) return []
      const next = acts.find((later, n) => n > place && later.key === key)
      return [{ parcelId, at, until: next?.at ?? null, item }]
    }),
  )
  const instant = (number: number | null) => (number === null ? null : `${dayOf(number)}T12:00:00Z`)
  const day = (number: number | null) => (number === null ? null : dayOf(number))
  await door.as(
    { audience: "planner", role: "planner", userId: null, name: "test-planner", requestId: "r" },
    "write",
    async (sql) => {
      const [act] = await sql<{ actId: string }>`
        insert into core.act (kind, object, why) values ('test', 'histories', '测试') returning act_id`
      const actId = act!.actId
      const [source] = await sql<{ sourceId: string }>`
        insert into core.source (kind, name, act_id) values ('entry', '测试', ${actId}) returning source_id`
      const sourceId = source!.sourceId
      const stamps = (some: readonly Row[]) =>
        [
          some.map((r) => r.parcelId),
          some.map((r) => instant(r.at)),
          some.map((r) => instant(r.until)),
        ] as const
      const of = <Kind extends Item["kind"]>(...kinds: Kind[]) =>
        rows.filter((row): row is Row & { item: Extract<Item, { kind: Kind }> } =>
          kinds.includes(row.item.kind as Kind),
        )
      const contracts = of("contract")
      const [c1, c2, c3] = stamps(contracts)
      await sql`
        insert into core.land_contract (parcel_id, version, contract_no, signed_on, agreed_start_on, supplement_start_on,
               delivered_on, land_price_wan_yuan, dev_area_due_m2, total_invest_wan_yuan, recorded_at, superseded_at, source_id, act_id)
        select id, row_number() over (partition by id order by at), '一', signed, agreed, supplement, delivered, price,
               ${DUE_AREA}, ${TOTAL_INVEST}, at, until, ${sourceId}, ${actId}
          from unnest(${c1}::int[], ${c2}::timestamptz[], ${c3}::timestamptz[],
                      ${contracts.map((r) => day(r.item.signedOn))}::date[], ${contracts.map((r) => day(r.item.agreedStart))}::date[],
                      ${contracts.map((r) => day(r.item.ledgerSupplement))}::date[], ${contracts.map((r) => day(r.item.deliveredOn))}::date[],
                      ${contracts.map((r) => String(r.item.price))}::numeric[])
            as t (id, at, until, signed, agreed, supplement, delivered, price)`
      const projects = of("project")
      const [p1, p2, p3] = stamps(projects)
      await sql`
        insert into core.project (parcel_id, version, name, suspended_on, dev_area_m2, invested_wan_yuan, recorded_at, superseded_at, source_id, act_id)
        select id, row_number() over (partition by id order by at), '项目', suspended, area, invested, at, until, ${sourceId}, ${actId}
          from unnest(${p1}::int[], ${p2}::timestamptz[], ${p3}::timestamptz[], ${projects.map((r) => day(r.item.suspendedOn))}::date[],
                      ${projects.map((r) => String(r.item.devArea))}::numeric[], ${projects.map((r) => String(r.item.invested))}::numeric[])
            as t (id, at, until, suspended, area, invested)`
      const steps = of("started", "completed")
      const [m1, m2, m3] = stamps(steps)
      await sql`
        insert into core.milestone (parcel_id, project_name, milestone, actual_on, recorded_at, superseded_at, source_id, act_id)
        select id, '项目', kind, on_day, at, until, ${sourceId}, ${actId}
          from unnest(${m1}::int[], ${m2}::timestamptz[], ${m3}::timestamptz[], ${steps.map((r) => r.item.kind)}::text[],
                      ${steps.map((r) => day(r.item.on))}::date[]) as t (id, at, until, kind, on_day)`
      const pauses = of("pause")
      const [q1, q2, q3] = stamps(pauses)
      await sql`
        insert into core.clock_pause (parcel_id, from_on, to_on, cause, recorded_at, superseded_at, source_id, act_id)
        select id, from_on, to_on + 1, cause, at, until, ${sourceId}, ${actId}
          from unnest(${q1}::int[], ${q2}::timestamptz[], ${q3}::timestamptz[], ${pauses.map((r) => day(r.item.from))}::date[],
                      ${pauses.map((r) => day(r.item.to))}::date[], ${pauses.map((r) => r.item.cause)}::text[])
            as t (id, at, until, from_on, to_on, cause)`
      const events = of("supplement", "suspension", "resumption")
      const [e1, e2, e3] = stamps(events)
      await sql`
        insert into core.clock_event (parcel_id, kind, on_day, start_on, recorded_at, superseded_at, superseded_act_id, source_id, act_id)
        select id, kind, on_day, start_on, at, until, case when until is not null then ${actId}::bigint end, ${sourceId}, ${actId}
          from unnest(${e1}::int[], ${e2}::timestamptz[], ${e3}::timestamptz[], ${events.map((r) => r.item.kind)}::text[],
                      ${events.map((r) => day(r.item.on))}::date[],
                      ${events.map((r) => (r.item.kind === "supplement" ? day(r.item.startOn) : null))}::date[])
            as t (id, at, until, kind, on_day, start_on)`
    },
    { statementMs: 60_000 },
  )
}
