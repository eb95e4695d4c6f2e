/** The course of a site from signature to design output, told in months before the day of the sample. */
import type { Ago } from "./calendar.ts"
import type { Random } from "./random.ts"

/** A share as a fraction, so that exactly a third can be told. */
export type Share = readonly [part: number, of: number]

export type Pause = { from: Ago; to: Ago | null; cause: "government" | "forceMajeure" | "holder" }

export type Course = {
  signed: Ago
  /** Contract or allocation decision; null while nobody has the land. */
  supplied: Ago | null
  delivered: Ago | null
  startDue: Ago | null
  completionDue: Ago | null
  productionDue: Ago | null
  targetCheck: Ago | null
  started: Ago | null
  inStatistics: Ago | null
  completed: Ago | null
  producing: Ago | null
  /** When it crossed into above-scale, should its firm have done so. */
  upscaled: Ago | null
  atDesign: Ago | null
  suspended: Ago | null
  stopped: Ago | null
  developed: Share
  invested: Share
  /** Built plot ratio as a share of the least that the contract asks for. */
  built: Share
  vacant: Share
  pauses: readonly Pause[]
}

/** How far a site has come. `idle` should have been begun a year ago and more, `missed` produces below what was promised, `stalled` is built and still. */
export type Stage =
  | "fresh"
  | "idle"
  | "building"
  | "finished"
  | "young"
  | "steady"
  | "underused"
  | "stalled"
  | "missed"

const NONE: Share = [0, 1]
const ALL: Share = [1, 1]

/** Months before the day of the sample at which land of a stage was supplied. */
const SUPPLIED_AGO: Record<Stage, readonly [number, number]> = {
  fresh: [3, 8],
  idle: [21, 36],
  building: [12, 22],
  finished: [25, 31],
  young: [36, 47],
  steady: [64, 214],
  underused: [60, 150],
  stalled: [66, 130],
  missed: [70, 150],
}

/** An ordinary course of a stage. `age`, 0-1, places it between the newest and the oldest of the stage. */
export function planCourse(stage: Stage, age: number, random: Random): Course {
  const [newest, oldest] = SUPPLIED_AGO[stage]
  const supplied = Math.round(newest + (oldest - newest) * age)
  const at = (months: number): Ago => [months, random.int(0, 26)]
  // What has not come yet is null; what is due may lie ahead.
  const done = (months: number): Ago | null => (months > 0 ? at(months) : null)
  const slack = random.int(0, 2)
  const production = supplied - 25 - slack
  const course: Course = {
    signed: at(supplied + random.int(3, 8)),
    supplied: at(supplied),
    delivered: at(supplied - 1),
    startDue: at(supplied - 7),
    completionDue: at(supplied - 25),
    productionDue: at(supplied - 29),
    targetCheck: at(supplied - 65),
    started: done(supplied - 4 - slack),
    inStatistics: done(supplied - 7 - slack),
    completed: done(supplied - 22 - slack),
    producing: done(production),
    upscaled: done(production - random.int(10, 16)),
    atDesign: done(production - random.int(18, 30)),
    suspended: null,
    stopped: null,
    developed: ALL,
    invested: [random.int(100, 112), 100],
    built: [random.int(103, 150), 100],
    vacant: random.chance(0.12) ? [random.int(8, 30), 100] : NONE,
    pauses: [],
  }
  switch (stage) {
    case "fresh":
    case "idle":
      return { ...course, ...UNSTARTED }
    case "building":
      return {
        ...course,
        ...UNFINISHED,
        inStatistics: random.chance(0.25) ? null : course.inStatistics,
        developed: [random.int(86, 100), 100],
        invested: [random.int(30, 85), 100],
      }
    case "finished":
      return { ...course, producing: null, upscaled: null, atDesign: null, vacant: ALL }
    case "young":
      return { ...course, atDesign: null }
    case "underused":
      return random.chance(0.6)
        ? { ...course, built: [random.int(45, 88), 100] }
        : { ...course, developed: [random.int(50, 76), 100] }
    case "stalled":
      return random.chance(0.5)
        ? { ...course, producing: null, upscaled: null, atDesign: null, vacant: ALL }
        : { ...course, stopped: at(random.int(14, 30)), vacant: [random.int(70, 100), 100] }
    default:
      return course
  }
}

/** A project has been signed for, the land is still to be had. */
export const signedOnly = (signed: Ago): Course => ({
  signed,
  supplied: null,
  delivered: null,
  startDue: null,
  completionDue: null,
  productionDue: null,
  targetCheck: null,
  ...UNSTARTED,
  suspended: null,
  stopped: null,
  pauses: [],
})

/** Nothing has been begun. */
export const UNSTARTED = {
  started: null,
  inStatistics: null,
  completed: null,
  producing: null,
  upscaled: null,
  atDesign: null,
  developed: NONE,
  invested: NONE,
  built: NONE,
  vacant: NONE,
} satisfies Partial<Course>

/** Begun and not finished. */
export const UNFINISHED = {
  completed: null,
  producing: null,
  upscaled: null,
  atDesign: null,
  built: NONE,
  vacant: NONE,
} satisfies Partial<Course>
