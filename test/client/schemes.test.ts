import { describe, expect, test } from "vitest"
import { readDraft, sumWeights, writeDraft } from "../../client/schemes/draft.ts"
import { readPlace, writePlace } from "../../client/schemes/place.ts"
import { toKept, toShown, wordsOf, wordsOfValue } from "../../client/schemes/places.ts"
import { ASSESSMENT } from "../../client/text/assessment-phrases.ts"
import { SCHEME } from "../../client/text/scheme-phrases.ts"
import { canonical } from "../../server/assessment/canonical.rules.ts"
import { INDICATORS } from "../../server/assessment/indicator.rules.ts"
import { ADJUSTMENTS, METHODS, MISSING_RULES } from "../../server/assessment/scheme.rules.ts"
import { Scheme } from "../../server/assessment/schema.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import { listSchemeChanges } from "../../server/schemes/difference.rules.ts"
import { SCHEME_STATES } from "../../server/schemes/schema.ts"

/** What a screen of schemes has when it comes. */
const PHRASES: Record<string, readonly [string, string]> = { ...ASSESSMENT, ...SCHEME }

const shipped = SHIPPED_SCHEMES.map(({ source, ...rest }) => ({ ...rest, basis: source }))
const huangyan = shipped[0]!

describe("a scheme that is only opened and saved", () => {
  test.each(shipped.map((one) => [one.scheme.id, one] as const))("%s stays as it is", (_, one) => {
    const { body, issues } = writeDraft(readDraft(one))
    expect(issues).toEqual([])
    expect(listSchemeChanges(one.scheme, body.scheme)).toEqual([])
    expect(body).toMatchObject({ published: one.published, assumed: one.assumed })
    expect(Scheme.safeParse(body.scheme).success).toBe(true)
  })

  test("keeps every part that a scheme may have", () => {
    const whole = {
      ...huangyan.scheme,
      population: {
        industryCodes: "06-46,59",
        minLandMu: 3,
        exemptIndustryCodes: "44-46",
        transitionYears: 2,
        exclude: ["transition"],
      },
      indicators: [
        {
          ...huangyan.scheme.indicators[0]!,
          weight: 60.5,
          capMultiple: null,
          floor: 1,
          direction: "down" as const,
        },
        {
          id: "rdRatio" as const,
          weight: 39.5,
          benchmark: { kind: "byIndustry" as const, values: { "26": 0.0123, "26-1": 0.07 } },
          missing: "excludeRescale" as const,
        },
      ],
      bonus: {
        maxTotal: 10,
        groups: [{ id: "科技", rule: "sum" as const, items: [{ id: "专利", points: 0.5 }] }],
      },
      penalty: [
        { id: "出租", aboveScale: { first: 2, each: 1 }, belowScale: { first: 1, each: 0.5 } },
        { id: "处罚", points: 5 },
      ],
      gradeRule: { kind: "score" as const, cuts: [["A", 90] as [string, number]], rest: "B" },
      adjustments: [
        "veto" as const,
        { event: "停产", effect: "notBetterThan" as const, grade: "B" },
      ],
      taxesIncluded: ["vat", "cit"],
      publicity: { from: "2023-09-01", to: "2023-09-08" },
    }
    const { body, issues } = writeDraft(readDraft({ ...huangyan, scheme: whole }))
    expect(issues).toEqual([])
    const changes = listSchemeChanges(whole, body.scheme)
    // What a rule leaves unsaid is written out.
    expect(changes.map(({ path }) => path)).toEqual([
      "gradeRule/tie",
      "gradeLabels/C",
      "gradeLabels/D",
    ])
    expect(canonical(body.scheme.penalty)).toBe(canonical(whole.penalty))
  })
})

describe("what is wrong is said at its field", () => {
  const draftWith = (change: (draft: ReturnType<typeof readDraft>) => void) => {
    const draft = readDraft(huangyan)
    change(draft)
    return writeDraft(draft).issues
  }
  test.each<[string, (draft: ReturnType<typeof readDraft>) => void, string, string]>([
    [
      "a blank weight",
      (d) => (d.indicators[0]!.weight = ""),
      "/scheme/indicators/0/weight",
      "required",
    ],
    [
      "a word for a weight",
      (d) => (d.indicators[0]!.weight = "三十"),
      "/scheme/indicators/0/weight",
      "number",
    ],
    [
      "a weight of nothing",
      (d) => (d.indicators[0]!.weight = "0"),
      "/scheme/indicators/0/weight",
      "above0",
    ],
    [
      "a benchmark below zero",
      (d) => (d.indicators[1]!.value = "-3"),
      "/scheme/indicators/1/benchmark/value",
      "above0",
    ],
    ["a year of three digits", (d) => (d.fiscalYear = "202"), "/scheme/fiscalYear", "range"],
    ["an id in Chinese", (d) => (d.id = "黄岩"), "/scheme/id", "id"],
    ["a scheme without a name", (d) => (d.label = " "), "/label", "required"],
    [
      "industries as words",
      (d) => (d.industryCodes = "化工"),
      "/scheme/population/industryCodes",
      "industries",
    ],
    ["half a firm", (d) => (d.minStratumSize = "4.5"), "/scheme/minStratumSize", "integer"],
  ])("%s", (_, change, pointer, says) => {
    expect(draftWith(change)).toContainEqual({ pointer, says })
  })

  test("weights that do not add up, by the rule that the server has", () => {
    const issues = draftWith((draft) => (draft.indicators[0]!.weight = "29.9"))
    expect(issues).toEqual([
      { pointer: "/scheme/indicators", says: { message: "权重合计为 99.9，须等于 100" } },
    ])
  })

  test("weights are added as they are typed, exactly", () => {
    const sum = sumWeights([{ weight: "0.1" }, { weight: "0.2" }, { weight: "" }, { weight: "x" }])
    expect(sum.toFixed()).toBe("0.3")
  })
})

describe("places of a scheme", () => {
  const say = (path: string) =>
    wordsOf(path).map((word) =>
      "text" in word ? word.text : PHRASES[`${word.group}.${word.value}`]?.[0],
    )
  test.each([
    ["indicators/taxPerMu/weight", ["亩均税收", "权重"]],
    ["gradeRule/cuts/A", ["定档规则", "分档线", "A"]],
    ["bonus/groups/科技/items/专利/points", ["加分", "科技", "专利", "分值"]],
    ["population/minLandMu", ["评价范围", "最小用地（亩）"]],
    ["penalty/出租/aboveScale/first", ["扣分", "出租", "规上企业", "首家承租"]],
    ["gradeLabels/A", ["等级名称", "A"]],
  ])("%s is named in Chinese", (path, words) => {
    expect(say(path)).toEqual(words)
  })

  test("a fraction is told in percent, exactly, and goes back as it was", () => {
    expect(wordsOfValue("indicators/rdRatio/benchmark/value", "0.0302")).toEqual([
      { text: "3.02%" },
    ])
    expect(toKept("rdRatio", toShown("rdRatio", 0.0302))).toBe(0.0302)
    expect(wordsOfValue("indicators/rdRatio/weight", "10")).toEqual([{ text: "10" }])
  })

  test("no value of a closed list is left without a name", () => {
    const keys = [
      ...METHODS.flatMap((one) => [`scheme-method.${one}`, `scheme-formula.${one}`]),
      ...MISSING_RULES.map((one) => `scheme-missing.${one}`),
      ...ADJUSTMENTS.map((one) => `scheme-event.${one}`),
      ...SCHEME_STATES.map((one) => `scheme-state.${one}`),
      ...Object.keys(INDICATORS).map((one) => `indicator.${one}`),
      ...shipped.map(({ scheme }) => `stratum.${scheme.stratum}`),
    ]
    expect(keys.filter((key) => !Object.hasOwn(PHRASES, key))).toEqual([])
  })
})

test.each([
  "/assessment/schemes",
  "/assessment/schemes/DEMO/1",
  "/assessment/schemes/ZJ-HY-2022-up/shipped",
  "/assessment/schemes/DEMO/3/against/2",
  "/assessment/schemes/DEMO/3/edit",
  "/assessment/schemes/DEMO/shipped/edit",
])("the address %s names a screen and is written again", (path) => {
  expect(writePlace(readPlace(path)!)).toBe(path)
})

test.each(["/assessment/schemes/DEMO", "/assessment/schemes/a b/1", "/assessment/2025"])(
  "the address %s is no screen of schemes",
  (path) => expect(readPlace(path)).toBeNull(),
)
