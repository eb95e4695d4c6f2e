import { Hono } from "hono"
import { legalDayAt } from "../../geodata/days.ts"
import type { NameOf } from "../comments/schema.ts"
import type { Audience } from "../db/audience.ts"
import { listFactsOf, MEDIAN_FACTS } from "../flags/conditions.rules.ts"
import { FACTS } from "../flags/facts.rules.ts"
import { listMedianFacts } from "../flags/medians.rules.ts"
import type { RuleSet } from "../flags/rules.ts"
import { SHIPPED_RULE_SETS } from "../flags/shipped.rules.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { notFound, Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { FILTER_NAMES, readRuleFilter } from "./from-filter.ts"
import { listLand, listWithheld, previewRuleSet, seesFact } from "./preview.ts"
import {
  insertStep,
  insertVersion,
  listInForce,
  listVersions,
  readDifference,
  readVersion,
} from "./queries.ts"
import {
  DifferenceQuery,
  NewStep,
  NewVersion,
  Preview,
  PreviewRequest,
  RuleSetDifference,
  RuleSetList,
  RuleSetParam,
  RuleVersion,
  Supervision,
  SupervisionQuery,
  VersionParam,
} from "./schema.ts"
import { readSupervision } from "./supervision.ts"

const described = describedAs("flags")
const STAFF = ["planner", "plannerGranted", "assessor", "lead", "leadGranted"] as const
const MAKERS = ["planner", "plannerGranted", "assessor"] as const
/** A hundred thousand parcels are evaluated within one request. */
const LIMITS = { statementMs: 60_000 }

const listNames = (audience: Audience): RuleSetList["facts"] =>
  Object.entries(FACTS)
    .filter(([fact]) => seesFact(audience)(fact))
    .map(([fact, { label, kind }]) => ({
      fact,
      label,
      kind,
      filterName: FILTER_NAMES[fact as keyof typeof FACTS] ?? fact,
    }))

/**
 * A rule asks only for facts that there are and that its author may use: by counting who is hit, any threshold could
 * be found out.
 * @throws Problem invalid-request naming them
 */
function assertFacts(ruleSet: RuleSet, audience: Audience): void {
  const named =
    typeof ruleSet !== "string" && "conditions" in ruleSet
      ? ruleSet.conditions.flatMap(({ when }) => listFactsOf(when))
      : []
  const withheld =
    typeof ruleSet !== "string" && ruleSet.id === "five-categories"
      ? []
      : listWithheld(ruleSet, audience)
  const unmeasured =
    typeof ruleSet !== "string" && "conditions" in ruleSet && !ruleSet.medians
      ? ruleSet.conditions
          .flatMap(({ when }) => listMedianFacts(when))
          .filter((fact) => !MEDIAN_FACTS.includes(fact))
      : []
  if (unmeasured.length > 0)
    throw new Problem("invalid-request", "没有这一指标的行业中位数。", {
      issues: unmeasured.map((fact) => ({
        pointer: "/ruleSet",
        message: `“${fact}”没有行业中位数，请在规则集中给出 medians`,
      })),
    })
  const unknown = [
    ...new Set([...named.filter((fact) => !Object.hasOwn(FACTS, fact)), ...withheld]),
  ]
  if (unknown.length > 0)
    throw new Problem("invalid-request", "规则中有不能使用的名称。", {
      issues: unknown.map((fact) => ({ pointer: "/ruleSet", message: `没有名称“${fact}”` })),
    })
}

/** Rule sets as data, their preview, and the key-supervision list. Mounted at /api/flags. */
export const ruleSetRoutes = (nameOf: NameOf) =>
  new Hono<Env>()
    .get(
      "/supervision",
      described(
        "The key-supervision list with any or all of its parts, both counts, and the evidence that the audience may read",
        200,
        Supervision,
      ),
      allow(...STAFF),
      validate("query", SupervisionQuery),
      async (c) => {
        const { audience } = c.var.actor
        const asked = { ...c.req.valid("query"), audience, asOf: legalDayAt(new Date()) }
        const list = await transact(c, (sql) => readSupervision(sql, asked), LIMITS)
        return c.json(list satisfies Supervision, 200)
      },
    )
    .get(
      "/rule-sets",
      described(
        "Every version of every rule set, those in force, what the product ships, and the names that conditions may use",
        200,
        RuleSetList,
      ),
      allow(...STAFF),
      async (c) => {
        const { audience } = c.var.actor
        const [items, inForce] = await transact(
          c,
          async (sql) => [await listVersions(sql), await listInForce(sql)] as const,
        )
        const shipped = SHIPPED_RULE_SETS as RuleSetList["shipped"]
        const list = {
          items,
          total: items.length,
          next: null,
          inForce,
          shipped,
          facts: listNames(audience),
        }
        return c.json(list satisfies RuleSetList, 200)
      },
    )
    .post(
      "/rule-sets",
      described("Writes the next version of a rule set: a draft", 201, RuleVersion),
      allow(...MAKERS),
      validate("json", NewVersion),
      async (c) => {
        const draft = c.req.valid("json")
        assertFacts(draft.ruleSet, c.var.actor.audience)
        const authorName = await nameOf(c.var.actor.name)
        const version = await transact(c, (sql) => insertVersion(sql, draft, authorName))
        return c.json(version satisfies RuleVersion, 201)
      },
    )
    .post(
      "/rule-sets/preview",
      described(
        "Counts what a definition or a filter would hit, with any and with all of its parts; stores nothing",
        200,
        Preview,
      ),
      allow(...STAFF),
      validate("json", PreviewRequest),
      async (c) => {
        const { audience } = c.var.actor
        const { ruleSet, filter, asOf = legalDayAt(new Date()) } = c.req.valid("json")
        const asked = ruleSet ?? readRuleFilter(filter!, seesFact(audience))
        if (typeof asked !== "string" && "conditions" in asked) assertFacts(asked, audience)
        const preview = await transact(
          c,
          async (sql) =>
            previewRuleSet(asked, await listLand(sql, audience, asOf), { asOf, audience }),
          LIMITS,
        )
        return c.json(preview satisfies Preview, 200)
      },
    )
    .get(
      "/rule-sets/:id/difference",
      described("Where two versions of a rule set differ", 200, RuleSetDifference),
      allow(...STAFF),
      validate("param", RuleSetParam),
      validate("query", DifferenceQuery),
      async (c) => {
        const { id } = c.req.valid("param")
        const { from, to } = c.req.valid("query")
        const difference = await transact(c, (sql) => readDifference(sql, id, from, to))
        return c.json(difference satisfies RuleSetDifference, 200)
      },
    )
    .get(
      "/rule-sets/:id/:version",
      described("One version with its steps", 200, RuleVersion),
      allow(...STAFF),
      validate("param", VersionParam),
      async (c) => {
        const { id, version } = c.req.valid("param")
        const found = await transact(c, (sql) => readVersion(sql, id, version))
        return c.json(found satisfies RuleVersion, 200)
      },
    )
    .post(
      "/rule-sets/:id/:version/steps",
      described(
        "Hands a version in, approves, returns or retires it; an approved one is in force at once and every parcel is evaluated",
        201,
        RuleVersion,
      ),
      allow(...STAFF),
      validate("param", VersionParam),
      validate("json", NewStep),
      async (c) => {
        const step = c.req.valid("json")
        const isDecision = step.step === "approved" || step.step === "returned"
        // Leadership decides on what planning and assessment write; handing in and retiring are the writers'.
        if (!isDecision && !MAKERS.some((maker) => maker === c.var.actor.audience)) throw notFound()
        const actorName = await nameOf(c.var.actor.name)
        const version = await transact(c, (sql) =>
          insertStep(sql, c.req.valid("param"), step, actorName),
        )
        return c.json(version satisfies RuleVersion, 201)
      },
    )
