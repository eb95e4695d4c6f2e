import type { AnswerOf, api } from "../api.ts"

export type User = AnswerOf<typeof api.users.$get>["items"][number]
export type Grant = AnswerOf<typeof api.grants.$get>["items"][number]
export type Role = User["roles"][number]["role"]

export const ROLES: readonly Role[] = ["promotion", "planner", "assessor", "lead", "admin"]
