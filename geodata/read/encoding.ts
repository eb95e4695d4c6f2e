/** Telling in which encoding bytes of unknown origin are written. */
import { Refusal } from "./refusal.ts"

const BYTE_ORDER_MARKS: [string, number[]][] = [
  ["UTF-8", [0xef, 0xbb, 0xbf]],
  ["UTF-16LE", [0xff, 0xfe]],
  ["UTF-16BE", [0xfe, 0xff]],
]

/** A decoder for a label the user or a file gives; undefined when there is no such encoding. */
export function findDecoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/**
 * A decoder for the label the user asks for.
 * @throws Refusal when there is no such encoding
 */
export function requireDecoder(label: string): TextDecoder {
  const decoder = findDecoder(label)
  if (!decoder)
    throw new Refusal("encoding-unknown", "没有指定的这种文字编码，请改用 UTF-8 或 GB18030。")
  return decoder
}

/** Do the bytes decode without a fault? `cut` forgives a character that is cut off at the end. */
export function isEncodedIn(label: string, bytes: Uint8Array, cut = false): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: cut })
    return true
  } catch {
    // The decoder's only fault is malformed text: that is the answer.
    return false
  }
}

/** Plain text has no zero bytes; UTF-16 of mostly Latin letters has one in every second place. */
function findZeroSide(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  sample.forEach((byte, place) => {
    if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (odd > sample.length / 8 && even === 0) return "UTF-16LE"
  if (even > sample.length / 8 && odd === 0) return "UTF-16BE"
  return undefined
}

const startsWith = (bytes: Uint8Array, mark: number[]) =>
  mark.every((byte, at) => bytes[at] === byte)

/**
 * The encoding of a text: the mark at its head, else strict UTF-8, else GB18030 (which holds GBK and
 * GB2312); or the one that is wanted.
 * @throws Refusal when there is no such encoding
 */
function planDecoder(bytes: Uint8Array, wanted: string | undefined): TextDecoder {
  if (wanted) return requireDecoder(wanted)
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => startsWith(bytes, mark))?.[0]
  return new TextDecoder(
    marked ?? findZeroSide(bytes) ?? (isEncodedIn("UTF-8", bytes) ? "UTF-8" : "GB18030"),
  )
}

/** `doubtful` where characters could not be read. */
export function decodeText(
  bytes: Uint8Array,
  wanted?: string,
): { text: string; encoding: string; doubtful: boolean } {
  const decoder = planDecoder(bytes, wanted)
  const text = decoder.decode(bytes)
  return { text, encoding: decoder.encoding.toUpperCase(), doubtful: text.includes("\uFFFD") }
}

/** The same as bytes in UTF-8 without a mark; large files that are UTF-8 already are not copied. */
export function toUtf8(
  bytes: Buffer,
  wanted?: string,
): { bytes: Buffer; encoding: string; doubtful: boolean } {
  const isPlain = wanted === undefined && findZeroSide(bytes) === undefined
  if (isPlain && isEncodedIn("UTF-8", bytes)) {
    const [, mark = []] = BYTE_ORDER_MARKS[0] ?? []
    const from = startsWith(bytes, mark) ? mark.length : 0
    return { bytes: bytes.subarray(from), encoding: "UTF-8", doubtful: false }
  }
  const { text, ...rest } = decodeText(bytes, wanted)
  return { bytes: Buffer.from(text), ...rest }
}
