import type { Day } from "../../geodata/days.ts"

/** A current version that a row of an upload may mean. */
export type Candidate = {
  by: "code" | "key" | "outline"
  parcelId: number
  parcelCode: string | null
  validFrom: Day
  /** First day no longer in effect. */
  validTo: Day | null
}

type Refusal = { rule: string; message: string }

/**
 * Which known parcel a row means: the one with its code, else the one with its key in the delivering file, else
 * the one with the very same outline. Null is a parcel that is not known yet.
 */
export function chooseMatch<T extends Candidate>(
  candidates: readonly T[],
  parcelCode: string | undefined,
  today: Day,
): T | null | Refusal {
  for (const by of ["code", "key", "outline"] as const) {
    const found = candidates.filter((candidate) => candidate.by === by)
    const open = found.filter(({ validTo }) => validTo === null || validTo > today)
    if (by === "code" && found.length > 0 && open.length === 0)
      return { rule: "parcel-ended", message: "这个代码的宗地已经注销，不能再导入。" }
    const [first] = open
    if (!first) continue
    if (open.some(({ parcelId }) => parcelId !== first.parcelId))
      return { rule: "parcel-ambiguous", message: "在册有多个宗地与本行相符，无法对应。" }
    const known = first.parcelCode
    if (by !== "code" && parcelCode !== undefined && known !== null && known !== parcelCode)
      return {
        rule: "code-conflict",
        message: "与在册的一个宗地是同一地块，但宗地代码不同，请核对。",
      }
    return open.find(({ validFrom }) => validFrom <= today) ?? first
  }
  return null
}
