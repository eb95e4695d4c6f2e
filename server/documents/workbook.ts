/**
 * Workbooks (Office Open XML) of any length, a row at a time: a year of 100,000 firms has twelve million cells, which no
 * writer that makes one text of a sheet can hold. Text is text whatever it begins with; a formula is one that our own
 * code wrote, and it stands beside the value it comes to.
 */
import { createHash } from "node:crypto"
import { createArchive } from "./archive.ts"

/** How a cell looks; numbers have the number of decimals that their kind is read in. */
const STYLES = {
  text: { format: 49 },
  wrapped: { format: 49, isWrapped: true },
  head: { format: 49, isHead: true, isWrapped: true },
  title: { format: 49, isTitle: true },
  count: { format: 3 },
  points: { format: 4 },
  /** As many decimals as there are. */
  exact: { format: 0 },
} as const satisfies Record<
  string,
  { format: number; isWrapped?: true; isHead?: true; isTitle?: true }
>
type Style = keyof typeof STYLES
type NumberStyle = "count" | "points" | "exact"
const STYLE_IDS = new Map(Object.keys(STYLES).map((style, place) => [style, place + 1]))

/** Text, a number, a formula with what it comes to, or nothing. Numbers may be decimals as text. */
export type Cell =
  | null
  | string
  | { text: string; style: "wrapped" | "head" | "title" }
  | { number: number | string; style: NumberStyle }
  | { formula: string; value: number | string; style: NumberStyle }

/** Rows that the usual programs open in a sheet, its heading among them. */
export const MOST_ROWS = 1_048_576

export type Sheet = {
  name: string
  /** In characters of a usual size. */
  widths: readonly number[]
  /** Rows and columns that stay in sight; the last of the rows has buttons to filter by, where `hasFilter`. */
  frozen?: { rows: number; columns: number }
  hasFilter?: boolean
  rows: () => Iterable<readonly Cell[]>
}

/** A cell of a number that may be missing. */
export const numberOf = (value: number | string | null | undefined, style: NumberStyle): Cell =>
  value === null || value === undefined ? null : { number: value, style }

/** The letters of a column; 0 is A. */
export function columnName(place: number): string {
  const last = String.fromCharCode(65 + (place % 26))
  return place < 26 ? last : columnName(Math.floor(place / 26) - 1) + last
}

/** The reference of a cell; both places count from 0. */
export const addressOf = (column: number, row: number): string => `${columnName(column)}${row + 1}`

/** What XML 1.0 has no way to write: control characters but tab and line ends, halves of pairs. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu
/** What a reader of this format would take for an escaped character. */
const ESCAPE_LIKE = /_(?=x[0-9A-Fa-f]{4}_)/g
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
}
const escape = (text: string) => text.replace(/[&<>"\r]/g, (letter) => ENTITIES[letter]!)
const toXml = (text: string) => escape(text.replace(UNWRITABLE, "").replace(ESCAPE_LIKE, "_x005F_"))

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const MEDIA = "application/vnd.openxmlformats-officedocument"
/** Sheets no wider than so many characters are printed on pages of their width. */
const NARROW = 180
/** Rows go to the compressor in pieces of about so many characters. */
const PIECE = 65_536

const textCell = (at: string, style: Style, text: string) =>
  `<c r="${at}" s="${STYLE_IDS.get(style)}" t="inlineStr"><is><t xml:space="preserve">${toXml(text)}</t></is></c>`

function writeCell(cell: Cell, at: string): string {
  if (cell === null || cell === "") return ""
  if (typeof cell === "string") return textCell(at, "text", cell)
  if ("text" in cell) return textCell(at, cell.style, cell.text)
  const value = Number("formula" in cell ? cell.value : cell.number)
  if (!Number.isFinite(value)) throw new Error(`no number at ${at}`)
  const formula = "formula" in cell ? `<f>${escape(cell.formula)}</f>` : ""
  return `<c r="${at}" s="${STYLE_IDS.get(cell.style)}">${formula}<v>${value}</v></c>`
}

/** Points of a line, and the most of a row that the format allows. */
const LINE_HEIGHT = 16
const TALLEST = 400
/** Hanzi and full-width signs take two places. */
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffe6]/g

const linesOf = (text: string, width: number): number =>
  text
    .split("\n")
    .reduce(
      (lines, one) =>
        lines + Math.max(1, Math.ceil((one.length + (one.match(WIDE)?.length ?? 0)) / (width - 1))),
      0,
    )

/** So high that what is wrapped is seen whole: not every program finds that out by itself. */
function heightOf(row: readonly Cell[], widths: readonly number[]): number {
  let lines = 1
  for (const [column, cell] of row.entries())
    if (cell !== null && typeof cell === "object" && "text" in cell && cell.style !== "title")
      lines = Math.max(lines, linesOf(cell.text, widths[column] ?? 1))
  return Math.min(TALLEST, lines * LINE_HEIGHT)
}

function* writeSheet({ widths, frozen, hasFilter, rows }: Sheet): Generator<string> {
  const isNarrow = widths.reduce((sum, width) => sum + width, 0) <= NARROW
  const columns = widths
    .map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`)
    .join("")
  const pane = frozen
    ? `<pane ${frozen.columns > 0 ? `xSplit="${frozen.columns}" ` : ""}${frozen.rows > 0 ? `ySplit="${frozen.rows}" ` : ""}topLeftCell="${addressOf(frozen.columns, frozen.rows)}" activePane="${frozen.columns > 0 ? (frozen.rows > 0 ? "bottomRight" : "topRight") : "bottomLeft"}" state="frozen"/>`
    : ""
  let text = `${XML}<worksheet xmlns="${MAIN}">${isNarrow ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : ""}<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>`
  let place = 0
  for (const row of rows()) {
    let cells = ""
    for (let column = 0; column < row.length; column += 1)
      cells += writeCell(row[column]!, addressOf(column, place))
    place += 1
    if (cells !== "")
      text += `<row r="${place}" ht="${heightOf(row, widths)}" customHeight="1">${cells}</row>`
    if (text.length < PIECE) continue
    yield text
    text = ""
  }
  const filter =
    hasFilter && frozen && place >= frozen.rows
      ? `<autoFilter ref="${addressOf(0, frozen.rows - 1)}:${addressOf(widths.length - 1, Math.max(place, frozen.rows) - 1)}"/>`
      : ""
  yield `${text}</sheetData>${filter}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape"${isNarrow ? ' fitToHeight="0"' : ""}/></worksheet>`
}

function writeStyles(): string {
  const cells = Object.values<{
    format: number
    isWrapped?: true
    isHead?: true
    isTitle?: true
  }>(STYLES).map(({ format, isWrapped, isHead, isTitle }) => {
    const font = isTitle ? 2 : isHead ? 1 : 0
    const wrap = isWrapped ? ' wrapText="1"' : ""
    return `<xf numFmtId="${format}" fontId="${font}" fillId="${isHead ? 2 : 0}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top"${wrap}/></xf>`
  })
  const font = (size: number, bold: string) =>
    `<font>${bold}<sz val="${size}"/><name val="等线"/><family val="2"/></font>`
  return `${XML}<styleSheet xmlns="${MAIN}"><fonts count="3">${font(11, "")}${font(11, "<b/>")}${font(12, "<b/>")}</fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE9ECEF"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${cells.length + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${cells.join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`
const relations = (inside: string) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`
const part = (name: string, type: string) => `<Override PartName="${name}" ContentType="${type}"/>`

/** The parts of a workbook that hold no rows. */
function listParts(sheets: readonly Sheet[], { title, author, at }: WorkbookFacts) {
  const own = sheets.map((sheet, n) => ({ ...sheet, id: n + 1 }))
  // On paper the headings stand on every page.
  const names = own.flatMap(({ name, id, frozen }) =>
    frozen
      ? `<definedName name="_xlnm.Print_Titles" localSheetId="${id - 1}">'${toXml(name)}'!$1:$${frozen.rows}</definedName>`
      : [],
  )
  return [
    {
      name: "[Content_Types].xml",
      text: `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part("/xl/workbook.xml", `${MEDIA}.spreadsheetml.sheet.main+xml`)}${own.map(({ id }) => part(`/xl/worksheets/sheet${id}.xml`, `${MEDIA}.spreadsheetml.worksheet+xml`)).join("")}${part("/xl/styles.xml", `${MEDIA}.spreadsheetml.styles+xml`)}${part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")}</Types>`,
    },
    {
      name: "_rels/.rels",
      text: relations(
        relation("rId1", `${OFFICE}/officeDocument`, "xl/workbook.xml") +
          relation(
            "rId2",
            `${PACKAGE}/relationships/metadata/core-properties`,
            "docProps/core.xml",
          ),
      ),
    },
    {
      name: "docProps/core.xml",
      text: `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${toXml(title)}</dc:title><dc:creator>${toXml(author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${new Date(at).toISOString().replace(/\.\d+Z/, "Z")}</dcterms:created></cp:coreProperties>`,
    },
    {
      name: "xl/workbook.xml",
      text: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${own.map(({ name, id }) => `<sheet name="${toXml(name)}" sheetId="${id}" r:id="rId${id}"/>`).join("")}</sheets>${names.length > 0 ? `<definedNames>${names.join("")}</definedNames>` : ""}</workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      text: relations(
        own
          .map(({ id }) => relation(`rId${id}`, `${OFFICE}/worksheet`, `worksheets/sheet${id}.xml`))
          .join("") + relation(`rId${own.length + 1}`, `${OFFICE}/styles`, "styles.xml"),
      ),
    },
    { name: "xl/styles.xml", text: writeStyles() },
  ]
}

/** `at` is when the workbook says it was made, ISO 8601. */
export type WorkbookFacts = { title: string; author: string; at: string }

/** A file in the pieces in which it was made: one of 200 MB is never moved to be of one piece. */
export type Pieces = { pieces: Uint8Array<ArrayBuffer>[]; length: number; sha256: string }

/**
 * Writes a workbook.
 * @returns its bytes: the same whenever sheets and facts are the same
 * @throws Error where a number is none
 */
export async function writeWorkbook(
  sheets: readonly Sheet[],
  facts: WorkbookFacts,
): Promise<Pieces> {
  const hash = createHash("sha256")
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const archive = createArchive((piece) => {
    hash.update(piece)
    pieces.push(piece)
    length += piece.length
  })
  for (const { name, text } of listParts(sheets, facts)) await archive.addText(name, [text])
  for (const [n, sheet] of sheets.entries())
    await archive.addText(`xl/worksheets/sheet${n + 1}.xml`, writeSheet(sheet))
  archive.end()
  return { pieces, length, sha256: hash.digest("hex") }
}
