import { Hono } from "hono"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { wholeList } from "../http/list.ts"
import { validate } from "../http/validate.ts"
import { readTriangle, readTriangles } from "./queries.ts"
import { ParcelParam, Triangle, TriangleList, TrianglesQuery } from "./schema.ts"

const described = describedAs("flags")
const READERS = ["plannerGranted", "assessor", "leadGranted"] as const

/** Electricity against tax and sales, for who may read figures. Mounted at /api/flags. */
export const triangleRoutes = () =>
  new Hono<Env>()
    .get(
      "/parcels/:id/triangle",
      described(
        "Electricity against tax and sales of a parcel within its industry: deviations, direction, and the five nearest comparable parcels",
        200,
        Triangle,
      ),
      allow(...READERS),
      validate("param", ParcelParam),
      async (c) => {
        const triangle = await transact(c, (sql) => readTriangle(sql, c.req.valid("param").id))
        return c.json(triangle satisfies Triangle, 200)
      },
    )
    .get(
      "/triangles",
      described(
        "The same of several parcels at once, in the order asked for; unknown ones are left out",
        200,
        TriangleList,
      ),
      allow(...READERS),
      validate("query", TrianglesQuery),
      async (c) => {
        const items = await transact(c, (sql) => readTriangles(sql, c.req.valid("query").parcels))
        return c.json(wholeList(items) satisfies { items: Triangle[] }, 200)
      },
    )
