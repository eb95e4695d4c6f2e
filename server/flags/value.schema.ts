import { z } from "zod"
import { isDecimal, isLegalDay } from "./facts.rules.ts"

/** Beyond this a number is a slip of the pen. */
export const LARGEST = 1e15

export const Day = z
  .string("应为 YYYY-MM-DD 格式的日期")
  .refine(isLegalDay, "不是 1900 至 2199 年间的 YYYY-MM-DD 日期")
/** A JSON number, or decimal text where 15 digits do not suffice. */
export const Amount = z.union(
  [z.number().min(-LARGEST).max(LARGEST), z.string().refine(isDecimal, { abort: true })],
  "应为数值，或十进制数字文本",
)
export const Positive = Amount.refine((amount) => Number(amount) > 0, "须大于 0")
export const NotNegative = Amount.refine((amount) => Number(amount) >= 0, "不能为负")

/** A name that nobody knows is refused by name: read as absent it would decide wrongly. */
export const unknownKeys = {
  error: (issue: { code?: string | undefined; keys?: unknown }) =>
    issue.code === "unrecognized_keys" && Array.isArray(issue.keys)
      ? `不认识的字段：${issue.keys.join("、")}`
      : undefined,
}
