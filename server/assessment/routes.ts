import { Hono } from "hono"
import type { z } from "zod"
import { allow, type Env } from "../http/context.ts"
import { validate } from "../http/validate.ts"
import { toResponse } from "./response.rules.ts"
import { scorePopulation } from "./rules.ts"
import { ScoreRequest, type ScoreResponse } from "./schema.ts"

/**
 * The per-mu assessment, for assessors alone. `POST /score` computes and stores nothing: its answer
 * is as confidential as the tax it was given, so no cache may keep it.
 */
export const assessmentRoutes = () =>
  new Hono<Env>().post("/score", allow("assessor"), validate("json", ScoreRequest), (c) => {
    const answer = toResponse(scorePopulation(c.req.valid("json")))
    c.header("cache-control", "no-store")
    return c.json(answer satisfies z.infer<typeof ScoreResponse>, 200)
  })
