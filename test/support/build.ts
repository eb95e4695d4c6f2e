import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { findRoot } from "../../server/programs.ts"

/** Worker threads and child processes run built files: builds them where they are missing or old. */
export default function build() {
  execFileSync(process.execPath, [join(findRoot(), "server/launch.mjs"), "--build-only"], {
    stdio: "inherit",
  })
}
