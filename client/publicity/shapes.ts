import type { AnswerOf, api, Session } from "../api.ts"

type PublicityRoute = typeof api.assessments.publicity
type Appeals = typeof api.assessments.appeals

export type PublicityHead = Omit<AnswerOf<PublicityRoute["$get"]>["items"][number], "content">
export type Publicity = AnswerOf<PublicityRoute[":id"]["$get"]>
export type ShownFirm = Publicity["content"][number]
export type Subject = PublicityHead["subject"]
export type State = PublicityHead["state"]
export type StepName = PublicityHead["steps"][number]["step"]
export type Appeal = AnswerOf<PublicityRoute[":id"]["appeals"]["$get"]>["items"][number]
export type Effect = AnswerOf<Appeals[":id"]["preview"]["$post"]>
export type Correction = Parameters<
  Appeals[":id"]["preview"]["$post"]
>[0]["json"]["corrections"][number]
export type Land = AnswerOf<
  (typeof api.assessments.years)[":year"]["land"][":enterpriseId"]["$get"]
>

/** As much of the address bar as publicity needs. */
export type Places = { path: () => string; go: (path: string) => void }
export type Open = (path: string) => void

/** Who may do what: assessment proposes and settles, assessment and leadership decide. */
export type Rights = { writes: boolean }
export const rightsOf = ({ audience }: Session): Rights => ({ writes: audience === "assessor" })

/** How a state is shown. */
export const TONES = {
  proposed: "warn",
  returned: "danger",
  withdrawn: "plain",
  scheduled: "plain",
  open: "good",
  closed: "warn",
  concluded: "plain",
} as const satisfies Record<State, string>
