/** PDF documents on A4 whose bytes are the same whenever the same is set. Lengths are in points (1/72 inch). */
import Pdf from "pdfkit"
import type { Faces } from "./fonts.ts"

const POINTS_PER_MM = 72 / 25.4
export const mm = (millimetres: number) => millimetres * POINTS_PER_MM

export type Pen = PDFKit.PDFDocument
type Margins = { top: number; bottom: number; left: number; right: number }

export type DocumentFacts = {
  title: string
  subject: string
  author: string
  /** ISO 8601; the document says that it was made then, whenever its bytes are made. */
  at: string
}

export type OpenPdf = {
  pen: Pen
  /** Draws what stands at the foot of each page, below the margin, and ends the document. */
  finish: (foot: (page: number, count: number) => void) => Promise<Uint8Array<ArrayBuffer>>
}

/** A new document with its first page; `regular` and `bold` are its fonts. */
export function openPdf(facts: DocumentFacts, margins: Margins, { regular, bold }: Faces): OpenPdf {
  const at = new Date(facts.at)
  const pen = new Pdf({
    size: "A4",
    margins,
    bufferPages: true,
    lang: "zh-CN",
    displayTitle: true,
    pdfVersion: "1.7",
    font: regular as string,
    info: {
      Title: facts.title,
      Subject: facts.subject,
      Author: facts.author,
      Creator: "Mutu 亩图",
      Producer: "Mutu 亩图",
      CreationDate: at,
      ModDate: at,
    },
  })
  const chunks: Uint8Array[] = []
  pen.on("data", (chunk: Uint8Array) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    pen.on("end", resolve)
    pen.on("error", reject)
  })
  pen.registerFont("regular", regular)
  pen.registerFont("bold", bold)
  return {
    pen,
    async finish(foot) {
      const { count } = pen.bufferedPageRange()
      for (let page = 0; page < count; page += 1) {
        pen.switchToPage(page)
        // Below the margin a text would begin a page of its own.
        pen.page.margins = { ...margins, bottom: 0 }
        foot(page + 1, count)
      }
      pen.end()
      await ended
      return new Uint8Array(Buffer.concat(chunks))
    },
  }
}
