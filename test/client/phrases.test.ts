import { describe, expect, test } from "vitest"
import { PHRASES } from "../../client/text/phrases.ts"
import { ANALYSIS } from "../../client/text/analysis-phrases.ts"
import { ASSESSMENT } from "../../client/text/assessment-phrases.ts"
import { DIFFERENCE } from "../../client/text/difference-phrases.ts"
import { IDLE } from "../../client/text/idle-phrases.ts"
import { NOTICE } from "../../client/text/notice-phrases.ts"
import { RECORD } from "../../client/text/record-phrases.ts"
import { SCHEME } from "../../client/text/scheme-phrases.ts"
import { TABLE } from "../../client/text/table-phrases.ts"
import { WALL } from "../../client/text/wall-phrases.ts"
import { findRoot } from "../../server/programs.ts"
import { listLateKeys } from "../support/late-phrases.ts"
import { readSources } from "../support/layers.ts"
import { ROLES } from "../../server/db/audience.ts"
import { FACTS } from "../../server/flags/facts.rules.ts"
import { CATEGORIES } from "../../server/flags/categories.rules.ts"
import { FIELDS } from "../../geodata/check/dictionary.ts"
import { UNITS } from "../../geodata/check/measures.ts"
import { UPLOAD_KINDS } from "../../server/imports/kinds.ts"
import { OUTCOMES as FLAG_OUTCOMES } from "../../server/desk/schema.ts"
import { STATE_TONES } from "../../client/notices/shapes.ts"
import {
  NOTICE_KINDS,
  REFUSAL_CODES,
  SERVICE_WAYS,
  WAYS,
} from "../../server/notices/notice.rules.ts"
import { CLOCK_STATES } from "../../server/flags/clock-state.rules.ts"
import { OUTCOMES } from "../../server/imports/schema.ts"
import {
  LIFECYCLES,
  LAND_USE_SCHEMES,
  PROJECT_STATUSES,
} from "../../server/parcels/closed-values.ts"

const phrases: Record<string, readonly [string, string]> = {
  ...PHRASES,
  ...RECORD,
  ...TABLE,
  ...DIFFERENCE,
  ...WALL,
  ...ANALYSIS,
  ...ASSESSMENT,
  ...SCHEME,
  ...IDLE,
  ...NOTICE,
}
const holes = (text: string) =>
  [...text.matchAll(/\{\{ (\w+) \}\}/g)].map(([, name]) => name).sort()

test("every phrase is filled in alike in both languages", () => {
  const uneven = Object.entries(phrases).filter(
    ([, [zh, en]]) => JSON.stringify(holes(zh)) !== JSON.stringify(holes(en)),
  )
  expect(uneven).toEqual([])
})

test("no Chinese is left empty, and no brace is torn", () => {
  const bad = Object.entries(phrases).filter(
    ([, both]) => both[0] === "" || both.some((text) => /\{\{(?! \w+ \}\})/.test(text)),
  )
  expect(bad).toEqual([])
})

test("no part shows a sentence that comes later than the part", () => {
  const late = {
    record: RECORD,
    table: TABLE,
    difference: DIFFERENCE,
    wall: WALL,
    analysis: ANALYSIS,
    assessment: ASSESSMENT,
    scheme: SCHEME,
    idle: IDLE,
    notice: NOTICE,
  }
  expect(listLateKeys(readSources(findRoot()), late)).toEqual([])
})

test("a sentence that comes too late is found", () => {
  const sources = new Map([
    ["client/main.tsx", 'import "./list.tsx"\nconst Late = later(() => import("./late.tsx"))'],
    ["client/list.tsx", 't("late.title")'],
    ["client/late.tsx", 'import "./text/record-phrases.ts"\nt("late.title")'],
  ])
  const late = { record: { "late.title": [] } }
  expect(listLateKeys(sources, late)).toEqual(["client/list.tsx: late.title"])
})

describe("values of closed lists have names", () => {
  const values = (list: readonly { value: string }[]) => list.map(({ value }) => value)
  test.each<[string, readonly string[]]>([
    ["role", ROLES],
    ["lifecycle", values(LIFECYCLES)],
    ["project-status", values(PROJECT_STATUSES)],
    ["land-use-scheme", values(LAND_USE_SCHEMES)],
    ["rule", CATEGORIES],
    ["fact", Object.keys(FACTS)],
    ["notice-kind", NOTICE_KINDS],
    ["notice-refusal", REFUSAL_CODES],
    ["notice-state", Object.keys(STATE_TONES)],
    ["service-way", SERVICE_WAYS],
    ["disposal-way", Object.keys(WAYS)],
    ["import-kind", UPLOAD_KINDS],
    ["import-kind-help", UPLOAD_KINDS],
    ["outcome", OUTCOMES],
    ["flag-outcome", FLAG_OUTCOMES],
    ["clock-state", CLOCK_STATES],
    ["field", Object.values(FIELDS).flatMap((fields) => fields.map(({ id }) => id))],
    ["measure", UNITS.map(({ id }) => id)],
  ])("%s", (group, listed) => {
    expect(listed.filter((value) => !Object.hasOwn(phrases, `${group}.${value}`))).toEqual([])
  })
})
