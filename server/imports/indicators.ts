/** A row is one firm and year; each figure in it is a record of its own. */
import type { Sql } from "../db/sql.ts"
import { type Content, type Entry, nameOf, textOf } from "./entry.ts"
import {
  accepted,
  type Draft,
  type ImportKind,
  planRecords,
  referToEnterprises,
} from "./judging.ts"
import { findCurrent, keyOf, type Ledger } from "./ledger.ts"
import { detectUnitRatio } from "./unit-ratio.rules.ts"

const FIGURE: Ledger = {
  name: "figure",
  table: "fin.indicator_value",
  id: ["indicator_value_id"],
  key: ["enterprise_id", "fiscal_year", "indicator"],
  content: { value: { digits: 16 }, missing_reason: "text" },
  versions: null,
  keepsRow: true,
}

const INDICATORS = [
  "taxWanYuan",
  "valueAddedWanYuan",
  "revenueWanYuan",
  "energyTce",
  "emissionT",
  "powerWanKwh",
  "averageStaff",
  "rdWanYuan",
  "techInvestWanYuan",
  "newProjectInvestWanYuan",
  "netProfitWanYuan",
  "netAssetsWanYuan",
] as const

async function judge(sql: Sql, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) claimFigures(entry)
  const firms = await referToEnterprises(sql, entries, ["creditCode"])
  const drafts = accepted(entries).flatMap((entry) => draftFigures(entry, firms))
  await planRecords(sql, FIGURE, drafts)
  await noteUnitRatios(sql, drafts)
}

/** Two rows of one firm and year may share it out, but not say the same figure. */
function claimFigures(entry: Entry): void {
  const name = nameOf(entry, ["creditCode", "fiscalYear"])
  entry.key = name ?? null
  if (name === undefined) return
  for (const indicator of INDICATORS)
    if (textOf(entry, indicator) !== undefined) entry.claims.push(`figure ${name} ${indicator}`)
}

/** An empty cell is missing, which is not zero: it makes no record and leaves what is known. */
function draftFigures(entry: Entry, firms: ReadonlyMap<string, number>): Draft[] {
  const creditCode = textOf(entry, "creditCode") ?? ""
  const year = textOf(entry, "fiscalYear") ?? ""
  entry.targetId = firms.get(creditCode) ?? null
  const drafts = INDICATORS.flatMap((indicator): Draft[] => {
    const value = textOf(entry, indicator)
    if (value === undefined) return []
    const key = { enterprise_id: String(entry.targetId), fiscal_year: year, indicator }
    return [{ entry, key, given: { value, missing_reason: null } }]
  })
  if (drafts.length === 0)
    entry.notes.push({
      pointer: "",
      rule: "row-empty",
      severity: "info",
      message: "没有任何指标值，跳过。",
      confirm: false,
    })
  return drafts
}

const lastYearOf = ({ fiscal_year: year, ...key }: Content): Content => ({
  ...key,
  fiscal_year: String(Number(year) - 1),
})

/** Holds each new figure against the firm's last year, or, without one, against the figure it replaces. */
async function noteUnitRatios(sql: Sql, drafts: readonly Draft[]): Promise<void> {
  const lastYear = await findCurrent(
    sql,
    FIGURE,
    drafts.map(({ key }) => lastYearOf(key)),
  )
  for (const { entry, key } of drafts) {
    const record = entry.records.find(({ values }) => values["indicator"] === key["indicator"])
    const value = record?.values["value"]
    if (!record || value == null || record.state === "unchanged") continue
    const replaced = record.changes.find(({ field }) => field === "value")?.before ?? null
    const former = lastYear.get(keyOf(FIGURE, lastYearOf(key)))?.content["value"] ?? replaced
    const odd = former === null ? undefined : detectUnitRatio(value, former)
    if (odd !== undefined)
      entry.notes.push({
        pointer: key["indicator"] ?? "",
        rule: "unit-ratio",
        severity: "warning",
        message: `与上年或原值相比${odd}，请核对单位。`,
        confirm: true,
      })
  }
}

export const indicators: ImportKind = { ledgers: [FIGURE], judge }
