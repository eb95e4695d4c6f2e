/**
 * A filter text as a condition on `core.parcel_version v` with its relations joined: names from the
 * audience's catalogue, values as typed parameters.
 */
import { joined, type Part, type Sql } from "../db/sql.ts"
import { Problem } from "../http/problem.ts"
import type { Catalogue, NamedField } from "./catalogue.ts"
import {
  type Condition,
  type LiteralOperand,
  type NameOperand,
  type Operand,
  parseCql2,
} from "./cql2.ts"
import type { Area } from "./cql2-area.ts"
import { FilterFault } from "./cql2-tokens.ts"
import type { FieldType } from "./field.ts"

type ToSql = (sql: Sql) => Part

export type Filter = {
  /** What the condition reads; their relations must be joined. */
  fields: ReadonlySet<NamedField>
  condition: ToSql
}

/** The parcel's outline: no field, and known to S_INTERSECTS alone. */
export const GEOMETRY_NAME = "geom"

/** Each % of a pattern multiplies the work that a text costs. */
const MOST_WILDCARDS = 8

/**
 * Reads a filter for an audience.
 * @param whole what the audience may ask of today, where the catalogue is that of a past day
 * @throws Problem invalid-request naming the place of the first fault; a name that the audience may not
 *   use and one that does not exist are the same fault
 */
export function readFilter(source: string, catalogue: Catalogue, whole = catalogue): Filter {
  try {
    return new Reader(catalogue, whole).read(parseCql2(source))
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error
    const message = `第 ${error.at} 个字符处：${error.message}。`
    throw new Problem("invalid-request", `筛选条件有误，${message}`, {
      issues: [{ pointer: "/filter", message }],
    })
  }
}

/** What a value is cast to, so that the engine compares like with like. */
export const cast = (sql: Sql, type: FieldType, value: string | boolean): Part => {
  if (type === "number") return sql`${value}::numeric`
  if (type === "day") return sql`${value}::date`
  // Through text: the driver takes any text for a boolean parameter as false.
  return type === "boolean" ? sql`${String(value)}::text::boolean` : sql`${value}::text`
}

/** Texts are ordered by code point on every engine, whatever its language setting. */
export const ordered = (sql: Sql, type: FieldType, expression: Part): Part =>
  type === "text" ? sql`(${expression}) collate "C"` : expression

/** A condition that always holds. */
export const everything: ToSql = (sql) => sql`true`

/** Whether a parcel's outline and an area share a point. */
export function intersects(sql: Sql, area: Area): Part {
  if ("box" in area) {
    const [west, south, east, north] = area.box
    return sql`ST_Intersects(v.geom, ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4490))`
  }
  const corners = area.ring.map(([lon, lat]) => `${lon} ${lat}`).join(", ")
  return sql`ST_Intersects(v.geom, ST_GeomFromText(${`POLYGON((${corners}))`}, 4490))`
}

class Reader {
  private readonly catalogue: Catalogue
  private readonly whole: Catalogue
  private readonly fields = new Set<NamedField>()

  constructor(catalogue: Catalogue, whole: Catalogue) {
    this.catalogue = catalogue
    this.whole = whole
  }

  read(condition: Condition): Filter {
    const toSql = this.condition(condition)
    return { fields: this.fields, condition: toSql }
  }

  private condition(condition: Condition): ToSql {
    switch (condition.kind) {
      case "and":
      case "or": {
        const parts = condition.parts.map((part) => this.condition(part))
        return (sql) => {
          const separator = condition.kind === "and" ? sql` and ` : sql` or `
          return sql`(${joined(
            sql,
            parts.map((part) => part(sql)),
            separator,
          )})`
        }
      }
      case "not": {
        const part = this.condition(condition.part)
        return (sql) => sql`(not ${part(sql)})`
      }
      case "compare":
        return this.comparison(condition)
      case "between":
        return this.between(condition)
      case "in":
        return this.list(condition)
      case "like":
        return this.like(condition)
      case "isNull": {
        const { expression } = this.field(condition.operand)
        return (sql) => sql`((${expression(sql)}) is null)`
      }
      case "intersects": {
        const { geometry, area } = condition
        if (geometry.name !== GEOMETRY_NAME || this.catalogue.size === 0)
          return refuseName(geometry)
        return (sql) => intersects(sql, area)
      }
    }
  }

  private field(operand: NameOperand): NamedField {
    const field = this.catalogue.get(operand.name)
    const present = field ?? this.whole.get(operand.name)
    if (!present) return refuseName(operand)
    if (!field) throw new FilterFault(operand.at, `“${present.zh}”只有今天的值，不能用于过去的日期`)
    this.fields.add(field)
    return field
  }

  private comparison({ operator, left, right }: Condition & { kind: "compare" }): ToSql {
    const [first, second] = [this.side(left), this.side(right)]
    if (first.type !== second.type) throw new FilterFault(right.at, "两边的类型不同")
    if (first.many || second.many) return this.anyOf(operator, left, right)
    if (first.type === "boolean" && operator !== "=" && operator !== "<>")
      throw new FilterFault(right.at, "是非值只能用 = 或 <> 比较")
    return (sql) => {
      const [a, b] = [ordered(sql, first.type, first.toSql(sql)), second.toSql(sql)]
      return sql`(${a} ${sign(sql, operator)} ${b})`
    }
  }

  private side(operand: Operand): { type: FieldType; many: boolean; toSql: ToSql } {
    if (operand.kind === "literal") {
      const { type, value } = operand
      return { type, many: false, toSql: (sql) => cast(sql, type, value) }
    }
    const { type, many, expression } = this.field(operand)
    return { type, many, toSql: (sql) => sql`(${expression(sql)})` }
  }

  /** Of several values: `=` holds when one is equal, `<>` when none is; without any it is unknown. */
  private anyOf(operator: string, left: Operand, right: Operand): ToSql {
    const [list, literal] = left.kind === "name" ? [left, right] : [right, left]
    if (
      list.kind !== "name" ||
      literal.kind !== "literal" ||
      (operator !== "=" && operator !== "<>")
    )
      throw new FilterFault(right.at, "多值名称只能用 =、<>、IN、LIKE 与文本比较")
    const { expression } = this.field(list)
    const { value } = literal
    return operator === "="
      ? (sql) => sql`(${value}::text = any(${expression(sql)}))`
      : (sql) => sql`(${value}::text <> all(${expression(sql)}))`
  }

  private between({ operand, low, high }: Condition & { kind: "between" }): ToSql {
    const { type, many, expression } = this.field(operand)
    if (many || type === "boolean") throw new FilterFault(operand.at, "此名称不能用 BETWEEN")
    assertType(low, type)
    assertType(high, type)
    return (sql) => {
      const value = ordered(sql, type, expression(sql))
      return sql`(${value} between ${cast(sql, type, low.value)} and ${cast(sql, type, high.value)})`
    }
  }

  private list({ operand, values }: Condition & { kind: "in" }): ToSql {
    const { type, many, expression } = this.field(operand)
    for (const value of values) assertType(value, type)
    const texts = values.map(({ value }) => String(value))
    if (many) return (sql) => sql`((${expression(sql)}) && ${texts}::text[])`
    return (sql) => sql`((${expression(sql)}) = any(${arrayOf(sql, type, texts)}))`
  }

  private like({ operand, pattern }: Condition & { kind: "like" }): ToSql {
    const { type, many, expression } = this.field(operand)
    if (type !== "text") throw new FilterFault(operand.at, "LIKE 只用于文本")
    assertType(pattern, "text")
    const text = String(pattern.value)
    if (text.split("%").length - 1 > MOST_WILDCARDS)
      throw new FilterFault(pattern.at, `模式中的 % 超过 ${MOST_WILDCARDS} 个`)
    // An escape sign that escapes nothing is an error of the engine.
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text))
      throw new FilterFault(pattern.at, "模式不能以单个 \\ 结尾")
    if (!many) return (sql) => sql`((${expression(sql)}) like ${text}::text)`
    return (sql) => sql`(case when (${expression(sql)}) is not null
      then exists (select from unnest(${expression(sql)}) one where one like ${text}::text) end)`
  }
}

/** Forbidden and unknown names alike; the name itself is not repeated. */
function refuseName({ at }: NameOperand): never {
  throw new FilterFault(at, "此处的名称不可用")
}

function assertType({ type, at }: LiteralOperand, wanted: FieldType) {
  if (type !== wanted) throw new FilterFault(at, "值的类型与名称不符")
}

function arrayOf(sql: Sql, type: FieldType, texts: string[]): Part {
  if (type === "number") return sql`${texts}::numeric[]`
  if (type === "day") return sql`${texts}::date[]`
  return type === "boolean" ? sql`${texts}::text[]::boolean[]` : sql`${texts}::text[]`
}

function sign(sql: Sql, operator: string): Part {
  if (operator === "=") return sql`=`
  if (operator === "<>") return sql`<>`
  if (operator === "<") return sql`<`
  if (operator === "<=") return sql`<=`
  return operator === ">" ? sql`>` : sql`>=`
}
