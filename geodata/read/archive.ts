/**
 * Reads a zip without trusting it: sizes are checked before anything is unpacked and again while it is,
 * names are data and never paths, and an entry that does not match its checksum is not used.
 * Format: PKWARE APPNOTE 6.3, central directory only.
 */
import { crc32, inflateRawSync } from "node:zlib"
import { isEncodedIn } from "./encoding.ts"
import { ZIP_ENTRIES, ZIP_RATIO, ZIP_RATIO_FROM_BYTES, ZIP_UNPACKED_BYTES } from "./limits.ts"
import { Refusal } from "./refusal.ts"

export type ArchiveEntry = {
  /** Path inside the zip with forward slashes, as text. */
  name: string
  size: number
  packedSize: number
  method: number
  checksum: number
  encrypted: boolean
  /** Where its local header begins. */
  offset: number
}

export type Archive = { bytes: Buffer; entries: ArchiveEntry[] }

const END_MARK = 0x06054b50
const END_BYTES = 22
const LONGEST_COMMENT = 0xffff
const ENTRY_MARK = 0x02014b50
const ENTRY_BYTES = 46
const LOCAL_MARK = 0x04034b50
const LOCAL_BYTES = 30
const STORED = 0
const DEFLATED = 8
/** Value of a 16 or 32 bit field whose real one stands in a zip64 record. */
const MOVED_16 = 0xffff
const MOVED_32 = 0xffffffff

const corrupt = () => new Refusal("zip-corrupt", "压缩包已损坏或不完整，请重新打包上传。")
const tooLarge = (sentence: string) => new Refusal("zip-too-large", sentence)

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT)
  for (let at = bytes.length - END_BYTES; at >= first; at -= 1)
    if (bytes.readUInt32LE(at) === END_MARK) return at
  throw corrupt()
}

/** Names without the UTF-8 flag come from Windows Explorer in the code page of its system: GBK here. */
function readName(raw: Buffer, isUtf8: boolean): string {
  const label = isUtf8 || isEncodedIn("UTF-8", raw) ? "UTF-8" : "GB18030"
  return new TextDecoder(label).decode(raw).replaceAll("\\", "/")
}

/** An entry larger than 200 MB cannot be here, so a size that moved to zip64 is one we refuse. */
function readEntry(bytes: Buffer, at: number): { entry: ArchiveEntry; next: number } {
  if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_MARK) throw corrupt()
  const flags = bytes.readUInt16LE(at + 8)
  const nameLength = bytes.readUInt16LE(at + 28)
  const nameAt = at + ENTRY_BYTES
  const next = nameAt + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  const entry = {
    name: readName(bytes.subarray(nameAt, nameAt + nameLength), (flags & 0x800) !== 0),
    size: bytes.readUInt32LE(at + 24),
    packedSize: bytes.readUInt32LE(at + 20),
    method: bytes.readUInt16LE(at + 10),
    checksum: bytes.readUInt32LE(at + 16),
    encrypted: (flags & 1) !== 0,
    offset: bytes.readUInt32LE(at + 42),
  }
  if ([entry.size, entry.packedSize, entry.offset].includes(MOVED_32))
    throw tooLarge("压缩包里有超大文件（ZIP64），请拆分后上传。")
  return { entry, next }
}

function checkSizes(entries: ArchiveEntry[]): void {
  if (entries.some(({ encrypted }) => encrypted))
    throw new Refusal("zip-encrypted", "压缩包设有密码，请去掉密码后重新打包上传。")
  if (entries.some(({ name }) => /\.(zip|rar|7z|gz|tar)$/i.test(name)))
    throw new Refusal("zip-nested", "压缩包里还有压缩包，请解开后把数据文件直接打成一个包。")
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  const dense = entries.some(
    ({ size, packedSize }) => size > ZIP_RATIO_FROM_BYTES && size > packedSize * ZIP_RATIO,
  )
  if (total > ZIP_UNPACKED_BYTES) throw tooLarge("压缩包解开后超过 1 GB，请拆分后上传。")
  if (dense) throw tooLarge("压缩包的压缩比异常（超过 200 倍），不予解压。")
  const ordered = entries.toSorted((a, b) => a.offset - b.offset)
  const overlapping = ordered.some(({ offset, packedSize }, place) => {
    const next = ordered[place + 1]
    return next !== undefined && offset + LOCAL_BYTES + packedSize > next.offset
  })
  if (overlapping) throw corrupt()
}

/**
 * The files that a zip says it holds; folders and the shadow files of macOS are left out.
 * @throws Refusal when it is damaged, locked, nested or larger than the limits
 */
export function openArchive(bytes: Buffer): Archive {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count === MOVED_16 || count > ZIP_ENTRIES)
    throw new Refusal(
      "zip-too-many-entries",
      `压缩包里超过 ${ZIP_ENTRIES} 个文件，请只打包需要的数据。`,
    )
  const entries: ArchiveEntry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let place = 0; place < count; place += 1) {
    const { entry, next } = readEntry(bytes, at)
    entries.push(entry)
    at = next
  }
  if (at > end) throw corrupt()
  checkSizes(entries)
  return {
    bytes,
    entries: entries.filter(
      ({ name }) => !name.endsWith("/") && !/(^|\/)(__MACOSX\/|\._|\.DS_Store)/.test(name),
    ),
  }
}

/**
 * The content of an entry. Never larger than the directory said.
 * @throws Refusal when it is damaged
 */
export function unpackEntry({ bytes }: Archive, entry: ArchiveEntry): Buffer {
  const { offset, size, packedSize, method, checksum } = entry
  if (offset + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_MARK)
    throw corrupt()
  const start =
    offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const packed = bytes.subarray(start, start + packedSize)
  if (packed.length !== packedSize) throw corrupt()
  const content = method === STORED ? packed : method === DEFLATED ? inflate(packed, size) : null
  if (content === null)
    throw new Refusal("zip-method", "压缩包用了不支持的压缩方式，请用普通 ZIP 格式重新打包。")
  if (content.length !== size || crc32(content) !== checksum) throw corrupt()
  return content
}

function inflate(packed: Buffer, size: number): Buffer {
  try {
    // One byte more than announced is enough to see that the announcement was false.
    return inflateRawSync(packed, { maxOutputLength: size + 1 })
  } catch (error) {
    throw Object.assign(corrupt(), { cause: error })
  }
}
