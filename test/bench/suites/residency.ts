/** Loading every parcel's outline into memory, and what they take there. */
import { createMapEngine } from "../../../server/tiles/engine.ts"
import type { Bench } from "../bench.ts"

export async function runResidency(bench: Bench): Promise<void> {
  const { seconds, parcels, bytes } = await bench.withDoor(async (door) => {
    const engine = createMapEngine(door, { memoryBytes: 8 * 2 ** 30 })
    const began = performance.now()
    await engine.preload()
    const seconds = (performance.now() - began) / 1000
    const { parcels } = (await engine.extent())!
    const bytes = engine.held() / parcels
    engine.close()
    return { seconds, parcels, bytes }
  })
  const isWhole = parcels >= 900_000
  bench.report.add({
    suite: "residency",
    what: `${parcels} outlines loaded, s`,
    ours: `${seconds.toFixed(2)} s`,
    anchor: "10 s a million",
    figure: seconds,
    goal: isWhole ? 10 : null,
    better: "less",
  })
  bench.report.add({
    suite: "residency",
    what: "bytes a parcel, outlines",
    ours: bytes.toFixed(0),
    anchor: "350",
    figure: bytes,
    goal: 350,
    better: "less",
  })
}
