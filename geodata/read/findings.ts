import type { Finding, FindingTotal, RowProblem, Severity } from "./report.ts"

/** The first ones of each rule are enough to understand it; the totals count all. */
const KEPT_PER_RULE = 20
const KEPT_IN_ALL = 500

/** Findings of one file: the first of each rule, and how many there were. */
export function makeFindings(filename: string) {
  const kept: Finding[] = []
  const totals = new Map<string, FindingTotal>()

  function add(
    row: number | null,
    pointer: string,
    rule: string,
    severity: Severity,
    sentence: string,
  ): void {
    const key = `${rule} ${severity}`
    const total = totals.get(key) ?? { rule, severity, count: 0 }
    total.count += 1
    totals.set(key, total)
    if (total.count > KEPT_PER_RULE || kept.length >= KEPT_IN_ALL) return
    const place = row === null ? filename : `${filename} 第 ${row} 行`
    kept.push({ row, pointer, rule, severity, message: `${place}：${sentence}` })
  }

  return {
    /** Something about the file as a whole. */
    addFile: (rule: string, severity: Severity, sentence: string) =>
      add(null, "", rule, severity, sentence),
    /** Something about a row that is read all the same. */
    addRow: (row: number, pointer: string, rule: string, severity: Severity, sentence: string) =>
      add(row, pointer, rule, severity, sentence),
    /** What makes a row rejected. */
    addProblems(row: number, problems: RowProblem[]) {
      for (const { pointer, rule, message } of problems) add(row, pointer, rule, "error", message)
    },
    list: () => kept,
    listTotals: () => [...totals.values()],
  }
}

export type Findings = ReturnType<typeof makeFindings>
