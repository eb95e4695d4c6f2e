import { Hono } from "hono"
import type { Env } from "../http/context.ts"
export const parcelRoutes = () => new Hono<Env>()
export const catalogueRoutes = () => new Hono<Env>()
