import type { AnswerOf, api, Session } from "../api.ts"
import type { Tone } from "../ui/Notice.tsx"

type Flags = typeof api.flags
type Desk = Flags["desk"]
type OfFlag = Desk[":parcelId"][":ruleSet"]

export type DeskList = AnswerOf<Desk["$get"]>
export type DeskItem = DeskList["items"][number]
export type DeskFlag = AnswerOf<OfFlag["$get"]>
export type Outcome = DeskFlag["outcomes"][number]
export type OutcomeName = Outcome["outcome"]
export type FlagRequest = DeskFlag["requests"][number]
export type EvidenceKind = DeskFlag["evidence"][number]["kind"]

export type Clock = AnswerOf<Flags["parcels"][":id"]["clock"]["$get"]>
export type ClockState = Clock["state"]
export type ClockEvent = Clock["events"][number]
export type NewClockEvent = Parameters<
  Flags["parcels"][":id"]["clock"]["events"]["$post"]
>[0]["json"]
export type Forecast = AnswerOf<Flags["forecast"]["$get"]>

export type Proposal = AnswerOf<Flags["determinations"]["proposals"]["$get"]>["items"][number]
export type Determination = AnswerOf<Flags["determinations"]["$get"]>["items"][number]

export type Supervision = AnswerOf<Flags["supervision"]["$get"]>
export type Triangle = AnswerOf<Flags["triangles"]["$get"]>["items"][number]

type Evaluations = Flags["evaluations"]
export type Evaluation = AnswerOf<Evaluations["$get"]>["items"][number]
export type EvaluationDifference = AnswerOf<Evaluations[":id"]["$get"]>
export type ChangeKind = EvaluationDifference["changes"][number]["change"]

type RuleSets = Flags["rule-sets"]
export type RuleSetList = AnswerOf<RuleSets["$get"]>
export type RuleVersion = RuleSetList["items"][number]
export type Definition = RuleVersion["definition"]
export type RuleState = RuleVersion["state"]
export type RuleStep = RuleVersion["steps"][number]["step"]
export type NewVersion = Parameters<RuleSets["$post"]>[0]["json"]
export type PreviewRequest = Parameters<RuleSets["preview"]["$post"]>[0]["json"]

/** As much of the address bar as the desk needs. */
export type Places = {
  path: () => string
  go: (path: string) => void
  open: (address: string) => void
}
export type Open = (path: string) => void

/**
 * Who may do what: planning settles, records and proposes; planning and assessment ask, add evidence and write rules;
 * planning and leadership decide on determinations, all three on rules.
 */
export type Rights = {
  settles: boolean
  asks: boolean
  approves: boolean
  writesRules: boolean
  /** Planning and leadership: documents bear the land price. */
  readsNotices: boolean
  /** Reads what is an enterprise's secret. */
  figures: boolean
}
export function rightsOf({ audience }: Session): Rights {
  const isPlanner = audience === "planner" || audience === "plannerGranted"
  const isLead = audience === "lead" || audience === "leadGranted"
  const isAssessor = audience === "assessor"
  return {
    settles: isPlanner,
    asks: isPlanner || isAssessor,
    approves: isPlanner || isLead,
    writesRules: isPlanner || isAssessor,
    readsNotices: isPlanner || isLead,
    figures: isAssessor || audience === "plannerGranted" || audience === "leadGranted",
  }
}

/** How a state of the legal clock is shown: the graver, the stronger. */
export const STATE_TONES = {
  unsupplied: "plain",
  undated: "warn",
  beforeStart: "plain",
  overdue: "warn",
  idleFee: "danger",
  idleRecovery: "danger",
  idleAgreement: "danger",
  building: "good",
  suspended: "warn",
  idleUnfinished: "danger",
  completed: "good",
} as const satisfies Record<ClockState, Tone>

export const RULE_TONES = {
  draft: "plain",
  submitted: "warn",
  approved: "good",
  returned: "danger",
  retired: "plain",
} as const satisfies Record<RuleState, Tone>
