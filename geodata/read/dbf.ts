/** Reads dBASE tables, the attributes of a shapefile: exact digits, cut-off characters, any encoding. */
import { findDecoder, isEncodedIn, requireDecoder } from "./encoding.ts"
import { COLUMNS } from "./limits.ts"
import { numberOrText } from "./numbers.ts"
import { Refusal } from "./refusal.ts"
import type { Property, Value } from "./report.ts"

type Field = { name: Buffer; type: string; at: number; length: number }

const HEADER_BYTES = 32
const FIELD_BYTES = 32
const NAME_BYTES = 11
const END_OF_FIELDS = 0x0d
const BLANK = 0x20
const DELETED = 0x2a
/** Rows looked at to tell the encoding. */
const SAMPLED_ROWS = 2000

const broken = () => new Refusal("dbf-broken", "属性表（.dbf）已损坏，请重新导出。")

function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}

function listFields(bytes: Buffer, headerLength: number, rowLength: number): Field[] {
  const fields: Field[] = []
  let offset = 1
  for (
    let at = HEADER_BYTES;
    at + FIELD_BYTES <= headerLength && bytes[at] !== END_OF_FIELDS;
    at += FIELD_BYTES
  ) {
    const type = String.fromCharCode(bytes[at + 11] ?? 0)
    // Text longer than 255 bytes has the rest of its length where numbers have their decimals.
    const length = (bytes[at + 16] ?? 0) + (type === "C" ? (bytes[at + 17] ?? 0) * 256 : 0)
    fields.push({ name: untilNul(bytes.subarray(at, at + NAME_BYTES)), type, at: offset, length })
    offset += length
  }
  if (fields.length > COLUMNS)
    throw new Refusal("too-many-columns", `属性表超过 ${COLUMNS} 列，请只保留需要的列。`)
  if (offset > rowLength) throw broken()
  return fields
}

/** Bytes of a text without the blanks that fill the field. */
function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === BLANK || bytes[end - 1] === 0)) end -= 1
  return bytes.subarray(0, end)
}

const isAscii = (bytes: Buffer) => bytes.every((byte) => byte < 0x80)

/** A field may end inside a character: the torn part is left out. */
const decodeField = (bytes: Buffer, decoder: TextDecoder): string =>
  isAscii(bytes) ? bytes.toString("latin1") : decoder.decode(bytes).replace(/\uFFFD+$/, "")

/** Labels of `.cpg` files that are not labels of the Encoding Standard. */
function labelOfCodePage(text: string): string {
  const name = text.trim().toLowerCase()
  const page = /^(?:cp|ansi|ansi |oem |windows-)?(\d{3,5})$/.exec(name)?.[1]
  if (page === undefined) return name
  if (page === "936") return "gb18030"
  if (page === "65001") return "utf-8"
  if (page.startsWith("8859")) return `iso-8859-${page.slice(4) || "1"}`
  return page.startsWith("125") ? `windows-${page}` : name
}

export type DbfTable = {
  columns: string[]
  rowCount: number
  encoding: string
  /** Said in the report where the `.cpg` is not believed. */
  note: string | null
  /** Null where the row is marked deleted, undefined where the file ends before it. */
  readRow(index: number): Property[] | null | undefined
}

/**
 * @param codePage text of the `.cpg` file; null where there is none
 * @param wanted label that the user asks for; wins over everything
 * @throws Refusal when the header makes no sense or the encoding does not exist
 */
export function openDbf(bytes: Buffer, codePage: string | null, wanted?: string): DbfTable {
  if (bytes.length < HEADER_BYTES) throw broken()
  const headerLength = bytes.readUInt16LE(8)
  const rowLength = bytes.readUInt16LE(10)
  if (headerLength < HEADER_BYTES + 1 || headerLength > bytes.length || rowLength < 1)
    throw broken()
  const fields = listFields(bytes, headerLength, rowLength)
  const present = Math.floor((bytes.length - headerLength) / rowLength)
  const rowCount = Math.min(bytes.readUInt32LE(4), present)
  const rowBytes = (index: number) =>
    bytes.subarray(headerLength + index * rowLength, headerLength + (index + 1) * rowLength)

  const texts = fields.filter(({ type }) => type === "C")
  const isIn = (label: string) =>
    fields.every(({ name }) => isEncodedIn(label, name, true)) &&
    Array.from({ length: Math.min(rowCount, SAMPLED_ROWS) }, (_, index) => rowBytes(index)).every(
      (row) =>
        texts.every(({ at, length }) =>
          isEncodedIn(label, trimmed(row.subarray(at, at + length)), true),
        ),
    )
  const { encoding, note } = planEncoding(isIn, codePage, wanted)
  const decoder = new TextDecoder(encoding)

  function readValue({ type, at, length }: Field, row: Buffer): Value {
    const raw = row.subarray(at, at + length)
    if (type === "I" && length === 4) return raw.readInt32LE(0)
    const text = decodeField(trimmed(raw), decoder).trim()
    if (text === "" || /^\*+$/.test(text)) return null
    if (type === "N" || type === "F") return numberOrText(text)
    if (type === "L") return /^[TtYy]$/.test(text) ? true : /^[FfNn]$/.test(text) ? false : null
    if (type === "D" && /^\d{8}$/.test(text))
      return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
    return text
  }

  const columns = fields.map(({ name }) => decodeField(trimmed(name), decoder))
  return {
    columns,
    rowCount,
    encoding: encoding.toUpperCase(),
    note,
    readRow(index) {
      if (index >= rowCount) return undefined
      const row = rowBytes(index)
      if (row[0] === DELETED) return null
      return fields.map((field, place): Property => [columns[place] ?? "", readValue(field, row)])
    },
  }
}

function planEncoding(
  isIn: (label: string) => boolean,
  codePage: string | null,
  wanted: string | undefined,
): { encoding: string; note: string | null } {
  if (wanted) return { encoding: requireDecoder(wanted).encoding, note: null }
  const guess = isIn("utf-8") ? "utf-8" : "gb18030"
  if (codePage === null) return { encoding: guess, note: null }
  const declared = findDecoder(labelOfCodePage(codePage))?.encoding
  if (declared && isIn(declared)) return { encoding: declared, note: null }
  const said = codePage.trim().slice(0, 20)
  return {
    encoding: guess,
    note: `.cpg 文件写的编码“${said}”与内容不符，已按 ${guess.toUpperCase()} 解读。`,
  }
}
