import { Hono } from "hono"
import { legalDayAt } from "../../geodata/days.ts"
import type { NameOf } from "../comments/schema.ts"
import type { Context } from "hono"
import type { Sql } from "../db/sql.ts"
import type { Evaluator } from "../derivation/evaluator.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { validate } from "../http/validate.ts"
import {
  cancelEvaluation,
  listEvaluations,
  readDifference,
  startEvaluation,
} from "./evaluations.ts"
import { readFlag } from "./flag.ts"
import { readQueue } from "./queue.ts"
import {
  Answered,
  DeskFlag,
  DeskList,
  DeskQuery,
  DifferenceQuery,
  Evaluation,
  EvaluationDifference,
  EvaluationList,
  EvaluationParam,
  EvaluationsQuery,
  NewEvidence,
  NewOutcome,
  NewRequest,
  OutcomeParam,
  type Place,
  PlaceParam,
  TakenBack,
} from "./schema.ts"
import {
  answerRequest,
  insertEvidence,
  insertRequest,
  settleSuspicions,
  takeBack,
} from "./settle.ts"

const described = describedAs("flags")
const STAFF = ["planner", "plannerGranted", "assessor", "lead", "leadGranted"] as const
const SETTLERS = ["planner", "plannerGranted", "assessor"] as const
const PLANNERS = ["planner", "plannerGranted"] as const
const today = () => legalDayAt(new Date())

/** Does what a write asks and answers the flag as it is then. */
const settled = (c: Context<Env>, place: Place, work: (sql: Sql) => Promise<void>) =>
  transact(c, async (sql) => {
    await work(sql)
    return readFlag(sql, { ...place, audience: c.var.actor.audience, today: today() })
  })

/**
 * The desk that settles suspicions, and complete evaluations. Mounted at /api/flags.
 * @param evaluator works off what a complete evaluation marked
 */
export const deskRoutes = (nameOf: NameOf, evaluator: Pick<Evaluator, "start">) =>
  new Hono<Env>()
    .get(
      "/desk",
      described(
        "The queue of suspicions by mu, age or deadline, with filters and sums",
        200,
        DeskList,
      ),
      allow(...STAFF),
      validate("query", DeskQuery),
      async (c) => {
        const list = await transact(c, (sql) => readQueue(sql, c.req.valid("query"), today()))
        return c.json(list satisfies DeskList, 200)
      },
    )
    .get(
      "/desk/:parcelId/:ruleSet",
      described(
        "One suspicion: reasons, evidence, requests, outcomes with what made them lapse, and what missing or stale facts would change",
        200,
        DeskFlag,
      ),
      allow(...STAFF),
      validate("param", PlaceParam),
      async (c) => {
        const ask = { ...c.req.valid("param"), audience: c.var.actor.audience, today: today() }
        const flag = await transact(c, (sql) => readFlag(sql, ask))
        return c.json(flag satisfies DeskFlag, 200)
      },
    )
    .post(
      "/desk/:parcelId/:ruleSet/outcomes",
      described(
        "Settles a suspicion with its reason, and others of the parcel with it; a confirmed one is proposed to be determined. Holds until a fact that it rests on changes",
        201,
        DeskFlag,
      ),
      allow(...PLANNERS),
      validate("param", PlaceParam),
      validate("json", NewOutcome),
      async (c) => {
        const place = c.req.valid("param")
        const authorName = await nameOf(c.var.actor.name)
        const flag = await settled(c, place, (sql) =>
          settleSuspicions(sql, place, c.req.valid("json"), authorName),
        )
        return c.json(flag satisfies DeskFlag, 201)
      },
    )
    .delete(
      "/desk/:parcelId/:ruleSet/outcomes/:id",
      described("Takes an outcome back with its reason: the suspicion is open again", 204),
      allow(...PLANNERS),
      validate("param", OutcomeParam),
      validate("json", TakenBack),
      async (c) => {
        const place = c.req.valid("param")
        await transact(c, (sql) => takeBack(sql, place, c.req.valid("json").why))
        return c.body(null, 204)
      },
    )
    .post(
      "/desk/:parcelId/:ruleSet/requests",
      described("Asks somebody to answer by a day", 201, DeskFlag),
      allow(...SETTLERS),
      validate("param", PlaceParam),
      validate("json", NewRequest),
      async (c) => {
        const place = c.req.valid("param")
        const authorName = await nameOf(c.var.actor.name)
        const flag = await settled(c, place, (sql) =>
          insertRequest(sql, place, c.req.valid("json"), authorName),
        )
        return c.json(flag satisfies DeskFlag, 201)
      },
    )
    .post(
      "/desk/:parcelId/:ruleSet/requests/:id/answer",
      described("Records what was answered, and when", 201, DeskFlag),
      allow(...SETTLERS),
      validate("param", OutcomeParam),
      validate("json", Answered),
      async (c) => {
        const place = c.req.valid("param")
        const flag = await settled(c, place, (sql) =>
          answerRequest(sql, place, c.req.valid("json")),
        )
        return c.json(flag satisfies DeskFlag, 201)
      },
    )
    .post(
      "/desk/:parcelId/:ruleSet/evidence",
      described(
        "Makes a file at the parcel evidence: photograph, satellite or drone image, document",
        201,
        DeskFlag,
      ),
      allow(...SETTLERS),
      validate("param", PlaceParam),
      validate("json", NewEvidence),
      async (c) => {
        const place = c.req.valid("param")
        const authorName = await nameOf(c.var.actor.name)
        const flag = await settled(c, place, (sql) =>
          insertEvidence(sql, place, c.req.valid("json"), authorName),
        )
        return c.json(flag satisfies DeskFlag, 201)
      },
    )
    .get(
      "/evaluations",
      described(
        "Complete evaluations, the latest first; one that runs tells how far it has come",
        200,
        EvaluationList,
      ),
      allow(...STAFF),
      validate("query", EvaluationsQuery),
      async (c) => {
        const list = await transact(c, (sql) => listEvaluations(sql, c.req.valid("query")))
        return c.json(list satisfies EvaluationList, 200)
      },
    )
    .post(
      "/evaluations",
      described(
        "Evaluates every parcel against every rule set in force; it runs on after the answer, and its progress is told",
        201,
        Evaluation,
      ),
      allow(...SETTLERS),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const evaluation = await transact(c, (sql) => startEvaluation(sql, today(), authorName))
        evaluator.start()
        return c.json(evaluation satisfies Evaluation, 201)
      },
    )
    .delete(
      "/evaluations/:id",
      described("Cancels an evaluation that runs; what it found until then stands", 204),
      allow(...SETTLERS),
      validate("param", EvaluationParam),
      async (c) => {
        await transact(c, (sql) => cancelEvaluation(sql, c.req.valid("param").id))
        evaluator.start()
        return c.body(null, 204)
      },
    )
    .get(
      "/evaluations/:id",
      described(
        "An evaluation with what it found otherwise than the one before it, a page after the other",
        200,
        EvaluationDifference,
      ),
      allow(...STAFF),
      validate("param", EvaluationParam),
      validate("query", DifferenceQuery),
      async (c) => {
        const { audience } = c.var.actor
        const asked = { ...c.req.valid("query"), ...c.req.valid("param"), audience }
        const difference = await transact(c, (sql) => readDifference(sql, asked))
        return c.json(difference satisfies EvaluationDifference, 200)
      },
    )
