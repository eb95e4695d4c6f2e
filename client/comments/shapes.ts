import type { AnswerOf, api } from "../api.ts"

export type Comment = AnswerOf<typeof api.comments.$get>["items"][number]
export type Person = AnswerOf<typeof api.people.$get>["items"][number]

/** What a comment or a file is about. */
export type Subject = { kind: "parcel" | "enterprise"; id: number }

/** Who reads it. */
export type Circle = Comment["circle"]

/** The circles of a role, its usual one first: promotion writes to everyone alone. */
export const circlesOf = (role: string | null): readonly Circle[] =>
  role === "promotion" ? ["everyone"] : ["staff", "everyone"]
