import { Hono } from "hono"
import { legalDayAt } from "../../geodata/days.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { validate } from "../http/validate.ts"
import { readClock } from "./clock.ts"
import { correctEvent, recordEvent, withdrawEvent } from "./events.ts"
import { readForecast } from "./forecast.ts"
import {
  ClockAnswer,
  ClockQuery,
  EventParam,
  Forecast,
  ForecastQuery,
  NewClockEvent,
  ParcelParam,
  Withdrawal,
} from "./schema.ts"

const described = describedAs("flags")
const STAFF = ["planner", "plannerGranted", "assessor", "lead", "leadGranted"] as const
const today = () => legalDayAt(new Date())

/** The legal clock of idle land. Mounted at /api/flags. */
export const clockRoutes = () =>
  new Hono<Env>()
    .get(
      "/forecast",
      described(
        "Parcels whose legal clock changes within so many days, with day, clause and mu; sums by state",
        200,
        Forecast,
      ),
      allow(...STAFF),
      validate("query", ForecastQuery),
      async (c) => {
        const { audience } = c.var.actor
        const asked = { ...c.req.valid("query"), from: today(), audience }
        const forecast = await transact(c, (sql) => readForecast(sql, asked))
        return c.json(forecast satisfies Forecast, 200)
      },
    )
    .get(
      "/parcels/:id/clock",
      described(
        "The legal idle clock of a parcel on a day, as it was known at an instant: state, clause, facts, fee, route, what changes next, and the whole timeline",
        200,
        ClockAnswer,
      ),
      allow(...STAFF),
      validate("param", ParcelParam),
      validate("query", ClockQuery),
      async (c) => {
        const { on = today(), knownAt = null } = c.req.valid("query")
        const parcelId = c.req.valid("param").id
        const { audience } = c.var.actor
        const answer = await transact(c, (sql) =>
          readClock(sql, { parcelId, on, knownAt, audience }),
        )
        return c.json(answer satisfies ClockAnswer, 200)
      },
    )
    .post(
      "/parcels/:id/clock/events",
      described(
        "Records a pause, a supplementary agreement, a delivery, a suspension or a resumption with its document; answers the clock of today",
        201,
        ClockAnswer,
      ),
      allow("planner", "plannerGranted"),
      validate("param", ParcelParam),
      validate("json", NewClockEvent),
      async (c) => {
        const parcelId = c.req.valid("param").id
        const { audience } = c.var.actor
        const answer = await transact(c, async (sql) => {
          await recordEvent(sql, parcelId, c.req.valid("json"))
          return readClock(sql, { parcelId, on: today(), knownAt: null, audience })
        })
        return c.json(answer satisfies ClockAnswer, 201)
      },
    )
    .put(
      "/parcels/:id/clock/events/:event",
      described(
        "Corrects a recorded event; what it said before stays on record. Answers the clock of today",
        200,
        ClockAnswer,
      ),
      allow("planner", "plannerGranted"),
      validate("param", EventParam),
      validate("json", NewClockEvent),
      async (c) => {
        const { id: parcelId, event } = c.req.valid("param")
        const { audience } = c.var.actor
        const answer = await transact(c, async (sql) => {
          await correctEvent(sql, { parcelId, event }, c.req.valid("json"))
          return readClock(sql, { parcelId, on: today(), knownAt: null, audience })
        })
        return c.json(answer satisfies ClockAnswer, 200)
      },
    )
    .delete(
      "/parcels/:id/clock/events/:event",
      described(
        "Withdraws a recorded event with its reason; a delivery goes back to the day before it",
        200,
        ClockAnswer,
      ),
      allow("planner", "plannerGranted"),
      validate("param", EventParam),
      validate("json", Withdrawal),
      async (c) => {
        const { id: parcelId, event } = c.req.valid("param")
        const { audience } = c.var.actor
        const answer = await transact(c, async (sql) => {
          await withdrawEvent(sql, { parcelId, event }, c.req.valid("json").why)
          return readClock(sql, { parcelId, on: today(), knownAt: null, audience })
        })
        return c.json(answer satisfies ClockAnswer, 200)
      },
    )
