/** The value of a field from a cell of a file: in the stored unit, exact, or what is wrong with it. */
import {
  type CreditCodeFault,
  findCreditCodeFault,
  normaliseCreditCode,
} from "../codes/credit-code.ts"
import type { LandUseScheme } from "../codes/land-use-classes.ts"
import { findLandUseScheme, matchLandUse } from "../codes/land-use.ts"
import { normaliseParcelCode, parseParcelCode, parseUnitCode } from "../codes/parcel-code.ts"
import { parseDay } from "../days.ts"
import type { Value } from "../read/report.ts"
import { Exact } from "../units.ts"
import type { MappedColumn } from "./columns.ts"
import type { Field } from "./dictionary.ts"

/** Decimals as text in the stored unit, days as YYYY-MM-DD. Null is missing, never zero. */
export type FieldValue = string | boolean | null

/** The message is Chinese and does not repeat the value: it may be secret. */
export type FieldReading = { value: FieldValue } | { rule: string; message: string }

/** What people write into a cell that has nothing to say. */
const NOTHING = /^(-+|—+|\/|无|暂无|空|n\/?a|null|none)$/i
/** Digits with or without well-formed groups of thousands; a power as spreadsheets write it. */
const DECIMAL = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?(e[+-]?\d{1,2})?$/i
const MOST_DIGITS = 18

const CREDIT_FAULTS: Record<CreditCodeFault, string> = {
  shape: "不是 18 位统一社会信用代码",
  registrationNo: "是 15 位旧注册号，请改填 18 位统一社会信用代码",
  organisation: "中的组织机构代码校验位不对",
  check: "的校验位不对",
}

const fault = (rule: string, message: string): FieldReading => ({ rule, message })

function readDecimal({ field, unit }: MappedColumn, text: string): FieldReading {
  if (!DECIMAL.test(text) || !/\d/.test(text)) return fault("not-a-number", "不是数。")
  const value = new Exact(text.replaceAll(",", ""))
  if (value.abs().gte(new Exact(10).pow(MOST_DIGITS)))
    return fault("number-too-large", "数值过大。")
  if (field.sign === "notNegative" && value.isNegative() && !value.isZero())
    return fault("number-negative", "不能是负数。")
  if (field.sign === "positive" && !value.gt(0)) return fault("number-not-positive", "应大于零。")
  const stored = (unit ? unit.convert(value) : value).toDecimalPlaces(field.places ?? 4)
  return { value: stored.isZero() ? "0" : stored.toFixed() }
}

function readWhole(text: string, low: number, high: number, message: string): FieldReading {
  const number = /^\d{1,9}(\.0+)?$/.test(text) ? Number(text) : Number.NaN
  return number >= low && number <= high
    ? { value: String(number) }
    : fault("out-of-range", message)
}

function readBoolean(text: string): FieldReading {
  if (/^(是|有|y|yes|true|1|规上|规上企业|√)$/i.test(text)) return { value: true }
  if (/^(否|无|n|no|false|0|规下|规下企业|×)$/i.test(text)) return { value: false }
  return fault("not-yes-or-no", "应填“是”或“否”。")
}

function readChoice({ choices = [] }: Field, text: string): FieldReading {
  const found = choices.find((words) => words.includes(text))
  return found
    ? { value: found[0] }
    : fault("not-a-choice", `应填：${choices.map(([word, first]) => first ?? word).join("、")}。`)
}

function readDay(text: string): FieldReading {
  const withoutTime = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2})?.*$/, "")
  const day = parseDay(withoutTime)
  return day === undefined
    ? fault("not-a-day", "不是日期，请写成 2024-01-31 的样子。")
    : { value: day }
}

function readCode(type: Field["type"], text: string): FieldReading {
  if (type === "creditCode") {
    const code = normaliseCreditCode(text)
    const found = findCreditCodeFault(code)
    return found ? fault(`credit-code-${found}`, `${CREDIT_FAULTS[found]}。`) : { value: code }
  }
  const code = normaliseParcelCode(text)
  if (type === "parcelCode")
    return parseParcelCode(code) ? { value: code } : fault("parcel-code", "不是 19 位宗地代码。")
  if (type === "unitCode")
    return parseUnitCode(code) ? { value: code } : fault("unit-code", "不是 28 位不动产单元代码。")
  return /^[A-Z0-9-]{6,30}$/.test(code)
    ? { value: code }
    : fault("supervision-no", "不像电子监管号：应是 6 至 30 位字母、数字。")
}

function readText(mapped: MappedColumn, text: string): FieldReading {
  const { field } = mapped
  switch (field.type) {
    case "text":
      return { value: text }
    case "decimal":
      return readDecimal(mapped, text)
    case "integer":
      return readWhole(text, 1, 200, "应是 1 至 200 的整数。")
    case "year":
      return readWhole(text.replace(/年度?$/, ""), 1990, 2100, "应是 1990 至 2100 的年份。")
    case "day":
      return readDay(text)
    case "boolean":
      return readBoolean(text)
    case "choice":
      return readChoice(field, text)
    default:
      return readCode(field.type, text)
  }
}

/**
 * The value that a cell gives its field. An empty cell, or one that says "none", is missing: null; in a
 * required field that is a fault.
 */
export function readField(mapped: MappedColumn, raw: Value): FieldReading {
  const text = raw === null ? "" : String(raw).normalize("NFKC").trim()
  const { type, required } = mapped.field
  if (text === "" || (type !== "boolean" && NOTHING.test(text)))
    return required ? fault("value-missing", "必填，但没有值。") : { value: null }
  return readText(mapped, type === "text" ? String(raw).trim() : text)
}

/**
 * Scheme and code of a land use that a table writes as code, letters or name. Null where it cannot be told:
 * digits without a scheme mean different land in different schemes.
 */
export function readLandUse(
  scheme: string | null,
  use: string | null,
): { scheme: LandUseScheme; code: string } | null {
  if (use === null) return null
  const known = scheme === null ? undefined : findLandUseScheme(scheme)
  if (scheme !== null && known === undefined) return null
  const found = matchLandUse(use, known)
  return found ? { scheme: found.scheme, code: found.code } : null
}
