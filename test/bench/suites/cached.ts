/** Answers a second for bytes that are ready, over 32 connections, in bursts that take turns. */
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { AddressInfo } from "node:net"
import type { Bench } from "../bench.ts"
import { countPerSecond, fetchBytes, median } from "../measure.ts"
import { drawTiles, pathOf, SLIM_QUERY } from "../places.ts"
import { type Running, signIn, startBare, startProduct } from "../processes.ts"

const BURST = { connections: 32, ms: 1_000 }
const NGINX = "/usr/sbin/nginx"

export async function runCached(bench: Bench): Promise<void> {
  const tiles = await bench.withDoor(async (door) => [
    ...(await drawTiles(door, 12, 1)),
    ...(await drawTiles(door, 14, 1)),
  ])
  const product = await startProduct(bench.store, 4_096, 256)
  try {
    const cookie = await signIn(product.url, "assessor")
    const headers = { cookie, "accept-encoding": "gzip" }
    for (const tile of tiles) {
      const { z } = tile
      const url = `${product.url}${pathOf(tile, SLIM_QUERY)}`
      const { bytes, encoding } = await fetchBytes(url, headers)
      const etag = (await fetch(url, { headers })).headers.get("etag")!
      const bare = await startBare(bytes, encoding)
      const nginx = await startNginx(bytes)
      try {
        const burst: Record<string, () => Promise<number>> = {
          ours: () => countPerSecond(url, headers, BURST),
          bare: () => countPerSecond(`${bare.url}/x`, headers, BURST),
          ours304: () => countPerSecond(url, { ...headers, "if-none-match": etag }, BURST),
          bare304: () =>
            countPerSecond(`${bare.url}/x`, { ...headers, "if-none-match": etag }, BURST),
          ...(nginx ? { nginx: () => countPerSecond(`${nginx.url}/tile`, headers, BURST) } : {}),
        }
        const counts = new Map(Object.keys(burst).map((name) => [name, [] as number[]]))
        for (let round = 0; round <= bench.rounds; round++)
          for (const [name, run] of Object.entries(burst)) {
            const count = await run()
            if (round > 0) counts.get(name)!.push(count)
          }
        const of = (name: string) => median(counts.get(name) ?? [])
        const add = (what: string, mine: string, theirs: string, goal: number | null) =>
          bench.report.add({
            suite: "cached",
            what,
            ours: `${of(mine).toFixed(0)}/s`,
            anchor: `${theirs} ${of(theirs).toFixed(0)}/s`,
            figure: of(mine) / of(theirs),
            goal,
            better: "more",
            note: `${(bytes.length / 1000).toFixed(1)} kB`,
          })
        add(`z${z} tile`, "ours", "bare", 0.9)
        add(`z${z} not modified`, "ours304", "bare304", 0.9)
        if (nginx) add(`z${z} tile`, "ours", "nginx", null)
      } finally {
        await bare.stop()
        await nginx?.stop()
      }
    }
  } finally {
    await product.stop()
  }
}

/** nginx with one worker and one file; null where it is not installed. */
async function startNginx(bytes: Buffer): Promise<Running | null> {
  if (!existsSync(NGINX)) return null
  const folder = mkdtempSync(join(tmpdir(), "mutu-bench-nginx-"))
  const port = await findPort()
  writeFileSync(join(folder, "tile"), bytes)
  execFileSync("chmod", ["-R", "a+rX", folder])
  writeFileSync(
    join(folder, "conf"),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/log;
     events { worker_connections 512; }
     http { access_log off; keepalive_requests 1000000; open_file_cache max=10; sendfile on; tcp_nopush on;
            server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  )
  const child = spawn(NGINX, ["-p", folder, "-c", join(folder, "conf")], { stdio: "ignore" })
  await new Promise((resolve) => setTimeout(resolve, 500))
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, "exit")
      child.kill("SIGTERM")
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
