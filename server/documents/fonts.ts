import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

const find = createRequire(import.meta.url)
/** What pdfkit itself reads fonts by; a font that it opened is taken by every document. */
const fontkit = createRequire(find.resolve("pdfkit"))("fontkit") as {
  create: (bytes: Uint8Array) => PDFKit.Mixins.PDFFontSource
}

const open = (file: string) =>
  fontkit.create(readFileSync(find.resolve(`@expo-google-fonts/${file}`)))

export type Faces = { regular: PDFKit.Mixins.PDFFontSource; bold: PDFKit.Mixins.PDFFontSource }
let sans: Faces | undefined
let serif: Faces | undefined

/**
 * The type of reports: Noto Sans SC, with all hanzi that names are written in. TrueType, of which PDF readers
 * find and copy every character. Opened once a process: finding the places of 30,000 glyphs takes a second.
 */
export const loadSans = (): Faces =>
  (sans ??= {
    regular: open("noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"),
    bold: open("noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf"),
  })

/** The type of letters that an office signs: Noto Serif SC, a 宋体. Opened once a process. */
export const loadSerif = (): Faces =>
  (serif ??= {
    regular: open("noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf"),
    bold: open("noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf"),
  })
