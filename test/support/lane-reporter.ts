import type { Reporter } from "vitest/node"
import { leftOut } from "./lanes.ts"

/** Says at the end which lanes were left out, and why. */
export default class LaneReporter implements Reporter {
  onTestRunEnd() {
    for (const [lane, reason] of Object.entries(leftOut()))
      process.stdout.write(`lane left out: ${lane}: ${reason}\n`)
  }
}
