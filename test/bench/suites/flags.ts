/** Every rule set in force over every parcel of sample parks, and one edited parcel evaluated again. */
import { addDays } from "../../../geodata/days.ts"
import { deriveDue, today } from "../../../server/derivation/derive.ts"
import { openEvaluations } from "../../../server/derivation/evaluator.ts"
import type { Door } from "../../../server/db/door.ts"
import type { Sql } from "../../../server/db/sql.ts"
import { SHIPPED_RULE_SETS } from "../../../server/flags/shipped.rules.ts"
import { isEmpty, loadSample } from "../../../server/sample/load.ts"
import type { Bench } from "../bench.ts"
import { findFeature } from "../feature.ts"
import { fetchBytes, median } from "../measure.ts"
import { pathOf, tileAt } from "../places.ts"
import { signIn, startProduct } from "../processes.ts"
import { say } from "../report.ts"

const EDITS = 10
const Z = 14
const LONGEST_MS = 30_000
const GOAL_ALL_MS = 10_000
const GOAL_EDIT_MS = 1_000
/** What no document publishes has to be given. */
const REQUIRED = { areaMinMu: "30" }

const asPlanner = <T>(door: Door, work: (sql: Sql) => PromiseLike<T>) =>
  door.as(
    { audience: "planner", role: "planner", userId: null, name: "bench", requestId: "bench" },
    "write",
    work,
    { statementMs: 600_000 },
  )

async function insertAct(sql: Sql) {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values ('bench', 'flags', 'bench') returning act_id`
  return act!.actId
}

/** All that the product ships, in force. */
const putInForce = (door: Door) =>
  door.serve("svc_sample", "write", async (sql) => {
    const actId = await insertAct(sql)
    for (const { ruleSet, required } of SHIPPED_RULE_SETS) {
      const given = Object.fromEntries(
        Object.entries(REQUIRED).filter(([name]) => required.includes(name)),
      )
      await sql`
        insert into core.rule_set (rule_set_id, version, definition, note, valid_from, act_id)
        select ${ruleSet.id}, 1, ${sql.json({ ...ruleSet, ...given })}, 'bench', current_date, ${actId}
         where not exists (select from core.rule_set where rule_set_id = ${ruleSet.id} and superseded_at is null)`
    }
  })

const evaluateAll = async (door: Door): Promise<number> => {
  const began = performance.now()
  await asPlanner(door, async (sql) => {
    const actId = await insertAct(sql)
    await sql`insert into core.evaluation (as_of, act_id) values (${today()}, ${actId})`
  })
  const evaluations = openEvaluations(door)
  while (await evaluations.round());
  return performance.now() - began
}

type Place = { parcelId: number; lon: number; lat: number }

/** Parcels whose clock has run out: a supplementary agreement makes of each another. */
const listIdle = (sql: Sql) => sql<Place>`
  select c.parcel_id, ST_X(ST_Centroid(v.geom)) as lon, ST_Y(ST_Centroid(v.geom)) as lat
    from core.idle_clock c
    join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null and v.valid_to is null
   where c.state in ('idleFee', 'idleRecovery') order by c.parcel_id limit ${EDITS}`

/**
 * An agreement that puts the start off is recorded, and the planner's tile asked for until it shows the parcel's new
 * class and no suspicion. @returns milliseconds from sending the one to having the other
 */
async function edit(url: string, cookie: string, { parcelId, lon, lat }: Place): Promise<number> {
  const query = "?fields=lifecycle,suspected"
  const tile = `${url}${pathOf(tileAt(lon, lat, Z), query).replace("assessor", "planner")}`
  const readTile = async () => {
    const answer = await fetchBytes(tile, { cookie, "accept-encoding": "gzip" })
    return JSON.stringify(findFeature(answer, parcelId))
  }
  const before = await readTile()
  const began = performance.now()
  const answer = await fetch(`${url}/api/flags/parcels/${parcelId}/clock/events`, {
    method: "POST",
    headers: { cookie, origin: url, "content-type": "application/json" },
    body: JSON.stringify({
      kind: "supplement",
      on: today(),
      startOn: addDays(today(), 365),
      document: { title: "bench" },
    }),
  })
  if (answer.status !== 201)
    throw new Error(`an agreement answered ${answer.status}: ${await answer.text()}`)
  while ((await readTile()) === before)
    if (performance.now() - began > LONGEST_MS)
      throw new Error(`the agreement on ${parcelId} is not on the map`)
  return performance.now() - began
}

export async function runFlags({ openSample, rounds, report, parcels }: Bench): Promise<void> {
  const { store, withDoor } = await openSample()
  const places = await withDoor(async (door) => {
    if (await isEmpty(door)) {
      await loadSample(door, { parcels })
      say("sample parks written")
    }
    await putInForce(door)
    await deriveDue(door)
    say("derived")
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) times.push(await evaluateAll(door))
    const figure = median(times)
    const counts = await asPlanner(door, countStanding)
    report.add({
      suite: "flags",
      what: `${counts.parcels} parcels, ${counts.ruleSets} rule sets, ${counts.suspicions} suspicions, ms`,
      ours: `${figure.toFixed(0)} ms`,
      anchor: `${GOAL_ALL_MS} ms`,
      figure,
      goal: GOAL_ALL_MS,
      better: "less",
    })
    return asPlanner(door, listIdle)
  })
  const product = await startProduct(store, 4_096, 256)
  try {
    const planner = await signIn(product.url, "planner")
    const edits: number[] = []
    for (const place of places) edits.push(await edit(product.url, planner, place))
    report.add({
      suite: "flags",
      what: "one edited parcel, evaluated and on the map, ms",
      ours: `${median(edits).toFixed(0)} ms, most ${Math.max(...edits).toFixed(0)}`,
      anchor: `${GOAL_EDIT_MS} ms`,
      figure: Math.max(...edits),
      goal: GOAL_EDIT_MS,
      better: "less",
    })
  } finally {
    await product.stop()
  }
}

async function countStanding(sql: Sql) {
  const [counts] = await sql<{ parcels: number; suspicions: number; ruleSets: number }>`
    select (select count(*)::int from core.parcel_standing) as parcels,
           (select count(*)::int from core.suspicion where superseded_at is null) as suspicions,
           (select count(*)::int from core.rule_set where superseded_at is null) as rule_sets`
  return counts!
}
