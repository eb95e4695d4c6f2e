/** What the clock of one parcel answers for a day, as it was known at an instant. */
import { addYears, type Day, daysBetween } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { FACTS } from "../flags/facts.rules.ts"
import {
  citeState,
  type ClockStanding,
  foreseeNext,
  type Segment,
  standOn,
  tellTimeline,
} from "../flags/clock-state.rules.ts"
import { notFound } from "../http/problem.ts"
import { known } from "../parcels/selection.ts"
import { type History, listHistories, type Recorded, toRecord } from "./history.ts"
import type { ClockAnswer, ClockEventView, Replaced } from "./schema.ts"

type Asked = { parcelId: number; on: Day; knownAt: string | null; audience: Audience }

const labelOf = (fact: string): string | null =>
  fact in FACTS ? FACTS[fact as keyof typeof FACTS].label : null

/** Route and fee stand only where the audience may read them. */
function shown<T extends ClockStanding>(audience: Audience, { route, feeWanYuan, ...rest }: T) {
  const seesRoute = mayRead(audience, "core.suspicion.route")
  return seesRoute ? { ...rest, route, feeWanYuan } : rest
}
export const showSegment = (
  audience: Audience,
  { from, to, state, clause, route, feeWanYuan }: Segment,
) => shown(audience, { from, to, state, clause, route, feeWanYuan })

/** @throws Problem not-found for a parcel of which nothing was known then */
export async function readClock(sql: Sql, asked: Asked): Promise<ClockAnswer> {
  const { parcelId, on, knownAt, audience } = asked
  const [history] = await listHistories(sql, { parcelIds: [parcelId], knownAt, audience })
  if (!history || history.areaMu === null) throw notFound()
  const corrections = await listCorrections(sql, parcelId, knownAt)
  return { ...answerOf(history, { on, audience }), knownAt, corrections }
}

/** The answer without what was corrected. */
export function answerOf(
  history: History,
  { on, audience }: { on: Day; audience: Audience },
): Omit<ClockAnswer, "knownAt" | "corrections"> {
  const record = toRecord(history)
  const stand = standOn(record, on)
  const { facts, hit, state, clock, missingFacts } = stand
  const events = listEvents(history)
  const first = events.map((event) => event.on).sort()[0]
  const timeline = tellTimeline(record, first && first < on ? first : on)
  const next = foreseeNext(record, on)
  const pause = facts.pauses?.find(({ from, to }) => from <= on && (!to || on <= to))
  const { start, firstEnd, secondEnd, suspendedSince, suspensionEnd } = clock
  return {
    parcelId: history.parcelId,
    on,
    ...shown(audience, {
      state,
      clause: hit?.clause ?? null,
      route: hit?.route ?? null,
      feeWanYuan: hit?.feeWanYuan ?? null,
    }),
    rule: (hit?.rule as "type1" | "type2" | undefined) ?? null,
    clauses: hit?.clauses ?? [],
    since: hit?.since ?? timeline.findLast(({ from }) => from <= on)?.from ?? null,
    paused: pause?.cause ?? null,
    evidence: citeState(stand).map((cited) => ({ ...cited, label: labelOf(cited.fact) })),
    reasons: (hit?.reasons ?? []).map(({ fact, value, threshold, text }) => ({
      fact,
      value,
      threshold,
      text,
    })),
    missingFacts,
    next: next && showSegment(audience, next),
    thresholds: {
      startDue: start?.day ?? null,
      startFact: start?.fact ?? null,
      oneYearEnds: firstEnd,
      twoYearsEnd: secondEnd,
      suspendedSince: suspendedSince ?? null,
      suspensionYearEnds: suspensionEnd,
      pushedDays: start && firstEnd ? daysBetween(addYears(start.day, 1), firstEnd) : 0,
    },
    timeline: timeline.map((segment) => showSegment(audience, segment)),
    events,
  }
}

const PROJECT_KINDS: Record<string, "started" | "completed" | "producing"> = {
  started: "started",
  completed: "completed",
  producing: "producing",
}

const originOf = ({ recordedAt, recordedBy, source }: Recorded): Recorded => ({
  recordedAt: new Date(recordedAt).toISOString(),
  recordedBy,
  source,
})

/** Every dated thing that the clock knows of, the first first. */
function listEvents({ contracts, project, milestones, pauses, events }: History): ClockEventView[] {
  const ofContracts = contracts.flatMap((contract) => {
    const { suppliedOn, agreedStart, supplementStart, deliveryConfirmed } = contract.facts
    const told = (
      kind: ClockEventView["kind"],
      on: Day | null | undefined,
      id: string | null = null,
    ) => (on ? [{ id, kind, on, ...originOf(contract) }] : [])
    return [
      ...told("supply", suppliedOn),
      ...told("agreedStart", agreedStart),
      ...told("ledgerSupplement", supplementStart),
      ...told("delivery", deliveryConfirmed, `delivery-${contract.contractId}`),
    ]
  })
  const ofProject = milestones.flatMap((milestone) => {
    const kind = PROJECT_KINDS[milestone.milestone]
    return kind ? [{ id: null, kind, on: milestone.on, ...originOf(milestone) }] : []
  })
  const stopped = project?.facts.suspendedSince
  const all: ClockEventView[] = [
    ...ofContracts,
    ...ofProject,
    ...(project && stopped
      ? [{ id: null, kind: "suspension" as const, on: stopped, ...originOf(project) }]
      : []),
    ...events.map((event) => ({
      id: `event-${event.id}`,
      kind: event.kind,
      on: event.on,
      ...(event.startOn ? { startOn: event.startOn } : {}),
      ...originOf(event),
    })),
    ...pauses.map((pause) => ({
      id: `pause-${pause.id}`,
      kind: "pause" as const,
      on: pause.from,
      to: pause.to,
      cause: pause.cause,
      countsNot: pause.cause !== "holder",
      ...originOf(pause),
    })),
  ]
  return all.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** What had been recorded by hand and was corrected or withdrawn by then, the latest first. */
async function listCorrections(
  sql: Sql,
  parcelId: number,
  knownAt: string | null,
): Promise<Replaced[]> {
  const until = knownAt === null ? sql`clock_timestamp()` : sql`${knownAt}::timestamptz`
  return sql<Replaced>`
    with replaced as (
      select 'event-' || clock_event_id as id, kind, on_day as on, null::date as to, start_on, null as cause,
             recorded_at, superseded_at, act_id, superseded_act_id
        from core.clock_event where parcel_id = ${parcelId}
      union all
      select 'pause-' || clock_pause_id, 'pause', from_on, to_on - 1, null, cause,
             recorded_at, superseded_at, act_id, superseded_act_id
        from core.clock_pause where parcel_id = ${parcelId}
    )
    select r.id, r.kind, r.on::text as on, r.to::text as to, r.start_on::text as start_on, r.cause, r.recorded_at,
           made.actor as recorded_by, r.superseded_at, ended.actor as superseded_by, ended.why
      from replaced r
      join core.act made on made.act_id = r.act_id
      left join core.act ended on ended.act_id = r.superseded_act_id
     where r.superseded_at < ${until} + interval '1 millisecond'
     order by r.superseded_at desc, r.id`
}

/** Whether a parcel is known at all, now. @throws Problem not-found */
export async function assertParcel(sql: Sql, parcelId: number): Promise<void> {
  const [row] = await sql`
    select 1 as one from core.parcel_version v where v.parcel_id = ${parcelId} and ${known(sql, sql`v`, null)} limit 1`
  if (!row) throw notFound()
}
