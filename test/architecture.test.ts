import { describe, expect, test } from "vitest"
import { findRoot } from "../server/programs.ts"
import { listViolations, readSources } from "./support/layers.ts"

const plant = (path: string, text: string) => listViolations(new Map([[path, text]]))

test("every import obeys the layering table", () => {
  expect(listViolations(readSources(findRoot()))).toEqual([])
})

describe("a planted violation is found", () => {
  test.each([
    ["client/api.ts", 'import { createApp } from "../server/app.ts"', "server/app.ts"],
    ["client/parcels/list.tsx", 'import { Map } from "maplibre-gl"', "maplibre-gl"],
    [
      "client/parcels/list.tsx",
      'import { runs } from "../assessment/runs.ts"',
      "client/assessment/runs.ts",
    ],
    [
      "server/parcels/routes.ts",
      'import { listRuns } from "../assessment/queries.ts"',
      "server/assessment/queries.ts",
    ],
    ["server/flags/rules.ts", 'import { createDoor } from "../db/door.ts"', "server/db/door.ts"],
    [
      "server/db/door.ts",
      'import { notFound } from "../parcels/routes.ts"',
      "server/parcels/routes.ts",
    ],
    ["server/tiles/queries.ts", 'import postgres from "postgres"', "postgres"],
    ["geodata/units.ts", 'import { readUpload } from "./read/run.ts"', "geodata/read/run.ts"],
    [
      "geodata/read/run.ts",
      'import type { Sql } from "../../server/db/sql.ts"',
      "server/db/sql.ts",
    ],
    ["client/ui/Button.tsx", 'import { api } from "../api.ts"', "client/api.ts"],
    ["client/map/style.ts", 'const x = import("../parcels/sheet.tsx")', "client/parcels/sheet.tsx"],
    ["tools/build.ts", 'import "./x.ts"', "(no layer)"],
  ])("%s with %s", (path, text, to) => {
    expect(plant(path, text)).toEqual([{ from: path, to }])
  })

  test("and what the table allows is not", () => {
    expect(plant("client/api.ts", 'import type { Api } from "../server/app.ts"')).toEqual([])
    expect(
      plant(
        "client/assessment/whatIf.tsx",
        'import { scorePopulation } from "../../server/assessment/rules.ts"',
      ),
    ).toEqual([])
    expect(
      plant("server/derivation/standing.ts", 'import { evaluateRuleSet } from "../flags/rules.ts"'),
    ).toEqual([])
  })
})
