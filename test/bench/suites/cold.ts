/** The first look at a tile whose cells are not in memory: one query and the same encoder. */
import type { TileAddress } from "../../../server/tiles/encode/address.ts"
import type { Bench } from "../bench.ts"
import { type Contestant, interleave, median, quantile, warmUp } from "../measure.ts"
import { drawTiles, pathOf } from "../places.ts"
import { signIn, startProduct } from "../processes.ts"

/** Our map takes figures from columns, so its tiles carry none. */
const OURS = {
  "as our map asks":
    "?fields=landUse,landUseScheme,areaMu,lifecycle,grade,available,suspected,determined",
  "with figures": "",
}
const GOAL: Record<number, number> = { 12: 1, 14: 1 }

export async function runCold(bench: Bench): Promise<void> {
  const drawn = await bench.withDoor(async (door) => {
    const found = new Map<number, TileAddress[]>()
    for (const z of [12, 14, 16]) found.set(z, await drawTiles(door, z, 24))
    return found
  })
  const product = await startProduct(bench.store, 0, 0)
  try {
    const headers = { cookie: await signIn(product.url, "assessor"), "accept-encoding": "gzip" }
    const martin = bench.peerUrl("martin")
    const contestants: Contestant<TileAddress>[] = [
      ...Object.entries(OURS).map(([name, query]) => ({
        name,
        url: (tile: TileAddress) => `${product.url}${pathOf(tile, query)}`,
        headers,
      })),
      ...(martin
        ? [
            {
              name: "martin",
              url: ({ z, x, y }: TileAddress) => martin.replace("{z}/{x}/{y}", `${z}/${x}/${y}`),
            },
          ]
        : []),
    ]
    for (const [z, tiles] of drawn) {
      await warmUp(contestants, tiles)
      const times = await interleave(contestants, tiles, bench.rounds)
      const theirs = times.has("martin") ? median(times.get("martin")!) : null
      for (const name of Object.keys(OURS)) {
        const mine = median(times.get(name)!)
        bench.report.add({
          suite: "cold",
          what: `z${z} first tile, ${name}`,
          ours: `${mine.toFixed(2)} ms p95 ${quantile(times.get(name)!, 0.95).toFixed(1)}`,
          anchor: theirs === null ? "" : `martin ${theirs.toFixed(2)} ms`,
          figure: theirs === null ? null : mine / theirs,
          goal: theirs === null || name !== "as our map asks" ? null : (GOAL[z] ?? null),
          better: "less",
        })
      }
    }
  } finally {
    await product.stop()
  }
}
