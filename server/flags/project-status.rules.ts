import type { Day } from "../../geodata/days.ts"

/** Actual days of a project's milestones; absent, null or later than the day asked about: not yet. */
export type Milestones = {
  signedOn?: Day | null | undefined
  landAcquiredOn?: Day | null | undefined
  startedOn?: Day | null | undefined
  inStatisticsOn?: Day | null | undefined
  completedOn?: Day | null | undefined
  productionStart?: Day | null | undefined
  aboveScaleOn?: Day | null | undefined
  designOutputOn?: Day | null | undefined
}

/** Where a project is stuck. */
export type ProjectStatus =
  | "signed_no_land"
  | "land_not_started"
  | "started_not_in_stats"
  | "started_not_completed"
  | "completed_not_producing"
  | "producing_not_upscaled"
  | "producing_below_design"

/**
 * Where the project is stuck on the day, derived from its milestones and never typed in. A later
 * milestone proves the earlier ones, save registration in the statistics, which runs beside them:
 * `notInStatistics` stays true past completion, while between start and completion it is the status.
 *
 * @returns `status` null before signing and once above scale at design output
 */
export function deriveProjectStatus(
  milestones: Milestones,
  asOf: Day,
): { status: ProjectStatus | null; notInStatistics: boolean } {
  const come = (...names: (keyof Milestones)[]) =>
    names.some((name) => {
      const on = milestones[name]
      return on != null && on <= asOf
    })
  const producing = come("productionStart", "aboveScaleOn", "designOutputOn")
  const completed = producing || come("completedOn")
  const started = completed || come("startedOn")
  const notInStatistics = started && !come("inStatisticsOn")
  const status = (): ProjectStatus | null => {
    if (!started) {
      if (come("landAcquiredOn")) return "land_not_started"
      return come("signedOn") ? "signed_no_land" : null
    }
    if (!completed) return notInStatistics ? "started_not_in_stats" : "started_not_completed"
    if (!producing) return "completed_not_producing"
    if (!come("aboveScaleOn")) return "producing_not_upscaled"
    return come("designOutputOn") ? null : "producing_below_design"
  }
  return { status: status(), notInStatistics }
}
