import { createMemo } from "solid-js"
import { useText } from "../text/language.tsx"
import { createRuleSets } from "./createIdle.ts"

/** An article as people cite it: `53-14(1)` is Order 53, article 14, first part. */
const ARTICLE = /^53-(\d+)(?:\((\d+)\))?$/

/** What rules, their sets and their clauses are called; a set that people wrote by the name they gave it. */
export function useIdleText() {
  const { t, name, names } = useText()
  const ruleSets = createRuleSets()
  /** The label of the version in force, else of the latest. */
  const labels = createMemo(() => {
    const { items = [], shipped = [] } = ruleSets.data ?? {}
    return new Map([
      ...shipped.map(({ ruleSet, label }) => [ruleSet.id, label] as const),
      ...items.toReversed().map(({ ruleSetId, label }) => [ruleSetId, label] as const),
      ...items.flatMap(({ ruleSetId, label, inForce }) =>
        inForce ? [[ruleSetId, label] as const] : [],
      ),
    ])
  })
  const ruleSet = (id: string): string =>
    names("rule-set", id) ? name("rule-set", id) : (labels().get(id) ?? id)
  return {
    ruleSet,
    rule: (rule: string): string => (names("rule", rule) ? name("rule", rule) : ruleSet(rule)),
    clause: (clause: string | null): string | null => {
      if (clause === null) return null
      const [, article, part] = ARTICLE.exec(clause) ?? []
      if (article && part) return t("flags.article-part", { article, part })
      return article ? t("flags.article", { article }) : ruleSet(clause)
    },
    /** A fact of a rule, or a reason by the id that its rule set gave it. */
    reason: (fact: string, label: string | null): string =>
      names("fact", fact) ? name("fact", fact) : (label ?? fact),
  }
}
