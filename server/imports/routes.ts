import { Hono } from "hono"
import type { Config } from "../config.ts"
import type { Env } from "../http/context.ts"
export const importRoutes = (_: Config) => new Hono<Env>()
