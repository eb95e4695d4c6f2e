/** Another metric for the parcels in view: their column against their tiles with the metric in them. */
import type { TileAddress } from "../../../server/tiles/encode/address.ts"
import type { Bench } from "../bench.ts"
import { fetchBytes, median } from "../measure.ts"
import { drawTiles, pathOf } from "../places.ts"
import { signIn, startProduct } from "../processes.ts"

/** A screen of 1,440 px at z13: three by two tiles. */
const AROUND = [-1, 0, 1].flatMap((x) => [0, 1].map((y) => ({ x, y })))

export async function runColumns(bench: Bench): Promise<void> {
  const middles = await bench.withDoor((door) => drawTiles(door, 13, 8))
  const product = await startProduct(bench.store, 4_096, 0)
  try {
    const headers = { cookie: await signIn(product.url, "assessor"), "accept-encoding": "gzip" }
    const times = { columns: [] as number[], tiles: [] as number[] }
    const sizes = { columns: [] as number[], tiles: [] as number[] }
    const ask = async (kind: "columns" | "tiles", urls: readonly string[], counted: boolean) => {
      const began = performance.now()
      const answers = await Promise.all(
        urls.map((url) => fetchBytes(`${product.url}${url}`, headers)),
      )
      if (!counted) return
      times[kind].push(performance.now() - began)
      sizes[kind].push(answers.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1000)
    }
    for (let round = 0; round <= bench.rounds; round++)
      for (const middle of middles) {
        const tiles = AROUND.map(({ x, y }): TileAddress => ({
          z: 13,
          x: middle.x + x,
          y: middle.y + y,
        }))
        const cells = tiles.map(({ x, y }) => y * 8192 + x).join(",")
        await ask(
          "columns",
          [`/api/tiles/assessor/all/columns?fields=taxPerMu&cells=${cells}`],
          round > 0,
        )
        await ask(
          "tiles",
          tiles.map((tile) => pathOf(tile, "?fields=taxPerMu")),
          round > 0,
        )
      }
    const [mine, theirs] = [median(times.columns), median(times.tiles)]
    bench.report.add({
      suite: "metric-switch",
      what: "a column for six tiles",
      ours: `${mine.toFixed(2)} ms ${median(sizes.columns).toFixed(0)} kB`,
      anchor: `tiles ${theirs.toFixed(2)} ms ${median(sizes.tiles).toFixed(0)} kB`,
      figure: mine / theirs,
      goal: 0.25,
      better: "less",
    })
  } finally {
    await product.stop()
  }
}
