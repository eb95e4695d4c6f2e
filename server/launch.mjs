// Builds what is missing or older than its sources, then runs one of our programs. Plain JavaScript,
// because Node 20 cannot run the TypeScript that would build itself.
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const SOURCES = [
  "client",
  "server",
  "geodata",
  "migrations",
  "test/bench",
  "package-lock.json",
  "vite.config.ts",
]

/** Newest modification time below a path, in ms. */
const newest = (path) => {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

const [program = "main", ...rest] = process.argv.slice(2)
const built = join(root, "dist/server", `${program === "--build-only" ? "main" : program}.js`)
const stamp = join(root, "dist/client/index.html")
const stale =
  !existsSync(built) ||
  !existsSync(stamp) ||
  newest(join(root, "dist/server")) <
    Math.max(...SOURCES.map((source) => newest(join(root, source))))

if (stale) {
  console.error("正在构建 …")
  execFileSync(
    process.execPath,
    [join(root, "node_modules/vite/bin/vite.js"), "build", "--app", "--logLevel", "warn"],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
    },
  )
}
if (program === "--build-only") process.exit(0)
process.argv.splice(1, process.argv.length - 1, built, ...rest)
await import(pathToFileURL(built).href)
