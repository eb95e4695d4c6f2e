import { Hono } from "hono"
import { SHIPPED_SCHEMES } from "../assessment/schemes.ts"
import type { NameOf } from "../comments/schema.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { notFound } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { insertStep, insertVersion, listVersions, readDifference, readVersion } from "./queries.ts"
import {
  DifferenceQuery,
  NewStep,
  NewVersion,
  SchemeDifference,
  SchemeList,
  SchemeParam,
  SchemeVersion,
  VersionParam,
} from "./schema.ts"

const described = describedAs("assessments")

/** Schemes in versions, for planning, assessment and leadership. Mounted at /api/assessments/schemes. */
export const schemeRoutes = (nameOf: NameOf) =>
  new Hono<Env>()
    .use(allow("planner", "plannerGranted", "assessor", "lead", "leadGranted"))
    .get(
      "/",
      described("Every version of every scheme, and what the product ships", 200, SchemeList),
      async (c) => {
        const items = await transact(c, listVersions)
        const shipped = [...SHIPPED_SCHEMES] as SchemeList["shipped"]
        return c.json({ items, total: items.length, next: null, shipped } satisfies SchemeList, 200)
      },
    )
    .post(
      "/",
      described("Writes the next version of a scheme: a draft", 201, SchemeVersion),
      allow("assessor"),
      validate("json", NewVersion),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const version = await transact(c, (sql) =>
          insertVersion(sql, c.req.valid("json"), authorName),
        )
        return c.json(version satisfies SchemeVersion, 201)
      },
    )
    .get(
      "/:id/difference",
      described("Where two versions of a scheme differ", 200, SchemeDifference),
      validate("param", SchemeParam),
      validate("query", DifferenceQuery),
      async (c) => {
        const { id } = c.req.valid("param")
        const { from, to } = c.req.valid("query")
        const difference = await transact(c, (sql) => readDifference(sql, id, from, to))
        return c.json(difference satisfies SchemeDifference, 200)
      },
    )
    .get(
      "/:id/:version",
      described("One version with its steps", 200, SchemeVersion),
      validate("param", VersionParam),
      async (c) => {
        const { id, version } = c.req.valid("param")
        const found = await transact(c, (sql) => readVersion(sql, id, version))
        return c.json(found satisfies SchemeVersion, 200)
      },
    )
    .post(
      "/:id/:version/steps",
      described("Hands a version in, approves, returns or retires it", 201, SchemeVersion),
      allow("assessor", "lead", "leadGranted"),
      validate("param", VersionParam),
      validate("json", NewStep),
      async (c) => {
        const step = c.req.valid("json")
        // Leadership decides on what assessment writes; handing in and retiring are the writer's.
        const isDecision = step.step === "approved" || step.step === "returned"
        if (!isDecision && c.var.actor.audience !== "assessor") throw notFound()
        const actorName = await nameOf(c.var.actor.name)
        const version = await transact(c, (sql) =>
          insertStep(sql, c.req.valid("param"), step, actorName),
        )
        return c.json(version satisfies SchemeVersion, 201)
      },
    )
