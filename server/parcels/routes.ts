import { randomBytes } from "node:crypto"
import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { legalDayAt } from "../../geodata/days.ts"
import { mayRead } from "../accounts/matrix.ts"
import { type Audience, AUDIENCES } from "../db/audience.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { type Catalogue, catalogueOf } from "./catalogue.ts"
import { readCursor, writeCursor } from "./cursor.ts"
import { findParcel } from "./detail.ts"
import { ParcelDetail } from "./detail.schema.ts"
import { correctParcel, readVersionTag, versionTag } from "./edit.ts"
import { geoJson, GEOJSON_TYPE, JSON_TYPE, wantsGeoJson } from "./geo-json.ts"
import { type ListedParcel, listParcels, type Moment, type ParcelRow, type Sort } from "./list.ts"
import {
  DetailQuery,
  ListQuery,
  ParcelChange,
  ParcelCollection,
  ParcelList,
  ParcelSummary,
  readParcelId,
  SelectionQuery,
} from "./schema.ts"
import { findLatestYear, readSelection } from "./selection.ts"
import { type Summary, summariseParcels } from "./summary.ts"

/** Life of a list's page marks: as long as the process. */
const CURSOR_KEY_BYTES = 32

const content = (schema: Parameters<typeof resolver>[0], type = JSON_TYPE) => ({
  [type]: { schema: resolver(schema) },
})

/** Parcels: list, summary, one of them, correction. Mounted at /api/parcels. */
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
        const { cursor, limit, sort: order, ...wanted } = c.req.valid("query")
        const selection = readSelection(audience, wanted)
        const sort = readSort(order, selection.catalogue)
        const request = JSON.stringify([audience, wanted, order])
        const after = cursor ? readCursor(cursorKey, cursor, request) : null
        const withGeometry = wantsGeoJson(c)
        if (!sort) return withGeometry ? geoJson(c, [], 0, null) : c.json(NOTHING, 200)
        const page = await transact(c, async (sql) => {
          const moment: Moment = after ?? {
            day: legalDayAt(new Date()),
            year: wanted.year ?? (await findLatestYear(sql, audience)),
          }
          return {
            ...(await listParcels(sql, selection, moment, { sort, limit, after, withGeometry })),
            ...moment,
          }
        })
        const { parcels, total, last, day, year } = page
        const next = last ? writeCursor(cursorKey, { ...last, day, year }, request) : null
        return withGeometry
          ? geoJson(c, parcels, total, next)
          : c.json({ items: parcels.map(toItem), total, next, year }, 200)
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
        const selection = readSelection(audience, wanted)
        if (selection.catalogue.size === 0) return c.json(NO_SUMMARY, 200)
        const summary = await transact(c, async (sql) => {
          const year = wanted.year ?? (await findLatestYear(sql, audience))
          const moment = { day: legalDayAt(new Date()), year }
          return { year, ...(await summariseParcels(sql, selection, moment)) }
        })
        return c.json(summary, 200)
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
        const parcelId = readParcelId(c.req.param("id"))
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
        parameters: [
          {
            name: "If-Match",
            in: "header",
            required: true,
            schema: { type: "string" },
            description: 'the ETag, "v3"',
          },
        ],
        responses: {
          200: { description: "The parcel as it is now", content: content(ParcelDetail) },
        },
      }),
      allow("planner", "plannerGranted"),
      validate("json", ParcelChange),
      async (c) => {
        const { audience } = c.var.actor
        const parcelId = readParcelId(c.req.param("id"))
        if (parcelId === undefined) throw notFound()
        const stated = c.req.header("if-match")
        if (stated === undefined)
          throw new Problem("version-required", '请以 If-Match 注明所依据的版本，例如 "v3"。')
        const change = c.req.valid("json")
        const day = legalDayAt(new Date())
        const parcel = await transact(c, async (sql) => {
          const isThere = await correctParcel(sql, parcelId, readVersionTag(stated), change, day)
          if (!isThere) throw notFound()
          return findParcel(
            sql,
            { audience, parcelId, day, knownAt: null },
            { isNow: true, year: null },
          )
        })
        if (!parcel) throw notFound()
        c.header("etag", versionTag(parcel.version))
        return c.json(parcel satisfies ParcelDetail, 200)
      },
    )
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

/**
 * The order a list is asked for in; undefined where the audience has no field at all.
 * @throws Problem invalid-request, the same for an unknown and a forbidden name
 */
function readSort(order: string | undefined, catalogue: Catalogue): Sort | undefined {
  const descending = order?.startsWith("-") ?? false
  const field = catalogue.get(order ? order.slice(descending ? 1 : 0) : "id")
  if (field) return { field, descending }
  if (!order) return undefined
  throw new Problem("invalid-request", "排序的名称不可用。", {
    issues: [{ pointer: "/sort", message: "此处的名称不可用" }],
  })
}

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
