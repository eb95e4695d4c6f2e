import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { migrationsHash } from "../../server/db/migrate.ts"
import { findRoot } from "../../server/programs.ts"

/** Name of a prepared database: the same migrations, grants and engine give the same name. */
export function preparedName(): string {
  const root = findRoot()
  const hash = createHash("sha256").update(migrationsHash())
  for (const file of [
    "server/accounts/matrix.yaml",
    "server/db/privileges.ts",
    "server/db/roles.ts",
    "package-lock.json",
  ])
    hash.update(readFileSync(join(root, file)))
  return `mutu_prepared_${hash.digest("hex").slice(0, 12)}`
}

/** A gzipped data directory of the embedded engine, migrated and empty. */
export const snapshotPath = (): string =>
  join(findRoot(), "node_modules/.cache/mutu", `${preparedName()}.tgz`)
