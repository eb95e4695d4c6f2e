import { Hono } from "hono"
import type { NameOf } from "../comments/schema.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { validate } from "../http/validate.ts"
import { EXAMPLE_POLICIES } from "./examples.ts"
import { decidePolicy, insertPolicy, listPolicies, readEffects, withdrawPolicy } from "./queries.ts"
import {
  NewPolicy,
  Policy,
  PolicyDecision,
  PolicyList,
  PolicyParam,
  RunEffects,
  RunParam,
} from "./schema.ts"

const described = describedAs("assessments")

/** Policies by grade, and what they come to for a run. Mounted at /api/assessments. */
export const policyRoutes = (nameOf: NameOf) =>
  new Hono<Env>()
    .get(
      "/policies",
      described("Policies in force or proposed, and examples of other places", 200, PolicyList),
      allow("planner", "plannerGranted", "assessor", "lead", "leadGranted"),
      async (c) => {
        const items = await transact(c, listPolicies)
        const examples = [...EXAMPLE_POLICIES]
        return c.json(
          { items, total: items.length, next: null, examples } satisfies PolicyList,
          200,
        )
      },
    )
    .post(
      "/policies",
      described("Proposes a policy, or the next version of one", 201, Policy),
      allow("assessor"),
      validate("json", NewPolicy),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const policy = await transact(c, (sql) =>
          insertPolicy(sql, c.req.valid("json"), authorName),
        )
        return c.json(policy satisfies Policy, 201)
      },
    )
    .post(
      "/policies/:id/decision",
      described("Confirms or rejects what somebody else entered", 200, Policy),
      allow("assessor", "lead", "leadGranted"),
      validate("param", PolicyParam),
      validate("json", PolicyDecision),
      async (c) => {
        const actorName = await nameOf(c.var.actor.name)
        const policy = await transact(c, (sql) =>
          decidePolicy(sql, c.req.valid("param").id, c.req.valid("json"), actorName),
        )
        return c.json(policy satisfies Policy, 200)
      },
    )
    .delete(
      "/policies/:id",
      described("Takes a policy out of force", 204),
      allow("assessor"),
      validate("param", PolicyParam),
      async (c) => {
        await transact(c, (sql) => withdrawPolicy(sql, c.req.valid("param").id))
        return c.body(null, 204)
      },
    )
    .get(
      "/runs/:id/effects",
      described(
        "What the grades of a run come to in money: an estimate, never a bill",
        200,
        RunEffects,
      ),
      allow("assessor", "leadGranted"),
      validate("param", RunParam),
      async (c) => {
        const effects = await transact(c, (sql) => readEffects(sql, c.req.valid("param").id))
        c.header("cache-control", "no-store")
        return c.json(effects satisfies RunEffects, 200)
      },
    )
