import { Hono } from "hono"
import { z } from "zod"
import type { NameOf } from "../comments/schema.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { notFound } from "../http/problem.ts"
import { wholeList } from "../http/list.ts"
import { validate } from "../http/validate.ts"
import { insertAppeal, insertDecision, listAppeals, previewCorrections } from "./appeals.ts"
import { insertPublicity, insertPublicityStep, listPublicity, readPublicity } from "./queries.ts"
import {
  AppealAnswer,
  AppealList,
  AppealParam,
  NewAppeal,
  NewDecision,
  NewPublicity,
  NewPublicityStep,
  Preview,
  Publicity,
  PublicityList,
  PublicityParam,
  PublicityQuery,
} from "./schema.ts"

const described = describedAs("assessments")

const Effect = z.object({
  rescored: z.array(z.string()),
  items: z.array(z.object({ creditCode: z.string(), name: z.string() }).loose()),
})

/**
 * Publicity of a year and appeals against it: assessment proposes and settles, leadership approves and concludes.
 * Mounted at /api/assessments.
 */
export const publicityRoutes = (nameOf: NameOf) => {
  const writes = allow("assessor")
  return new Hono<Env>()
    .use("/publicity/*", allow("assessor", "lead", "leadGranted"))
    .use("/appeals/*", allow("assessor", "leadGranted"))
    .get(
      "/publicity",
      described("Publicity of a year, the latest first", 200, PublicityList),
      validate("query", PublicityQuery),
      async (c) => {
        const { fiscalYear } = c.req.valid("query")
        const items = await transact(c, (sql) => listPublicity(sql, fiscalYear))
        return c.json(wholeList(items) satisfies PublicityList, 200)
      },
    )
    .post(
      "/publicity",
      described("Proposes to show areas or grades, as they stand now", 201, Publicity),
      writes,
      validate("json", NewPublicity),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const shown = await transact(c, (sql) =>
          insertPublicity(sql, c.req.valid("json"), authorName),
        )
        return c.json(shown satisfies Publicity, 201)
      },
    )
    .get(
      "/publicity/:id",
      described("What is shown", 200, Publicity),
      validate("param", PublicityParam),
      async (c) => {
        const shown = await transact(c, (sql) => readPublicity(sql, c.req.valid("param").id))
        return c.json(shown satisfies Publicity, 200)
      },
    )
    .post(
      "/publicity/:id/steps",
      described("Approves, returns, withdraws or concludes it", 201, Publicity),
      validate("param", PublicityParam),
      validate("json", NewPublicityStep),
      async (c) => {
        const { id } = c.req.valid("param")
        const step = c.req.valid("json")
        if (step.step === "withdrawn" && c.var.actor.audience !== "assessor") throw notFound()
        const actorName = await nameOf(c.var.actor.name)
        const shown = await transact(c, (sql) => insertPublicityStep(sql, id, step, actorName))
        return c.json(shown satisfies Publicity, 201)
      },
    )
    .get(
      "/publicity/:id/appeals",
      described("Appeals against what was shown", 200, AppealList),
      validate("param", PublicityParam),
      async (c) => {
        const items = await transact(c, (sql) => listAppeals(sql, c.req.valid("param").id))
        return c.json(wholeList(items) satisfies AppealList, 200)
      },
    )
    .post(
      "/publicity/:id/appeals",
      described("Receives an appeal while the window is open", 201, AppealAnswer),
      writes,
      validate("param", PublicityParam),
      validate("json", NewAppeal),
      async (c) => {
        const { id } = c.req.valid("param")
        const authorName = await nameOf(c.var.actor.name)
        const appeal = await transact(c, (sql) =>
          insertAppeal(sql, id, c.req.valid("json"), authorName),
        )
        return c.json(appeal satisfies AppealAnswer, 201)
      },
    )
    .post(
      "/appeals/:id/preview",
      described("Whom corrections would move; writes nothing", 200, Effect),
      writes,
      validate("param", AppealParam),
      validate("json", Preview),
      async (c) => {
        const { id } = c.req.valid("param")
        const { corrections } = c.req.valid("json")
        return c.json(await transact(c, (sql) => previewCorrections(sql, id, corrections)), 200)
      },
    )
    .post(
      "/appeals/:id/decision",
      described("Accepts or rejects an appeal, with its corrections", 201, AppealAnswer),
      writes,
      validate("param", AppealParam),
      validate("json", NewDecision),
      async (c) => {
        const { id } = c.req.valid("param")
        const actorName = await nameOf(c.var.actor.name)
        const appeal = await transact(c, (sql) =>
          insertDecision(sql, id, c.req.valid("json"), actorName),
        )
        return c.json(appeal satisfies AppealAnswer, 201)
      },
    )
}
