import { Hono } from "hono"
import { grantRoutes } from "./grant-routes.ts"
import { type ListSeen, sessionRoutes } from "./session-routes.ts"
import type { AccountEnv, Accounts } from "./sessions.ts"
import { userRoutes } from "./user-routes.ts"

/** Everything under /api that is about accounts. */
export const accountRoutes = (accounts: Accounts, listSeen: ListSeen = () => []) =>
  new Hono<AccountEnv>()
    .route("/session", sessionRoutes(accounts, listSeen))
    .route("/users", userRoutes(accounts))
    .route("/grants", grantRoutes(accounts))
