/** The processes of a bench: each is this program again, so that none shares a thread with who measures. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import { createInterface } from "node:readline"
import type { AddressInfo } from "node:net"
import { ensureDemoAccounts } from "../../server/accounts/people.ts"
import { readConfig } from "../../server/config.ts"
import { withClient } from "../../server/built-client.ts"
import { openProduct } from "../../server/product.ts"
import { readSelection } from "../../server/parcels/selection.ts"
import type { MapEngine } from "../../server/tiles/engine.ts"
import { tileFields } from "../../server/tiles/queries.ts"
import { SLIM } from "./places.ts"
import { serveBare, servePeers } from "./peers.ts"
import { say } from "./report.ts"

const PASSWORD = "bench-only-password"

export type Running = { url: string; stop: () => Promise<void> }
type Role = "product" | "peers" | "bare"

const START_LIMIT_MS = 180_000

/** Starts one of them and waits for its port. */
async function start(role: Role, env: Record<string, string>): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, [process.argv[1]!, `--role=${role}`], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  })
  const lines = createInterface({ input: child.stdout! })
  const late = setTimeout(() => child.kill("SIGKILL"), START_LIMIT_MS)
  const [port] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(() => [null]),
  ])) as [string | null]
  clearTimeout(late)
  if (port === null) throw new Error(`the ${role} process ended before it listened`)
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null) return
      const gone = once(child, "exit")
      child.kill("SIGTERM")
      const hard = setTimeout(() => child.kill("SIGKILL"), 10_000)
      await gone
      clearTimeout(hard)
    },
  }
}

export const startPeers = (url: string) => start("peers", { BENCH_URL: url })

/** A bare server that gives these bytes, compressed or not, to every question. */
export const startBare = (bytes: Buffer, encoding: string) =>
  start("bare", { BENCH_BYTES: bytes.toString("base64"), BENCH_ENCODING: encoding })

export type Store = { databaseUrl: string | null; dataDir: string }

/** The product on a store, with so much memory for parcels and for tiles. */
export const startProduct = (store: Store, memoryMb: number, cacheMb: number) =>
  start("product", {
    MUTU_SAMPLE: "0",
    MUTU_LOG_LEVEL: "error",
    MUTU_DATA_DIR: store.dataDir,
    DATABASE_URL: store.databaseUrl ?? "",
    MUTU_MAP_MEMORY_MB: String(memoryMb),
    MUTU_MAP_CACHE_MB: String(cacheMb),
  })

/** Signs a demonstration account in. @returns its cookie header */
export async function signIn(url: string, username: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ username, password: PASSWORD }),
  })
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`)
  return answer.headers.getSetCookie()[0]!.split(";")[0]!
}

/** What this program is when started as a part of a bench. @returns false where it is the bench itself */
export async function playRole(): Promise<boolean> {
  const role = process.argv[2]?.replace("--role=", "") as Role | undefined
  // Ends with the bench, however that ends.
  if (role === "product" || role === "peers" || role === "bare")
    process.stdin.on("end", () => process.exit(0)).resume()
  if (role === "peers") servePeers(process.env["BENCH_URL"]!)
  else if (role === "bare") {
    const encoding = process.env["BENCH_ENCODING"]!
    serveBare(Buffer.from(process.env["BENCH_BYTES"]!, "base64"), {
      "content-type": "application/vnd.mapbox-vector-tile",
      ...(encoding ? { "content-encoding": encoding } : {}),
    })
  } else if (role === "product") await serveProduct()
  else return false
  return true
}

async function serveProduct() {
  const product = await openProduct(readConfig(process.env))
  await ensureDemoAccounts(product.accounts, PASSWORD)
  if (process.env["MUTU_MAP_MEMORY_MB"] !== "0") await makeResident(product.map)
  process.on("SIGTERM", () => void product.close().then(() => process.exit(0)))
  const server = createServer(withClient(product)).listen(0, "127.0.0.1")
  await once(server, "listening")
  say((server.address() as AddressInfo).port)
}

/** Loads outlines and the attributes that the suites ask for, so that they find them in memory. */
async function makeResident(map: MapEngine) {
  await map.preload()
  const { catalogue } = readSelection("assessor", {})
  const year = await map.yearOf("assessor", undefined)
  const named = (names: readonly string[]) => names.map((name) => catalogue.get(name)!)
  for (const fields of [tileFields(catalogue), named(SLIM), named(["taxPerMu"])]) {
    await map.columns([], { audience: "assessor", fields, measure: null, year })
    await map.settled()
  }
}
