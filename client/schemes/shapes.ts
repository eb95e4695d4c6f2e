import type { AnswerOf, api, Session } from "../api.ts"

type Schemes = typeof api.assessments.schemes

export type SchemeList = AnswerOf<Schemes["$get"]>
export type SchemeHead = SchemeList["items"][number]
export type Shipped = SchemeList["shipped"][number]
export type SchemeVersion = AnswerOf<Schemes[":id"][":version"]["$get"]>
export type SchemeState = SchemeHead["state"]
export type StepName = SchemeVersion["steps"][number]["step"]

/** As much of the address bar as the schemes need. */
export type Places = { path: () => string; go: (path: string) => void }
export type Open = (path: string) => void

/** Who may do what: assessment writes and hands in, assessment and leadership decide. */
export type Rights = { writes: boolean; decides: boolean }
export const rightsOf = ({ audience }: Session): Rights => ({
  writes: audience === "assessor",
  decides: audience === "assessor" || audience === "lead" || audience === "leadGranted",
})

/** How a state is shown. */
export const TONES = {
  draft: "plain",
  submitted: "warn",
  approved: "good",
  returned: "danger",
  retired: "plain",
} as const satisfies Record<SchemeState, string>
