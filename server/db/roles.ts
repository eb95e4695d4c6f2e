import type { Connection } from "./connection.ts"
import { sqlState } from "./failure.ts"
import { LOGIN } from "./door.ts"
import { OWNER, roleNames } from "./privileges.ts"

/** Roles belong to the whole cluster: two starts on two databases may create them at the same moment. */
const RACES = new Set(["42710", "23505", "40001", "XX000"])

/**
 * Creates owner, login, audiences and services where they are missing, and lets the login become each
 * audience. Safe to run from several processes at once.
 *
 * @param password of the login on a server; null on the embedded engine, where nobody connects
 */
export async function createRoles(connection: Connection, password: string | null): Promise<void> {
  const names = roleNames()
  const existing = new Set(
    (
      await connection.handle(() => 60_000)<{ name: string }>`
        select rolname as name from pg_roles where rolname = any(${[OWNER, LOGIN, ...names]})`
    ).map(({ name }) => name),
  )
  const nobody = "nologin nosuperuser nocreatedb nocreaterole noinherit nobypassrls"
  for (const name of [OWNER, ...names])
    if (!existing.has(name)) await tolerate(connection, `create role ${name} ${nobody}`)
  if (!existing.has(LOGIN))
    await tolerate(
      connection,
      `create role ${LOGIN} login nosuperuser nocreatedb nocreaterole noinherit nobypassrls`,
    )
  if (password) await tolerate(connection, `alter role ${LOGIN} password '${password}'`)
  await tolerate(connection, `grant ${names.join(", ")} to ${LOGIN}`)
  await tolerate(connection, `grant ${OWNER} to current_user`)
}

/** What each database needs of them: connect for the login, nothing for everybody. */
export async function admitRoles(connection: Connection): Promise<void> {
  await connection.script(`
    do $$ begin
      execute format('revoke all on database %I from public', current_database());
      execute format('grant connect on database %I to ${LOGIN}', current_database());
      execute format('grant create, connect on database %I to ${OWNER}', current_database());
    end $$;
    revoke create on schema public from public;
    grant usage on schema public to public;
    alter default privileges for role ${OWNER} revoke execute on functions from public`)
}

/** Runs one statement again when another start was in the way. */
async function tolerate(connection: Connection, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connection.script(statement)
    } catch (error) {
      if (sqlState(error) === "42710") return
      if (attempt === 10 || !RACES.has(sqlState(error) ?? "")) throw error
      await new Promise((again) => setTimeout(again, 50 * attempt))
    }
  }
}
