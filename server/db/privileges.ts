import { type Audience, AUDIENCES, databaseRole, SERVICES } from "./audience.ts"
import type { Connection } from "./connection.ts"

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

/** Statements that give exactly these privileges and no other, from nothing. */
function statements(schemas: readonly string[], privileges: readonly Privilege[]): string[] {
  const out: string[] = []
  const roles = [...new Set(privileges.map(({ role }) => role))]
  const everybody = ["public", ...roleNames()]
  for (const schema of schemas) {
    out.push(
      `revoke all on schema ${schema} from ${everybody.join(", ")}`,
      `revoke all on all tables in schema ${schema} from ${everybody.join(", ")}`,
      `revoke all on all sequences in schema ${schema} from ${everybody.join(", ")}`,
      `revoke all on all functions in schema ${schema} from ${everybody.join(", ")}`,
    )
  }
  for (const schema of schemas)
    for (const role of roles)
      if (privileges.some((p) => p.role === role && schemaOf(p.table) === schema))
        out.push(`grant usage on schema ${schema} to ${role}`)
  for (const table of [...new Set(privileges.map((p) => p.table))]) {
    out.push(`alter table ${quoted(table)} enable row level security`)
    out.push(`alter table ${quoted(table)} force row level security`)
  }
  for (const p of privileges) {
    const on = `on ${quoted(p.table)} to ${p.role}`
    const columns = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ")
    const rows = p.rows ?? "true"
    const policy = (verb: string, clause: string) =>
      `create policy ${p.role}_${verb} on ${quoted(p.table)} for ${verb} to ${p.role} ${clause}`
    if (p.read.length > 0)
      out.push(`grant select (${columns(p.read)}) ${on}`, policy("select", `using (${rows})`))
    if (p.insert) out.push(`grant insert ${on}`, policy("insert", `with check (${rows})`))
    if (p.update.length > 0)
      out.push(
        `grant update (${columns(p.update)}) ${on}`,
        policy("update", `using (${rows}) with check (${rows})`),
      )
    if (p.delete) out.push(`grant delete ${on}`, policy("delete", `using (${rows})`))
  }
  return out
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

/**
 * Sets grants and row policies of all our schemas to exactly `privileges`, in one transaction.
 * The connection is the owner's. Functions that audiences may call are named here, one by one.
 */
export async function applyPrivileges(
  connection: Connection,
  schemas: readonly string[],
  privileges: readonly Privilege[],
): Promise<void> {
  const script = [
    `set local role ${OWNER}`,
    ...statements(schemas, privileges).slice(0, schemas.length * 4),
    RESET_POLICIES(schemas),
    ...statements(schemas, privileges).slice(schemas.length * 4),
    ...CALLABLE.map(
      ({ name, roles }) => `grant execute on function ${name} to ${roles.join(", ")}`,
    ),
  ]
  await connection.script(`begin;\n${script.join(";\n")};\ncommit`)
}

const WRITERS = ["aud_planner", "aud_planner_granted", "aud_assessor"]

/** Functions that an audience's own statements reach, by table checks and triggers. */
export const CALLABLE: readonly { name: string; roles: readonly string[] }[] = [
  { name: "core.is_credit_code(text)", roles: ["aud_assessor"] },
  { name: "core.check_occupancy(int)", roles: WRITERS },
]
