import { type Audience, type Role, ROLES } from "../db/audience.ts"

/** What a grant in force gives: the role itself, or sight of the confidential figures in that role. */
export type Grant = {
  role: Role
  resource: "role" | "figures"
  /** Instant in ISO 8601 UTC; null for a role. */
  until: string | null
  reason: string | null
}

/** Roles in the order in which one is chosen at sign-in. */
export const listRoles = (grants: readonly Grant[]): Role[] =>
  ROLES.filter((role) => grants.some((grant) => grant.resource === "role" && grant.role === role))

/** The named grants that count while `role` is in force. */
export const listNamed = (grants: readonly Grant[], role: Role | null): Grant[] =>
  grants.filter((grant) => grant.resource === "figures" && grant.role === role)

/** The audience of a role; no role is the public. A named grant opens the figures to planner and lead alone. */
export function audienceOf(role: Role | null, named: readonly Grant[]): Audience {
  if (role === null) return "public"
  if (named.length === 0) return role
  if (role === "planner") return "plannerGranted"
  return role === "lead" ? "leadGranted" : role
}

/** An administrator holds no role with business data: whoever hands out keys does not use them. */
export const mayHold = (roles: readonly Role[]): boolean =>
  roles.length < 2 || !roles.includes("admin")
