import { Hono } from "hono"
import type { NameOf } from "../comments/schema.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { wholeList } from "../http/list.ts"
import { notFound } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { insertProposal, insertStep, listProposals } from "./queries.ts"
import {
  NewProposal,
  NewStep,
  Proposal,
  ProposalList,
  ProposalParam,
  ProposalsQuery,
} from "./schema.ts"

const described = describedAs("flags")
const DECIDERS = ["planner", "plannerGranted", "lead", "leadGranted"] as const

/** Determinations by document and two people. Mounted at /api/flags/determinations. */
export const determinationRoutes = (nameOf: NameOf) =>
  new Hono<Env>()
    .use(allow("planner", "plannerGranted", "assessor", "lead", "leadGranted"))
    .get(
      "/proposals",
      described("What was proposed to be determined or ended, the latest first", 200, ProposalList),
      validate("query", ProposalsQuery),
      async (c) => {
        const items = await transact(c, (sql) => listProposals(sql, c.req.valid("query")))
        return c.json(wholeList(items) satisfies { items: Proposal[] }, 200)
      },
    )
    .post(
      "/proposals",
      described("Proposes a determination, or its end, with document, day and body", 201, Proposal),
      allow("planner", "plannerGranted"),
      validate("json", NewProposal),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const proposal = await transact(c, (sql) =>
          insertProposal(sql, c.req.valid("json"), authorName),
        )
        return c.json(proposal satisfies Proposal, 201)
      },
    )
    .post(
      "/proposals/:id/steps",
      described(
        "Approves or returns the proposal of another person, or withdraws one's own; what is approved stands at once",
        201,
        Proposal,
      ),
      allow(...DECIDERS),
      validate("param", ProposalParam),
      validate("json", NewStep),
      async (c) => {
        const step = c.req.valid("json")
        const isPlanner = c.var.actor.audience.startsWith("planner")
        if (step.step === "withdrawn" && !isPlanner) throw notFound()
        const actorName = await nameOf(c.var.actor.name)
        const proposal = await transact(c, (sql) =>
          insertStep(sql, c.req.valid("param").id, step, actorName),
        )
        return c.json(proposal satisfies Proposal, 201)
      },
    )
