import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

const find = createRequire(import.meta.url)
/** What pdfkit itself reads fonts by; a font that it opened is taken by every document. */
const fontkit = createRequire(find.resolve("pdfkit"))("fontkit") as {
  create: (bytes: Uint8Array) => PDFKit.Mixins.PDFFontSource
}

const open = (file: string) =>
  fontkit.create(readFileSync(find.resolve(`@expo-google-fonts/noto-sans-sc/${file}`)))

type Fonts = { regular: PDFKit.Mixins.PDFFontSource; bold: PDFKit.Mixins.PDFFontSource }
let fonts: Fonts | undefined

/**
 * The type of every document: Noto Sans SC, with all hanzi that names are written in. TrueType, of which PDF readers
 * find and copy every character. Opened once a process: finding the places of 30,000 glyphs takes a second.
 */
export const loadFonts = (): Fonts =>
  (fonts ??= {
    regular: open("400Regular/NotoSansSC_400Regular.ttf"),
    bold: open("700Bold/NotoSansSC_700Bold.ttf"),
  })
