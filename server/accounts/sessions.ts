import type { MiddlewareHandler } from "hono"
import type { Env } from "../http/context.ts"
export type Accounts = { settle: MiddlewareHandler<Env> }
export const createAccounts = async (_: unknown): Promise<Accounts> => ({ settle: async (_c, next) => next() })
