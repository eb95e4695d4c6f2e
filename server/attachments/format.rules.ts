/** Which kind of file these bytes are. Decided by the bytes alone: a name proves nothing. */
import { unzipSync } from "fflate"

/** The kinds that are taken, with the media type they are served as and the endings their names may have. */
export const FORMATS = {
  pdf: { mediaType: "application/pdf", endings: ["pdf"], isImage: false },
  png: { mediaType: "image/png", endings: ["png"], isImage: true },
  jpeg: { mediaType: "image/jpeg", endings: ["jpg", "jpeg"], isImage: true },
  webp: { mediaType: "image/webp", endings: ["webp"], isImage: true },
  docx: {
    mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    endings: ["docx"],
    isImage: false,
  },
  xlsx: {
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    endings: ["xlsx"],
    isImage: false,
  },
} as const
export type Format = keyof typeof FORMATS

/** Bytes at a place, as hexadecimal. */
const SIGNATURES: readonly { format: Format; marks: readonly [at: number, hex: string][] }[] = [
  { format: "pdf", marks: [[0, "255044462d"]] },
  { format: "png", marks: [[0, "89504e470d0a1a0a"]] },
  { format: "jpeg", marks: [[0, "ffd8ff"]] },
  {
    format: "webp",
    marks: [
      [0, "52494646"],
      [8, "57454250"],
    ],
  },
]
const ZIP = "504b0304"
/** Office documents have a few hundred parts; more would only keep us busy. */
const MOST_PARTS = 10_000

/** The kind of a file; undefined for every other, an office document with macros among them. */
export function findFormat(bytes: Uint8Array): Format | undefined {
  const signed = SIGNATURES.find(({ marks }) => marks.every(([at, hex]) => hasMark(bytes, at, hex)))
  if (signed) return signed.format
  return hasMark(bytes, 0, ZIP) ? findOfficeFormat(bytes) : undefined
}

const hasMark = (bytes: Uint8Array, at: number, hex: string) =>
  [...bytes.subarray(at, at + hex.length / 2)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("") === hex

function findOfficeFormat(bytes: Uint8Array): Format | undefined {
  const parts = listParts(bytes)
  const has = (part: string) => parts.has(part)
  if (!has("[content_types].xml") || [...parts].some((part) => part.endsWith("vbaproject.bin")))
    return undefined
  const [isText, isSheet] = [has("word/document.xml"), has("xl/workbook.xml")]
  if (isText === isSheet) return undefined
  return isText ? "docx" : "xlsx"
}

/** Names of an archive's parts in lower case; nothing is unpacked. Empty for one that cannot be read. */
function listParts(bytes: Uint8Array): Set<string> {
  const parts = new Set<string>()
  try {
    unzipSync(bytes, {
      filter: ({ name }) => {
        parts.add(name.toLowerCase())
        if (parts.size > MOST_PARTS) throw new RangeError("too many parts")
        return false
      },
    })
    return parts
  } catch {
    // A broken archive is of no kind that is taken; its sender is told so.
    return new Set()
  }
}

/** The name under which a file is handed out: one whose ending belies its bytes gets the true one behind it. */
export function nameFor(filename: string, format: Format): string {
  const { endings } = FORMATS[format]
  const ending = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase()
  return endings.some((own) => own === ending) ? filename : `${filename}.${endings[0]}`
}
