import type { Connection } from "./connection.ts"
import { OWNER, type Privilege, roleNames } from "./privileges.ts"

type Fault = { rule: string; place: string }

/** Functions of ours that run with their owner's rights: at most five, each with a fixed search path. */
const DEFINERS = ["note_shapes", "note_parcels", "note_standing", "note_due"]

/**
 * Compares the catalogue with the matrix and with the rules of the house. Runs after migrations on both
 * engines; one fault stops the start.
 *
 * @returns one entry for each fault: the rule broken and the object that breaks it
 */
export async function lintCatalogue(
  connection: Connection,
  schemas: readonly string[],
  privileges: readonly Privilege[],
): Promise<Fault[]> {
  const sql = connection.handle(() => 60_000)
  const faults: Fault[] = []
  const note = (rule: string, rows: readonly { place: string }[]) => {
    for (const { place } of rows) faults.push({ rule, place })
  }

  note(
    "every table has row security enabled and forced",
    await sql<{ place: string }>`
      select n.nspname || '.' || c.relname as place
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any(${schemas}) and c.relkind in ('r', 'p')
         and not (c.relrowsecurity and c.relforcerowsecurity)`,
  )
  note(
    "no view without security_invoker",
    await sql<{ place: string }>`
      select n.nspname || '.' || c.relname as place
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any(${schemas}) and c.relkind in ('v', 'm')
         and not coalesce(c.reloptions @> array['security_invoker=true'], false)`,
  )
  note(
    "every object belongs to the owner",
    await sql<{ place: string }>`
      select n.nspname || '.' || c.relname as place
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_roles r on r.oid = c.relowner
       where n.nspname = any(${schemas}) and c.relkind in ('r', 'p', 'v', 'm', 'S') and r.rolname <> ${OWNER}`,
  )
  note(
    "no function of ours is executable by everybody",
    await sql<{ place: string }>`
      select n.nspname || '.' || p.proname as place
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = any(${schemas})
         and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0))`,
  )
  note(
    "a function fixes its search path",
    await sql<{ place: string }>`
      select n.nspname || '.' || p.proname as place
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = any(${schemas})
         and not exists (select from unnest(p.proconfig) s where s like 'search_path=%')`,
  )
  note(
    "security definer only as listed",
    await sql<{ place: string }>`
      select n.nspname || '.' || p.proname as place
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = any(${schemas}) and p.prosecdef and p.proname <> all(${DEFINERS})`,
  )
  note(
    "a policy names its roles",
    await sql<{ place: string }>`
      select schemaname || '.' || tablename || '/' || policyname as place
        from pg_policies where schemaname = any(${schemas}) and 'public' = any(roles)`,
  )
  note(
    "no audience is member of another role",
    await sql<{ place: string }>`
      select m.rolname as place from pg_auth_members a join pg_roles m on m.oid = a.member
       where m.rolname = any(${roleNames()})`,
  )
  faults.push(...compareGrants(privileges, await listGrants(connection, schemas)))
  return faults
}

type Grant = { tableName: string; role: string; verb: string; columnName: string | null }

/** Every column and table grant in our schemas to anyone but the owner. */
async function listGrants(connection: Connection, schemas: readonly string[]): Promise<Grant[]> {
  const sql = connection.handle(() => 60_000)
  return sql<Grant>`
    select n.nspname || '.' || c.relname as table_name, coalesce(r.rolname, 'public') as role,
           lower(a.privilege_type) as verb, t.attname as column_name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute t on t.attrelid = c.oid and t.attnum > 0 and t.attacl is not null,
           lateral aclexplode(t.attacl) a
      left join pg_roles r on r.oid = a.grantee
     where n.nspname = any(${schemas}) and coalesce(r.rolname, 'public') <> ${OWNER}
    union all
    select n.nspname || '.' || c.relname, coalesce(r.rolname, 'public'), lower(a.privilege_type), null
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace,
           lateral aclexplode(c.relacl) a
      left join pg_roles r on r.oid = a.grantee
     where n.nspname = any(${schemas}) and c.relkind in ('r', 'p', 'v', 'm', 'S')
       and coalesce(r.rolname, 'public') <> ${OWNER}`
}

const grantKey = ({ tableName, role, verb, columnName }: Grant) =>
  `${tableName}${columnName ? `.${columnName}` : ""} ${verb} to ${role}`

function compareGrants(privileges: readonly Privilege[], found: readonly Grant[]): Fault[] {
  const wanted = new Set(
    privileges.flatMap(({ table: tableName, role, read, insert, update, delete: remove }) => [
      ...read.map((columnName) => grantKey({ tableName, role, verb: "select", columnName })),
      ...update.map((columnName) => grantKey({ tableName, role, verb: "update", columnName })),
      ...(insert ? [grantKey({ tableName, role, verb: "insert", columnName: null })] : []),
      ...(remove ? [grantKey({ tableName, role, verb: "delete", columnName: null })] : []),
    ]),
  )
  const there = new Set(found.map(grantKey))
  return [
    ...[...there]
      .filter((grant) => !wanted.has(grant))
      .map((place) => ({ rule: "a grant that the matrix does not name", place })),
    ...[...wanted]
      .filter((grant) => !there.has(grant))
      .map((place) => ({ rule: "a grant of the matrix that is missing", place })),
  ]
}
