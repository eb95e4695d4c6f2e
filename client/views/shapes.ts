import type { AnswerOf, api } from "../api.ts"

/** A view that somebody saved: his own, or one that is shared with him. */
export type SavedView = AnswerOf<typeof api.views.$get>["items"][number]

/** Whom a view is shown to. */
export type Shared = SavedView["shared"]
