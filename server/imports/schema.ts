import { z } from "zod"
import { UPLOAD_KINDS } from "./kinds.ts"

const CONTROL = /\p{Cc}|\p{Cs}/u
const Plain = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !CONTROL.test(text), "有控制字符")
/** Present but empty is absent: `&crs=` asks for nothing. */
const orAbsent = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional())

const Crs = z
  .union([z.int(), z.string()])
  .transform((value, context) => {
    const code = /^(?:EPSG:)?(\d{4,6})$/i.exec(String(value).trim())?.[1]
    if (code !== undefined) return Number(code)
    context.addIssue("应为 EPSG 代码，如 4528")
    return z.NEVER
  })
  .describe("EPSG code, such as 4528")

const Encoding = Plain(40).refine((label) => {
  try {
    return new TextDecoder(label).encoding !== ""
  } catch {
    return false
  }
}, "不是已知的编码名称")

const Mapping = z
  .record(
    z.string().max(100),
    z.union([
      Plain(200),
      z.strictObject({ column: Plain(200), unit: Plain(40).optional() }),
      z.null(),
    ]),
  )
  .describe("field to column, or to {column, unit}; null leaves the field out")

const MappingText = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return Mapping.parse(JSON.parse(text))
    } catch {
      context.addIssue("应为 JSON：字段到列名")
      return z.NEVER
    }
  })

export const ImportQuery = z.strictObject(
  {
    kind: z.enum(UPLOAD_KINDS),
    filename: Plain(255).min(1, "不能为空"),
    crs: orAbsent(Crs),
    encoding: orAbsent(Encoding),
    layer: orAbsent(Plain(200)),
    mapping: orAbsent(MappingText),
  },
  "有不认识的参数",
)
export type ImportQuery = z.infer<typeof ImportQuery>

export const CommitRequest = z.strictObject(
  {
    crs: Crs.optional(),
    encoding: Encoding.optional(),
    layer: Plain(200).optional(),
    mapping: Mapping.optional(),
    confirm: z.array(z.string().max(60)).max(50).default([]),
  },
  "有不认识的参数",
)
export type CommitRequest = z.infer<typeof CommitRequest>

export const ImportParam = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) })

export const ListQuery = z.strictObject(
  {
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: orAbsent(z.coerce.number("无效的翻页位置").int().min(1).max(2_147_483_647)),
  },
  "有不认识的参数",
)

export const OUTCOMES = ["inserted", "updated", "unchanged", "rejected", "skipped"] as const

export const RowQuery = ListQuery.extend({ outcome: orAbsent(z.enum(OUTCOMES)) })

export const Counts = z.object({
  rows: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  skipped: z.int(),
})
export type Counts = z.infer<typeof Counts>

export const Finding = z.object({
  /** Place in the file, from 1; null is the file as a whole. */
  row: z.int().nullable(),
  pointer: z.string(),
  rule: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  /** Must be named in the commit's `confirm`. */
  confirm: z.boolean(),
})
export type Finding = z.infer<typeof Finding>

const Total = z.object({ rule: z.string(), severity: Finding.shape.severity, count: z.int() })

/** What the commit must answer, and what it may answer with. */
export const Question = z.object({
  answer: z.enum(["crs", "encoding", "mapping", "confirm"]),
  rule: z.string(),
  message: z.string(),
  candidates: z.array(z.union([z.int(), z.string()])),
})
export type Question = z.infer<typeof Question>

export const CrsVerdict = z.object({
  detected: z.int().nullable(),
  confidence: z.enum(["sure", "unsure"]),
  candidates: z.array(z.int()),
  reason: z.string(),
})

/** What a file looks like against the records: the part of a batch that an answer may change. */
export const Preview = z.object({
  format: z.string(),
  encoding: z.string().nullable(),
  layer: z.string().nullable(),
  layers: z.array(z.string()),
  columns: z.array(z.string()),
  /** Field to the column that fills it. */
  mapping: z.record(z.string(), z.object({ column: z.string(), unit: z.string().nullable() })),
  /** Null for tables. */
  crs: CrsVerdict.nullable(),
  counts: Counts,
  /** The first of each rule; `totals` counts all. */
  findings: z.array(Finding),
  totals: z.array(Total),
  /** West, south, east, north, degrees. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  questions: z.array(Question),
})
export type Preview = z.infer<typeof Preview>

const Kept = z.object({ row: z.int(), reason: z.string() })

export const UndoResult = z.object({ undone: z.int(), kept: z.array(Kept) })
export type UndoResult = z.infer<typeof UndoResult>

const ImportHead = z.object({
  id: z.int(),
  kind: z.enum(UPLOAD_KINDS),
  filename: z.string(),
  sha256: z.string(),
  state: z.enum(["previewed", "committed", "undone"]),
  previewedAt: z.iso.datetime(),
})

export const ImportView = ImportHead.extend(Preview.shape).extend({ undo: UndoResult.nullable() })
export type ImportView = z.infer<typeof ImportView>

const ImportSummary = ImportHead.extend({ counts: Counts })
export type ImportSummary = z.infer<typeof ImportSummary>

const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.int(), next: z.string().nullable() })

export const ImportList = pageOf(ImportSummary)
export type ImportList = z.infer<typeof ImportList>

export const ImportedRow = z.object({
  row: z.int(),
  outcome: z.enum(OUTCOMES),
  /** What the row calls its object. */
  key: z.string().nullable(),
  /** Field by field; `before` is null where nothing was known. An outline is named without its values. */
  changes: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  problems: z.array(z.object({ pointer: z.string(), rule: z.string(), message: z.string() })),
})
export const ImportedRows = pageOf(ImportedRow)
export type ImportedRows = z.infer<typeof ImportedRows>
