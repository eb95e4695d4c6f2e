import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** The checkout: the nearest folder upwards whose package is ours, from source and from dist alike. */
export function findRoot(from = import.meta.dirname): string {
  const manifest = join(from, "package.json")
  if (
    existsSync(manifest) &&
    (JSON.parse(readFileSync(manifest, "utf8")) as { name?: string }).name === "mutu"
  )
    return from
  const parent = dirname(from)
  if (parent === from) throw new Error("package.json of mutu not found above the running program")
  return findRoot(parent)
}

/** A built program of dist/server: worker threads and child processes run built files. */
export function findProgram(name: "engine-worker" | "read-child" | "paper-worker"): string {
  const path = join(findRoot(), "dist/server", `${name}.js`)
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build`)
  return path
}
