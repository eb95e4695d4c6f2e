/** Who may be asking, as the database knows it: each audience is one role that owns nothing. */
export const AUDIENCES = [
  "public",
  "investor",
  "promotion",
  "planner",
  "plannerGranted",
  "assessor",
  "lead",
  "leadGranted",
  "admin",
] as const
export type Audience = (typeof AUDIENCES)[number]

/** The roles a person may hold. A named grant turns `planner` and `lead` into their granted audience. */
export const ROLES = ["promotion", "planner", "assessor", "lead", "admin"] as const
export type Role = (typeof ROLES)[number]

/** Database role of an audience: `plannerGranted` is `aud_planner_granted`. */
export const databaseRole = (audience: Audience): string =>
  `aud_${audience.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`

/** Services that act for nobody: sign-in and sessions, derived facts, the sample park, where parcels lie. */
export const SERVICES = ["svc_auth", "svc_derive", "svc_sample", "svc_tiles"] as const
export type Service = (typeof SERVICES)[number]

/** Who is asking, settled once per request. `name` is what an act row says. */
export type Actor = {
  audience: Audience
  role: Role | null
  userId: string | null
  name: string
  requestId: string
}
