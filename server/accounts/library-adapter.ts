import { type CustomAdapter, createAdapterFactory } from "better-auth/adapters"
import type { Door } from "../db/door.ts"
import { joined, type Part, type Sql } from "../db/sql.ts"
import { hashToken } from "./token.ts"

/** Fields that the library asks for, and the columns behind them. */
type Fields = Readonly<Record<string, string>>

/** What the library may look up. To it, a disabled account is an unknown one. */
const LOOKED_UP: Record<string, { table: string; fields: Fields; only?: (sql: Sql) => Part }> = {
  user: {
    table: "auth.account",
    fields: { id: "account_id", username: "username", name: "display_name" },
    only: (sql) => sql`disabled_at is null`,
  },
  account: {
    table: "auth.credential",
    fields: {
      id: "credential_id",
      userId: "account_id",
      providerId: "provider",
      accountId: "subject",
      password: "password_hash",
    },
  },
}

/** What it may write: a new session, whose token is stored hashed. */
const SESSION: Fields = {
  userId: "account_id",
  token: "token_sha256",
  createdAt: "created_at",
  expiresAt: "expires_at",
}
/** What it sends with a session and we do not keep. */
const NOT_KEPT = new Set(["updatedAt", "ipAddress", "userAgent"])

const columnOf = (fields: Fields, name: string): string => {
  const column = fields[name]
  if (!column) throw new Error(`the sign-in library asks for ${name}, which it may not use`)
  return column
}

const refuse = (): never => {
  throw new Error("the sign-in library looks up accounts and opens sessions, nothing else")
}

/** No account's id: an unknown name is looked up in as many steps as a known one. */
const NOBODY = "00000000-0000-0000-0000-000000000000"

type Lookup = Pick<Parameters<CustomAdapter["findOne"]>[0], "model" | "where">

function lookUp<T>(door: Door, { model, where }: Lookup): Promise<T | null> {
  const { table, fields, only } = LOOKED_UP[model] ?? refuse()
  return door.serve("svc_auth", "read", async (sql) => {
    const conditions = where.map(({ field, operator, connector, value }) => {
      if (operator !== "eq" || connector !== "AND" || typeof value !== "string") refuse()
      return sql`${sql(columnOf(fields, field))} = ${String(value)}`
    })
    const columns = Object.entries(fields).map(
      ([field, column]) => sql`${sql(column)} as ${sql(field)}`,
    )
    const [row] = await sql<T>`
      select ${joined(sql, columns, sql`, `)}
        from ${sql(table)}
       where ${joined(sql, [...conditions, ...(only ? [only(sql)] : [])], sql` and `)}
       limit 1`
    return row ?? null
  })
}

async function insertSession(door: Door, data: Record<string, unknown>): Promise<void> {
  const kept = Object.keys(data).filter((field) => !NOT_KEPT.has(field))
  await door.serve("svc_auth", "write", (sql) => {
    const values = kept.map((field) => sql`${stored(field, data[field])}`)
    return sql`
      insert into auth.session (${sql(kept.map((field) => columnOf(SESSION, field)))})
      values (${joined(sql, values, sql`, `)})`
  })
}

function stored(field: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return field === "token" ? hashToken(String(value)) : String(value)
}

/**
 * The library's database: our own door as svc_auth, two tables to look things up in and one to insert into.
 * Tables and columns come from the closed lists above. Accounts, grants and the end of sessions are
 * written by our own statements, so that each stands in one transaction with its act.
 */
export const libraryAdapter = (door: Door) =>
  createAdapterFactory({
    config: { adapterId: "mutu", disableIdGeneration: true, supportsUUIDs: true },
    adapter: (): CustomAdapter => ({
      async findOne<T>({ model, where }: Lookup) {
        const found = await lookUp<T>(door, { model, where })
        if (!found && model === "user")
          await lookUp(door, {
            model: "account",
            where: [{ ...where[0]!, field: "userId", value: NOBODY }],
          })
        return found
      },
      async create<T extends Record<string, unknown>>({ model, data }: { model: string; data: T }) {
        if (model !== "session") refuse()
        await insertSession(door, data)
        return data
      },
      update: refuse,
      updateMany: refuse,
      findMany: refuse,
      delete: refuse,
      deleteMany: refuse,
      count: refuse,
    }),
  })
