import type { FirmOfRun as Explained } from "../../server/runs/queries.ts"
import type { ResultList, RunResult } from "../../server/runs/schema.ts"
import type { AnswerOf, api, Session } from "../api.ts"

type Years = typeof api.assessments.years
type OfYear = Years[":year"]
type Runs = typeof api.assessments.runs

export type Year = AnswerOf<Years["$get"]>["items"][number]
export type SchemeHead = AnswerOf<typeof api.assessments.schemes.$get>["items"][number]
export type Roster = AnswerOf<OfYear["roster"]["$get"]>
export type RosterFirm = Roster["items"][number]
export type RatingClass = RosterFirm["ratingClass"]
export type ClaimRow = AnswerOf<OfYear["claims"]["$get"]>["items"][number]
export type UnitRow = AnswerOf<OfYear["units"]["$get"]>["items"][number]
export type TransferRow = AnswerOf<OfYear["transfers"]["$get"]>["items"][number]
export type Run = AnswerOf<Runs[":id"]["$get"]>
export type Verdict = AnswerOf<Runs[":id"]["verification"]["$get"]>
export type Movers = AnswerOf<Runs[":id"]["movers"]["$get"]>
export type Mover = Movers["items"][number]
export type Trial = AnswerOf<Runs[":id"]["trial"]["$get"]>
export type RunLand = AnswerOf<Runs[":id"]["land"]["$get"]>["items"]
export type Effects = AnswerOf<Runs[":id"]["effects"]["$get"]>
export type Policies = AnswerOf<typeof api.assessments.policies.$get>
export type Policy = Policies["items"][number]
export type Results = ResultList
export type Result = RunResult
export type FirmOfRun = Explained

/** As much of the address bar as the assessment needs. */
export type Places = { path: () => string; go: (path: string) => void }

/** Who may do what: leadership without a grant sees heads and counts alone. */
export type Rights = {
  writes: boolean
  figures: boolean
  /** May confirm what somebody else entered. */
  decides: boolean
}
export const rightsOf = ({ audience }: Session): Rights => ({
  writes: audience === "assessor",
  decides: audience === "assessor" || audience === "lead" || audience === "leadGranted",
  figures: audience === "assessor" || audience === "leadGranted",
})
