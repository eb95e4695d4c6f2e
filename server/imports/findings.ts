/** What is to be told of an upload: the first findings of each rule, and how many there are of all. */
import type { ColumnPlan } from "../../geodata/check/columns.ts"
import type { ReadReport } from "../../geodata/read/report.ts"
import type { Entry } from "./entry.ts"
import type { Finding, Preview } from "./schema.ts"

/** Enough to understand a rule; the list of rejected rows holds every one. */
const KEPT_PER_RULE = 100
const KEPT_IN_ALL = 1000
/** Texts that could not be decoded: committed only with another encoding, or with a person's word. */
export const ENCODING_DOUBTFUL = "encoding-doubtful"

type Collected = Pick<Preview, "findings" | "totals">

/** Everything found, file first, then row by row. `entries` is null while no row was judged. */
export function collectFindings(
  report: ReadReport,
  plan: ColumnPlan,
  entries: readonly Entry[] | null,
): Collected {
  // What the reader rejected is told from the rows, where they were judged.
  const told = report.findings.filter(
    ({ row, severity }) => entries === null || row === null || severity !== "error",
  )
  const found = [
    ...told.map((finding) => ({ ...finding, confirm: finding.rule === ENCODING_DOUBTFUL })),
    ...listColumnFindings(plan),
    ...listCrsFindings(report),
    ...(entries ?? []).flatMap(listEntryFindings),
  ]
  const collected = keepFirst(found)
  // The reader tells the first of a rule too, and how many there are.
  for (const { rule, severity, count } of report.totals)
    for (const total of collected.totals)
      if (total.rule === rule && total.severity === severity)
        total.count = Math.max(total.count, count)
  return collected
}

const listColumnFindings = ({ findings }: ColumnPlan): Finding[] =>
  findings.map(({ rule, severity, column, field, message }) => ({
    row: null,
    pointer: column ?? field ?? "",
    rule,
    severity,
    message,
    confirm: false,
  }))

const listCrsFindings = ({ crs }: ReadReport): Finding[] =>
  crs?.confidence === "unsure"
    ? [
        {
          row: null,
          pointer: "crs",
          rule: "crs-unsure",
          severity: "error",
          message: crs.reason,
          confirm: false,
        },
      ]
    : []

const listEntryFindings = ({ row, problems, notes }: Entry): Finding[] =>
  problems.length > 0
    ? problems.map(({ pointer, rule, message }) => ({
        row,
        pointer,
        rule,
        severity: "error",
        message: place(row, pointer, message),
        confirm: false,
      }))
    : notes.map((note) => ({ row, ...note, message: place(row, note.pointer, note.message) }))

const place = (row: number, pointer: string, message: string) =>
  `第 ${row} 行${pointer === "" || message.includes(pointer) ? "" : ` ${pointer}`}：${message}`

/** The first of every rule is always kept: a question is asked from it. */
function keepFirst(found: readonly Finding[]): Collected {
  const findings: Finding[] = []
  const totals = new Map<string, Preview["totals"][number]>()
  for (const finding of found) {
    const { rule, severity } = finding
    const total = totals.get(`${rule} ${severity}`) ?? { rule, severity, count: 0 }
    totals.set(`${rule} ${severity}`, total)
    total.count += 1
    const isRoom = total.count <= KEPT_PER_RULE && findings.length < KEPT_IN_ALL
    if (total.count === 1 || isRoom) findings.push(finding)
  }
  return { findings, totals: [...totals.values()] }
}
