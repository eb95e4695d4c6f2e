import { createHmac } from "node:crypto"
import { type Address, Connection } from "./connection.ts"
import { createDoor, type Door, LOGIN } from "./door.ts"
import { type EmbeddedEngine, startEmbedded } from "./embedded.ts"
import { DatabaseUnusable, EngineLost, sqlState } from "./failure.ts"
import { lintCatalogue } from "./lint.ts"
import { migrate } from "./migrate.ts"
import { createPool, type Pool } from "./pool.ts"
import { applyPrivileges, hasPrivileges, type Privilege } from "./privileges.ts"
import { admitRoles, createRoles } from "./roles.ts"

/** Schemas of the product; every table in them is governed by the matrix. */
export const SCHEMAS = ["core", "fin", "assess", "auth"] as const

export type Database = {
  door: Door
  /** Names of the migrations that this start applied. */
  applied: string[]
  dump: () => Promise<Uint8Array>
  close: () => Promise<void>
}

/** Server mode connects as many times; requests wait at most this long for their turn. */
const SERVER_CONNECTIONS = 8
const WAIT_MS = 10_000

/** Brings roles, schema, grants and checks to this version's state, as the owner. */
async function prepareDatabase(
  owner: Connection,
  privileges: readonly Privilege[],
  password: string | null,
) {
  await createRoles(owner, password)
  await admitRoles(owner)
  await owner.script(`create extension if not exists postgis; create extension if not exists btree_gist;
    create extension if not exists pg_trgm`)
  const applied = await migrate(owner)
  const isSet = applied.length === 0 && (await hasPrivileges(owner, SCHEMAS, privileges))
  let faults = isSet ? await lintCatalogue(owner, SCHEMAS, privileges) : null
  if (!faults || faults.length > 0) {
    await applyPrivileges(owner, SCHEMAS, privileges)
    faults = await lintCatalogue(owner, SCHEMAS, privileges)
  }
  if (faults.length > 0)
    throw new DatabaseUnusable(
      `数据库目录检查未通过：${faults
        .slice(0, 5)
        .map(({ rule, place }) => `${rule}: ${place}`)
        .join("; ")}`,
    )
  return applied
}

/**
 * The embedded engine in `dataDir` (absent: in memory, beginning from `snapshot`).
 * @throws DatabaseUnusable with a sentence for the operator
 */
export async function openEmbedded(
  options: { dataDir?: string; snapshot?: Uint8Array<ArrayBuffer> },
  privileges: readonly Privilege[],
): Promise<Database> {
  const engine: EmbeddedEngine = startEmbedded(options)
  const owner = new Connection(await engine.address())
  const applied = await prepareDatabase(owner, privileges, null)
  // The embedded engine gathers no statistics by itself.
  await owner.script("analyze")
  owner.end(new EngineLost("set-up is done"))
  const pool: Pool = createPool(engine.address, {
    size: 1,
    waitMs: WAIT_MS,
    // Plain queries now fail closed as a pooled login's do, and `reset role` stays low.
    prepare: (connection) => connection.script(`set session authorization ${LOGIN}`),
    lost: engine.abandon,
  })
  return {
    door: createDoor(pool, "embedded"),
    applied,
    dump: engine.dump,
    async close() {
      pool.close()
      await engine.close()
    },
  }
}

/** Same for every process that knows the owner's URL; nobody else can make it. */
const loginPassword = (ownerUrl: string) =>
  createHmac("sha256", new URL(ownerUrl).password || ownerUrl)
    .update(LOGIN)
    .digest("base64url")

/**
 * A PostgreSQL 15+ server with PostGIS. `url` may be an owner or superuser: it migrates with it, then
 * serves through the unprivileged login only.
 * @throws DatabaseUnusable with a sentence for the operator
 */
export async function openServer(url: string, privileges: readonly Privilege[]): Promise<Database> {
  const owner = new Connection({ url })
  const password = loginPassword(url)
  let applied: string[]
  try {
    await assertServer(owner)
    applied = await prepareDatabase(owner, privileges, password)
  } catch (error) {
    throw explain(error)
  } finally {
    owner.end(new EngineLost("set-up is done"))
  }
  const address: Address = { url, username: LOGIN, password }
  const pool = createPool(async () => address, {
    size: SERVER_CONNECTIONS,
    waitMs: WAIT_MS,
    // Compiling a large plan costs more than any of our statements runs.
    prepare: (connection) =>
      connection.script("set idle_in_transaction_session_timeout = '60s'; set jit = off"),
  })
  return {
    door: createDoor(pool, "postgis"),
    applied,
    dump: () => Promise.reject(new Error("a server is dumped with pg_dump")),
    close: async () => pool.close(),
  }
}

async function assertServer(owner: Connection) {
  const sql = owner.handle(() => 20_000)
  const [server] = await sql<{ version: number; postgis: boolean }>`
    select current_setting('server_version_num')::int as version,
           exists (select from pg_available_extensions where name = 'postgis') as postgis`
  if (!server || server.version < 150_000)
    throw new DatabaseUnusable("DATABASE_URL 指向的 PostgreSQL 版本过低，需要 15 或更新版本。")
  if (!server.postgis)
    throw new DatabaseUnusable(
      "DATABASE_URL 指向的数据库服务器没有安装 PostGIS 扩展，请先安装 postgresql-15-postgis-3。",
    )
}

function explain(error: unknown): Error {
  if (error instanceof DatabaseUnusable) return error
  const state = sqlState(error)
  if (state === "28P01" || state === "28000")
    return new DatabaseUnusable("DATABASE_URL 的用户名或密码被数据库拒绝。", { cause: error })
  if (state === "3D000")
    return new DatabaseUnusable("DATABASE_URL 指定的数据库不存在，请先创建。", { cause: error })
  if (state === "42501")
    return new DatabaseUnusable(
      "DATABASE_URL 的用户没有建立扩展或角色的权限，首次启动请使用数据库所有者或超级用户。",
      { cause: error },
    )
  if (error instanceof EngineLost)
    return new DatabaseUnusable("无法连接 DATABASE_URL 指定的数据库，请检查地址和端口。", {
      cause: error,
    })
  return error instanceof Error ? error : new Error(String(error))
}
