/** Tiles that are made anew each time, cells resident: ours with gzip against the statements of others without. */
import { VectorTile } from "@mapbox/vector-tile"
import { gunzipSync } from "node:zlib"
import { PbfReader } from "pbf"
import type { TileAddress } from "../../../server/tiles/encode/address.ts"
import { BIN_MAX_ZOOM, BIN_MIN_ZOOM } from "../../../server/tiles/encode/bins-layer.ts"
import type { Bench } from "../bench.ts"
import { type Contestant, fetchBytes, interleave, median, quantile, warmUp } from "../measure.ts"
import { drawTiles, pathOf, SLIM_QUERY } from "../places.ts"
import { PEERS } from "../peers.ts"
import { signIn, startProduct } from "../processes.ts"

const RATIO_GOAL: Record<number, number> = { 12: 0.25, 13: 0.25, 14: 0.25 }
const BEST_GOAL: Record<number, number> = { 15: 0.9, 16: 0.9 }

const idsOf = (bytes: Buffer): Set<number> => {
  const layer = new VectorTile(new PbfReader(bytes)).layers["parcels"]
  return new Set(
    Array.from({ length: layer?.length ?? 0 }, (_, i) => {
      const { id, properties } = layer!.feature(i)
      return Number(id ?? properties["parcel_id"])
    }),
  )
}
const unpacked = ({ bytes, encoding }: { bytes: Buffer; encoding: string }) =>
  encoding === "gzip" ? gunzipSync(bytes) : bytes

const ZOOMS = [8, 9, 10, 11, 12, 13, 14, 15, 16]
const isBinned = (z: number) => z <= BIN_MAX_ZOOM && z >= BIN_MIN_ZOOM

export async function runUncached(bench: Bench): Promise<void> {
  const drawn = await bench.withDoor(async (door) => {
    const found = new Map<number, TileAddress[]>()
    for (const z of ZOOMS) found.set(z, await drawTiles(door, z, isBinned(z) ? 8 : 24))
    return found
  })
  const product = await startProduct(bench.store, 4_096, 0)
  try {
    const cookie = await signIn(product.url, "assessor")
    const headers = { cookie, "accept-encoding": "gzip" }
    const our = (name: string, query: string): Contestant<TileAddress> => ({
      name,
      url: (tile) => `${product.url}${pathOf(tile, query)}`,
      headers,
    })
    const others = (names: readonly string[]): Contestant<TileAddress>[] =>
      names.flatMap((name) => {
        const of = bench.peerUrl(name)
        return of
          ? [
              {
                name,
                url: ({ z, x, y }) =>
                  of.replace("{z}", `${z}`).replace("{x}", `${x}`).replace("{y}", `${y}`),
              },
            ]
          : []
      })
    const ours = our("ours", "")
    for (const [z, tiles] of drawn) {
      const isBins = isBinned(z)
      const contestants = isBins
        ? [our("ours", "?measure=taxPerMu"), ...others(["martin"])]
        : [ours, our("ours-slim", SLIM_QUERY), ...others([...PEERS, ...bench.extraPeers])]
      if (!isBins) await assertSame(contestants, tiles)
      await (isBins ? interleave(contestants, tiles, 1) : warmUp(contestants, tiles))
      const times = await interleave(contestants, tiles, isBins ? 2 : bench.rounds)
      const of = (name: string) => median(times.get(name) ?? [])
      const sizes = await Promise.all(
        tiles.map((tile) => fetchBytes(contestants[0]!.url(tile), headers)),
      )
      const largest = Math.max(...sizes.map(({ bytes }) => bytes.length)) / 1000
      const mine = of("ours")
      const base = {
        suite: isBins ? "low-zoom" : "uncached",
        ours: `${mine.toFixed(2)} ms p95 ${quantile(times.get("ours")!, 0.95).toFixed(1)}`,
        better: "less" as const,
      }
      if (isBins) {
        bench.report.add({
          ...base,
          what: `z${z} bins, ms`,
          anchor: "15 ms",
          figure: mine,
          goal: 15,
        })
        bench.report.add({
          ...base,
          what: `z${z} bins, largest kB gz`,
          ours: largest.toFixed(1),
          anchor: "30 kB",
          figure: largest,
          goal: 30,
        })
      }
      for (const [name, of2] of times) {
        if (name.startsWith("ours")) continue
        const theirs = median(of2)
        const slim = name === "best" || name === "martin-slim"
        const figure = (slim ? of("ours-slim") : mine) / theirs
        const goal =
          name === "martin" && !isBins
            ? (RATIO_GOAL[z] ?? null)
            : name === "best"
              ? (BEST_GOAL[z] ?? null)
              : null
        bench.report.add({
          ...base,
          ...(slim ? { ours: `${of("ours-slim").toFixed(2)} ms slim` } : {}),
          what: `z${z} / ${name}`,
          anchor: `${theirs.toFixed(2)} ms`,
          figure,
          goal,
          note: name === "martin" ? `largest ${largest.toFixed(0)} kB gz` : "",
        })
      }
      if (times.size <= 2 && !isBins)
        bench.report.add({
          ...base,
          what: `z${z}, no peer on this engine`,
          anchor: "",
          figure: null,
          goal: null,
          note: `largest ${largest.toFixed(0)} kB gz`,
        })
      if (largest > 200)
        bench.report.add({
          ...base,
          what: `z${z} largest tile, kB gz`,
          ours: largest.toFixed(0),
          anchor: "200 kB",
          figure: largest,
          goal: 200,
        })
    }
  } finally {
    await product.stop()
  }
}

/**
 * Every contestant must show the same parcels. Others keep what is smaller than a pixel, which ours leaves out,
 * so theirs may have more.
 */
async function assertSame(
  contestants: readonly Contestant<TileAddress>[],
  tiles: readonly TileAddress[],
) {
  for (const tile of tiles.slice(0, 6)) {
    const [mine, ...theirs] = await Promise.all(
      contestants.map(async ({ url, headers }) =>
        idsOf(unpacked(await fetchBytes(url(tile), headers))),
      ),
    )
    for (const [i, others] of theirs.entries()) {
      const missing = [...mine!].filter((id) => !others.has(id))
      // A wider buffer shows more of what lies beside the tile.
      const { name } = contestants[i + 1]!
      const more = name === "pg_tileserv" ? 0 : others.size - mine!.size
      if (missing.length > 0.01 * mine!.size || (tile.z >= 14 && more > 2 + 0.02 * mine!.size))
        throw new Error(
          `${contestants[i + 1]!.name} shows other parcels at ${tile.z}/${tile.x}/${tile.y}: ${others.size} to our ${mine!.size}, ${missing.length} missing`,
        )
    }
  }
}
