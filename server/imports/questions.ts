/** What a person must decide before a batch is committed. */
import type { ColumnPlan } from "../../geodata/check/columns.ts"
import type { ReadReport } from "../../geodata/read/report.ts"
import { Problem } from "../http/problem.ts"
import { ENCODING_DOUBTFUL } from "./findings.ts"
import type { Preview, Question } from "./schema.ts"

const MOST_NAMED = 24

/** Questions that stop the rows from being judged at all. */
export function listOpenQuestions(report: ReadReport, plan: ColumnPlan): Question[] {
  const crs: Question[] =
    report.crs?.confidence === "unsure"
      ? [
          {
            answer: "crs",
            rule: "crs-unsure",
            message: report.crs.reason,
            candidates: report.crs.candidates,
          },
        ]
      : []
  const columns = plan.findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, field, message }): Question => ({
      answer: "mapping",
      rule,
      message,
      candidates: field === null ? [] : [field],
    }))
  return [...crs, ...columns]
}

/** Findings that are taken only on a person's word, one question for each rule. */
export function listConfirmQuestions({ findings, totals }: Pick<Preview, "findings" | "totals">) {
  const asked = new Map<string, Question>()
  for (const { rule, message, confirm, severity } of findings) {
    if (!confirm || asked.has(rule)) continue
    const count = totals.find((total) => total.rule === rule && total.severity === severity)?.count
    asked.set(rule, {
      answer: rule === ENCODING_DOUBTFUL ? "encoding" : "confirm",
      rule,
      message: (count ?? 1) > 1 ? `${message}（共 ${count} 处）` : message,
      candidates: [],
    })
  }
  return [...asked.values()]
}

/** The refusal of a commit that leaves questions open. Names each question and what may answer it. */
export function undecided(questions: readonly Question[]): Problem {
  const issues = questions.map(({ answer, rule, message, candidates }) => ({
    pointer: `/${answer}`,
    message: `${rule}：${message}${nameCandidates(candidates)}`,
  }))
  const detail = issues.map(({ message }) => message)
  return new Problem("import-undecided", `未写入，请先答复：${detail.slice(0, 3).join("；")}`, {
    issues,
  })
}

const nameCandidates = (candidates: Question["candidates"]): string =>
  candidates.length === 0
    ? ""
    : `（可选：${candidates.slice(0, MOST_NAMED).join("、")}${candidates.length > MOST_NAMED ? ` 等 ${candidates.length} 个` : ""}）`
