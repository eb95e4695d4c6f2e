/**
 * CQL2 text (OGC 21-065r2) to a syntax tree: and, or, not, comparison, between, in, like, is null, dates,
 * and S_INTERSECTS with a box or an outline. No other function, no arithmetic. Pure: names are not looked
 * up here.
 */
import { isDay } from "../../geodata/days.ts"
import { FilterFault, readTokens, type Token } from "./cql2-tokens.ts"
import { type Area, readBox, readRing } from "./cql2-area.ts"

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">="

/** A name of the catalogue, not looked up yet. */
export type NameOperand = { kind: "name"; name: string; at: number }
/** A value; numbers stay decimal text so that none loses a digit. */
export type LiteralOperand = { kind: "literal"; at: number } & (
  | { type: "text" | "number" | "day"; value: string }
  | { type: "boolean"; value: boolean }
)
export type Operand = NameOperand | LiteralOperand

export type Condition =
  | { kind: "and" | "or"; parts: Condition[] }
  | { kind: "not"; part: Condition }
  | { kind: "compare"; operator: Comparison; left: Operand; right: Operand }
  | { kind: "between"; operand: NameOperand; low: LiteralOperand; high: LiteralOperand }
  | { kind: "in"; operand: NameOperand; values: LiteralOperand[] }
  | { kind: "like"; operand: NameOperand; pattern: LiteralOperand }
  | { kind: "isNull"; operand: NameOperand }
  | { kind: "intersects"; geometry: NameOperand; area: Area }

/** Parentheses and negations within each other. */
const DEEPEST = 32
/** Conditions in one filter, and values in one list. */
const MOST_CONDITIONS = 200
const MOST_VALUES = 500

/** Words that are no names wherever they stand. */
const RESERVED = /^(?:and|or|not|is|null|in|like|between)$/i

const COMPARISONS: readonly string[] = ["=", "<>", "<", "<=", ">", ">="]

/**
 * Parses a filter. Keywords in any case, texts in single quotes with '' for a quote.
 * @throws FilterFault naming the place
 */
export function parseCql2(source: string): Condition {
  return new Parser(readTokens(source)).parse()
}

class Parser {
  private readonly tokens: readonly Token[]
  private next = 0
  private conditions = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  parse(): Condition {
    const condition = this.either(0)
    if (this.token.kind !== "end") this.fail("此处应结束，或应为 AND、OR")
    return condition
  }

  private get token(): Token {
    return this.tokens[this.next]!
  }

  private fail(message: string, at = this.token.at): never {
    throw new FilterFault(at, message)
  }

  /** Takes the next token if it is this keyword or sign. */
  private took(text: string): boolean {
    const { kind, text: found } = this.token
    if ((kind !== "word" && kind !== "sign") || found.toUpperCase() !== text) return false
    this.next += 1
    return true
  }

  private take(text: string) {
    if (!this.took(text)) this.fail(`此处应为 ${text}`)
  }

  private either(depth: number): Condition {
    const parts = [this.both(depth)]
    while (this.took("OR")) parts.push(this.both(depth))
    return parts.length === 1 ? parts[0]! : { kind: "or", parts }
  }

  private both(depth: number): Condition {
    const parts = [this.single(depth)]
    while (this.took("AND")) parts.push(this.single(depth))
    return parts.length === 1 ? parts[0]! : { kind: "and", parts }
  }

  private single(depth: number): Condition {
    if (depth > DEEPEST) this.fail(`嵌套超过 ${DEEPEST} 层`)
    if (this.took("NOT")) return { kind: "not", part: this.single(depth + 1) }
    if (this.took("(")) {
      const condition = this.either(depth + 1)
      this.take(")")
      return condition
    }
    this.conditions += 1
    if (this.conditions > MOST_CONDITIONS) this.fail(`条件超过 ${MOST_CONDITIONS} 个`)
    return this.isFollowedBy("(") && this.took("S_INTERSECTS")
      ? this.intersects()
      : this.predicate()
  }

  private isFollowedBy(text: string) {
    return this.tokens[this.next + 1]?.text === text
  }

  private predicate(): Condition {
    const left = this.operand()
    const { kind, text } = this.token
    if (kind === "sign" && COMPARISONS.includes(text)) {
      this.next += 1
      const right = this.operand()
      if (left.kind === "literal" && right.kind === "literal")
        this.fail("比较的一边应为名称", left.at)
      return { kind: "compare", operator: text as Comparison, left, right }
    }
    if (left.kind === "literal") this.fail("此处应为比较符号")
    if (this.took("IS")) {
      const negated = this.took("NOT")
      this.take("NULL")
      return negate(negated, { kind: "isNull", operand: left })
    }
    const negated = this.took("NOT")
    if (this.took("BETWEEN")) {
      const low = this.literal()
      this.take("AND")
      return negate(negated, { kind: "between", operand: left, low, high: this.literal() })
    }
    if (this.took("IN"))
      return negate(negated, { kind: "in", operand: left, values: this.values() })
    if (this.took("LIKE"))
      return negate(negated, { kind: "like", operand: left, pattern: this.literal() })
    return this.fail("此处应为比较符号、BETWEEN、IN、LIKE 或 IS NULL")
  }

  private operand(): Operand {
    const { kind, text, at } = this.token
    if (kind !== "word" || /^(true|false)$/i.test(text)) return this.literal()
    if (this.isFollowedBy("(")) return this.literal()
    if (RESERVED.test(text)) this.fail("此处应为名称或值")
    this.next += 1
    return { kind: "name", name: text, at }
  }

  private literal(): LiteralOperand {
    const { kind, text, at } = this.token
    if (kind === "number" || kind === "text") {
      this.next += 1
      return { kind: "literal", type: kind, value: text, at }
    }
    if (this.took("TRUE")) return { kind: "literal", type: "boolean", value: true, at }
    if (this.took("FALSE")) return { kind: "literal", type: "boolean", value: false, at }
    if (this.isFollowedBy("(") && this.took("DATE")) return this.day(at)
    return this.fail("此处应为数字、文本、TRUE、FALSE 或 DATE('…')")
  }

  private day(at: number): LiteralOperand {
    this.take("(")
    const { kind, text } = this.token
    if (kind !== "text" || !isDay(text)) this.fail("日期应写作 DATE('YYYY-MM-DD')")
    this.next += 1
    this.take(")")
    return { kind: "literal", type: "day", value: text, at }
  }

  private values(): LiteralOperand[] {
    this.take("(")
    const values = [this.literal()]
    while (this.took(",")) values.push(this.literal())
    if (values.length > MOST_VALUES) this.fail(`列举的值超过 ${MOST_VALUES} 个`)
    this.take(")")
    return values
  }

  private intersects(): Condition {
    this.take("(")
    const { kind, text, at } = this.token
    if (kind !== "word") this.fail("此处应为名称")
    this.next += 1
    this.take(",")
    const geometry: NameOperand = { kind: "name", name: text, at }
    const area = this.area()
    this.take(")")
    return { kind: "intersects", geometry, area }
  }

  private area(): Area {
    const { at } = this.token
    if (this.took("BBOX")) {
      this.take("(")
      const numbers = [this.number()]
      while (this.took(",")) numbers.push(this.number())
      this.take(")")
      return readBox(numbers) ?? this.fail("BBOX 应为 西,南,东,北 四个经纬度", at)
    }
    if (!this.took("POLYGON")) this.fail("此处应为 BBOX(…) 或 POLYGON((…))")
    this.take("(")
    this.take("(")
    const corners = [this.corner()]
    while (this.took(",")) corners.push(this.corner())
    this.take(")")
    this.take(")")
    return readRing(corners) ?? this.fail("POLYGON 应为首尾相接、不自相交的一圈经纬度", at)
  }

  private corner(): [number, number] {
    return [this.number(), this.number()]
  }

  private number(): number {
    const { kind, text } = this.token
    if (kind !== "number") this.fail("此处应为数字")
    this.next += 1
    return Number(text)
  }
}

const negate = (negated: boolean, part: Condition): Condition =>
  negated ? { kind: "not", part } : part
