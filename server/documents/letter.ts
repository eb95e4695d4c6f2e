/**
 * The page-setting of letters that an office signs (公文), after GB/T 9704-2012: A4, 156 mm × 225 mm of text, 22 point
 * titles, 16 point text on lines of 28 points, and the page number between strokes.
 */
import { loadSerif } from "./fonts.ts"
import { type DocumentFacts, mm, openPdf } from "./pdf.ts"

const MARGIN = { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26) }
const SIZE = { title: 22, text: 16, fact: 13, foot: 9 }
const LINE = 28
const FACT_LINE = 20
const FACT_NAME = mm(40)
const FACT_PAD = 4
/** A row is never taller than this: half a page. */
const LONGEST_ROW = 16 * FACT_LINE
const INK = "#000000"
const QUIET = "#555555"
const INDENT = 2 * SIZE.text

export type Letter = {
  title: (text: string, number: string) => void
  addressee: (text: string) => void
  heading: (text: string) => void
  paragraph: (text: string) => void
  /** Names and values in a frame. */
  facts: (facts: readonly (readonly [name: string, value: string])[]) => void
  /** Who signs, with room for a seal, and the day below. */
  signature: (signers: readonly { role: string; name: string }[], day: string) => void
  note: (text: string) => void
  /** @param foot stands left of the page number */
  finish: (foot: string) => Promise<Uint8Array<ArrayBuffer>>
}

/** A text in parts that each fit, as long as can be. */
function splitBy(text: string, fits: (part: string) => boolean): string[] {
  if (fits(text)) return [text]
  const letters = [...text]
  let [least, most] = [1, letters.length]
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (fits(letters.slice(0, middle).join(""))) least = middle
    else most = middle - 1
  }
  return [letters.slice(0, least).join(""), ...splitBy(letters.slice(least).join(""), fits)]
}

/** A new letter with its first page. */
export function createLetter(facts: DocumentFacts): Letter {
  const { pen, finish } = openPdf(facts, MARGIN, loadSerif())
  const left = MARGIN.left
  const width = pen.page.width - MARGIN.left - MARGIN.right
  const bottom = pen.page.height - MARGIN.bottom
  const say = (font: "regular" | "bold", size: number, color = INK) =>
    pen.font(font).fontSize(size).fillColor(color)
  const reserve = (height: number) => {
    if (pen.y + height > bottom) pen.addPage()
  }
  /** So much between lines makes them stand a line apart. */
  const gapOf = (line: number) => line - pen.currentLineHeight()
  const flow = (text: string, indent = 0) => {
    const options = { width, indent, lineGap: gapOf(LINE) }
    reserve(Math.min(2 * LINE, pen.heightOfString(text, options)))
    pen.text(text, left, pen.y, options)
  }
  return {
    title(text, number) {
      say("bold", SIZE.title)
      pen.text(text, left, pen.y, { width, align: "center", lineGap: 6 })
      say("regular", SIZE.text)
      pen.text(number, left, pen.y + 8, { width, align: "center" })
      pen.y += LINE / 2
    },
    addressee(text) {
      say("regular", SIZE.text)
      flow(`${text}：`)
    },
    heading(text) {
      say("bold", SIZE.text)
      reserve(2 * LINE)
      flow(text, INDENT)
    },
    paragraph(text) {
      say("regular", SIZE.text)
      for (const part of text.split("\n")) flow(part, INDENT)
    },
    facts(facts) {
      pen.y += 4
      const options = { width: width - FACT_NAME - 2 * FACT_PAD, lineGap: 0 }
      const heightOf = (value: string) => {
        say("regular", SIZE.fact)
        options.lineGap = gapOf(FACT_LINE)
        return Math.max(FACT_LINE, pen.heightOfString(value, options)) + FACT_PAD
      }
      const put = (name: string, value: string) => {
        const height = heightOf(value)
        reserve(height)
        const top = pen.y
        pen.lineWidth(0.6).rect(left, top, FACT_NAME, height).stroke(INK)
        pen.rect(left + FACT_NAME, top, width - FACT_NAME, height).stroke(INK)
        say("regular", SIZE.fact)
        pen.text(name, left + FACT_PAD, top + FACT_PAD, { width: FACT_NAME - 2 * FACT_PAD })
        pen.text(value, left + FACT_NAME + FACT_PAD, top + FACT_PAD, options)
        pen.y = top + height
      }
      for (const [name, value] of facts)
        for (const [at, part] of splitBy(value, (text) => heightOf(text) <= LONGEST_ROW).entries())
          put(at === 0 ? name : "（续）", part)
      pen.x = left
      pen.y += 8
    },
    signature(signers, day) {
      say("regular", SIZE.text)
      reserve((signers.length + 2) * LINE * 1.5)
      pen.y += LINE
      const isOne = signers.length === 1
      for (const { role, name } of signers) {
        const line = role === "" ? name : `${role}：${name}`
        pen.text(line, left + (isOne ? width / 3 : 0), pen.y, {
          width: isOne ? (2 * width) / 3 - INDENT : width,
          align: isOne ? "right" : "left",
          lineGap: gapOf(LINE),
        })
        if (!isOne) pen.y += LINE / 2
      }
      pen.text(day, left, pen.y, { width: width - INDENT, align: "right", lineGap: gapOf(LINE) })
    },
    note(text) {
      say("regular", SIZE.fact)
      pen.y += LINE / 2
      flow(text)
    },
    finish: (foot) =>
      finish((page) => {
        const y = pen.page.height - MARGIN.bottom + mm(7)
        say("regular", SIZE.foot + 5).text(`— ${page} —`, left, y, { width, align: "center" })
        say("regular", SIZE.foot - 2, QUIET).text(foot, left, y + mm(9), {
          width,
          lineBreak: false,
          ellipsis: true,
        })
      }),
  }
}
