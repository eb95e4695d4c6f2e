import { Hono } from "hono"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { validate } from "../http/validate.ts"
import { readTriangle } from "./queries.ts"
import { ParcelParam, Triangle } from "./schema.ts"

/** Electricity against tax and sales, for who may read figures. Mounted at /api/flags. */
export const triangleRoutes = () =>
  new Hono<Env>().get(
    "/parcels/:id/triangle",
    describedAs("flags")(
      "Electricity against tax and sales of a parcel within its industry: deviations, direction, and the five nearest comparable parcels",
      200,
      Triangle,
    ),
    allow("plannerGranted", "assessor", "leadGranted"),
    validate("param", ParcelParam),
    async (c) => {
      const triangle = await transact(c, (sql) => readTriangle(sql, c.req.valid("param").id))
      return c.json(triangle satisfies Triangle, 200)
    },
  )
