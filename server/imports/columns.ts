/** Columns of the upload to fields, and the cells of a row to values. */
import {
  type ColumnMapping,
  type ColumnPlan,
  mapColumns,
  type MappedColumn,
} from "../../geodata/check/columns.ts"
import { FIELDS } from "../../geodata/check/dictionary.ts"
import { type FieldValue, readField } from "../../geodata/check/fields.ts"
import { normaliseHeader } from "../../geodata/check/measures.ts"
import { cellAddress } from "../../geodata/read/cells.ts"
import type { ReadReport, ReadRow, UploadKind, Value } from "../../geodata/read/report.ts"
import { type Entry, reject } from "./entry.ts"

/**
 * Which column fills which field. Several columns may look like the key of the delivering cadastre (`apn`
 * and `id`): the dictionary names the better ones first, so that alone is no reason to ask.
 */
export function planColumns(
  kind: UploadKind,
  columns: string[],
  mapping: ColumnMapping,
): ColumnPlan {
  const plan = mapColumns(kind, columns, mapping)
  const unclear = plan.findings.some(
    ({ rule, field }) => rule === "column-ambiguous" && field === "sourceKey",
  )
  const column = unclear ? findKeyColumn(kind, columns) : undefined
  return withoutHolders(
    kind,
    column === undefined ? plan : mapColumns(kind, columns, { sourceKey: column, ...mapping }),
  )
}

/** Who holds a parcel is recorded as dated use, by the assessor: the land's own file does not decide it. */
function withoutHolders(kind: UploadKind, { columns, findings, complete }: ColumnPlan): ColumnPlan {
  const isHolder = ({ field }: MappedColumn) => kind === "parcels" && field.id.startsWith("holder")
  const left = columns.filter(isHolder).map(({ column, field }) => ({
    rule: "column-left-out" as const,
    severity: "info" as const,
    column,
    field: field.id,
    message: `“${column}”不随宗地导入，权利人请用占用台账导入。`,
  }))
  const kept = columns.filter((mapped) => !isHolder(mapped))
  return { columns: kept, findings: [...findings, ...left], complete }
}

function findKeyColumn(kind: UploadKind, columns: string[]): string | undefined {
  const names = FIELDS[kind].find(({ id }) => id === "sourceKey")?.names ?? []
  for (const name of names) {
    const found = columns.find((column) => normaliseHeader(column) === normaliseHeader(name))
    if (found !== undefined) return found
  }
  return undefined
}

const UNUSABLE = /[\p{Cc}\p{Cs}]/u
/** Characters that turn the reading direction: a name would look like another. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** Makes the reader of rows for one file. */
export function createRowReader(
  { format }: Pick<ReadReport, "format">,
  plan: ColumnPlan,
): (row: ReadRow) => Entry {
  const isTable = format === "csv" || format === "xlsx"
  return ({ row, properties, geometry, problems }) => {
    const entry: Entry = {
      row,
      fields: new Map(),
      geometry: geometry && JSON.stringify({ type: "MultiPolygon", coordinates: geometry }),
      problems: [...problems],
      notes: [],
      claims: [],
      mentions: [],
      key: null,
      targetId: null,
      baseVersion: null,
      records: [],
    }
    const isRead = problems.length === 0
    // Columns of a drawing differ from row to row; those of a table stand where the header stands.
    const byName = isTable ? undefined : new Map(properties.toReversed())
    const fields = new Map<string, FieldValue>()
    for (const mapped of plan.columns) {
      const raw = byName ? byName.get(mapped.column) : properties[mapped.index]?.[1]
      const pointer = isTable ? cellAddress(row, mapped.index) : mapped.column
      const value = readValue(mapped, raw ?? null)
      if (!("rule" in value)) fields.set(mapped.field.id, value.value)
      // What the reader gave up is not held to its cells too.
      else if (isRead) reject(entry, pointer, value.rule, `${labelOf(mapped)}${value.message}`)
    }
    return { ...entry, fields }
  }
}

const labelOf = ({ column }: MappedColumn) => `“${column}”`

function readValue(
  mapped: MappedColumn,
  raw: Value,
): { value: FieldValue } | { rule: string; message: string } {
  const read = readField(mapped, raw)
  // Above zero in the file, and nothing left of it at the places that are kept.
  if (mapped.field.sign === "positive" && "value" in read && read.value === "0")
    return { rule: "number-not-positive", message: "应大于零。" }
  if ("rule" in read || typeof read.value !== "string") return read
  const text = read.value.normalize("NFC").replace(/\s+/g, " ")
  if (UNUSABLE.test(text) || TURNING.test(text))
    return { rule: "text-unusable", message: "含有控制字符或无法识别的字符。" }
  if (mapped.field.type === "text" && text.length > LONGEST_TEXT)
    return { rule: "text-too-long", message: `超过 ${LONGEST_TEXT} 个字符。` }
  return { value: text }
}

/** Longer than any name or address; what a B-tree index takes is 2,704 bytes. */
const LONGEST_TEXT = 500
