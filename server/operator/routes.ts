import { Hono } from "hono"
import { createMiddleware } from "hono/factory"
import { z } from "zod"
import type { Env } from "../http/context.ts"
import { notFound } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { verifyRecords } from "./verify.ts"

const SampleRequest = z.strictObject({
  parcels: z.int().min(1).max(2_000_000).default(400),
  seed: z.int().min(0).default(1),
  asOf: z.iso.date().optional(),
})
const UserRequest = z.strictObject({
  username: z.string().min(1).max(64),
  displayName: z.string().min(1).max(64),
  roles: z.array(z.string()).min(1),
  password: z.string().min(8).max(128),
})

/** What the operator's command asks of the process that holds the data; wired in by product.ts. */
export type OperatorWork = {
  loadSample: (options: z.infer<typeof SampleRequest>) => Promise<unknown>
  addUser: (user: z.infer<typeof UserRequest>) => Promise<unknown>
  dump: () => Promise<Uint8Array>
}

/** Only the operator's key opens these; everyone else gets the answer of an unknown address. */
const operatorOnly = createMiddleware<Env>(async (c, next) => {
  if (c.var.actor.name !== "operator") throw notFound()
  await next()
})

export const operatorRoutes = (work: OperatorWork) =>
  new Hono<Env>()
    .use(operatorOnly)
    .post("/sample", validate("json", SampleRequest), async (c) =>
      c.json(await work.loadSample(c.req.valid("json")), 201),
    )
    .post("/users", validate("json", UserRequest), async (c) =>
      c.json(await work.addUser(c.req.valid("json")), 201),
    )
    .get("/verify", async (c) => c.json({ faults: await verifyRecords(c.var.door) }, 200))
    .get("/dump", async (c) =>
      c.body(new Uint8Array(await work.dump()), 200, { "content-type": "application/gzip" }),
    )
