/** What a file is, by its content; its name only helps to say it in words. */
import { type Archive, openArchive } from "./archive.ts"
import { Refusal } from "./refusal.ts"

export type Detected =
  | { is: "shapefile" | "xlsx"; archive: Archive }
  | { is: "geopackage" | "json" | "text" }

type Signature = { bytes: number[]; rule: string; sentence: string }

const unsupported = (sentence: string) => new Refusal("format-unsupported", sentence)

/** Files that are known by their first bytes and not read. */
const SIGNATURES: Signature[] = [
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    rule: "format-unsupported",
    sentence: "这是旧版 .xls 或加了密码的工作簿，请另存为不加密的 .xlsx 后上传。",
  },
  {
    bytes: [0x1f, 0x8b],
    rule: "format-unsupported",
    sentence: "暂不支持 .gz 压缩文件，请解开后上传。",
  },
  {
    bytes: [0x52, 0x61, 0x72, 0x21],
    rule: "format-unsupported",
    sentence: "暂不支持 RAR，请改用 ZIP 打包。",
  },
  {
    bytes: [0x37, 0x7a, 0xbc, 0xaf],
    rule: "format-unsupported",
    sentence: "暂不支持 7z，请改用 ZIP 打包。",
  },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    rule: "format-unsupported",
    sentence: "暂不支持 PDF，请上传数据文件。",
  },
  {
    bytes: [0x41, 0x43, 0x31, 0x30],
    rule: "format-unsupported",
    sentence: "暂不支持 DWG，请导出为 SHP（打成 zip）、GeoPackage 或 GeoJSON。",
  },
  {
    bytes: [0x00, 0x00, 0x27, 0x0a],
    rule: "shp-incomplete",
    sentence: "只有单个 .shp 或 .shx 文件，请把 .shp、.shx、.dbf、.prj 一起打成 zip 上传。",
  },
]

const startsWith = (content: Buffer, bytes: number[]) =>
  bytes.every((byte, place) => content[place] === byte)

/** First text of the file without marks and blanks, whatever it is encoded in. */
const openingOf = (content: Buffer): string =>
  content
    .subarray(0, 2048)
    .toString("latin1")
    .replaceAll("\0", "")
    .replace(/^(ï»¿|ÿþ|þÿ)/, "")
    .trimStart()

function detectArchive(content: Buffer): Detected {
  const archive = openArchive(content)
  const has = (pattern: RegExp) => archive.entries.some(({ name }) => pattern.test(name))
  if (has(/^xl\/workbook\.xml$/i)) return { is: "xlsx", archive }
  if (has(/\.(shp|shx|dbf)$/i)) return { is: "shapefile", archive }
  if (has(/\.kml$/i))
    throw unsupported("暂不支持 KMZ / KML，请转换为 SHP（打成 zip）、GeoPackage 或 GeoJSON。")
  if (has(/\.gdbtable$/i))
    throw unsupported("暂不支持 File Geodatabase，请导出为 SHP（打成 zip）或 GeoPackage。")
  throw unsupported("压缩包里没有 shapefile，也不是 XLSX 工作簿。")
}

/** @throws Refusal for what is not read, with what to do instead */
export function detectFormat(content: Buffer): Detected {
  if (content.length === 0) throw new Refusal("file-empty", "文件是空的。")
  if (startsWith(content, [0x50, 0x4b])) return detectArchive(content)
  if (content.toString("latin1", 0, 16) === "SQLite format 3\0") return { is: "geopackage" }
  const known = SIGNATURES.find(({ bytes }) => startsWith(content, bytes))
  if (known) throw new Refusal(known.rule, known.sentence)
  const opening = openingOf(content)
  // The exchange text of the land offices begins with a bracket too, but with a word in it.
  if (/^(\{|\[\s*[[{"\d\]-])/.test(opening)) return { is: "json" }
  if (opening.startsWith("<"))
    throw unsupported(
      "暂不支持 KML、GML 等 XML 文件，请转换为 SHP（打成 zip）、GeoPackage 或 GeoJSON。",
    )
  if (
    /^(0|999)\r?\n\s*(SECTION|[^\r\n]*\r?\n\s*0\r?\n\s*SECTION)/.test(opening) ||
    /AutoCAD Binary DXF/.test(opening)
  )
    throw unsupported("暂不支持 DXF，请转换为 SHP（打成 zip）、GeoPackage 或 GeoJSON。")
  return { is: "text" }
}
