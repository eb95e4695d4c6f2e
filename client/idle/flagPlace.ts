import { api } from "../api.ts"
import type { DeskItem } from "./shapes.ts"

/** Where a suspicion stands: one parcel under one rule set. */
export type FlagPlace = Pick<DeskItem, "parcelId" | "ruleSet">

/** The routes of one suspicion, and the place as they take it. */
export const flagRoutes = api.flags.desk[":parcelId"][":ruleSet"]
export const paramOf = ({ parcelId, ruleSet }: FlagPlace) => ({
  parcelId: String(parcelId),
  ruleSet,
})
