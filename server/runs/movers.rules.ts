import type { SealedInput, SealedResult } from "../assessment/seal.rules.ts"
import { QUANTITIES } from "../assessment/indicator.rules.ts"
import { canonical } from "../assessment/canonical.rules.ts"

type Standing = Pick<SealedResult, "schemeId" | "ratingClass" | "rank" | "grade" | "totalRounded">

/** A firm that does not stand where it stood; null where a run does not have it. */
export type Mover = {
  creditCode: string
  name: string
  before: Standing | null
  after: Standing | null
  /** What went in otherwise. Empty: its own data are the same, others moved it. */
  changedInputs: { field: string; label: string; before: string | null; after: string | null }[]
}

type Run = { inputs: readonly SealedInput[]; results: readonly SealedResult[] }

const standingOf = ({
  schemeId,
  ratingClass,
  rank,
  grade,
  totalRounded,
}: SealedResult): Standing => ({
  schemeId,
  ratingClass,
  rank,
  grade,
  totalRounded,
})

const FIELDS: Readonly<Record<string, string>> = {
  ...QUANTITIES,
  name: "名称",
  industryCode: "行业代码",
  aboveScale: "是否规上",
  ratingClass: "评价类别",
  tenants: "承租企业数",
  bonus: "加分",
  penalty: "扣分",
  events: "调档事项",
}

const toText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(canonical).join("、")
  return String(value)
}

function listChangedInputs(before: SealedInput | undefined, after: SealedInput | undefined) {
  const [old, now] = [before?.enterprise ?? {}, after?.enterprise ?? {}] as Record<
    string,
    unknown
  >[]
  return Object.entries(FIELDS).flatMap(([field, label]) => {
    const [was, is] = [toText(old![field]), toText(now![field])]
    return was === is ? [] : [{ field, label, before: was, after: is }]
  })
}

const byCode = <T extends { creditCode: string }>(lines: readonly T[]) =>
  new Map(lines.map((line) => [line.creditCode, line]))

/**
 * Firms whose grade, rank, points, class or scheme are not the same in two runs, with what of their own inputs
 * changed. In credit code order.
 */
export function listMovers(before: Run, after: Run): Mover[] {
  const [oldResults, newResults] = [byCode(before.results), byCode(after.results)]
  const [oldInputs, newInputs] = [byCode(before.inputs), byCode(after.inputs)]
  const codes = [...new Set([...oldResults.keys(), ...newResults.keys()])].sort()
  return codes.flatMap((creditCode): Mover[] => {
    const [old, now] = [oldResults.get(creditCode), newResults.get(creditCode)]
    const standing = { before: old ? standingOf(old) : null, after: now ? standingOf(now) : null }
    if (old && now && canonical(standing.before) === canonical(standing.after)) return []
    const [was, is] = [oldInputs.get(creditCode), newInputs.get(creditCode)]
    return [
      {
        creditCode,
        name: is?.enterprise.name ?? was?.enterprise.name ?? creditCode,
        ...standing,
        changedInputs: old && now ? listChangedInputs(was, is) : [],
      },
    ]
  })
}
