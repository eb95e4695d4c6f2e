/** How the straight street plan lies on the ground: turned a little, swaying, and bowed with the river. */
import type { Layout } from "./layout.ts"
import type { Point } from "./plane.ts"
import { cosineOfTurns, type Random, sineOfTurns } from "./random.ts"

/** Plan metres to ground metres; smooth, and everywhere within about a fifth of true scale. */
export type Bend = (point: Point) => Point

/** Metres from the river in which its bow fades from the streets to under a half. */
const BOW_REACH_M = 1100

export function createBend(layout: Layout, random: Random): Bend {
  const riverAt =
    ((layout.rows[layout.riverRow]?.at ?? 0) + (layout.rows[layout.riverRow + 1]?.at ?? 0)) / 2
  const turn = random.between(-0.034, -0.022)
  const sine = sineOfTurns(turn)
  const cosine = cosineOfTurns(turn)
  const bow = { height: random.between(170, 210), length: 5600, phase: random.between(0.02, 0.16) }
  const ripple = { height: 38, length: 2450, phase: random.next() }
  const sway = { width: 58, length: 3900, phase: random.next() }

  return ([p, q]) => {
    const away = (q - riverAt) / BOW_REACH_M
    const bowed =
      bow.height * sineOfTurns(p / bow.length + bow.phase) +
      ripple.height * sineOfTurns(p / ripple.length + ripple.phase)
    const y = q + bowed / (1 + away * away)
    const x = p + sway.width * sineOfTurns(q / sway.length + sway.phase)
    return [x * cosine - y * sine, x * sine + y * cosine]
  }
}

/** How far a chord may leave the bent line before another vertex is set, in metres. */
const CHORD_M = 0.35

/** A line of the plan laid on the ground, with as few more points as its curve needs. */
export function bendLine(line: readonly Point[], bend: Bend): Point[] {
  const first = line[0]
  if (!first) return []
  const bent: Point[] = [bend(first)]
  const refine = (a: Point, b: Point, from: Point, to: Point, depth: number) => {
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const at = bend(middle)
    const dx = (from[0] + to[0]) / 2 - at[0]
    const dy = (from[1] + to[1]) / 2 - at[1]
    if (depth > 0 && dx * dx + dy * dy > CHORD_M * CHORD_M) {
      refine(a, middle, from, at, depth - 1)
      refine(middle, b, at, to, depth - 1)
    } else bent.push(to)
  }
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]
    const b = line[i]
    if (a && b) refine(a, b, bent.at(-1) ?? bend(a), bend(b), 5)
  }
  return bent
}
