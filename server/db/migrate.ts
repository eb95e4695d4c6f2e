import { createHash } from "node:crypto"
import type { Connection } from "./connection.ts"
import { DatabaseUnusable } from "./failure.ts"
import { OWNER } from "./privileges.ts"

export type Migration = { name: string; text: string }

const files = import.meta.glob<string>("../../migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
})

/** The migrations in the order of their numbers. */
export const MIGRATIONS: readonly Migration[] = Object.entries(files)
  .map(([path, text]) => ({ name: path.slice(path.lastIndexOf("/") + 1), text }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

/** Line endings do not count: a checkout may turn them. */
export const checksum = (text: string) =>
  createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex")

/** One hash over all migrations, for names of prepared snapshots. */
export const migrationsHash = (): string =>
  checksum(MIGRATIONS.map(({ name, text }) => `${name}\n${text}`).join("\n"))

/**
 * Applies what is missing, each file in one transaction, under a lock that other starts wait for.
 * @throws Error naming the file when an applied one was changed, is unknown, or fails
 */
export async function migrate(connection: Connection, migrations = MIGRATIONS): Promise<string[]> {
  const sql = connection.handle(() => 600_000)
  await sql`select pg_advisory_lock(8200)`
  try {
    await connection.script(`
      create schema if not exists mutu authorization ${OWNER};
      create table if not exists mutu.migration (
        name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp())`)
    const applied = new Map(
      (await sql<{ name: string; sha256: string }>`select name, sha256 from mutu.migration`).map(
        (row) => [row.name, row.sha256],
      ),
    )
    refuseDrift(applied, migrations)
    const missing = migrations.filter(({ name }) => !applied.has(name))
    for (const { name, text } of missing) await apply(connection, name, text)
    return missing.map(({ name }) => name)
  } finally {
    if (!connection.lost) await sql`select pg_advisory_unlock(8200)`
  }
}

function refuseDrift(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]) {
  for (const [name, sha256] of applied) {
    const file = migrations.find((migration) => migration.name === name)
    if (!file) throw new DatabaseUnusable(`数据库已由更新的版本升级（${name}），请使用该版本启动。`)
    if (checksum(file.text) !== sha256)
      throw new DatabaseUnusable(`数据库迁移 ${name} 在执行后被改动过，不能继续启动。`)
  }
}

async function apply(connection: Connection, name: string, text: string) {
  try {
    await connection.script(`begin; set local role ${OWNER};\n${text}\n;
      reset role;
      insert into mutu.migration (name, sha256) values ('${name}', '${checksum(text)}');
      commit`)
  } catch (cause) {
    if (!connection.lost) await connection.script("rollback")
    throw new Error(`migration ${name} could not be applied`, { cause })
  }
}
