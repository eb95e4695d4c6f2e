import { Exact } from "../../geodata/units.ts"
import { type GradeRule, listGrades, type Scheme } from "./scheme.rules.ts"

/** What is wrong with a scheme, and where in it. */
export type SchemeIssue = { path: (string | number)[]; message: string }

/** The places where a name stands that stood before. */
const listRepeats = (names: readonly string[]): number[] =>
  names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []))

function listIndicatorIssues({ method, indicators }: Scheme): SchemeIssue[] {
  const issues: SchemeIssue[] = []
  const sum = indicators.reduce((total, { weight }) => total.plus(weight), new Exact(0))
  if (!sum.eq(100)) issues.push({ path: ["indicators"], message: `权重合计为 ${sum}，须等于 100` })
  for (const index of listRepeats(indicators.map(({ id }) => id)))
    issues.push({ path: ["indicators", index, "id"], message: "指标重复" })
  if (method === "rankOnly" && indicators.length !== 1)
    issues.push({ path: ["indicators"], message: "只排名（rankOnly）的方案须有且只有一个指标" })
  for (const [index, rule] of indicators.entries()) {
    const own = rule.method ?? method
    if ((own === "rankOnly") !== (method === "rankOnly"))
      issues.push({
        path: ["indicators", index, "method"],
        message: "rankOnly 只能是整个方案的方法，不能与计分方法混用",
      })
    if ((own === "ratio" || own === "reverseRatio") && !rule.benchmark)
      issues.push({ path: ["indicators", index, "benchmark"], message: "该计分方法须有基准值" })
  }
  return issues
}

function listCutIssues(rule: GradeRule): SchemeIssue[] {
  const issues: SchemeIssue[] = []
  const byPercent = rule.kind === "rankPercent"
  for (const [index, [, cut]] of rule.cuts.entries()) {
    const path = ["gradeRule", "cuts", index, 1]
    const before = rule.cuts[index - 1]?.[1]
    if (byPercent && (cut <= 0 || cut >= 100))
      issues.push({ path, message: "名次百分比须大于 0 且小于 100" })
    if (before !== undefined && (byPercent ? cut <= before : cut >= before))
      issues.push({ path, message: byPercent ? "名次百分比须递增" : "分数线须递减" })
  }
  const letters = rule.cuts.map(([grade]) => grade)
  for (const index of listRepeats(letters))
    issues.push({ path: ["gradeRule", "cuts", index, 0], message: "等级重复" })
  if (byPercent && letters.includes(rule.rest))
    issues.push({ path: ["gradeRule", "rest"], message: "末档等级与前面的等级重复" })
  return issues
}

function listPointIssues({ bonus, penalty }: Scheme): SchemeIssue[] {
  const groups = bonus?.groups ?? []
  return [
    ...listRepeats(groups.map(({ id }) => id)).map((index) => ({
      path: ["bonus", "groups", index, "id"],
      message: "加分组重复",
    })),
    ...groups.flatMap(({ items }, group) =>
      listRepeats((items ?? []).map(({ id }) => id)).map((index) => ({
        path: ["bonus", "groups", group, "items", index, "id"],
        message: "加分项重复",
      })),
    ),
    ...listRepeats((penalty ?? []).map(({ id }) => id)).map((index) => ({
      path: ["penalty", index, "id"],
      message: "扣分项重复",
    })),
  ]
}

/** Everything that keeps a well-formed scheme from being used; an empty array is a usable scheme. */
export function listSchemeIssues(scheme: Scheme): SchemeIssue[] {
  const issues = [
    ...listIndicatorIssues(scheme),
    ...listCutIssues(scheme.gradeRule),
    ...listPointIssues(scheme),
  ]
  if (scheme.method === "rankOnly" && scheme.gradeRule.kind === "score")
    issues.push({ path: ["gradeRule", "kind"], message: "只排名的方案没有分数，不能按分数定档" })
  const grades = listGrades(scheme.gradeRule)
  for (const [index, step] of (scheme.adjustments ?? []).entries())
    if (typeof step === "object" && !grades.includes(step.grade))
      issues.push({ path: ["adjustments", index, "grade"], message: "方案没有这个等级" })
  return issues
}
