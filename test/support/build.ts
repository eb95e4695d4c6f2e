import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { findRoot } from "../../server/programs.ts"

/**
 * Worker threads and child processes run built files: builds them where they are missing or old. While a
 * change is half done the build may fail; then tests that do not need it go on with the last good one, except
 * in CI.
 */
export default function build() {
  const root = findRoot()
  try {
    execFileSync(process.execPath, [join(root, "server/launch.mjs"), "--build-only"], {
      stdio: "inherit",
    })
  } catch (error) {
    if (process.env["CI"] || !existsSync(join(root, "dist/server/engine-worker.js"))) throw error
    console.warn("the build failed; tests run on the programs built before")
  }
}
