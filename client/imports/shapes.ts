import type { z } from "zod"
import type {
  Finding as FindingSchema,
  ImportedRows as ImportedRowsSchema,
  ImportList as ImportListSchema,
  ImportView,
  Question as QuestionSchema,
} from "../../server/imports/schema.ts"

export type Import = ImportView
export type ImportList = z.infer<typeof ImportListSchema>
export type ImportSummary = ImportList["items"][number]
export type Finding = z.infer<typeof FindingSchema>
export type Question = z.infer<typeof QuestionSchema>
export type ImportedRows = z.infer<typeof ImportedRowsSchema>
export type UploadKind = Import["kind"]
export type Outcome = ImportedRows["items"][number]["outcome"]
