/** The one filter language as a rule set: what is asked of a list can be made a rule, with the same words. */
import type { Condition } from "../flags/conditions.rules.ts"
import type { DeclaredRuleSet } from "../flags/declared.rules.ts"
import { FACTS, type FactName } from "../flags/facts.rules.ts"
import { Problem } from "../http/problem.ts"
import {
  type Comparison,
  type Condition as Cql2,
  type LiteralOperand,
  type NameOperand,
  parseCql2,
} from "../parcels/cql2.ts"
import { FilterFault } from "../parcels/cql2-tokens.ts"

/** Names of the list that are called otherwise among the facts of rules. */
export const FILTER_NAMES: Partial<Record<FactName, string>> = { landMu: "areaMu" }
const FACT_OF = new Map(Object.entries(FILTER_NAMES).map(([fact, name]) => [name, fact]))

type Is = Extract<Condition, { value: unknown }>["is"]
const SIGN: Record<Comparison, Is> = {
  "=": "=",
  "<>": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
}
const TURNED: Record<Comparison, Comparison> = {
  "=": "=",
  "<>": "<>",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
}
const DENIED: Record<Comparison, Comparison> = {
  "=": "<>",
  "<>": "=",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
}

/**
 * A filter as a declared rule set: each part of the outermost AND or OR is a reason of its own.
 * @param maySee whether the asker may use a fact; one that he may not and one that there is not are the same fault
 * @throws Problem invalid-request naming the place
 */
export function readRuleFilter(source: string, maySee: (fact: string) => boolean): DeclaredRuleSet {
  try {
    const tree = parseCql2(source)
    const isGroup = tree.kind === "and" || tree.kind === "or"
    const parts = isGroup ? tree.parts : [tree]
    return {
      id: "filter",
      combine: tree.kind === "or" ? "any" : "all",
      conditions: parts.map((part, place) => ({
        id: `part${place + 1}`,
        text: `筛选条件第 ${place + 1} 部分`,
        when: toCondition(part, maySee),
      })),
    }
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error
    const message = `第 ${error.at} 个字符处：${error.message}。`
    throw new Problem("invalid-request", `筛选条件有误，${message}`, {
      issues: [{ pointer: "/filter", message }],
    })
  }
}

function factOf({ name, at }: NameOperand, maySee: (fact: string) => boolean): FactName {
  const fact = FACT_OF.get(name) ?? name
  if (!Object.hasOwn(FACTS, fact) || !maySee(fact)) throw new FilterFault(at, `没有名称“${name}”`)
  return fact as FactName
}

function valueOf(fact: FactName, literal: LiteralOperand): string | number | boolean {
  const { kind } = FACTS[fact]
  const wanted = {
    day: "day",
    amount: "number",
    boolean: "boolean",
    code: "text",
    cause: "text",
    pauses: null,
  }[kind]
  if (literal.type !== wanted) throw new FilterFault(literal.at, "两边的类型不同")
  return literal.type === "number" ? Number(literal.value) : literal.value
}

/** Negations are carried inwards, so that a missing fact stays missing under them. */
function toCondition(tree: Cql2, maySee: (fact: string) => boolean, denied = false): Condition {
  const compare = (
    operand: NameOperand,
    operator: Comparison,
    literal: LiteralOperand,
  ): Condition => {
    const fact = factOf(operand, maySee)
    return { fact, is: SIGN[denied ? DENIED[operator] : operator], value: valueOf(fact, literal) }
  }
  const group = (isAll: boolean, parts: Condition[]): Condition =>
    isAll !== denied ? { all: parts } : { any: parts }
  switch (tree.kind) {
    case "and":
    case "or":
      return group(
        tree.kind === "and",
        tree.parts.map((part) => toCondition(part, maySee, denied)),
      )
    case "not":
      return toCondition(tree.part, maySee, !denied)
    case "between":
      return group(true, [
        compare(tree.operand, ">=", tree.low),
        compare(tree.operand, "<=", tree.high),
      ])
    case "in":
      return group(
        false,
        tree.values.map((value) => compare(tree.operand, "=", value)),
      )
    case "compare": {
      const { left, right, operator } = tree
      if (left.kind === "name" && right.kind === "literal") return compare(left, operator, right)
      if (left.kind === "literal" && right.kind === "name")
        return compare(right, TURNED[operator], left)
      throw new FilterFault(right.at, "应为一个名称与一个值的比较")
    }
    case "isNull":
    case "like":
      throw new FilterFault(tree.operand.at, "规则中不能用 LIKE 和 IS NULL")
    case "intersects":
      throw new FilterFault(tree.geometry.at, "规则中不能用图形条件")
  }
}
