import type { z } from "zod"
import type { GrantView, UserView } from "../../server/accounts/schema.ts"

export type User = z.infer<typeof UserView>
export type Grant = z.infer<typeof GrantView>
export type Role = User["roles"][number]["role"]

export const ROLES: readonly Role[] = ["promotion", "planner", "assessor", "lead", "admin"]
