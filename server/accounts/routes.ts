import { Hono } from "hono"
import type { Env } from "../http/context.ts"
import type { Accounts } from "./sessions.ts"
export const accountRoutes = (_: Accounts) => new Hono<Env>()
