import type { Summary } from "../parcels/shapes.ts"

type Count = Summary["total"]
type Metric = NonNullable<Summary["metrics"]>[string]

/** A sum over the year with what it is made of, and the share by which it and its value per mu changed. */
export type Yield = Pick<Metric, "amount" | "perMu" | "parcels" | "missingParcels"> & {
  change: { amount: number | null; perMu: number | null }
}

export type Graded = { grade: string | null; parcels: number; change: number | null }

/** What a leader asks first. What a role does not see is not there. */
export type Leader = {
  year: number | null
  total: Count
  lifecycle?: NonNullable<Summary["byLifecycle"]>
  available?: Count
  determined?: Count
  suspected?: Count
  tax?: Yield
  valueAdded?: Yield
  grades?: Graded[]
}

/** Against what was; null where one of both is missing or was nothing. */
const shareOf = (now: number | null, before: number | null | undefined): number | null =>
  now === null || before === null || before === undefined || before === 0
    ? null
    : (now - before) / Math.abs(before)

const yieldOf = (now: Metric | undefined, before: Metric | undefined): Yield | undefined =>
  now && {
    ...now,
    change: {
      amount: shareOf(now.amount, before?.amount),
      perMu: shareOf(now.perMu, before?.perMu),
    },
  }

/** Grades with their parcels, and how many more than in the year before where that was graded at all. */
function gradesOf(now: Summary, before: Summary | undefined): Graded[] | undefined {
  const wasGraded = before?.byGrade?.some(({ value }) => value !== null) ?? false
  return now.byGrade?.map(({ value, parcels }) => ({
    grade: value,
    parcels,
    change: wasGraded
      ? parcels - (before?.byGrade?.find((group) => group.value === value)?.parcels ?? 0)
      : null,
  }))
}

/**
 * @param now of all parcels in the newest year
 * @param before the same in the year before
 * @param available of parcels that may be offered
 */
export function leaderOf(
  now: Summary,
  before: Summary | undefined,
  available: Summary | undefined,
): Leader {
  const tax = yieldOf(now.metrics?.["taxPerMu"], before?.metrics?.["taxPerMu"])
  const valueAdded = yieldOf(now.metrics?.["valueAddedPerMu"], before?.metrics?.["valueAddedPerMu"])
  const grades = gradesOf(now, before)
  return {
    year: now.year,
    total: now.total,
    ...(now.byLifecycle && { lifecycle: now.byLifecycle }),
    ...(available && { available: available.total }),
    ...(now.determined && { determined: now.determined }),
    ...(now.suspected && { suspected: now.suspected }),
    ...(tax && { tax }),
    ...(valueAdded && { valueAdded }),
    ...(grades && { grades }),
  }
}
