/** Which column of a file fills which field, and in which unit: by the headers, or as the user says. */
import type { Severity, UploadKind } from "../read/report.ts"
import { type Field, FIELDS } from "./dictionary.ts"
import { listUnits, normaliseHeader, type Unit, UNITS } from "./measures.ts"

/** What the user says: for a field its column, with the unit where the header has none; null leaves it out. */
export type ColumnMapping = {
  [field: string]: string | { column: string; unit?: string | undefined } | null
}

export type MappedColumn = {
  field: Field
  /** Header text, and its place among the headers. */
  column: string
  index: number
  /** Null where the field has no unit. */
  unit: Unit | null
}

/** `column-unknown` and `column-left-out` are info; the others stop a commit until a mapping answers them. */
export type ColumnFinding = {
  rule:
    | "column-missing"
    | "column-ambiguous"
    | "column-unknown"
    | "column-left-out"
    | "unit-missing"
    | "unit-unknown"
    | "mapping-unknown"
  severity: Severity
  column: string | null
  field: string | null
  message: string
}

export type ColumnPlan = {
  columns: MappedColumn[]
  findings: ColumnFinding[]
  /** Nothing stands in the way: every required field has its column and every quantity its unit. */
  complete: boolean
}

/** What a header may be taken for. `unit` undefined: a quantity without its unit. */
type Meaning = {
  field: Field
  unit: Unit | null | undefined
  /** Place of the name among the field's names: the first says best what the field is. */
  rank: number
}

/** Fewest characters of a name cut off by a DBF: ten bytes are three Chinese characters in UTF-8. */
const CUT_CHARACTERS = 3

const labelOf = (field: Field): string =>
  field.names.find((name) => /\p{Script=Han}/u.test(name)) ?? field.id

/** Every spelling of every field of a kind. */
function listSpellings(kind: UploadKind): Map<string, Meaning> {
  const spellings = new Map<string, Meaning>()
  const add = (text: string, meaning: Meaning) => {
    const key = normaliseHeader(text)
    if (!spellings.has(key)) spellings.set(key, meaning)
  }
  for (const field of FIELDS[kind])
    for (const [rank, entry] of field.names.entries()) {
      const [name = "", unitId] = entry.split("|")
      const own = UNITS.find(({ id, quantity }) => id === unitId && quantity === field.quantity)
      add(name, { field, unit: field.quantity ? own : null, rank })
      if (!field.quantity) continue
      for (const unit of listUnits(field.quantity))
        for (const label of unit.labels) add(`${name}${label}`, { field, unit, rank })
    }
  return spellings
}

/** The one meaning that every longer spelling of a cut-off name has. */
function findCutMeaning(key: string, spellings: Map<string, Meaning>): Meaning | undefined {
  if (key.length < CUT_CHARACTERS || !/^\p{Script=Han}+$/u.test(key)) return undefined
  const longer = [...spellings].filter(
    ([spelling, { unit }]) => spelling.startsWith(key) && !unit?.large,
  )
  const fields = new Set(longer.map(([, { field }]) => field))
  const [field] = fields
  if (!field || fields.size > 1) return undefined
  const units = new Set(longer.map(([, { unit }]) => unit))
  const rank = field.names.length
  return { field, rank, unit: units.size === 1 ? [...units][0] : field.quantity ? undefined : null }
}

/** `实缴税金(欧元)`: the name is known, what stands in the bracket is no unit of it. */
function findBracketName(header: string, spellings: Map<string, Meaning>): Field | undefined {
  const name = /^(.+?)[(（[【]/.exec(header)?.[1]
  const field = name === undefined ? undefined : spellings.get(normaliseHeader(name))?.field
  return field?.quantity ? field : undefined
}

const finding = (
  rule: ColumnFinding["rule"],
  severity: Severity,
  column: string | null,
  field: Field | string | null,
  message: string,
): ColumnFinding => ({
  rule,
  severity,
  column,
  field: field === null || typeof field === "string" ? field : field.id,
  message,
})

const unitMissing = (column: string, field: Field) =>
  finding(
    "unit-missing",
    "error",
    column,
    field,
    `“${column}”没有写明单位，请在表头括号里写上，或指定单位。`,
  )

const unitUnknown = (column: string, field: Field) =>
  finding(
    "unit-unknown",
    "error",
    column,
    field,
    `“${column}”的单位不能识别，请改用${listUnits(field.quantity ?? "area")
      .map(({ labels }) => labels[0])
      .join("、")}。`,
  )

type Candidate = { column: string; index: number; meaning: Meaning }

/** Fields whose names say which of two columns is the better one: keys and words, never figures or days. */
const RANKED = new Set(["text", "creditCode", "parcelCode", "unitCode"])

/**
 * Of several columns for one field the only one with a unit, the one in the stored unit, or the one with
 * the best name. Otherwise it is not ours to choose.
 */
function chooseCandidate(candidates: Candidate[]): Candidate | undefined {
  const [first] = candidates
  if (!first || candidates.length === 1) return first
  const { quantity, type } = first.meaning.field
  const stored = quantity && listUnits(quantity)[0]
  const bestRank = Math.min(...candidates.map(({ meaning }) => meaning.rank))
  const withUnit = candidates.filter(({ meaning }) => meaning.unit !== undefined)
  if (quantity && withUnit.length === 1) return withUnit[0]
  const best = candidates.filter(({ meaning }) =>
    stored ? meaning.unit === stored : RANKED.has(type) && meaning.rank === bestRank,
  )
  return best.length === 1 ? best[0] : undefined
}

function mapByHeaders(
  kind: UploadKind,
  headers: string[],
  skipped: Set<string>,
  taken: Set<number>,
) {
  const spellings = listSpellings(kind)
  const byField = new Map<Field, Candidate[]>()
  const findings: ColumnFinding[] = []
  headers.forEach((column, index) => {
    if (taken.has(index)) return
    const key = normaliseHeader(column)
    const meaning = spellings.get(key) ?? findCutMeaning(key, spellings)
    const bracketed = meaning ? undefined : findBracketName(column, spellings)
    if (bracketed && !skipped.has(bracketed.id)) findings.push(unitUnknown(column, bracketed))
    else if (!meaning || skipped.has(meaning.field.id))
      findings.push(
        finding("column-unknown", "info", column, null, `“${column}”不在本类数据的列中，不读取。`),
      )
    else
      byField.set(meaning.field, [
        ...(byField.get(meaning.field) ?? []),
        { column, index, meaning },
      ])
  })
  const columns: MappedColumn[] = []
  for (const [field, candidates] of byField) {
    const chosen = chooseCandidate(candidates)
    const names = candidates.map(({ column }) => `“${column}”`)
    if (!chosen) {
      findings.push(
        finding(
          "column-ambiguous",
          "error",
          null,
          field,
          `${names.join("、")}都像是${labelOf(field)}，请指定用哪一列。`,
        ),
      )
      continue
    }
    for (const { column } of candidates)
      if (column !== chosen.column)
        findings.push(
          finding(
            "column-left-out",
            "info",
            column,
            field,
            `${labelOf(field)}取自“${chosen.column}”，“${column}”不读取。`,
          ),
        )
    if (chosen.meaning.unit === undefined) findings.push(unitMissing(chosen.column, field))
    else
      columns.push({ field, column: chosen.column, index: chosen.index, unit: chosen.meaning.unit })
  }
  return { columns, findings }
}

/** The unit of a mapped column: as said, else as its header says. */
function findUnit(
  kind: UploadKind,
  field: Field,
  column: string,
  said: string | undefined,
): Unit | null | undefined {
  if (!field.quantity) return null
  if (said !== undefined) {
    const wanted = normaliseHeader(said)
    return listUnits(field.quantity).find(
      ({ id, labels }) => id === said || labels.includes(wanted),
    )
  }
  const inHeader = listSpellings(kind).get(normaliseHeader(column))
  if (inHeader?.field.quantity === field.quantity) return inHeader.unit
  const bracket = /[(（[【]([^)）\]】]+)[)）\]】]\s*$/.exec(column)?.[1]
  return bracket === undefined ? undefined : findUnit(kind, field, column, bracket)
}

function mapByAnswer(kind: UploadKind, headers: string[], mapping: ColumnMapping) {
  const columns: MappedColumn[] = []
  const findings: ColumnFinding[] = []
  for (const [id, answer] of Object.entries(mapping)) {
    const field = FIELDS[kind].find((entry) => entry.id === id)
    if (!field) {
      findings.push(finding("mapping-unknown", "error", null, id, `没有“${id}”这个字段。`))
      continue
    }
    if (answer === null) continue
    const { column, unit: said } =
      typeof answer === "string" ? { column: answer, unit: undefined } : answer
    const index = headers.indexOf(column)
    const unit = findUnit(kind, field, column, said)
    if (index < 0)
      findings.push(
        finding("column-missing", "error", column, field, `文件里没有“${column}”这一列。`),
      )
    else if (unit === undefined)
      findings.push(said === undefined ? unitMissing(column, field) : unitUnknown(column, field))
    else columns.push({ field, column, index, unit })
  }
  return { columns, findings }
}

/**
 * Columns of a file for the fields of a kind. A field that `mapping` names follows it; the others follow
 * their headers.
 */
export function mapColumns(
  kind: UploadKind,
  headers: string[],
  mapping: ColumnMapping = {},
): ColumnPlan {
  const answered = mapByAnswer(kind, headers, mapping)
  const taken = new Set(answered.columns.map(({ index }) => index))
  const guessed = mapByHeaders(kind, headers, new Set(Object.keys(mapping)), taken)
  const columns = [...answered.columns, ...guessed.columns].toSorted((a, b) => a.index - b.index)
  const findings = [...answered.findings, ...guessed.findings]
  const settled = new Set([
    ...columns.map(({ field }) => field.id),
    ...findings.map(({ field }) => field),
  ])
  for (const field of FIELDS[kind])
    if (field.required && !settled.has(field.id))
      findings.push(
        finding("column-missing", "error", null, field, `缺少必填的列：${labelOf(field)}。`),
      )
  return { columns, findings, complete: !findings.some(({ severity }) => severity === "error") }
}
