/** What the judges of all kinds share: references to land and firms, and records against the ledger. */
import type { Day } from "../../geodata/days.ts"
import type { RowProblem } from "../../geodata/read/report.ts"
import { Exact } from "../../geodata/units.ts"
import type { Sql } from "../db/sql.ts"
import { type Content, type Entry, isRejected, nameOf, reject, textOf } from "./entry.ts"
import { findCurrent, keyOf, type Ledger, type Origin, planRecord, type Staged } from "./ledger.ts"
import { findEnterprises, findParcels, type Found } from "./references.ts"
import type { UndoResult } from "./schema.ts"

export type Context = {
  /** The legal day of the request. */
  today: Day
  /** Parcels by code, found beforehand for an audience that may not read codes; null: read them here. */
  parcels: ReadonlyMap<string, Found> | null
}

/** One kind of upload: what it writes, and what only it has to decide. */
export type ImportKind = {
  /** In the order in which they are written. */
  ledgers: readonly Ledger[]
  /** Plans the records of some rows, or rejects them. */
  judge: (sql: Sql, entries: readonly Entry[], context: Context) => Promise<void>
  /** Judges what only the whole file shows. */
  settle?: (sql: Sql, entries: readonly Entry[]) => Promise<void>
  /** New rows whose object has come to be since the preview. */
  listTaken?: (sql: Sql, staged: Staged) => Promise<number[]>
  /** Makes the identities of new objects, as targets of the staged rows. */
  identify?: (sql: Sql, staged: Staged, actId: string) => Promise<void>
  /** Rows after whose writing, or taking back, the records do not hold together, with what breaks. */
  listBreaches?: (sql: Sql, staged: Staged) => Promise<{ row: number; message: string }[]>
  /** Rows that cannot be undone because of what was recorded since. */
  listDepended?: (sql: Sql, staged: Staged, origin: Origin) => Promise<UndoResult["kept"]>
}

export const accepted = (entries: readonly Entry[]): Entry[] =>
  entries.filter((entry) => !isRejected(entry))

/** Names a row by its key fields, and claims that name: no other row of the file may have it. */
export function claimByName(entry: Entry, what: string, fields: readonly string[]): void {
  const name = nameOf(entry, fields)
  entry.key = name ?? null
  if (name !== undefined) entry.claims.push(`${what} ${name}`)
}

/** Puts the parcel of `parcelCode` into `targetId`, or rejects the row. */
export async function referToParcels(
  sql: Sql,
  entries: readonly Entry[],
  { parcels, today }: Context,
): Promise<void> {
  const rows = accepted(entries)
  const codes = rows.flatMap((entry) => textOf(entry, "parcelCode") ?? [])
  const found = parcels ?? (await findParcels(sql, codes, today))
  for (const entry of rows) {
    const code = textOf(entry, "parcelCode") ?? ""
    const hit = found.get(code)
    if (hit === undefined)
      reject(entry, "parcelCode", "unknown-parcel", "没有这个代码的宗地，请先导入宗地。")
    else if (hit === "several")
      reject(entry, "parcelCode", "parcel-ambiguous", "有多个宗地是这个代码，无法对应。")
    else entry.targetId = hit
  }
}

/** Enterprise ids by the credit codes of some fields; a code that is not on record rejects the row. */
export async function referToEnterprises(
  sql: Sql,
  entries: readonly Entry[],
  fields: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = accepted(entries)
  const codes = rows.flatMap((entry) => fields.flatMap((field) => textOf(entry, field) ?? []))
  const found = await findEnterprises(sql, codes)
  for (const entry of rows)
    for (const field of fields) {
      const code = textOf(entry, field)
      if (code !== undefined && !found.has(code))
        reject(entry, field, "unknown-enterprise", "没有这家企业，请先导入企业名录。")
    }
  return found
}

/**
 * Content that a row gives to a ledger, by column. Columns that the file does not have, and empty cells, are
 * left out: a list cannot make something unknown by not saying it.
 */
export function contentOf({ fields }: Entry, { content }: Ledger): Content {
  const given: Content = {}
  for (const column of Object.keys(content)) {
    const value = fields.get(fieldOf(column))
    if (value !== undefined && value !== null) given[column] = String(value)
  }
  return given
}

/** `certified_area_m2` is filled by the field `certifiedAreaM2`. */
const fieldOf = (column: string) =>
  column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

export type Draft = { entry: Entry; key: Content; given: Content }

/** What is wrong with a record as a whole, known parts included. */
export type Check = (values: Content) => RowProblem | undefined

/** Holds each draft against the current row of its key and plans the record, or rejects the row. */
export async function planRecords(
  sql: Sql,
  ledger: Ledger,
  drafts: readonly Draft[],
  check: Check = () => undefined,
): Promise<void> {
  for (const { entry, given } of drafts) rejectOversize(entry, ledger, given)
  const open = drafts.filter(({ entry }) => !isRejected(entry))
  const current = await findCurrent(
    sql,
    ledger,
    open.map(({ key }) => key).filter((key) => ledger.key.every((column) => key[column] !== null)),
  )
  for (const { entry, key, given } of open) {
    const known = current.get(keyOf(ledger, key))
    if (known?.ambiguous) {
      reject(entry, "", "record-ambiguous", "在册有多条同样的记录，无法对应。")
      continue
    }
    const record = planRecord(ledger, key, given, known)
    const fault = check(record.values)
    if (fault) entry.problems.push(fault)
    entry.baseVersion ??= known?.version ?? null
    entry.records.push(record)
  }
}

/** Rejects the row where a decimal has more digits than its column takes. */
function rejectOversize(entry: Entry, { content }: Ledger, given: Content): void {
  for (const [column, type] of Object.entries(content)) {
    const value = given[column]
    if (type === "text" || value === undefined || value === null) continue
    if (new Exact(value).abs().gte(new Exact(10).pow(type.digits)))
      reject(
        entry,
        fieldOf(column),
        "number-too-large",
        `数值过大：整数部分超过 ${type.digits} 位。`,
      )
  }
}

/** Two days of a record in their order, when both are known. */
export function isOrdered(from: string | null | undefined, to: string | null | undefined): boolean {
  return from == null || to == null || from < to
}
