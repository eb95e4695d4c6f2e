import type { AnswerOf, api } from "../api.ts"

export type Attachment = AnswerOf<typeof api.attachments.$get>["items"][number]
