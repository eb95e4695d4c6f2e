/** Telling in which encoding bytes of unknown origin are written. */
import { Refusal } from "./refusal.ts"

/** Names as they are shown; each is also a label of the Encoding Standard. */
type EncodingName = string

const BYTE_ORDER_MARKS: [EncodingName, number[]][] = [
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
export function isEncodedIn(label: EncodingName, bytes: Uint8Array, cut = false): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: cut })
    return true
  } catch {
    // The decoder's only fault is malformed text: that is the answer.
    return false
  }
}

/** Plain text has no zero bytes; UTF-16 of mostly Latin letters has one in every second place. */
function findZeroSide(bytes: Uint8Array): EncodingName | undefined {
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

/**
 * Text of a file, and the encoding it was read with: the mark at its head, else strict UTF-8, else GB18030
 * (which holds GBK and GB2312). `doubtful` where characters could not be read.
 */
export function decodeText(
  bytes: Uint8Array,
  wanted?: string,
): { text: string; encoding: EncodingName; doubtful: boolean } {
  const read = (label: string, decoder = new TextDecoder(label)) => {
    const text = decoder.decode(bytes)
    return { text, encoding: label.toUpperCase(), doubtful: text.includes("\uFFFD") }
  }
  if (wanted) return read(wanted, requireDecoder(wanted))
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))
  if (marked) return read(marked[0])
  const wide = findZeroSide(bytes)
  if (wide) return read(wide)
  return read(isEncodedIn("UTF-8", bytes) ? "UTF-8" : "GB18030")
}
