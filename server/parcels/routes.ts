import { randomBytes } from "node:crypto"
import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { legalDayAt } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import { type Audience, AUDIENCES } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { catalogueOf } from "./catalogue.ts"
import { readCursor, writeCursor } from "./cursor.ts"
import { findParcel } from "./detail.ts"
import { ParcelDetail } from "./detail.schema.ts"
import { compareDays, type Difference as Compared } from "./difference.ts"
import { Difference, DifferenceQuery } from "./difference.schema.ts"
import { correctParcel, readVersionTag, versionTag } from "./edit.ts"
import { undoEdit } from "./edit-undo.ts"
import { type Floors, sumFloors } from "./floors.ts"
import { geoJson, GEOJSON_TYPE, JSON_TYPE, wantsGeoJson } from "./geo-json.ts"
import { readSort } from "./keyset.ts"
import { findParcels, type ListedParcel, listParcels, type Moment, type ParcelRow } from "./list.ts"
import { readOrder, sendOrder } from "./order.ts"
import {
  DetailQuery,
  FloorSums,
  ListQuery,
  OrderQuery,
  ParcelChange,
  ParcelCollection,
  ParcelList,
  ParcelSummary,
  readId,
  SelectionQuery,
  UndoRequest,
} from "./schema.ts"
import { findLatestYear, readPastDay, readSelection } from "./selection.ts"
import { type Summary, summariseParcels } from "./summary.ts"

/** Life of a list's page marks: as long as the process. */
const CURSOR_KEY_BYTES = 32

const content = (schema: Parameters<typeof resolver>[0], type = JSON_TYPE) => ({
  [type]: { schema: resolver(schema) },
})

const IF_MATCH = {
  name: "If-Match",
  in: "header",
  required: true,
  schema: { type: "string" },
  description: 'the ETag, "v3"',
} as const

/** Parcels: list, its order, summary, one of them, correction and its undo. Mounted at /api/parcels. */
export function parcelRoutes() {
  const cursorKey = randomBytes(CURSOR_KEY_BYTES)
  return new Hono<Env>()
    .get(
      "/",
      describeRoute({
        tags: ["parcels"],
        summary:
          "Parcels that a filter selects, page by page, with the fields that the audience may see",
        responses: {
          200: {
            description: "One page; as GeoJSON (CRS84) where it is accepted",
            content: { ...content(ParcelList), ...content(ParcelCollection, GEOJSON_TYPE) },
          },
        },
      }),
      validate("query", ListQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { cursor, limit, ids, sort: order, ...wanted } = c.req.valid("query")
        const today = legalDayAt(new Date())
        const on = readPastDay(wanted.on, today)
        const selection = readSelection(audience, { ...wanted, on })
        const sort = readSort(order, selection.catalogue)
        const request = JSON.stringify([audience, wanted, order])
        const after = cursor ? readCursor(cursorKey, cursor, request) : null
        const withGeometry = wantsGeoJson(c)
        if (!sort) return withGeometry ? geoJson(c, [], 0, null) : c.json(NOTHING, 200)
        const page = await transact(c, async (sql) => {
          const moment: Moment = after ?? {
            day: on ?? today,
            year: wanted.year ?? (await findLatestYear(sql, audience, on)),
          }
          const found = ids
            ? await findParcels(sql, selection, moment, ids, withGeometry)
            : await listParcels(sql, selection, moment, { sort, limit, after, withGeometry })
          return { ...found, ...moment }
        })
        const { parcels, total, last, day, year } = page
        const next = last ? writeCursor(cursorKey, { ...last, day, year }, request) : null
        return withGeometry
          ? geoJson(c, parcels, total, next)
          : c.json({ items: parcels.map(toItem), total, next, year }, 200)
      },
    )
    .get(
      "/floors",
      describeRoute({
        tags: ["parcels"],
        summary: "Floor area and vacant floor area of the buildings on what a filter selects",
        responses: {
          200: {
            description: "Sums in m²; empty for an audience that does not see them",
            content: content(FloorSums),
          },
        },
      }),
      validate("query", SelectionQuery),
      async (c) => {
        const { audience } = c.var.actor
        const wanted = c.req.valid("query")
        const today = legalDayAt(new Date())
        const selection = readSelection(audience, { ...wanted, on: readPastDay(wanted.on, today) })
        const none: Partial<Floors> = {}
        if (selection.catalogue.size === 0) return c.json(none, 200)
        const sums = await transact(c, (sql) =>
          sumFloors(sql, selection, { day: wanted.on ?? today, year: wanted.year ?? null }),
        )
        return c.json(sums ?? none, 200)
      },
    )
    .get(
      "/order",
      describeRoute({
        tags: ["parcels"],
        summary: "Ids of all parcels that a filter selects, in the order of the list",
        responses: {
          200: {
            description: "little-endian Int32 ids; a quarter of the bytes is how many there are",
            content: {
              "application/octet-stream": { schema: { type: "string", format: "binary" } },
            },
          },
        },
      }),
      validate("query", OrderQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { sort: order, ...wanted } = c.req.valid("query")
        const today = legalDayAt(new Date())
        const on = readPastDay(wanted.on, today)
        const selection = readSelection(audience, { ...wanted, on })
        const sort = readSort(order, selection.catalogue)
        if (!sort) return sendOrder(c, new Uint8Array())
        const ids = await transact(c, async (sql) => {
          const year = wanted.year ?? (await findLatestYear(sql, audience, on))
          return readOrder(sql, selection, { day: on ?? today, year }, sort)
        })
        return sendOrder(c, ids)
      },
    )
    .get(
      "/summary",
      describeRoute({
        tags: ["parcels"],
        summary:
          "Counts and mu of the parcels that a filter selects, by class, grade, flag and land use",
        responses: {
          200: { description: "Sums over the whole selection", content: content(ParcelSummary) },
        },
      }),
      validate("query", SelectionQuery),
      async (c) => {
        const { audience } = c.var.actor
        const wanted = c.req.valid("query")
        const today = legalDayAt(new Date())
        const on = readPastDay(wanted.on, today)
        const selection = readSelection(audience, { ...wanted, on })
        if (selection.catalogue.size === 0) return c.json(NO_SUMMARY, 200)
        const summary = await transact(c, async (sql) => {
          const year = wanted.year ?? (await findLatestYear(sql, audience, on))
          const moment = { day: on ?? today, year }
          return { year, ...(await summariseParcels(sql, selection, moment)) }
        })
        return c.json(summary, 200)
      },
    )
    .get(
      "/difference",
      describeRoute({
        tags: ["parcels"],
        summary:
          "Parcels that became otherwise between two legal days, as known now, in what the audience sees of them",
        responses: {
          200: {
            description: "One page, and the counts of all that changed",
            content: content(Difference),
          },
        },
      }),
      validate("query", DifferenceQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { cursor, limit, ...wanted } = c.req.valid("query")
        const { from, to, filter } = wanted
        const today = legalDayAt(new Date())
        const until = readPastDay(to, today, "/to")
        const on = readPastDay(from, today, "/from")
        if (from > to) throw refuseOrder()
        const selection = readSelection(audience, { filter, on })
        if (selection.catalogue.size === 0) return c.json(NO_DIFFERENCE, 200)
        const request = JSON.stringify([audience, wanted])
        const after = cursor ? readCursor(cursorKey, cursor, request).id : null
        const { last, ...difference } = await transact(c, async (sql) => {
          const years = {
            before: await findLatestYear(sql, audience, on),
            after: await findLatestYear(sql, audience, until),
          }
          const span = {
            before: { day: from, year: years.before },
            after: { day: to, year: years.after },
          }
          return { ...(await compareDays(sql, selection, span, { limit, after })), years }
        })
        const next =
          last === null
            ? null
            : writeCursor(cursorKey, { key: null, id: last, day: to, year: null }, request)
        return c.json({ ...difference, next }, 200)
      },
    )
    .get(
      "/:id",
      describeRoute({
        tags: ["parcels"],
        summary:
          "One parcel with its occupants, metrics by year, flags with reasons, cases and history",
        responses: {
          200: {
            description: "The parcel; its version is the ETag",
            content: content(ParcelDetail),
          },
        },
      }),
      allow(...AUDIENCES.filter((audience) => catalogueOf(audience).size > 0)),
      validate("query", DetailQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { validOn, knownAt, year } = c.req.valid("query")
        const parcelId = readId(c.req.param("id"))
        if (parcelId === undefined) throw notFound()
        if (knownAt !== undefined) assertKnowsPast(audience)
        const ask = {
          audience,
          parcelId,
          day: validOn ?? legalDayAt(new Date()),
          knownAt: knownAt ?? null,
        }
        const isNow = validOn === undefined && knownAt === undefined
        const parcel = await transact(c, (sql) =>
          findParcel(sql, ask, { isNow, year: year ?? null }),
        )
        if (!parcel) throw notFound()
        c.header("etag", versionTag(parcel.version))
        return c.json(parcel satisfies ParcelDetail, 200)
      },
    )
    .patch(
      "/:id",
      describeRoute({
        tags: ["parcels"],
        summary: "Corrects a parcel: a new version in legal effect, and an act that says why",
        parameters: [IF_MATCH],
        responses: {
          200: { description: "The parcel as it is now", content: content(ParcelDetail) },
        },
      }),
      allow("planner", "plannerGranted"),
      validate("json", ParcelChange),
      async (c) => {
        const { audience } = c.var.actor
        const parcelId = readId(c.req.param("id"))
        if (parcelId === undefined) throw notFound()
        const stated = readStated(c.req.header("if-match"))
        const change = c.req.valid("json")
        const day = legalDayAt(new Date())
        const parcel = await transact(c, async (sql) => {
          const isThere = await correctParcel(sql, parcelId, stated, change, day)
          if (!isThere) throw notFound()
          return findPresent(sql, { audience, parcelId, day, knownAt: null })
        })
        c.header("etag", versionTag(parcel.version))
        return c.json(parcel satisfies ParcelDetail, 200)
      },
    )
    .post(
      "/:id/undo",
      describeRoute({
        tags: ["parcels"],
        summary:
          "Takes back one's own last correction within 24 hours: a new version as it was before, and an act that names the one undone",
        parameters: [IF_MATCH],
        responses: {
          200: { description: "The parcel as it is now", content: content(ParcelDetail) },
        },
      }),
      allow("planner", "plannerGranted"),
      validate("json", UndoRequest),
      async (c) => {
        const { audience } = c.var.actor
        const parcelId = readId(c.req.param("id"))
        if (parcelId === undefined) throw notFound()
        const stated = readStated(c.req.header("if-match"))
        const { why } = c.req.valid("json")
        const day = legalDayAt(new Date())
        const parcel = await transact(c, async (sql) => {
          const isThere = await undoEdit(sql, parcelId, stated, { why, today: day })
          if (!isThere) throw notFound()
          return findPresent(sql, { audience, parcelId, day, knownAt: null })
        })
        c.header("etag", versionTag(parcel.version))
        return c.json(parcel satisfies ParcelDetail, 200)
      },
    )
}

/** What an editor states that he saw. @throws Problem version-required */
function readStated(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined)
    throw new Problem("version-required", '请以 If-Match 注明所依据的版本，例如 "v3"。')
  return readVersionTag(ifMatch)
}

/** The parcel as it is now. @throws Problem not-found */
async function findPresent(sql: Sql, ask: Parameters<typeof findParcel>[1]): Promise<ParcelDetail> {
  const parcel = await findParcel(sql, ask, { isNow: true, year: null })
  if (!parcel) throw notFound()
  return parcel
}

const toItem = ({ values, bounds, centre }: ListedParcel): ParcelRow => ({
  ...values,
  bounds,
  centre,
})

const NOTHING: {
  items: ParcelRow[]
  total: number
  next: string | null
  year: number | null
} = {
  items: [],
  total: 0,
  next: null,
  year: null,
}
const NO_SUMMARY: Summary & { year: number | null } = {
  year: null,
  total: { parcels: 0, areaMu: 0 },
}

const NOWHERE = { parcels: 0, areaMu: 0 }
const NO_DIFFERENCE: Omit<Compared, "last"> & {
  next: string | null
  years: { before: number | null; after: number | null }
} = {
  items: [],
  total: 0,
  next: null,
  totals: {},
  changed: NOWHERE,
  before: NOWHERE,
  after: NOWHERE,
  years: { before: null, after: null },
}

const refuseOrder = () =>
  new Problem("invalid-request", "两个日期的先后颠倒了。", {
    issues: [{ pointer: "/from", message: "不能晚于 to" }],
  })

/** What was known at an instant stands in columns that not every audience may read. */
function assertKnowsPast(audience: Audience) {
  const places = [
    "core.parcel_version",
    "core.occupancy",
    "core.enterprise_version",
    "core.land_contract",
  ]
  if (places.every((table) => mayRead(audience, `${table}.recorded_at`))) return
  throw new Problem("invalid-request", "当前角色不能查询过去时刻的记录。", {
    issues: [{ pointer: "/knownAt", message: "当前角色不可用" }],
  })
}
