import { addDays, type Day } from "../../geodata/days.ts"
import { Exact } from "../../geodata/units.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { type Segment, tellTimeline } from "../flags/clock-state.rules.ts"
import { showSegment } from "./clock.ts"
import { listHistories, toRecord } from "./history.ts"
import type { Forecast } from "./schema.ts"

type Asked = {
  from: Day
  days: number
  audience: Audience
  limit: number
  cursor?: number | undefined
}
type Candidate = {
  parcelId: number
  name: string | null
  parcelCode: string | null
  areaMu: string
}

const sumMu = (items: readonly Candidate[]) =>
  items.reduce((sum, { areaMu }) => sum.plus(areaMu), new Exact(0)).toFixed()

/**
 * Parcels whose clock comes to another state within so many days if nothing but time happens and what is dated
 * comes as recorded: the first changes first. The derived day of the next change names the candidates, the
 * histories tell every change.
 */
export async function readForecast(
  sql: Sql,
  { from, days, audience, limit, cursor = 0 }: Asked,
): Promise<Forecast> {
  const until = addDays(from, days)
  const candidates = await sql<Candidate>`
    select c.parcel_id, v.name, v.parcel_code, v.area_mu::text as area_mu
      from core.idle_clock c
      join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null
           and v.valid_from <= ${from}::date and (v.valid_to is null or v.valid_to > ${from}::date)
     where c.next_on <= ${until}::date`
  const histories = await listHistories(sql, {
    parcelIds: candidates.map(({ parcelId }) => parcelId),
    knownAt: null,
    audience,
  })
  const timelineOf = new Map(
    histories.map((history) => [history.parcelId, tellTimeline(toRecord(history), from)]),
  )
  const turning = candidates
    .flatMap((candidate) => {
      const [now, ...later] = timelineOf.get(candidate.parcelId) ?? []
      const changes = later.filter((segment) => segment.from <= until)
      return now && changes[0] ? [{ ...candidate, now, changes, first: changes[0].from }] : []
    })
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.parcelId - b.parcelId))
  const states = [...new Set(turning.flatMap(({ changes }) => changes.map(({ state }) => state)))]
  const page = turning.slice(cursor, cursor + limit)
  const stripped = (segment: Segment) => {
    const { from: on, to: _to, ...standing } = showSegment(audience, segment)
    return { on, ...standing }
  }
  return {
    from,
    until,
    items: page.map(({ parcelId, name, parcelCode, areaMu, now, changes }) => {
      const { on: _on, ...standing } = stripped(now)
      return { parcelId, name, parcelCode, areaMu, now: standing, changes: changes.map(stripped) }
    }),
    total: turning.length,
    next: cursor + limit < turning.length ? cursor + limit : null,
    sums: {
      all: { parcels: turning.length, areaMu: sumMu(turning) },
      byState: states.map((state) => {
        const coming = turning.filter(({ changes }) => changes.some((one) => one.state === state))
        return { state, parcels: coming.length, areaMu: sumMu(coming) }
      }),
    },
  }
}
