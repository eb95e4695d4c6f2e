import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { legalDayAt } from "../../geodata/days.ts"
import { AUDIENCES } from "../db/audience.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { notFound } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { catalogueOf } from "./catalogue.ts"
import { listNeighbours } from "./neighbours.ts"
import { NeighbourList, NeighboursQuery } from "./neighbours.schema.ts"
import { listPeers, seesPeers } from "./peers.ts"
import { PeerList } from "./peers.schema.ts"
import { readId } from "./schema.ts"

const json = (schema: Parameters<typeof resolver>[0]) => ({
  "application/json": { schema: resolver(schema) },
})

/** A parcel among others: beside it on the ground, and beside it in figures. Mounted at /api/parcels. */
export const aroundRoutes = () =>
  new Hono<Env>()
    .get(
      "/:id/neighbours",
      describeRoute({
        tags: ["parcels"],
        summary: "Parcels within 80 m of one, the nearest first, with their outlines",
        responses: { 200: { description: "At most 60", content: json(NeighbourList) } },
      }),
      allow(...AUDIENCES.filter((audience) => catalogueOf(audience).size > 0)),
      validate("query", NeighboursQuery),
      async (c) => {
        const { audience } = c.var.actor
        const { validOn } = c.req.valid("query")
        const parcelId = readId(c.req.param("id"))
        if (parcelId === undefined) throw notFound()
        const day = validOn ?? legalDayAt(new Date())
        const ask = { audience, parcelId, day, isNow: validOn === undefined }
        const items = await transact(c, (sql) => listNeighbours(sql, ask))
        if (!items) throw notFound()
        return c.json({ items, total: items.length, next: null } satisfies NeighbourList, 200)
      },
    )
    .get(
      "/:id/peers",
      describeRoute({
        tags: ["parcels"],
        summary: "Medians per mu of the parcel's industry and of the park, by year",
        responses: { 200: { description: "The latest five years", content: json(PeerList) } },
      }),
      allow(...AUDIENCES.filter(seesPeers)),
      async (c) => {
        const parcelId = readId(c.req.param("id"))
        if (parcelId === undefined) throw notFound()
        const items = await transact(c, (sql) => listPeers(sql, parcelId))
        if (!items) throw notFound()
        return c.json({ items, total: items.length, next: null } satisfies PeerList, 200)
      },
    )
