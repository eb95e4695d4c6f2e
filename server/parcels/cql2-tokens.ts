/** A filter text cannot be understood. `at` is the place: the first character is 1. */
export class FilterFault extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

export type Token = {
  kind: "word" | "number" | "text" | "sign" | "end"
  /** A word or sign as written, a number's digits, a text without its quotes. */
  text: string
  at: number
}

/** Characters of a whole filter: room for a hand-drawn outline of some 300 corners within a URL. */
const MOST_CHARACTERS = 8_192

const BLANK = /[ \t\r\n]+/y
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy
/** A plain or scientific decimal; the sign is read here because nothing is subtracted. */
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
/** Digits and exponent that any amount of land or money fits into; far beyond, the engine would toil. */
const MODERATE = /^[+-]?[\d.]{1,40}(?:[eE][+-]?\d{1,2})?$/
const TEXT = /'(?:[^']|'')*'/y
const SIGN = /<>|<=|>=|[=<>(),]/y
/** Control characters have no place in a name or a value; NUL the engine refuses. */
const CONTROL = /\p{Cc}/u

/**
 * Cuts a filter text into tokens, with one of kind `end` after the last.
 * @throws FilterFault at the first character that belongs to none
 */
export function readTokens(source: string): Token[] {
  if (source.length > MOST_CHARACTERS)
    throw new FilterFault(MOST_CHARACTERS + 1, `筛选条件超过 ${MOST_CHARACTERS} 个字符`)
  const tokens: Token[] = []
  let position = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = position
    return pattern.exec(source)?.[0]
  }
  const push = (kind: Token["kind"], found: string, text = found) => {
    tokens.push({ kind, text, at: position + 1 })
    position += found.length
  }
  while (position < source.length) {
    const blank = match(BLANK)
    if (blank) {
      position += blank.length
      continue
    }
    const word = match(WORD)
    const number = match(NUMBER)
    const text = match(TEXT)
    const sign = match(SIGN)
    if (word) push("word", word)
    else if (number) {
      if (!MODERATE.test(number)) throw new FilterFault(position + 1, "数字过长")
      push("number", number)
    } else if (text) {
      if (CONTROL.test(text)) throw new FilterFault(position + 1, "文本中有控制字符")
      push("text", text, text.slice(1, -1).replaceAll("''", "'"))
    } else if (sign) push("sign", sign)
    else throw new FilterFault(position + 1, "不认识的字符")
  }
  tokens.push({ kind: "end", text: "", at: source.length + 1 })
  return tokens
}
