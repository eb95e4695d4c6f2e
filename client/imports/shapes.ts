import type { AnswerOf, api } from "../api.ts"

type OfOne = (typeof api.imports)[":id"]

export type Import = AnswerOf<OfOne["$get"]>
export type ImportList = AnswerOf<typeof api.imports.$get>
export type ImportSummary = ImportList["items"][number]
export type Finding = Import["findings"][number]
export type Question = Import["questions"][number]
export type Outcome = AnswerOf<OfOne["rows"]["$get"]>["items"][number]["outcome"]
export type UploadKind = Import["kind"]
