/**
 * The page-setting of reports on A4: headings, paragraphs, facts and tables in Chinese, page numbers. Lengths are in
 * points (1/72 inch) unless their name says millimetres.
 */
import { loadSans } from "./fonts.ts"
import { type DocumentFacts, mm, openPdf, type Pen } from "./pdf.ts"

const MARGIN = { top: mm(18), bottom: mm(20), left: mm(18), right: mm(18) }
const FOOT_GAP = mm(8)
const INK = "#1b1f24"
const QUIET = "#5b6570"
const LINE = "#c9ced4"
const SHADE = "#f1f3f5"
const SIZE = { title: 18, heading: 11.5, body: 9.5, table: 8.5, small: 7.5 }
const CELL_PAD = { x: 5, y: 3 }
const LINE_GAP = 1
const ROW_GAP = 6

/** A place on the page that a cell's drawing may fill. */
export type Area = { x: number; y: number; width: number; height: number }

/** What a cell says, with a quiet second line; or what is drawn in it. */
export type Cell =
  | string
  | { text: string; note?: string | undefined; isBold?: boolean }
  | { draw: (pen: Pen, area: Area) => void }

export type Column = {
  head: string
  /** Share of the page's width. */ share: number
  isNumber?: boolean
}

export type Table = {
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
  /** Closes the table in bold: sums. */
  foot?: readonly Cell[] | undefined
}

/** `foot` stands at the foot of every page, left of the page number. */
type PaperFacts = DocumentFacts & { foot: string }

export type Paper = {
  /** The name of the document with a quiet line below it. */
  title: (text: string, below: string) => void
  heading: (text: string) => void
  paragraph: (text: string) => void
  /** A small, quiet paragraph. */
  note: (text: string) => void
  /** Paragraphs with a mark before each. */
  list: (texts: readonly string[]) => void
  /** What matters most, side by side in a frame: a name, a figure, a remark. */
  figures: (figures: readonly { name: string; value: string; note?: string | undefined }[]) => void
  /** Names and values, two pairs to a line; long values take a line of their own. */
  facts: (facts: readonly (readonly [name: string, value: string])[]) => void
  table: (table: Table) => void
  /** Drawings side by side, each with so much of the width. */
  row: (
    height: number,
    parts: readonly { share: number; draw: (pen: Pen, area: Area) => void }[],
  ) => void
  /** Pages so far. */
  pages: () => number
  /** Numbers the pages and ends the document. */
  finish: () => Promise<Uint8Array<ArrayBuffer>>
}

/** A new document with its first page. */
export function createPaper(facts: PaperFacts): Paper {
  const { pen, finish } = openPdf(facts, MARGIN, loadSans())
  const left = MARGIN.left
  const width = pen.page.width - MARGIN.left - MARGIN.right
  const bottom = pen.page.height - MARGIN.bottom
  const say = (font: "regular" | "bold", size: number, color = INK) =>
    pen.font(font).fontSize(size).fillColor(color)
  /** Begins a page where so much has no place on this one. @returns whether it did */
  const reserve = (height: number): boolean => {
    if (pen.y + height <= bottom) return false
    pen.addPage()
    return true
  }
  const flow = (text: string, at: { x: number; width: number }) =>
    pen.text(text, at.x, pen.y, { width: at.width, lineGap: LINE_GAP })
  const block = (text: string, { size, color, indent = 0 }: Block) => {
    say("regular", size, color)
    reserve(
      Math.min(pen.heightOfString(text, { width: width - indent, lineGap: LINE_GAP }), 3 * size),
    )
    flow(text, { x: left + indent, width: width - indent })
  }

  return {
    title(text, below) {
      say("bold", SIZE.title).text(text, left, pen.y, { width, align: "center" })
      say("regular", SIZE.body, QUIET).text(below, left, pen.y + 2, { width, align: "center" })
      pen.y += 8
    },
    heading(text) {
      reserve(60)
      pen.y += 8
      say("bold", SIZE.heading).text(text, left, pen.y, { width })
      pen.y += 3
    },
    paragraph(text) {
      block(text, { size: SIZE.body })
      pen.y += 3
    },
    note(text) {
      block(text, { size: SIZE.small, color: QUIET })
      pen.y += 2
    },
    list(texts) {
      for (const text of texts) {
        say("regular", SIZE.body)
        reserve(2 * SIZE.body)
        const top = pen.y
        pen.text("·", left + 2, top, { width: 8 })
        pen.y = top
        block(text, { size: SIZE.body, indent: 12 })
      }
      pen.y += 3
    },
    figures(figures) {
      const one = width / figures.length
      const height = 58
      reserve(height + 6)
      const top = pen.y
      pen.roundedRect(left, top, width, height, 3).fill(SHADE)
      for (const [place, figure] of figures.entries()) {
        const x = left + place * one
        if (place > 0)
          pen
            .moveTo(x, top + 8)
            .lineTo(x, top + height - 8)
            .lineWidth(0.5)
            .stroke(LINE)
        const inside = {
          width: one - 12,
          align: "center" as const,
          lineBreak: false,
          ellipsis: true,
        }
        say("regular", SIZE.small, QUIET).text(figure.name, x + 6, top + 6, inside)
        say("bold", 16).text(figure.value, x + 6, top + 16, inside)
        if (figure.note)
          say("regular", SIZE.small, QUIET).text(figure.note, x + 6, top + 42, inside)
      }
      pen.y = top + height + 6
      pen.x = left
    },
    facts(facts) {
      setFacts({ pen, left, width, say, reserve }, facts)
    },
    table(table) {
      setTable({ pen, left, width, say, reserve }, table)
    },
    row(height, parts) {
      reserve(height)
      const top = pen.y
      const whole = parts.reduce((sum, { share }) => sum + share, 0)
      const room = width - (parts.length - 1) * ROW_GAP
      let x = left
      for (const { share, draw } of parts) {
        const own = (share / whole) * room
        draw(pen, { x, y: top, width: own, height })
        x += own + ROW_GAP
      }
      pen.x = left
      pen.y = top + height + ROW_GAP
    },
    pages: () => pen.bufferedPageRange().count,
    finish: () =>
      finish((page, count) => {
        const y = pen.page.height - MARGIN.bottom + FOOT_GAP - 6
        pen
          .moveTo(left, y - 4)
          .lineTo(left + width, y - 4)
          .lineWidth(0.5)
          .stroke(LINE)
        say("regular", SIZE.small, QUIET)
        pen.text(facts.foot, left, y, { width: width - 70, lineBreak: false, ellipsis: true })
        pen.text(`第 ${page} 页，共 ${count} 页`, left + width - 70, y, {
          width: 70,
          align: "right",
          lineBreak: false,
        })
      }),
  }
}

type Block = { size: number; color?: string; indent?: number }
type Setting = {
  pen: Pen
  left: number
  width: number
  say: (font: "regular" | "bold", size: number, color?: string) => Pen
  reserve: (height: number) => boolean
}

const FACT_NAME_WIDTH = 62

function setFacts(
  { pen, left, width, say, reserve }: Setting,
  facts: readonly (readonly [name: string, value: string])[],
) {
  const half = width / 2
  const fits = (value: string) =>
    say("regular", SIZE.body).widthOfString(value) <= half - FACT_NAME_WIDTH - 8
  const lines: (readonly [string, string])[][] = []
  for (const fact of facts) {
    const last = lines.at(-1)
    if (last?.length === 1 && fits(last[0]![1]) && fits(fact[1])) last.push(fact)
    else lines.push([fact])
  }
  for (const line of lines) {
    const room = (line.length === 2 ? half : width) - FACT_NAME_WIDTH - 4
    say("regular", SIZE.body)
    const height = Math.max(
      ...line.map(([, value]) => pen.heightOfString(value, { width: room, lineGap: LINE_GAP })),
    )
    reserve(height)
    const top = pen.y
    for (const [place, [name, value]] of line.entries()) {
      const x = left + place * half
      say("regular", SIZE.body, QUIET).text(name, x, top, { width: FACT_NAME_WIDTH })
      say("regular", SIZE.body).text(value, x + FACT_NAME_WIDTH, top, {
        width: room,
        lineGap: LINE_GAP,
      })
    }
    pen.y = top + height + 1
  }
  pen.y += 3
  pen.x = left
}

type Set = { height: number; draw: (y: number) => void }

function setTable({ pen, left, width, say, reserve }: Setting, { columns, rows, foot }: Table) {
  const whole = columns.reduce((sum, { share }) => sum + share, 0)
  let x = left
  const places = columns.map((column) => {
    const place = { x, width: (column.share / whole) * width, isNumber: column.isNumber ?? false }
    x += place.width
    return place
  })
  const setCell = (cell: Cell, place: (typeof places)[number], font: "regular" | "bold") => {
    const inner = { x: place.x + CELL_PAD.x, width: place.width - 2 * CELL_PAD.x }
    if (typeof cell === "object" && "draw" in cell)
      return {
        height: 0,
        draw: (y: number, height: number) => cell.draw(pen, { ...inner, y, height }),
      }
    const { text, note, isBold } = typeof cell === "string" ? { text: cell } : cell
    const options = {
      width: inner.width,
      align: place.isNumber ? ("right" as const) : ("left" as const),
      lineGap: LINE_GAP,
    }
    const face = isBold ? "bold" : font
    say(face, SIZE.table)
    const own = text === "" ? 0 : pen.heightOfString(text, options)
    say("regular", SIZE.small)
    const below = note ? pen.heightOfString(note, options) : 0
    return {
      height: own + below,
      draw(y: number) {
        if (text !== "") say(face, SIZE.table).text(text, inner.x, y, options)
        if (note) say("regular", SIZE.small, QUIET).text(note, inner.x, y + own, options)
      },
    }
  }
  const setRow = (cells: readonly Cell[], font: "regular" | "bold", fill: string | null): Set => {
    const set = cells.map((cell, place) => setCell(cell, places[place]!, font))
    const inner = Math.max(SIZE.table, ...set.map(({ height }) => height))
    const height = inner + 2 * CELL_PAD.y
    return {
      height,
      draw(y) {
        if (fill) pen.rect(left, y, width, height).fill(fill)
        for (const cell of set) cell.draw(y + CELL_PAD.y, inner)
        pen
          .moveTo(left, y + height)
          .lineTo(left + width, y + height)
          .lineWidth(0.4)
          .stroke(LINE)
      },
    }
  }
  const head = setRow(
    columns.map(({ head: text }) => text),
    "bold",
    SHADE,
  )
  const put = ({ height, draw }: Set) => {
    const top = pen.y
    draw(top)
    pen.y = top + height
    pen.x = left
  }
  const first = rows[0] ? setRow(rows[0], "regular", null) : null
  reserve(head.height + (first?.height ?? 0))
  put(head)
  for (const row of rows) {
    const set = setRow(row, "regular", null)
    if (reserve(set.height)) put(head)
    put(set)
  }
  if (foot) {
    const set = setRow(foot, "bold", null)
    if (reserve(set.height)) put(head)
    put(set)
  }
  pen.y += 5
}
