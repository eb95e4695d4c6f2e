/** From an edit to a tile that shows it: one's own through the application, another's past it. */
import type { Bench } from "../bench.ts"
import { findFeature } from "../feature.ts"
import { fetchBytes, median, quantile } from "../measure.ts"
import { pathOf, tileAt } from "../places.ts"
import { signIn, startProduct } from "../processes.ts"

const EDITS = 40
const Z = 14

type Place = { id: number; version: number; lon: number; lat: number }

export async function runEdits(bench: Bench): Promise<void> {
  const places = await bench.withDoor((door) =>
    door.serve(
      "svc_derive",
      "read",
      (sql) => sql<Place>`
        select parcel_id as id, version, ST_X(ST_Centroid(geom)) as lon, ST_Y(ST_Centroid(geom)) as lat
          from core.parcel_version
         where superseded_at is null and valid_to is null
         order by hashint4(parcel_id + 99) limit ${2 * EDITS}`,
      { statementMs: 60_000 },
    ),
  )
  // On the embedded engine one process holds the database: whoever writes past it does not exist.
  const first = await startProduct(bench.store, 4_096, 256)
  const second = bench.store.databaseUrl ? await startProduct(bench.store, 4_096, 256) : null
  try {
    const planner = await signIn(first.url, "planner")
    const own = await measure(first.url, planner, first.url, planner, places.slice(0, EDITS))
    tell(bench, "own edit, answer to tile", own.visible, 50)
    bench.report.add({
      suite: "edits",
      what: "the edit itself",
      ours: `${median(own.edit).toFixed(1)} ms p95 ${quantile(own.edit, 0.95).toFixed(1)}`,
      anchor: "",
      figure: null,
      goal: null,
      better: "less",
    })
    if (!second) return
    const other = await signIn(second.url, "planner")
    const foreign = await measure(first.url, planner, second.url, other, places.slice(EDITS))
    tell(bench, "another process' edit, to tile", foreign.visible, 300)
  } finally {
    await first.stop()
    await second?.stop()
  }
}

function tell(bench: Bench, what: string, visible: readonly number[], goal: number) {
  const p95 = quantile(visible, 0.95)
  bench.report.add({
    suite: "edits",
    what,
    ours: `${median(visible).toFixed(1)} ms p95 ${p95.toFixed(1)}`,
    anchor: `${goal} ms p95`,
    figure: p95,
    goal,
    better: "less",
  })
}

/** Edits through one address and asks the other until the tile shows it. */
async function measure(
  writeUrl: string,
  writer: string,
  readUrl: string,
  reader: string,
  places: readonly Place[],
) {
  const visible: number[] = []
  const edit: number[] = []
  for (const { id, version, lon, lat } of places) {
    const url = `${readUrl}${pathOf(tileAt(lon, lat, Z)).replace("assessor", "planner")}`
    const headers = { cookie: reader, "accept-encoding": "gzip" }
    await fetchBytes(url, headers)
    const areaM2 = 1_000 + Math.floor(Math.random() * 10_000)
    const began = performance.now()
    const answer = await fetch(`${writeUrl}/api/parcels/${id}`, {
      method: "PATCH",
      headers: {
        cookie: writer,
        origin: writeUrl,
        "content-type": "application/json",
        "if-match": `"v${version}"`,
      },
      body: JSON.stringify({ certifiedAreaM2: areaM2, why: "bench" }),
    })
    if (answer.status !== 200)
      throw new Error(`an edit answered ${answer.status}: ${await answer.text()}`)
    const answered = performance.now()
    edit.push(answered - began)
    while (!isShown(await fetchBytes(url, headers), id, areaM2))
      if (performance.now() - answered > 5_000)
        throw new Error(`the edit of ${id} is not on the map`)
    visible.push(performance.now() - answered)
  }
  return { visible, edit }
}

function isShown(tile: { bytes: Buffer; encoding: string }, id: number, areaM2: number): boolean {
  const shown = findFeature(tile, id)
  return shown !== undefined && Math.abs(Number(shown["areaMu"]) - areaM2 * 0.0015) < 1e-5
}
