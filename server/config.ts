import { z } from "zod"
import { type Basemap, DeclaredBasemap } from "./basemap/declared.ts"

/** A wrong environment variable; `message` is a sentence that names it. */
export class ConfigError extends Error {}

const port = z.coerce
  .number({ error: "应为 1 到 65535 的整数" })
  .int("应为整数")
  .min(1, "应为 1 到 65535 的整数")
  .max(65_535, "应为 1 到 65535 的整数")

const megabytes = z.coerce
  .number({ error: "应为 0 到 65536 的整数" })
  .int("应为整数")
  .min(0, "应为 0 到 65536 的整数")
  .max(65_536, "应为 0 到 65536 的整数")

const Environment = z.object({
  PORT: port.default(8787),
  HOST: z.string().min(1, "不能为空").default("127.0.0.1"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/.+/, "应为 postgres:// 开头的连接地址")
    .optional(),
  MUTU_DATA_DIR: z.string().min(1, "不能为空").default(".mutu"),
  MUTU_DEMO_PASSWORD: z.string().min(8, "至少 8 个字符").max(128, "至多 128 个字符").optional(),
  MUTU_SAMPLE: z.enum(["0", "1"], { error: "应为 0 或 1" }).default("1"),
  MUTU_BASEMAP: DeclaredBasemap.optional(),
  MUTU_BASE_URL: z.url("应为完整的网址").optional(),
  MUTU_ALLOW_CONFIDENTIAL_EMBEDDED: z
    .enum(["yes", "no"], { error: "应为 yes 或 no" })
    .default("yes"),
  MUTU_MAP_MEMORY_MB: megabytes.default(1_024),
  MUTU_MAP_CACHE_MB: megabytes.default(256),
  MUTU_LOG_LEVEL: z
    .enum(["silent", "error", "warn", "info", "debug"], {
      error: "应为 silent、error、warn、info 或 debug",
    })
    .default("info"),
})

export type Config = {
  port: number
  host: string
  /** PostgreSQL + PostGIS; null is the embedded engine in `dataDir`. */
  databaseUrl: string | null
  dataDir: string
  demoPassword: string | null
  sample: boolean
  basemap: Basemap | null
  /** Origin under which browsers reach the server, for the origin check behind a proxy. */
  baseUrl: string | null
  allowConfidentialEmbedded: boolean
  /** Memory that the map may take for parcels; about 350 bytes each. */
  mapMemoryBytes: number
  /** Memory for tiles as they were sent. */
  mapCacheBytes: number
  logLevel: "silent" | "error" | "warn" | "info" | "debug"
}

/**
 * Reads the environment once. An empty variable counts as absent; an unknown MUTU_ name is refused,
 * because a misspelt switch would silently do nothing.
 * @throws ConfigError naming the variable
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  )
  const known = new Set([...Object.keys(Environment.shape), ...TEST_VARIABLES])
  const stranger = Object.keys(given).find((name) => name.startsWith("MUTU_") && !known.has(name))
  if (stranger) throw new ConfigError(`环境变量 ${stranger} 不被识别，请检查拼写。`)
  const read = Environment.safeParse(given)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new ConfigError(`环境变量 ${String(issue?.path[0])} 有误：${issue?.message}。`)
  }
  const env = read.data
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.MUTU_DATA_DIR,
    demoPassword: env.MUTU_DEMO_PASSWORD ?? null,
    sample: env.MUTU_SAMPLE === "1",
    basemap: env.MUTU_BASEMAP ?? null,
    baseUrl: env.MUTU_BASE_URL ?? null,
    mapMemoryBytes: env.MUTU_MAP_MEMORY_MB * 2 ** 20,
    mapCacheBytes: env.MUTU_MAP_CACHE_MB * 2 ** 20,
    allowConfidentialEmbedded: env.MUTU_ALLOW_CONFIDENTIAL_EMBEDDED === "yes",
    logLevel: env.MUTU_LOG_LEVEL,
  }
}

/** Names that only the tests read; set in a shell, they must not stop a server started from it. */
const TEST_VARIABLES = [
  "MUTU_TEST_DATABASE_URL",
  "MUTU_TEST_ENGINE",
  "MUTU_CHROMIUM",
  "MUTU_CORPUS",
  "MUTU_REQUIRE",
  "MUTU_SOAK",
]
