/** Files made for the readers' tests, byte by byte. */
import { type Zippable, zipSync } from "fflate"

type Ring = [number, number][]

/** A closed square. */
export const square = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
]

function header(type: number, bytes: number): Buffer {
  const head = Buffer.alloc(100)
  head.writeInt32BE(9994, 0)
  head.writeInt32BE((100 + bytes) / 2, 24)
  head.writeInt32LE(1000, 28)
  head.writeInt32LE(type, 32)
  return head
}

function polygonRecord(rings: Ring[]): Buffer {
  const points = rings.flat()
  const record = Buffer.alloc(44 + rings.length * 4 + points.length * 16)
  record.writeInt32LE(5, 0)
  record.writeInt32LE(rings.length, 36)
  record.writeInt32LE(points.length, 40)
  let start = 0
  rings.forEach((ring, place) => {
    record.writeInt32LE(start, 44 + place * 4)
    start += ring.length
  })
  points.forEach(([x, y], place) => {
    record.writeDoubleLE(x, 44 + rings.length * 4 + place * 16)
    record.writeDoubleLE(y, 52 + rings.length * 4 + place * 16)
  })
  return record
}

/** `.shp` and `.shx` of polygons; null is a null shape. */
export function makeShapes(drawings: (Ring[] | null)[]): { shp: Buffer; shx: Buffer } {
  const index: Buffer[] = []
  const records: Buffer[] = []
  let at = 50
  drawings.forEach((rings, place) => {
    const content = rings ? polygonRecord(rings) : Buffer.alloc(4)
    const lead = Buffer.alloc(8)
    lead.writeInt32BE(place + 1, 0)
    lead.writeInt32BE(content.length / 2, 4)
    const entry = Buffer.alloc(8)
    entry.writeInt32BE(at, 0)
    entry.writeInt32BE(content.length / 2, 4)
    index.push(entry)
    records.push(lead, content)
    at += 4 + content.length / 2
  })
  const [body, rows] = [Buffer.concat(records), Buffer.concat(index)]
  return {
    shp: Buffer.concat([header(5, body.length), body]),
    shx: Buffer.concat([header(5, rows.length), rows]),
  }
}

type DbfField = {
  name: Buffer | string
  type: "C" | "N" | "D" | "L"
  length: number
  places?: number
}

/** A `.dbf`; cells are given as bytes or Latin text and padded. `deleted` are places of rows so marked. */
export function makeDbf(
  fields: DbfField[],
  rows: (Buffer | string)[][],
  deleted: number[] = [],
): Buffer {
  const rowLength = 1 + fields.reduce((sum, { length }) => sum + length, 0)
  const head = Buffer.alloc(33 + fields.length * 32)
  head[0] = 3
  head.writeUInt32LE(rows.length, 4)
  head.writeUInt16LE(head.length, 8)
  head.writeUInt16LE(rowLength, 10)
  fields.forEach(({ name, type, length, places = 0 }, place) => {
    const at = 32 + place * 32
    Buffer.from(name).copy(head, at, 0, 11)
    head.write(type, at + 11, "latin1")
    head[at + 16] = length
    head[at + 17] = places
  })
  head[head.length - 1] = 0x0d
  const body = rows.flatMap((cells, row) => [
    Buffer.from(deleted.includes(row) ? "*" : " "),
    ...fields.map(({ length }, place) => {
      const cell = Buffer.alloc(length, " ")
      Buffer.from(cells[place] ?? "").copy(cell)
      return cell
    }),
  ])
  return Buffer.concat([head, ...body])
}

export const makeZip = (files: Zippable, level: 0 | 6 = 6): Buffer =>
  Buffer.from(zipSync(files, { level }))

type Sheet = { name: string; rows: string; after?: string }

const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/** A workbook with the sheets' XML as given: `rows` inside sheetData, `after` behind it. */
export function makeWorkbook(sheets: Sheet[], strings: string[] = []): Buffer {
  const parts = new Map<string, string>()
  parts.set(
    "[Content_Types].xml",
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
  )
  parts.set(
    "_rels/.rels",
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  parts.set(
    "xl/workbook.xml",
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name }, place) => `<sheet name="${name}" sheetId="${place + 1}" r:id="rId${place + 1}"/>`).join("")}</sheets></workbook>`,
  )
  parts.set(
    "xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, place) => `<Relationship Id="rId${place + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${place + 1}.xml"/>`).join("")}<Relationship Id="rIdS" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdT" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  )
  parts.set(
    "xl/styles.xml",
    `<styleSheet xmlns="${MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  )
  parts.set(
    "xl/sharedStrings.xml",
    `<sst xmlns="${MAIN}">${strings.map((text) => `<si><t>${text}</t></si>`).join("")}</sst>`,
  )
  sheets.forEach(({ rows, after = "" }, place) =>
    parts.set(
      `xl/worksheets/sheet${place + 1}.xml`,
      `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
    ),
  )
  return makeZip(Object.fromEntries([...parts].map(([name, text]) => [name, Buffer.from(text)])))
}

/** A row of text cells, A onwards. */
export const textRow = (row: number, cells: string[]): string =>
  `<row r="${row}">${cells.map((text, column) => `<c r="${String.fromCharCode(65 + column)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`
