/** What lies under and around the parcels: zone outline, main roads, expressway, railway, river, green. */
import { type Bend, bendLine } from "./bend.ts"
import { type Ground, toRing } from "./blocks.ts"
import { beltRings, layBrook, layCountry } from "./country.ts"
import { layExpressway, layRailway, traceCurve } from "./curves.ts"
import type { SampleContext } from "./facts.ts"
import { type Layout, spanOf } from "./layout.ts"
import { BROOK_NAME, EXPRESSWAY_NAME, RAILWAY_NAME, RIVER_NAME } from "./names.ts"
import { type Frame, lineToDegrees, type Point, type Ring, toDegrees } from "./plane.ts"
import type { Random } from "./random.ts"
import { type River, type RiverLine, traceRiver } from "./river.ts"
import { layRamps, listMainRoads, listNamedStreets } from "./roads.ts"
import { traceZone } from "./zone-outline.ts"

type Drawing = {
  layout: Layout
  river: River
  bend: Bend
  frame: Frame
  ponds: readonly Ring[]
  random: Random
}

/** Everything but the parcels, bottom first. */
export function drawSurroundings(
  ground: Ground,
  { layout, river, bend, frame, ponds, random }: Drawing,
): SampleContext[] {
  const context: SampleContext[] = []
  const add = (kind: SampleContext["kind"], facts: Omit<SampleContext, "id" | "kind">) =>
    context.push({ id: context.length + 1, kind, ...facts })
  const area = (kind: SampleContext["kind"], name: string | null, rings: Ring[]) => {
    const coordinates = rings.map((ring) => toDegrees([ring]))
    add(kind, { name, rank: null, geom: { type: "MultiPolygon", coordinates } })
  }
  const lines = (
    kind: "road" | "rail",
    { name, rank, plan }: { name: string | null; rank: number | null; plan: Point[][] },
  ) => {
    const coordinates = plan.map((line) =>
      lineToDegrees(bendLine(line, bend).map((point) => frame.snap(point))),
    )
    add(kind, { name, rank, geom: { type: "MultiLineString", coordinates } })
  }

  const span = spanOf(layout)
  const { west, east, north } = span

  area("zone", null, [toRing(traceZone(layout), bend, frame)])
  const reach = { from: west - 3200, to: east + 3200, step: 60 }
  const back = { from: reach.to, to: reach.from, step: 60 }
  const shores = (a: RiverLine, b: RiverLine) =>
    toRing([...traceRiver(river, a, reach), ...traceRiver(river, b, back)], bend, frame)
  area("green", `${RIVER_NAME}滨水绿带`, [
    shores("southBank", "southShore"),
    shores("northShore", "northBank"),
  ])
  area("water", RIVER_NAME, [shores("southShore", "northShore")])
  const brook = layBrook(layout, river)
  area("green", null, [toRing(brook.strip, bend, frame)])
  area("water", BROOK_NAME, [toRing(brook.water, bend, frame)])
  area("green", null, ground.greens)
  for (const block of ground.blocks) area("block", null, [block.ring])
  // The same vertices as the holes, the other way round.
  for (const pond of ponds) area("water", null, [pond.toReversed()])

  const express = layExpressway(span)
  const boulevard = layout.columns[layout.boulevard]?.at ?? 0
  area(
    "green",
    null,
    beltRings(express, { bend, frame, near: -95, far: -38, from: west - 300, to: east + 300 }),
  )
  const rail = layRailway(span)
  const isOpen = (p: number, q: number) =>
    (p < west - 380 || p > east + 380 || q < rail(p) - 380 || q > express(p) + 380) &&
    Math.abs(q - river("northShore", p)) > 480 &&
    Math.abs(q - rail(p)) > 300 &&
    Math.abs(q - express(p)) > 330 &&
    Math.abs(p - boulevard) > 330 &&
    (q < north || Math.abs(p - (layout.columns[layout.brook]?.at ?? 0)) > 330)
  const country = layCountry(layout, { bend, frame, random }, isOpen)
  area("green", null, country.woods)
  area("water", null, country.ponds)
  area(
    "green",
    null,
    beltRings(rail, { bend, frame, near: 44, far: 92, from: west - 200, to: east + 200 }),
  )
  lines("rail", {
    name: RAILWAY_NAME,
    rank: null,
    plan: [traceCurve(rail, west - 4200, east + 4200)],
  })
  const yard = [1, 2, 3].map((n) =>
    traceCurve((p) => rail(p) + 9 * n, boulevard - 700 + 60 * n, boulevard + 420 - 60 * n),
  )
  lines("rail", { name: null, rank: null, plan: yard })

  for (const { road, plan } of listNamedStreets(ground.streets)) {
    lines("road", { name: road.name, rank: road.rank, plan })
  }
  for (const { road, plan } of listMainRoads(layout, random, { express, rail })) {
    lines("road", { name: road.name, rank: road.rank, plan })
  }
  lines("road", { name: null, rank: 4, plan: layRamps(express, boulevard) })
  lines("road", {
    name: EXPRESSWAY_NAME,
    rank: 1,
    plan: [traceCurve(express, west - 4200, east + 4200)],
  })
  return context
}
