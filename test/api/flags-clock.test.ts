import { beforeAll, describe, expect, test } from "vitest"
import { addDays, legalDayAt } from "../../geodata/days.ts"
import { answerOf } from "../../server/clock/clock.ts"
import { listHistories } from "../../server/clock/history.ts"
import type { ClockAnswer, Forecast } from "../../server/clock/schema.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import { dayOf, makeLogs, replay, writeLogs } from "../support/clock-histories.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"
import { createRandom } from "../support/park.ts"
import { insertContracts, insertParcels } from "../support/rows.ts"

const database = useDatabase()
const team = useColleagues(database)
const DOCUMENT = {
  title: "关于调整规划的函",
  documentNo: "自然资函〔2022〕8号",
  issuedOn: "2022-05-30",
  issuer: "示例自然资源局",
}

let place = 0
const makeParcel = async (agreedStart: string | null, landPriceWanYuan: string | null = "1285") => {
  place += 1
  const [parcelId] = await insertParcels(database.door, [
    { west: 116 + place * 0.01, south: 33, certifiedAreaM2: "20000" },
  ])
  await insertContracts(database.door, [
    {
      parcelId: parcelId!,
      contractNo: "一",
      signedOn: "2021-09-01",
      agreedStart,
      landPriceWanYuan,
    },
  ])
  return parcelId!
}
const clockOf = (parcelId: number, query = "", who: "planner" | "assessor" | "lead" = "planner") =>
  team.read<ClockAnswer>(who, "GET", `/api/flags/parcels/${parcelId}/clock${query}`)
const record = (parcelId: number, event: object, status = 201) =>
  team.read<ClockAnswer>(
    "planner",
    "POST",
    `/api/flags/parcels/${parcelId}/clock/events`,
    { json: { document: DOCUMENT, ...event } },
    status,
  )
const stamp = async () => {
  const now = new Date().toISOString()
  await new Promise((later) => setTimeout(later, 5))
  return now
}

describe("a parcel's clock", () => {
  test("tells state, clause, fee, route and what changes next for any day", async () => {
    const parcelId = await makeParcel("2022-03-01")
    expect(await clockOf(parcelId, "?on=2023-03-01")).toMatchObject({
      state: "overdue",
      clause: null,
      feeWanYuan: null,
      next: {
        from: "2023-03-02",
        state: "idleFee",
        clause: "53-14(1)",
        route: "fee20",
        feeWanYuan: 257,
      },
      thresholds: {
        startDue: "2022-03-01",
        startFact: "agreedStart",
        oneYearEnds: "2023-03-01",
        twoYearsEnd: "2024-03-01",
        pushedDays: 0,
      },
    })
    const fee = await clockOf(parcelId, "?on=2023-03-02")
    expect(fee).toMatchObject({
      state: "idleFee",
      rule: "type1",
      clause: "53-14(1)",
      clauses: ["53-2(1)", "53-14(1)"],
      route: "fee20",
      feeWanYuan: 257,
      since: "2023-03-02",
    })
    expect(fee.timeline.map(({ from, to, state }) => [from, to, state])).toEqual([
      ["2021-09-01", "2022-03-01", "beforeStart"],
      ["2022-03-02", "2023-03-01", "overdue"],
      ["2023-03-02", "2024-03-01", "idleFee"],
      ["2024-03-02", null, "idleRecovery"],
    ])
    expect(fee.evidence.map(({ fact }) => fact)).toContain("agreedStart")
  })

  test("a government pause moves the day, and what was known before is still told", async () => {
    const parcelId = await makeParcel("2022-03-01")
    const before = await stamp()
    const now = await record(parcelId, {
      kind: "pause",
      from: "2022-06-01",
      to: "2022-06-30",
      cause: "government",
    })
    expect(now.thresholds).toMatchObject({ oneYearEnds: "2023-03-31", pushedDays: 30 })
    expect(await clockOf(parcelId, "?on=2023-03-20")).toMatchObject({ state: "overdue" })
    expect(await clockOf(parcelId, `?on=2023-03-20&knownAt=${before}`)).toMatchObject({
      state: "idleFee",
      knownAt: before,
      corrections: [],
    })
    expect(now.events.find(({ kind }) => kind === "pause")).toMatchObject({
      on: "2022-06-01",
      to: "2022-06-30",
      cause: "government",
      countsNot: true,
      recordedBy: team.nameOf("planner"),
      source: DOCUMENT,
    })
  })

  test("a pause is corrected and withdrawn, and every version stays on record", async () => {
    const parcelId = await makeParcel("2022-03-01")
    const made = await record(parcelId, {
      kind: "pause",
      from: "2022-06-01",
      to: "2022-06-30",
      cause: "government",
    })
    const { id } = made.events.find(({ kind }) => kind === "pause")!
    const afterFirst = await stamp()
    const path = `/api/flags/parcels/${parcelId}/clock/events`
    const corrected = await team.read<ClockAnswer>("planner", "PUT", `${path}/${id}`, {
      json: {
        kind: "pause",
        from: "2022-06-01",
        to: "2022-06-10",
        cause: "government",
        document: DOCUMENT,
        why: "止日有误",
      },
    })
    expect(corrected.thresholds.pushedDays).toBe(10)
    expect(corrected.corrections).toMatchObject([
      { id, kind: "pause", to: "2022-06-30", why: "止日有误" },
    ])
    expect((await clockOf(parcelId, `?knownAt=${afterFirst}`)).thresholds.pushedDays).toBe(30)
    const again = corrected.events.find(({ kind }) => kind === "pause")!.id
    expect(
      (
        await team.ask("planner", "PUT", `${path}/${id}`, {
          json: { kind: "pause", from: "2022-06-01", cause: "holder", document: DOCUMENT },
        })
      ).status,
    ).toBe(404)
    const gone = await team.read<ClockAnswer>("planner", "DELETE", `${path}/${again}`, {
      json: { why: "文件已撤销" },
    })
    expect(gone.thresholds.pushedDays).toBe(0)
    expect(gone.corrections.map(({ why }) => why)).toEqual(["文件已撤销", "止日有误"])
    expect((await team.listActs(`parcel/${parcelId}`)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["record-clock-event", "correct-clock-event", "withdraw-clock-event"]),
    )
  })

  test("a supplementary agreement counts from the day it was made", async () => {
    const parcelId = await makeParcel("2022-03-01")
    const now = await record(parcelId, {
      kind: "supplement",
      on: "2023-06-15",
      startOn: "2024-06-01",
    })
    expect(now.timeline.map(({ from, state }) => `${from} ${state}`)).toEqual([
      "2021-09-01 beforeStart",
      "2022-03-02 overdue",
      "2023-03-02 idleFee",
      "2023-06-15 beforeStart",
      "2024-06-02 overdue",
      "2025-06-02 idleFee",
      "2026-06-02 idleRecovery",
    ])
    const twin = await team.ask("planner", "POST", `/api/flags/parcels/${parcelId}/clock/events`, {
      json: { kind: "supplement", on: "2023-06-15", startOn: "2024-07-01", document: DOCUMENT },
    })
    expect(await problemOf(twin)).toMatchObject({ status: 409 })
  })

  test("a delivery is the contract's own fact: its next version, and back to what it said before", async () => {
    const parcelId = await makeParcel(null)
    expect(await clockOf(parcelId, "?on=2022-01-01")).toMatchObject({
      state: "undated",
      missingFacts: ["agreedStart", "deliveryConfirmed"],
    })
    const now = await record(parcelId, { kind: "delivery", on: "2021-10-01" })
    expect(now.thresholds).toMatchObject({
      startFact: "deliveryConfirmed",
      startDue: "2022-10-01",
      oneYearEnds: "2023-10-01",
    })
    const contracts = await team.as(
      "planner",
      "read",
      (sql) => sql<{ version: number; deliveredOn: string | null }>`
      select version, delivered_on::text as delivered_on from core.land_contract where parcel_id = ${parcelId} order by version`,
    )
    expect([...contracts]).toEqual([
      { version: 1, deliveredOn: null },
      { version: 2, deliveredOn: "2021-10-01" },
    ])
    const { id } = now.events.find(({ kind }) => kind === "delivery")!
    const back = await team.read<ClockAnswer>(
      "planner",
      "DELETE",
      `/api/flags/parcels/${parcelId}/clock/events/${id}`,
      { json: { why: "误登" } },
    )
    expect(back.thresholds.startDue).toBe(null)
  })

  test("an assessor reads neither fee nor route, and nobody else than staff reads anything", async () => {
    const parcelId = await makeParcel("2022-03-01")
    const answer = await clockOf(parcelId, "?on=2023-06-01", "assessor")
    expect(answer).toMatchObject({ state: "idleFee", clause: "53-14(1)" })
    expect(JSON.stringify(answer)).not.toMatch(/feeWanYuan|1285|"route"/)
    expect(
      (await team.ask("promotion", "GET", `/api/flags/parcels/${parcelId}/clock`)).status,
    ).toBe(404)
    expect(
      (
        await team.ask("lead", "POST", `/api/flags/parcels/${parcelId}/clock/events`, {
          json: { kind: "delivery", on: "2022-01-01", document: DOCUMENT },
        })
      ).status,
    ).toBe(404)
  })

  test("what cannot be is refused, and what was superseded cannot be superseded again", async () => {
    const parcelId = await makeParcel("2022-03-01")
    const backwards = await team.ask(
      "planner",
      "POST",
      `/api/flags/parcels/${parcelId}/clock/events`,
      {
        json: {
          kind: "pause",
          from: "2022-06-30",
          to: "2022-06-01",
          cause: "government",
          document: DOCUMENT,
        },
      },
    )
    expect((await problemOf(backwards)).issues?.map(({ pointer }) => pointer)).toEqual(["/to"])
    expect((await team.ask("planner", "GET", "/api/flags/parcels/999999/clock")).status).toBe(404)
    await record(parcelId, { kind: "suspension", on: "2022-06-01" })
    const rewrite = () =>
      team.as(
        "planner",
        "write",
        (sql) => sql`
      update core.clock_event set superseded_at = clock_timestamp(), superseded_act_id = act_id where parcel_id = ${parcelId}`,
      )
    await rewrite()
    await expect(rewrite()).rejects.toMatchObject({ code: "23514" })
  })
})

test("the forecast names parcels whose state changes, with day, clause and mu", async () => {
  const today = legalDayAt(new Date())
  const due = addDays(today, -366)
  const [soon, later] = [await makeParcel(addDays(due, 20)), await makeParcel(addDays(due, 50))]
  await deriveDue(database.door)
  const forecast = async (days: number) =>
    team.read<Forecast>("planner", "GET", `/api/flags/forecast?days=${days}&limit=500`)
  const month = await forecast(30)
  expect(month.items.map(({ parcelId }) => parcelId)).toContain(soon)
  expect(month.items.map(({ parcelId }) => parcelId)).not.toContain(later)
  const quarter = await forecast(90)
  const found = quarter.items.find(({ parcelId }) => parcelId === later)!
  expect(found).toMatchObject({
    areaMu: "30.000000",
    now: { state: "overdue" },
    changes: [{ state: "idleFee", clause: "53-14(1)", feeWanYuan: 257 }],
  })
  expect((await clockOf(later, `?on=${addDays(found.changes[0]!.on, -1)}`)).state).toBe("overdue")
  expect((await clockOf(later, `?on=${found.changes[0]!.on}`)).state).toBe("idleFee")
  const { all, byState } = quarter.sums
  expect(all.parcels).toBe(quarter.total)
  expect(Number(all.areaMu)).toBe(
    quarter.items.reduce((sum, { areaMu }) => sum + Number(areaMu), 0),
  )
  expect(byState.find(({ state }) => state === "idleFee")!.parcels).toBeGreaterThanOrEqual(2)
})

describe("1,000 random histories", () => {
  const logs: ReturnType<typeof makeLogs> = []
  beforeAll(async () => {
    const parcelIds = await insertParcels(
      database.door,
      Array.from({ length: 1_000 }, (_, i) => ({
        west: 100 + (i % 40) * 0.01,
        south: 30 + Math.floor(i / 40) * 0.01,
        certifiedAreaM2: "20000",
      })),
    )
    logs.push(...makeLogs(parcelIds, 53))
    await writeLogs(database.door, logs)
  })

  test("are answered for a day, as known at an instant, as a replay of the acts answers", async () => {
    const random = createRandom(14)
    const states = new Set<string>()
    for (let batch = 0; batch < 20; batch += 1) {
      const knownAt = 17_600 + random.below(2_600)
      const asked = logs.slice(batch * 50, batch * 50 + 50)
      const histories = await team.as("planner", "read", (sql) =>
        listHistories(sql, {
          parcelIds: asked.map(({ parcelId }) => parcelId),
          knownAt: `${dayOf(knownAt)}T12:00:00Z`,
          audience: "planner",
        }),
      )
      const historyOf = new Map(histories.map((history) => [history.parcelId, history]))
      for (const log of asked) {
        const on = 17_600 + random.below(3_200)
        const { state, route, feeWanYuan, thresholds } = answerOf(historyOf.get(log.parcelId)!, {
          on: dayOf(on),
          audience: "planner",
        })
        states.add(state)
        const { startDue, oneYearEnds } = thresholds
        const told = {
          state,
          route,
          feeWanYuan: feeWanYuan == null ? null : Number(feeWanYuan),
          startDue,
          oneYearEnds,
        }
        const expected = replay(log, on, knownAt)
        expect({ parcel: log.parcelId, on: dayOf(on), ...told }).toEqual({
          parcel: log.parcelId,
          on: dayOf(on),
          ...expected,
          feeWanYuan: expected.feeWanYuan === null ? null : expect.closeTo(expected.feeWanYuan, 6),
        })
      }
    }
    expect([...states].sort()).toEqual([
      "beforeStart",
      "building",
      "completed",
      "idleAgreement",
      "idleFee",
      "idleRecovery",
      "idleUnfinished",
      "overdue",
      "suspended",
      "undated",
      "unsupplied",
    ])
  })

  test("are told by the derivation as the clock of the day tells them", async () => {
    const today = legalDayAt(new Date())
    await deriveDue(database.door)
    const derived = await team.as(
      "planner",
      "read",
      (sql) => sql<{
        parcelId: number
        state: string
        route: string | null
        nextOn: string | null
        nextState: string | null
      }>`
      select parcel_id, state, route, next_on::text as next_on, next_state from core.idle_clock order by parcel_id`,
    )
    const rows = new Map(derived.map((row) => [row.parcelId, row]))
    const histories = await team.as("planner", "read", (sql) =>
      listHistories(sql, {
        parcelIds: logs.map(({ parcelId }) => parcelId),
        knownAt: null,
        audience: "planner",
      }),
    )
    expect(histories).toHaveLength(1_000)
    for (const history of histories) {
      const answer = answerOf(history, { on: today, audience: "planner" })
      const { state, route } = rows.get(history.parcelId)!
      expect({ id: history.parcelId, state, route }).toEqual({
        id: history.parcelId,
        state: answer.state,
        route: answer.route,
      })
    }
  })
})
