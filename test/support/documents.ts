import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate"

const inFolder = <T>(work: (folder: string) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), "mutu-document-"))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every sheet of a workbook as LibreOffice shows it, by name. */
export const readByOffice = (workbook: Uint8Array): Map<string, string[][]> =>
  inFolder((folder) => {
    writeFileSync(join(folder, "book.xlsx"), workbook)
    execFileSync(
      "soffice",
      [
        `-env:UserInstallation=file://${folder}/profile`,
        "--headless",
        "--convert-to",
        // Comma, quote, UTF-8, values as they are and not as they look, all sheets.
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
        "--outdir",
        folder,
        join(folder, "book.xlsx"),
      ],
      { stdio: "ignore" },
    )
    return new Map(
      readdirSync(folder)
        .filter((name) => name.endsWith(".csv"))
        .map((name) => [
          name.slice("book-".length, -".csv".length),
          parse(readFileSync(join(folder, name), "utf8"), {
            relax_column_count: true,
          }) as string[][],
        ]),
    )
  })

/** The parts of a workbook, as text by name. */
export const partsOf = (workbook: Uint8Array): Map<string, string> =>
  new Map(Object.entries(unzipSync(workbook)).map(([name, bytes]) => [name, strFromU8(bytes)]))

/** The same workbook without what its formulas come to: whoever opens it must reckon. */
export const withoutResults = (workbook: Uint8Array): Uint8Array =>
  zipSync(
    Object.fromEntries(
      [...partsOf(workbook)].map(([name, text]) => [
        name,
        strToU8(text.replace(/(<\/f>)<v>[^<]*<\/v>/g, "$1")),
      ]),
    ),
  )

/** The text of a PDF in the order in which it was set, without spaces and line ends. */
export const textOfPdf = (pdf: Uint8Array): string =>
  execFileSync("pdftotext", ["-raw", "-", "-"], { input: pdf, encoding: "utf8" }).replace(/\s/g, "")

/** A letter as LibreOffice prints it. */
export const printByOffice = (docx: Uint8Array): Uint8Array =>
  inFolder((folder) => {
    writeFileSync(join(folder, "letter.docx"), docx)
    execFileSync(
      "soffice",
      [
        `-env:UserInstallation=file://${folder}/profile`,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        join(folder, "letter.docx"),
      ],
      { stdio: "ignore" },
    )
    return readFileSync(join(folder, "letter.pdf"))
  })

/** Fonts of a PDF: whether each is embedded and says which characters its glyphs are. */
export const fontsOfPdf = (pdf: Uint8Array) =>
  inFolder((folder) => {
    writeFileSync(join(folder, "one.pdf"), pdf)
    return execFileSync("pdffonts", [join(folder, "one.pdf")], { encoding: "utf8" })
      .trim()
      .split("\n")
      .slice(2)
      .map((line) => {
        const [isEmbedded, , hasUnicode] = line.trim().split(/\s+/).slice(-5)
        return { isEmbedded: isEmbedded === "yes", hasUnicode: hasUnicode === "yes" }
      })
  })
