/** Tiles that are made anew each time, cells resident: ours with gzip against the statements of others without. */
import { VectorTile } from "@mapbox/vector-tile"
import { gunzipSync } from "node:zlib"
import { PbfReader } from "pbf"
import type { TileAddress } from "../../../server/tiles/encode/address.ts"
import { BIN_MAX_ZOOM, BIN_MIN_ZOOM } from "../../../server/tiles/encode/bins-layer.ts"
import type { Bench } from "../bench.ts"
import {
  type Contestant,
  fetchBytes,
  interleave,
  keepAsking,
  median,
  quantile,
  warmUp,
} from "../measure.ts"
import { PEERS } from "../peers.ts"
import { drawTiles, pathOf, SLIM_QUERY } from "../places.ts"
import { type Running, signIn, startProduct } from "../processes.ts"

const ZOOMS = [8, 9, 10, 11, 12, 13, 14, 15, 16]
const isBinned = (z: number) => z <= BIN_MAX_ZOOM && z >= BIN_MIN_ZOOM

const MARTIN_GOAL: Record<number, number> = { 12: 0.25, 13: 0.25, 14: 0.25 }
const BEST_GOAL: Record<number, number> = { 15: 0.9, 16: 0.9 }
/** Zooms at which answers a second are counted, and who asks at once. */
const BUSY_ZOOMS = [12, 13, 14]
const AT_ONCE = { connections: 8, ms: 2_000 }
/** Peers whose tiles lack the figures, as ours do beside them. */
const SLIM_PEERS = ["best", "martin-slim"]

type Tile = Contestant<TileAddress>

export async function runUncached(bench: Bench): Promise<void> {
  const drawn = await bench.withDoor(async (door) => {
    const found = new Map<number, TileAddress[]>()
    for (const z of ZOOMS) found.set(z, await drawTiles(door, z, isBinned(z) ? 8 : 24))
    return found
  })
  const product = await startProduct(bench.store, 4_096, 0)
  try {
    const our = await enter(product)
    const peers = [...PEERS, ...bench.extraPeers].flatMap((name) => peerOf(bench, name) ?? [])
    for (const [z, tiles] of drawn)
      if (isBinned(z))
        await runBins(bench, z, tiles, [
          our("ours", "?measure=taxPerMu"),
          ...peers.filter(({ name }) => name === "martin"),
        ])
      else
        await runParcels(bench, z, tiles, [our("ours", ""), our("ours-slim", SLIM_QUERY), ...peers])
  } finally {
    await product.stop()
  }
}

async function enter({ url }: Running) {
  const headers = { cookie: await signIn(url, "assessor"), "accept-encoding": "gzip" }
  return (name: string, query: string): Tile => ({
    name,
    url: (tile) => `${url}${pathOf(tile, query)}`,
    headers,
  })
}

function peerOf(bench: Bench, name: string): Tile | undefined {
  const template = bench.peerUrl(name)
  return template
    ? {
        name,
        url: ({ z, x, y }) =>
          template.replace("{z}", `${z}`).replace("{x}", `${x}`).replace("{y}", `${y}`),
      }
    : undefined
}

/** Of all tiles of a contestant, the largest as it is sent, in kB. */
async function findLargest({ url, headers }: Tile, tiles: readonly TileAddress[]): Promise<number> {
  const sizes: number[] = []
  for (const tile of tiles) sizes.push((await fetchBytes(url(tile), headers)).bytes.length)
  return Math.max(...sizes) / 1000
}

async function runBins(
  { report }: Bench,
  z: number,
  tiles: readonly TileAddress[],
  contestants: readonly Tile[],
) {
  await interleave(contestants, tiles, 1)
  const times = await interleave(contestants, tiles, 2)
  const ours = median(times.get("ours")!)
  const largest = await findLargest(contestants[0]!, tiles)
  const told = `${ours.toFixed(2)} ms p95 ${quantile(times.get("ours")!, 0.95).toFixed(1)}`
  const base = { suite: "low-zoom", ours: told, better: "less" as const }
  report.add({ ...base, what: `z${z} bins, ms`, anchor: "15 ms", figure: ours, goal: 15 })
  report.add({
    ...base,
    what: `z${z} bins, largest kB gz`,
    ours: largest.toFixed(1),
    anchor: "30 kB",
    figure: largest,
    goal: 30,
  })
  const theirs = times.get("martin")
  if (theirs)
    report.add({
      ...base,
      what: `z${z} bins / martin's parcels`,
      anchor: `${median(theirs).toFixed(2)} ms`,
      figure: ours / median(theirs),
      goal: null,
    })
}

async function runParcels(
  { report, rounds }: Bench,
  z: number,
  tiles: readonly TileAddress[],
  contestants: readonly Tile[],
) {
  await assertSame(contestants, tiles)
  await warmUp(contestants, tiles)
  const times = await interleave(contestants, tiles, rounds)
  const told = (name: string) =>
    `${median(times.get(name)!).toFixed(2)} ms p95 ${quantile(times.get(name)!, 0.95).toFixed(1)}`
  const largest = await findLargest(contestants[0]!, tiles)
  const base = { suite: "uncached", better: "less" as const }
  report.add({
    ...base,
    what: `z${z} largest tile, kB gz`,
    ours: told("ours"),
    anchor: "200 kB",
    figure: largest,
    goal: 200,
  })
  for (const [name, theirs] of times) {
    if (name.startsWith("ours")) continue
    const ours = SLIM_PEERS.includes(name) ? "ours-slim" : "ours"
    const goals = { martin: MARTIN_GOAL[z], best: BEST_GOAL[z] }[name]
    report.add({
      ...base,
      what: `z${z} / ${name}`,
      ours: told(ours),
      anchor: `${median(theirs).toFixed(2)} ms`,
      figure: median(times.get(ours)!) / median(theirs),
      goal: goals ?? null,
    })
  }
  const martin = contestants.find(({ name }) => name === "martin")
  if (martin && BUSY_ZOOMS.includes(z)) {
    const ours = await keepAsking(contestants[0]!, tiles, AT_ONCE)
    const theirs = await keepAsking(martin, tiles, AT_ONCE)
    report.add({
      ...base,
      better: "more",
      what: `z${z} tiles a second, 8 at once`,
      ours: `${ours.toFixed(0)}/s`,
      anchor: `martin ${theirs.toFixed(0)}/s`,
      figure: ours / theirs,
      goal: 3,
    })
  }
}

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

/**
 * Every contestant must show the same parcels. Others keep what is smaller than a pixel, which ours leaves out,
 * so theirs may have more.
 */
async function assertSame(contestants: readonly Tile[], tiles: readonly TileAddress[]) {
  for (const tile of tiles.slice(0, 6)) {
    const [mine, ...theirs] = await Promise.all(
      contestants.map(async ({ url, headers }) =>
        idsOf(unpacked(await fetchBytes(url(tile), headers))),
      ),
    )
    for (const [i, others] of theirs.entries()) {
      const missing = [...mine!].filter((id) => !others.has(id))
      const { name } = contestants[i + 1]!
      // A wider buffer shows more of what lies beside the tile.
      const more = name === "pg_tileserv" ? 0 : others.size - mine!.size
      if (missing.length > 0.01 * mine!.size || (tile.z >= 14 && more > 2 + 0.02 * mine!.size))
        throw new Error(
          `${name} shows other parcels at ${tile.z}/${tile.x}/${tile.y}: ${others.size} to our ${mine!.size}, ${missing.length} missing`,
        )
    }
  }
}
