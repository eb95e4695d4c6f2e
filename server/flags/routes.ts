import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { allow, type Env } from "../http/context.ts"
import { validate } from "../http/validate.ts"
import { evaluateRuleSet } from "./rules.ts"
import { EvaluateRequest, EvaluateResponse } from "./schema.ts"

export const flagRoutes = () =>
  new Hono<Env>().post(
    "/evaluate",
    describeRoute({
      summary: "Evaluates a rule set on facts without storing anything",
      responses: {
        200: {
          description: "One verdict a parcel, in the order of the request",
          content: { "application/json": { schema: resolver(EvaluateResponse) } },
        },
      },
    }),
    allow("planner", "plannerGranted"),
    validate("json", EvaluateRequest),
    (c) => {
      const { ruleSet, asOf, parcels } = c.req.valid("json")
      return c.json(evaluateRuleSet(ruleSet, asOf, parcels) satisfies EvaluateResponse, 200)
    },
  )
