/** Which facts a rule set reads. */
import { listFactsOf } from "./conditions.rules.ts"
import type { FactName } from "./facts.rules.ts"
import { declareLiandu } from "./low-efficiency.rules.ts"
import type { RuleSet } from "./rules.ts"

const IDLE: readonly FactName[] = [
  "agreedStart",
  "supplementStart",
  "deliveryConfirmed",
  "startedOn",
  "suspendedSince",
  "completedOn",
  "productionStart",
  "cause",
  "pauses",
  "devArea",
  "devAreaDue",
  "investedWanYuan",
  "totalInvestWanYuan",
]

const CATEGORIES: readonly FactName[] = [
  "approvedOn",
  "suppliedOn",
  "agreedStart",
  "supplementStart",
  "deliveryConfirmed",
  "startedOn",
  "suspendedSince",
  "agreedCompletion",
  "completedOn",
  "agreedProduction",
  "productionStart",
  "stoppedSince",
  "targetCheckOn",
  "pauses",
  "undevelopedMu",
  "landMu",
  "far",
  "farMin",
  "investmentIntensity",
  "agreedInvestmentIntensity",
  "agreedOutputPerMu",
  "outputPerMu",
  "agreedTaxPerMu",
  "taxPerMu",
]

const TRIANGLE: readonly FactName[] = ["industryCode", "revenuePerKwh", "taxPerKwh"]

/** Every fact that may decide what the rule set says of a parcel, each once. */
export function listRuleFacts(ruleSet: RuleSet): string[] {
  const id = typeof ruleSet === "string" ? ruleSet : ruleSet.id
  if (typeof ruleSet === "object" && "conditions" in ruleSet)
    return [...new Set(ruleSet.conditions.flatMap(({ when }) => listFactsOf(when)))]
  if (id === "idle-order53") return [...IDLE]
  if (id === "five-categories") return [...CATEGORIES]
  if (id === "truth-triangle") return [...TRIANGLE]
  if (typeof ruleSet === "object" && ruleSet.id === "liandu-2020")
    return [...new Set(declareLiandu(ruleSet).conditions.flatMap(({ when }) => listFactsOf(when)))]
  return []
}
