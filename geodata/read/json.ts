/**
 * Walks JSON text by its bytes without building it: finds members and elements, limits depth and length,
 * and keeps the text of each value. `JSON.parse` then only ever sees small pieces.
 */
import { JSON_DEPTH, JSON_MEMBERS, JSON_STRING_BYTES } from "./limits.ts"

/** Where the text stops being JSON, and why, in Chinese. */
export class JsonFault extends Error {
  readonly at: number
  constructor(at: number, reason: string) {
    super(reason)
    this.name = "JsonFault"
    this.at = at
  }
}

/** A value: first byte, and the one after its last. */
export type Span = { start: number; end: number }
export type Member = Span & { key: string }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const isBlank = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

export function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at += 1
  return at
}

/** The byte after the closing quote. */
function skipString(bytes: Buffer, start: number): number {
  let at = start + 1
  for (;;) {
    at = bytes.indexOf(QUOTE, at)
    if (at < 0) throw new JsonFault(start, "文字的引号没有闭合")
    if (at - start > JSON_STRING_BYTES) throw new JsonFault(start, "有超过 1 MB 的文字")
    let slashes = 0
    while (bytes[at - 1 - slashes] === BACKSLASH) slashes += 1
    at += 1
    if (slashes % 2 === 0) return at
  }
}

/** The byte after the value that begins at `start`. */
function skipValue(bytes: Buffer, start: number): number {
  const closers: number[] = []
  let at = start
  do {
    const byte = bytes[at]
    if (byte === undefined) throw new JsonFault(at, "内容不完整，文件在中途结束")
    if (byte === QUOTE) at = skipString(bytes, at)
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      closers.push(byte === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT)
      if (closers.length > JSON_DEPTH) throw new JsonFault(at, `嵌套超过 ${JSON_DEPTH} 层`)
      at += 1
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      if (closers.pop() !== byte) throw new JsonFault(at, "括号不配对")
      at += 1
    } else at += 1
  } while (closers.length > 0)
  // A number or a word goes on to the next mark; strings and brackets have ended already.
  const first = bytes[start]
  if (first !== QUOTE && first !== OPEN_LIST && first !== OPEN_OBJECT)
    while (at < bytes.length && !isMark(bytes[at])) at += 1
  return at
}

const isMark = (byte: number | undefined) =>
  byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || isBlank(byte)

function expectMark(bytes: Buffer, at: number, closer: number): boolean {
  if (bytes[at] === COMMA) return true
  if (bytes[at] === closer) return false
  throw new JsonFault(at, at >= bytes.length ? "内容不完整，文件在中途结束" : "此处不是 JSON")
}

/** Elements of the list that begins at `start`, one after the other. */
export function* listElements(bytes: Buffer, start: number): Generator<Span> {
  let at = skipBlanks(bytes, start + 1)
  if (bytes[at] === CLOSE_LIST) return
  for (;;) {
    const end = skipValue(bytes, at)
    yield { start: at, end }
    const mark = skipBlanks(bytes, end)
    if (!expectMark(bytes, mark, CLOSE_LIST)) return
    at = skipBlanks(bytes, mark + 1)
  }
}

/** An object: its members in file order, repeated names and all, and the byte after its end. */
export function readObject(bytes: Buffer, start: number): { members: Member[]; end: number } {
  const members: Member[] = []
  let at = skipBlanks(bytes, start + 1)
  if (bytes[at] === CLOSE_OBJECT) return { members, end: at + 1 }
  for (;;) {
    if (bytes[at] !== QUOTE) throw new JsonFault(at, "此处应是带引号的名称")
    const keyEnd = skipString(bytes, at)
    const key = String(parseSpan(bytes, { start: at, end: keyEnd }))
    const colon = skipBlanks(bytes, keyEnd)
    if (bytes[colon] !== COLON) throw new JsonFault(colon, "此处应是冒号")
    const valueStart = skipBlanks(bytes, colon + 1)
    const end = skipValue(bytes, valueStart)
    members.push({ key, start: valueStart, end })
    if (members.length > JSON_MEMBERS)
      throw new JsonFault(at, `一个对象超过 ${JSON_MEMBERS} 个成员`)
    const mark = skipBlanks(bytes, end)
    if (!expectMark(bytes, mark, CLOSE_OBJECT)) return { members, end: mark + 1 }
    at = skipBlanks(bytes, mark + 1)
  }
}

export const isObject = (bytes: Buffer, { start }: Span): boolean => bytes[start] === OPEN_OBJECT
export const isList = (bytes: Buffer, { start }: Span): boolean => bytes[start] === OPEN_LIST

export const textOf = (bytes: Buffer, { start, end }: Span): string =>
  bytes.toString("utf8", start, end)

/** @throws JsonFault where the piece is not JSON, NaN and Infinity among it */
export function parseSpan(bytes: Buffer, span: Span): unknown {
  try {
    return JSON.parse(textOf(bytes, span))
  } catch (error) {
    if (error instanceof SyntaxError) throw new JsonFault(span.start, "此处不是 JSON")
    throw error
  }
}
