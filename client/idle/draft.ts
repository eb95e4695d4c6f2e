import type { Condition } from "../../server/flags/conditions.rules.ts"
import type { DeclaredRuleSet } from "../../server/flags/declared.rules.ts"
import { writeCondition } from "./ruleText.ts"
import type { Definition, NewVersion, RuleSetList } from "./shapes.ts"

/** Figures that a built-in rule set may be given, by its id. */
const PARAMETERS: Record<string, readonly string[]> = {
  "five-categories": ["monthsToProduction", "undevelopedShareMin"],
  "liandu-2020": ["areaMinMu", "taxMaxWanYuanPerMu", "mismatchK", "combine"],
  "truth-triangle": ["minGroup", "threshold", "support"],
}
/** Figures that the server takes as numbers; the others are decimals, exact as text. */
const NUMBERS = new Set(["monthsToProduction", "minGroup", "threshold", "support"])

export const listParameters = (ruleSetId: string): readonly string[] => PARAMETERS[ruleSetId] ?? []

/** Whether a rule set is written in conditions, not built in. */
export const isDeclared = (definition: object): definition is DeclaredRuleSet =>
  "conditions" in definition

/** A condition as it is written: in the filter language, or `filter` null where the language cannot say it. */
export type DraftCondition = {
  id: string
  text: string
  filter: string | null
  /** null while the filter is not understood. */
  when: Condition | null
}

export type Draft = {
  id: string
  label: string
  basis: string
  published: string
  assumed: string
  combine: "any" | "all"
  state: "suspected_idle" | "suspected_low_efficiency"
  /** null for a built-in rule set. */
  conditions: DraftCondition[] | null
  parameters: Record<string, string>
  basedOn: string | null
  /** What the editor does not change goes along. */
  rest: Record<string, unknown>
}

export const emptyCondition = (taken: readonly DraftCondition[]): DraftCondition => {
  const ids = new Set(taken.map(({ id }) => id))
  let number = taken.length + 1
  while (ids.has(`part${number}`)) number += 1
  return { id: `part${number}`, text: "", filter: "", when: null }
}

/** What a version is begun with. */
export type Origin = {
  definition: Definition | null
  label: string
  basis: string
  published: readonly string[]
  assumed: readonly string[]
  basedOn: string | null
}

/** The version, the rule in force or the one that comes with the product which a new version begins with. */
export function findOrigin(list: RuleSetList, id: string, version: number | null): Origin | null {
  const found = list.items.find(
    (one) => one.ruleSetId === id && (version === null ? one.inForce : one.version === version),
  )
  if (found)
    return {
      definition: found.definition,
      label: found.label,
      basis: found.basis ?? "",
      published: found.published,
      assumed: found.assumed,
      basedOn: `${id}/${found.version}`,
    }
  const inForce = list.inForce.find(({ ruleSetId }) => ruleSetId === id)
  const shipped = list.shipped.find(({ ruleSet }) => ruleSet.id === id)
  const definition = inForce?.definition ?? shipped?.ruleSet
  if (version !== null || !definition) return null
  return {
    definition,
    label: shipped?.label ?? id,
    basis: shipped?.source ?? inForce?.note ?? "",
    published: shipped?.published ?? [],
    assumed: shipped?.assumed ?? [],
    basedOn: inForce ? `${id}/${inForce.version}` : id,
  }
}

/** A draft that nobody else changes; it holds nothing but what JSON holds. */
export const copyOf = (draft: Draft): Draft => JSON.parse(JSON.stringify(draft)) as Draft

export function toDraft(origin: Origin | null, nameOf: (fact: string) => string): Draft {
  const definition = origin?.definition ?? null
  const {
    id = "",
    combine,
    state,
    conditions: _,
    ...rest
  } = (definition ?? {}) as Partial<Definition & DeclaredRuleSet>
  const declared = definition && isDeclared(definition) ? definition : null
  const conditions = declared?.conditions.map((condition) => ({
    id: condition.id,
    text: condition.text,
    filter: writeCondition(condition.when, nameOf),
    when: condition.when,
  }))
  const parameters = Object.fromEntries(
    listParameters(id).flatMap((name) => {
      const value = definition?.[name]
      return value == null ? [] : [[name, String(value)]]
    }),
  )
  return {
    id,
    label: origin?.label ?? "",
    basis: origin?.basis ?? "",
    published: (origin?.published ?? []).join("\n"),
    assumed: (origin?.assumed ?? []).join("\n"),
    combine: combine ?? "any",
    state: state ?? "suspected_low_efficiency",
    conditions: definition === null ? [emptyCondition([])] : (conditions ?? null),
    parameters,
    basedOn: origin?.basedOn ?? null,
    rest: declared ? rest : {},
  }
}

/** The rule set as the server takes it; null while a condition is not understood or nothing is in it. */
export function toRuleSet(draft: Draft): Definition | null {
  if (draft.conditions) {
    const whole = draft.conditions.flatMap(({ id, text, when }) =>
      when && text.trim() ? [{ id, text: text.trim(), when }] : [],
    )
    if (whole.length === 0 || whole.length < draft.conditions.length) return null
    const { id, combine, state } = draft
    return { ...draft.rest, id, combine, state, conditions: whole }
  }
  const given = Object.entries(draft.parameters).filter(([, value]) => value.trim() !== "")
  const values = given.map(([name, value]) => [name, NUMBERS.has(name) ? Number(value) : value])
  return { id: draft.id, ...Object.fromEntries(values) }
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")

/** The version to be kept; null while it is not whole. */
export function toVersion(draft: Draft): NewVersion | null {
  const ruleSet = toRuleSet(draft)
  if (!ruleSet || draft.label.trim() === "" || ruleSet.id === "") return null
  return {
    ruleSet,
    label: draft.label.trim(),
    basis: draft.basis.trim() || null,
    published: linesOf(draft.published),
    assumed: linesOf(draft.assumed),
    basedOn: draft.basedOn,
  }
}
