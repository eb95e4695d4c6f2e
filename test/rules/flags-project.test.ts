import { expect, test } from "vitest"
import { deriveProjectStatus, type Milestones } from "../../server/flags/project-status.rules.ts"

const AS_OF = "2024-06-30"
const SIGNED: Milestones = { signedOn: "2021-01-01" }
const LAND: Milestones = { ...SIGNED, landAcquiredOn: "2021-06-01" }
const STARTED: Milestones = { ...LAND, startedOn: "2022-01-01" }
const REGISTERED: Milestones = { ...STARTED, inStatisticsOn: "2022-03-01" }
const COMPLETED: Milestones = { ...REGISTERED, completedOn: "2023-01-01" }
const PRODUCING: Milestones = { ...COMPLETED, productionStart: "2023-06-01" }
const UPSCALED: Milestones = { ...PRODUCING, aboveScaleOn: "2024-01-01" }
const DONE: Milestones = { ...UPSCALED, designOutputOn: AS_OF }

test.each<[string, Milestones, string | null, boolean]>([
  ["nothing signed", {}, null, false],
  ["signed", SIGNED, "signed_no_land", false],
  ["land acquired", LAND, "land_not_started", false],
  ["started", STARTED, "started_not_in_stats", true],
  ["started and registered", REGISTERED, "started_not_completed", false],
  ["completed", COMPLETED, "completed_not_producing", false],
  [
    "completed, never registered",
    { ...COMPLETED, inStatisticsOn: null },
    "completed_not_producing",
    true,
  ],
  ["producing", PRODUCING, "producing_not_upscaled", false],
  ["above scale", UPSCALED, "producing_below_design", false],
  ["at design output today", DONE, null, false],
  [
    "at design output tomorrow",
    { ...DONE, designOutputOn: "2024-07-01" },
    "producing_below_design",
    false,
  ],
  [
    "at design output, below scale",
    { ...DONE, aboveScaleOn: null },
    "producing_not_upscaled",
    false,
  ],
  [
    "registered before it started",
    { ...LAND, inStatisticsOn: "2021-07-01" },
    "land_not_started",
    false,
  ],
  [
    "only the production on file",
    { productionStart: "2023-06-01" },
    "producing_not_upscaled",
    true,
  ],
  ["only the completion on file", { completedOn: "2023-06-01" }, "completed_not_producing", true],
])("%s", (_claim, milestones, status, notInStatistics) => {
  expect(deriveProjectStatus(milestones, AS_OF)).toEqual({ status, notInStatistics })
})

test("the status of an earlier day is that of what had happened by then", () => {
  const on = (asOf: string) => deriveProjectStatus(DONE, asOf).status
  expect(["2020-12-31", "2021-01-01", "2021-05-31", "2021-06-01", "2022-02-28"].map(on)).toEqual([
    null,
    "signed_no_land",
    "signed_no_land",
    "land_not_started",
    "started_not_in_stats",
  ])
})
