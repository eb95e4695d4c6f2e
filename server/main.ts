import { createServer, type RequestListener } from "node:http"
import { withClient } from "./built-client.ts"
import { ConfigError, readConfig } from "./config.ts"
import { DatabaseUnusable } from "./db/failure.ts"
import { DirectoryHeld } from "./db/lock.ts"
import { type Demo, keepClock, openProduct, settleIn } from "./product.ts"

const DEMO_ACCOUNTS = ["promotion", "planner", "assessor", "lead", "admin"]

/**
 * How long an idle connection stays open: longer than proxies and browsers keep one for the next request, or that
 * would come on a connection that is just being closed, and have no answer.
 */
const KEEP_ALIVE_MS = 75_000
/** Node gives up on a connection whose next request does not begin by then. */
const HEADERS_MS = KEEP_ALIVE_MS + 5_000

/** Until the database is open, every request is told to wait. */
const starting: RequestListener = (_, response) =>
  response.writeHead(503, { "content-type": "application/problem+json", "retry-after": "2" }).end(
    JSON.stringify({
      type: "/problems/engine-unavailable",
      title: "数据库暂不可用",
      status: 503,
      detail: "系统正在启动，请稍候。",
      instance: "",
    }),
  )

function announceDemo(demo: Demo) {
  if (!demo) return
  const names = DEMO_ACCOUNTS.join(" · ")
  const password = demo.generated
    ? `密码 password: ${demo.password}`
    : "密码 password: MUTU_DEMO_PASSWORD"
  process.stdout.write(`示例账号 demo accounts: ${names}  ${password}\n`)
}

async function main() {
  const config = readConfig(process.env)
  let answer = starting
  const server = createServer((request, response) => answer(request, response))
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.headersTimeout = HEADERS_MS
  server.listen(config.port, config.host)
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve)
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new ConfigError(`端口 PORT=${config.port} 已被占用。`)
          : error,
      ),
    )
  })
  const product = await openProduct(config)
  const demo = await settleIn(product, config)
  answer = withClient(product)
  product.announce(config.port)
  if (!config.databaseUrl)
    process.stderr.write(
      "内嵌数据库：适合单机演示与小型办公室；进程中断不丢数据，断电不保证。正式数据请设置 DATABASE_URL。\n",
    )
  process.stdout.write(`Mutu 亩图 listening on http://${config.host}:${config.port}\n`)
  announceDemo(demo)
  product.map.preload().catch((error: unknown) => process.stderr.write(`map: ${String(error)}\n`))
  const stopClock = keepClock(product, (error) => process.stderr.write(`clock: ${String(error)}\n`))

  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    stopClock()
    server.close()
    const limit = setTimeout(() => process.exit(1), 20_000)
    limit.unref()
    void product.close().then(() => process.exit(0))
  }
  process.on("SIGTERM", stop)
  process.on("SIGINT", stop)
}

// Whoever read our output may be gone; a failed write must not become an error that is written again.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
// The driver may throw from its own callbacks when a server goes away; every waiting request is settled by
// its connection's guard, so the process goes on. See server/db/connection.ts.
process.on("uncaughtException", (error) =>
  process.stderr.write(`uncaught: ${error.stack ?? error.message}\n`),
)

main().catch((error: unknown) => {
  const known =
    error instanceof ConfigError ||
    error instanceof DatabaseUnusable ||
    error instanceof DirectoryHeld
  process.stderr.write(
    known
      ? `${error.message}\n`
      : `启动失败：${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(1)
})
