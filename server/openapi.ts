import { Hono } from "hono"
import type { Env } from "./http/context.ts"
export const openApiRoutes = (_app: Hono<Env>, _version: string) => new Hono<Env>()
