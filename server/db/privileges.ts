import { createHash } from "node:crypto"
import { type Audience, AUDIENCES, databaseRole, SERVICES } from "./audience.ts"
import type { Connection } from "./connection.ts"
import { sqlState } from "./failure.ts"

/** What one database role may do with one table. Row conditions are SQL of the matrix, null is all rows. */
export type Privilege = {
  table: string
  role: string
  read: readonly string[]
  insert: boolean
  update: readonly string[]
  delete: boolean
  rows: string | null
}

/** Owner of every object; nobody logs in as it. */
export const OWNER = "mutu_owner"

export const roleNames = (): string[] => [
  ...AUDIENCES.map((audience: Audience) => databaseRole(audience)),
  ...SERVICES,
]

const quoted = (name: string) =>
  name
    .split(".")
    .map((part) => `"${part}"`)
    .join(".")

const schemaOf = (table: string) => table.split(".")[0]!

/** Takes everything from everybody. */
function revocations(schemas: readonly string[]): string[] {
  const everybody = ["public", ...roleNames()].join(", ")
  return schemas.flatMap((schema) => [
    `revoke all on schema ${schema} from ${everybody}`,
    `revoke all on all tables in schema ${schema} from ${everybody}`,
    `revoke all on all sequences in schema ${schema} from ${everybody}`,
    `revoke all on all functions in schema ${schema} from ${everybody}`,
  ])
}

const guardRows = (table: string) => [
  `alter table ${quoted(table)} enable row level security`,
  `alter table ${quoted(table)} force row level security`,
]

/** Grants and row policies of one role on one table. */
function grants({ table, role, read, insert, update, delete: remove, rows }: Privilege): string[] {
  const columns = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ")
  const grant = (what: string) => `grant ${what} on ${quoted(table)} to ${role}`
  const policy = (verb: string, clause: string) =>
    `create policy ${role}_${verb} on ${quoted(table)} for ${verb} to ${role} ${clause}`
  const own = rows ?? "true"
  return [
    ...(read.length > 0
      ? [grant(`select (${columns(read)})`), policy("select", `using (${own})`)]
      : []),
    ...(insert ? [grant("insert"), policy("insert", `with check (${own})`)] : []),
    ...(update.length > 0
      ? [
          grant(`update (${columns(update)})`),
          policy("update", `using (${own}) with check (${own})`),
        ]
      : []),
    ...(remove ? [grant("delete"), policy("delete", `using (${own})`)] : []),
  ]
}

/** Drops every policy of our schemas and lets the owner's own functions see all rows. */
const RESET_POLICIES = (schemas: readonly string[]) => `
do $$
declare p record;
begin
  for p in select schemaname, tablename, policyname from pg_policies where schemaname in (${list(schemas)}) loop
    execute format('drop policy %I on %I.%I', p.policyname, p.schemaname, p.tablename);
  end loop;
  for p in select schemaname, tablename from pg_tables where schemaname in (${list(schemas)}) loop
    execute format('create policy owner_all on %I.%I to ${OWNER} using (true) with check (true)', p.schemaname, p.tablename);
  end loop;
end $$`

const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ")

/** One text for these privileges and the row policies that the catalogue holds. */
async function fingerprint(
  connection: Connection,
  schemas: readonly string[],
  privileges: readonly Privilege[],
): Promise<string> {
  const policies = await connection.handle(() => 20_000)`
    select schemaname, tablename, policyname, roles::text, cmd, qual, with_check
      from pg_policies where schemaname = any(${schemas}::text[])
     order by schemaname, tablename, policyname`
  return createHash("sha256")
    .update(JSON.stringify([privileges, CALLABLE, roleNames(), policies]))
    .digest("hex")
}

/** Another start, or a vacuum, was in the way. */
const DEADLOCK = "40P01"

/**
 * Sets grants and row policies of all our schemas to exactly `privileges`, in one transaction.
 * The connection is the owner's. Functions that audiences may call are named here, one by one.
 */
export async function applyPrivileges(
  connection: Connection,
  schemas: readonly string[],
  privileges: readonly Privilege[],
): Promise<void> {
  const usages = new Set(
    privileges.map(({ table, role }) => `grant usage on schema ${schemaOf(table)} to ${role}`),
  )
  const script = [
    `set local role ${OWNER}`,
    ...revocations(schemas),
    RESET_POLICIES(schemas),
    ...usages,
    ...[...new Set(privileges.map(({ table }) => table))].flatMap(guardRows),
    ...privileges.flatMap(grants),
    ...CALLABLE.map(
      ({ name, roles }) => `grant execute on function ${name} to ${roles.join(", ")}`,
    ),
  ]
  const whole = `begin;\n${script.join(";\n")};\ncommit`
  for (let attempt = 1; !(await ranWhole(connection, whole)); attempt++)
    if (attempt === 5) throw new Error("the grants could not be set for deadlocks")
  const state = await fingerprint(connection, schemas, privileges)
  await connection.script(
    `begin; set local role ${OWNER}; comment on schema ${schemas[0]!} is '${state}'; commit`,
  )
}

/** @returns false where a deadlock undid it */
async function ranWhole(connection: Connection, script: string): Promise<boolean> {
  try {
    await connection.script(script)
    return true
  } catch (error) {
    await connection.script("rollback")
    if (sqlState(error) === DEADLOCK) return false
    throw error
  }
}

/**
 * Whether the catalogue is as `applyPrivileges` left it for these privileges, as far as they and the row policies
 * tell; the grants themselves are compared by the lint. Setting them anew takes every table from whoever is
 * using it, so a start that finds them right leaves them alone.
 */
export async function hasPrivileges(
  connection: Connection,
  schemas: readonly string[],
  privileges: readonly Privilege[],
): Promise<boolean> {
  const [row] = await connection.handle(() => 20_000)<{ noted: string | null }>`
    select obj_description(to_regnamespace(${schemas[0]!}), 'pg_namespace') as noted`
  return row?.noted === (await fingerprint(connection, schemas, privileges))
}

const WRITERS = ["aud_planner", "aud_planner_granted", "aud_assessor", "svc_sample"]

/** Functions that an audience's own statements reach, by table checks and triggers. */
export const CALLABLE: readonly { name: string; roles: readonly string[] }[] = [
  { name: "core.is_credit_code(text)", roles: ["aud_assessor", "svc_sample"] },
  { name: "core.check_occupancy(int)", roles: WRITERS },
  ...["core.cell_of(geometry)", "core.cell_row(float8)", "core.cell_column(float8)"].map(
    (name) => ({
      name,
      roles: ["aud_planner", "aud_planner_granted", "svc_sample"],
    }),
  ),
]
