import { Hono } from "hono"
import type { NameOf } from "../comments/schema.ts"
import type { Limits } from "../db/door.ts"
import { bytesFor, toBody } from "../http/body.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { wholeList } from "../http/list.ts"
import { validate } from "../http/validate.ts"
import {
  listRuns,
  readFirm,
  readLand,
  readLifts,
  readMovers,
  readResults,
  readRun,
  readTrial,
  verifyRun,
} from "./queries.ts"
import { insertScenario, listScenarios, removeScenario } from "./scenarios.ts"
import {
  FirmOfRun,
  LiftList,
  MoverList,
  MoversQuery,
  NewRun,
  NewScenario,
  ResultList,
  ResultsQuery,
  RunAnswer,
  RunFirmParam,
  RunLand,
  RunList,
  RunParam,
  RunsQuery,
  RunVerdict,
  Scenario,
  ScenarioList,
  ScenarioParam,
  Trial,
} from "./schema.ts"
import { sealRun } from "./seal.ts"

/** A whole population is read and written at once. */
const LIMITS: Limits = { statementMs: 120_000 }

const described = describedAs("assessments")

/**
 * Sealed runs. Heads and counts are for assessment and leadership; results, which tell what firms pay and make, for
 * assessment and for leadership under a named grant. Mounted at /api/assessments/runs.
 */
export const runRoutes = (nameOf: NameOf, version: string) => {
  const figures = allow("assessor", "leadGranted")
  return new Hono<Env>()
    .use(allow("assessor", "lead", "leadGranted"))
    .use(async (c, next) => {
      await next()
      c.header("cache-control", "no-store")
    })
    .get(
      "/",
      described("Runs of a year, the latest first", 200, RunList),
      validate("query", RunsQuery),
      async (c) => {
        const items = await transact(c, (sql) => listRuns(sql, c.req.valid("query").fiscalYear))
        return c.json(wholeList(items) satisfies RunList, 200)
      },
    )
    .post(
      "/",
      described("Computes a year and seals it", 201, RunAnswer),
      allow("assessor"),
      validate("json", NewRun),
      async (c) => {
        const { fiscalYear, why, baseRunId } = c.req.valid("json")
        const authorName = await nameOf(c.var.actor.name)
        const run = await transact(
          c,
          async (sql) =>
            readRun(
              sql,
              await sealRun(
                sql,
                { fiscalYear, why, baseRunId: baseRunId ?? null },
                authorName,
                version,
              ),
            ),
          LIMITS,
        )
        return c.json(run satisfies RunAnswer, 201)
      },
    )
    .get("/:id", described("A run", 200, RunAnswer), validate("param", RunParam), async (c) => {
      const run = await transact(c, (sql) => readRun(sql, c.req.valid("param").id))
      return c.json(run satisfies RunAnswer, 200)
    })
    .get(
      "/:id/results",
      described("Results by scheme and rank", 200, ResultList),
      figures,
      validate("param", RunParam),
      validate("query", ResultsQuery),
      async (c) => {
        const { scheme, limit, cursor } = c.req.valid("query")
        const all = await transact(c, (sql) => readResults(sql, c.req.valid("param").id), LIMITS)
        const wanted =
          scheme === undefined ? all : all.filter(({ schemeId }) => schemeId === scheme)
        const items = wanted.slice(cursor, cursor + limit)
        const end = cursor + items.length
        const next = end < wanted.length ? String(end) : null
        const answer = { items, total: wanted.length, next } satisfies ResultList
        const body = await toBody(new Uint8Array(Buffer.from(JSON.stringify(answer))))
        c.header("content-type", "application/json")
        return c.body(bytesFor(c, body), 200)
      },
    )
    .get(
      "/:id/firms/:enterpriseId",
      described(
        "Why a firm has its grade: inputs with sources, points, neighbours",
        200,
        FirmOfRun,
      ),
      figures,
      validate("param", RunFirmParam),
      async (c) => {
        const { id, enterpriseId } = c.req.valid("param")
        return c.json(await transact(c, (sql) => readFirm(sql, id, enterpriseId)), 200)
      },
    )
    .get(
      "/:id/firms/:enterpriseId/lifts",
      described("The smallest change of one lever that lifts a firm one class", 200, LiftList),
      figures,
      validate("param", RunFirmParam),
      async (c) => {
        const { id, enterpriseId } = c.req.valid("param")
        const items = await transact(c, (sql) => readLifts(sql, id, enterpriseId), LIMITS)
        return c.json({ items }, 200)
      },
    )
    .get(
      "/:id/trial",
      described("Inputs and schemes of a run, to try other schemes on", 200, Trial),
      figures,
      validate("param", RunParam),
      async (c) =>
        c.json(await transact(c, (sql) => readTrial(sql, c.req.valid("param").id), LIMITS), 200),
    )
    .get(
      "/:id/land",
      described("Where the firms of a run were at the end of its year", 200, RunLand),
      figures,
      validate("param", RunParam),
      async (c) => {
        const items = await transact(c, (sql) => readLand(sql, c.req.valid("param").id), LIMITS)
        return c.json({ items } satisfies RunLand, 200)
      },
    )
    .get(
      "/:id/scenarios",
      described("Schemes that were tried on a run", 200, ScenarioList),
      validate("param", RunParam),
      async (c) => {
        const items = await transact(c, (sql) => listScenarios(sql, c.req.valid("param").id))
        return c.json(wholeList(items) satisfies ScenarioList, 200)
      },
    )
    .post(
      "/:id/scenarios",
      described("Keeps schemes as they were tried", 201, Scenario),
      allow("assessor"),
      validate("param", RunParam),
      validate("json", NewScenario),
      async (c) => {
        const { id } = c.req.valid("param")
        const authorName = await nameOf(c.var.actor.name)
        const scenario = await transact(
          c,
          (sql) => insertScenario(sql, id, c.req.valid("json"), authorName),
          LIMITS,
        )
        return c.json(scenario satisfies Scenario, 201)
      },
    )
    .delete(
      "/:id/scenarios/:scenarioId",
      described("Removes one's own scenario", 204),
      allow("assessor"),
      validate("param", ScenarioParam),
      async (c) => {
        const { id, scenarioId } = c.req.valid("param")
        await transact(c, (sql) => removeScenario(sql, id, scenarioId))
        return c.body(null, 204)
      },
    )
    .get(
      "/:id/movers",
      described("Who stands elsewhere than in another run, and why", 200, MoverList),
      figures,
      validate("param", RunParam),
      validate("query", MoversQuery),
      async (c) => {
        const { id } = c.req.valid("param")
        const { against } = c.req.valid("query")
        const movers = await transact(c, (sql) => readMovers(sql, id, against), LIMITS)
        return c.json(movers satisfies MoverList, 200)
      },
    )
    .get(
      "/:id/verification",
      described("Computes a sealed run again and compares it with its seal", 200, RunVerdict),
      figures,
      validate("param", RunParam),
      async (c) => {
        const verdict = await transact(c, (sql) => verifyRun(sql, c.req.valid("param").id), LIMITS)
        return c.json(verdict satisfies RunVerdict, 200)
      },
    )
}
