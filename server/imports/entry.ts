/** One row of an upload on its way from the reader to the records. */
import type { FieldValue } from "../../geodata/check/fields.ts"
import type { RowProblem, Severity } from "../../geodata/read/report.ts"

export type Outcome = "inserted" | "updated" | "unchanged" | "rejected" | "skipped"

/** Content of a record: text as the database writes it, by column; null is not known. */
export type Content = Record<string, string | null>

export type Change = { field: string; before: string | null; after: string | null }

/** One record that a row speaks of, and what the row does to it. */
export type PlannedRecord = {
  ledger: string
  state: "inserted" | "updated" | "unchanged"
  /** Primary key of the row that this was planned against; it must still be the current one at commit. */
  id: Content | null
  /** Its version, where versions are counted. */
  version: number | null
  values: Content
  changes: Change[]
}

/** Something to tell about a row that is taken all the same. `confirm`: not without a person's word. */
export type Note = {
  pointer: string
  rule: string
  severity: Exclude<Severity, "error">
  message: string
  confirm: boolean
}

export type Entry = {
  row: number
  /** Values by field; a field whose column is not in the file is absent, an empty cell is null. */
  fields: ReadonlyMap<string, FieldValue>
  /** GeoJSON of the drawing while it is judged; null afterwards and for tables. */
  geometry: string | null
  /** With one problem the row is rejected. */
  problems: RowProblem[]
  notes: Note[]
  /** What this row claims for itself: no other row may claim or mention the same. */
  claims: string[]
  /** What this row says beside; others may say it too, but none may claim it. */
  mentions: string[]
  /** What the row is called in the list of rows. */
  key: string | null
  targetId: number | null
  baseVersion: number | null
  records: PlannedRecord[]
}

export const isRejected = ({ problems }: Entry): boolean => problems.length > 0

export const reject = (entry: Entry, pointer: string, rule: string, message: string): void => {
  entry.problems.push({ pointer, rule, message })
}

/** What becomes of the row: records that stay and records that are new together are a change. */
export function outcomeOf(entry: Entry): Outcome {
  if (isRejected(entry)) return "rejected"
  const states = new Set(entry.records.map(({ state }) => state))
  const [only] = states
  if (only === undefined) return "skipped"
  return states.size === 1 ? only : "updated"
}

/** The texts of these fields joined by a blank; undefined where one of them is not said. */
export function nameOf(entry: Entry, fields: readonly string[]): string | undefined {
  const texts = fields.map((field) => textOf(entry, field))
  return texts.includes(undefined) ? undefined : texts.join(" ")
}

/** The text of a field, or undefined where the file does not say it. */
export const textOf = ({ fields }: Entry, field: string): string | undefined => {
  const value = fields.get(field)
  return value === undefined || value === null ? undefined : String(value)
}

/**
 * Rejects every row whose claim another row makes or mentions, each naming the others. A row that is rejected
 * for another reason counts too: of two rows about one object, the sound one is not therefore the right one.
 */
export function rejectContradictions(entries: readonly Entry[]): void {
  const sayers = new Map<string, { rows: Set<Entry>; claimed: boolean }>()
  const note = (entry: Entry, words: readonly string[], claimed: boolean) => {
    for (const word of words) {
      const said = sayers.get(word) ?? { rows: new Set(), claimed: false }
      sayers.set(word, said)
      said.rows.add(entry)
      said.claimed ||= claimed
    }
  }
  for (const entry of entries) {
    note(entry, entry.claims, true)
    note(entry, entry.mentions, false)
  }
  for (const { rows, claimed } of sayers.values())
    if (claimed && rows.size > 1) rejectRivals([...rows])
}

function rejectRivals(rivals: readonly Entry[]): void {
  const rows = rivals.slice(0, 5).map(({ row }) => row)
  const more = rivals.length > rows.length ? `等 ${rivals.length} 行` : ""
  const message = `第 ${rows.join("、")} 行${more}说的是同一对象，请只留一行。`
  for (const entry of rivals)
    if (!entry.problems.some(({ rule }) => rule === "duplicate-key"))
      reject(entry, "", "duplicate-key", message)
}
