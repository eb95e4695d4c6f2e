/** Answers a second for bytes that are ready, over 32 connections, in bursts that take turns. */
import type { Bench } from "../bench.ts"
import { countPerSecond, fetchBytes, median } from "../measure.ts"
import { startFile } from "../nginx.ts"
import { drawTiles, pathOf, SLIM_QUERY } from "../places.ts"
import { signIn, startBare, startProduct } from "../processes.ts"

const BURST = { connections: 32, ms: 1_000 }

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
      const nginx = await startFile(bytes)
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
