import { gunzipSync, gzipSync } from "node:zlib"
import postgres from "postgres"
import { beforeAll, describe, expect, test } from "vitest"
import type { Scheme } from "../../server/assessment/scheme.rules.ts"
import { SHIPPED_SCHEMES } from "../../server/assessment/schemes.ts"
import { verifyRecords } from "../../server/operator/verify.ts"
import type { LandOfFirm, Roster, YearAnswer } from "../../server/roster/schema.ts"
import type { FirmOfRun } from "../../server/runs/queries.ts"
import type { PolicyList, RunEffects } from "../../server/policy/schema.ts"
import type {
  MoverList,
  ResultList,
  RunAnswer,
  RunLand,
  RunVerdict,
  Scenario,
} from "../../server/runs/schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { problemOf } from "../support/import-app.ts"
import { landOf } from "../support/land.ts"

/** A leap year: 366 days, and 184 of them from 1 July. */
const YEAR = 2024
const BASE = "/api/assessments"
const demo = SHIPPED_SCHEMES.find(({ scheme }) => scheme.id === "DEMO")!.scheme

const database = useDatabase()
const team = useColleagues(database)

/** The firms of this park, by what is particular about each. */
let park: Awaited<ReturnType<typeof makePark>>

async function makePark() {
  const land = landOf(database.door)
  // Two places, one firm.
  const [north, south] = [await land.parcel("24"), await land.parcel("16")]
  const twoPlaces = await land.firm()
  await land.occupy({ parcel: north, firm: twoPlaces, mu: "24" })
  await land.occupy({ parcel: south, firm: twoPlaces, mu: "16" })
  // A lessor with three tenants, the last from 1 July on.
  const yard = await land.parcel("50")
  const lessor = await land.firm()
  await land.occupy({ parcel: yard, firm: lessor, mu: "50" })
  const tenants = [await land.firm(), await land.firm(), await land.firm()]
  const leases = [{ mu: "10" }, { mu: "6" }, { mu: "12", from: `${YEAR}-07-01` }]
  for (const [n, lease] of leases.entries())
    await land.occupy({ parcel: yard, firm: tenants[n]!, kind: "leasedIn", lessor, ...lease })
  // Two firms of a group, one renting from the other.
  const works = await land.parcel("30")
  const [head, branch] = [await land.firm(), await land.firm()]
  await land.occupy({ parcel: works, firm: head!, mu: "30" })
  await land.occupy({ parcel: works, firm: branch!, mu: "8", kind: "leasedIn", lessor: head! })
  const figures = {
    taxWanYuan: 1,
    valueAddedWanYuan: 5,
    energyTce: 2,
    emissionT: 0.002,
    averageStaff: 0.3,
    rdWanYuan: 0.6,
    revenueWanYuan: 18,
  }
  const all = [twoPlaces, lessor, ...tenants, head!, branch!]
  for (const [n, firm] of all.entries())
    for (const [indicator, value] of Object.entries(figures))
      await land.figure(firm, YEAR, indicator, String(Number((value * (100 - n * 9)).toFixed(4))))
  return { land, north, south, twoPlaces, lessor, tenants, head: head!, branch: branch!, all }
}

const approve = async (id: string, changes: object = {}) => {
  const json = { scheme: { ...demo, id, ...changes }, label: id }
  await team.read("assessor", "POST", `${BASE}/schemes`, { json }, 201)
  const steps = `${BASE}/schemes/${id}/1/steps`
  await team.read("assessor", "POST", steps, { json: { step: "submitted" } }, 201)
  await team.read("lead", "POST", steps, { json: { step: "approved" } }, 201)
}
const plan = (strata: object[], year = YEAR) =>
  team.ask("assessor", "PUT", `${BASE}/years/${year}`, { json: { strata } })
const seal = (json: object) =>
  team.read<RunAnswer>("assessor", "POST", `${BASE}/runs`, { json }, 201)
const resultsOf = async (runId: number) =>
  (await team.read<ResultList>("assessor", "GET", `${BASE}/runs/${runId}/results`)).items
const landOfFirm = (firm: number, year = YEAR) =>
  team.read<LandOfFirm>("assessor", "GET", `${BASE}/years/${year}/land/${firm}`)

beforeAll(async () => {
  park = await makePark()
  await approve("UP", { stratum: "above_scale", minStratumSize: 5 })
})

describe("a year", () => {
  test("is opened with approved schemes alone, and says which is not", async () => {
    const json = { scheme: { ...demo, id: "DRAFT" }, label: "草稿" }
    await team.read("assessor", "POST", `${BASE}/schemes`, { json }, 201)
    const refused = await problemOf(await plan([{ schemeId: "DRAFT", version: 1 }]))
    expect(refused).toMatchObject({ status: 400, detail: expect.stringContaining("未经批准") })
    expect(refused.issues).toEqual([{ pointer: "/strata/0", message: expect.any(String) }])
    expect((await plan([{ schemeId: "NONE", version: 1 }])).status).toBe(400)
  })

  test("whose scheme grades by other names than A to D is refused before anybody computes", async () => {
    await approve("LETTERS", {
      gradeRule: { kind: "rankPercent", cuts: [["甲", 20]], rest: "乙", tie: "ordinal" },
      adjustments: [],
    })
    expect(await problemOf(await plan([{ schemeId: "LETTERS", version: 1 }]))).toMatchObject({
      status: 400,
      detail: expect.stringContaining("甲"),
    })
  })

  test("that is not opened cannot be computed, and says so", async () => {
    const answer = await team.ask("assessor", "POST", `${BASE}/runs`, {
      json: { fiscalYear: 2019, why: "首次" },
    })
    expect(await problemOf(answer)).toMatchObject({
      status: 409,
      detail: expect.stringContaining("尚未启动"),
    })
  })

  test("once opened stands on the board with its schemes", async () => {
    expect((await plan([{ schemeId: "UP", version: 1 }])).status).toBe(200)
    const year = await team.read<YearAnswer>("lead", "GET", `${BASE}/years/${YEAR}`)
    expect(year).toMatchObject({
      fiscalYear: YEAR,
      strata: [{ schemeId: "UP", version: 1, label: "UP" }],
      runs: 0,
      lastRun: null,
    })
  })
})

describe("land", () => {
  test("of a firm in two places is the sum of both, each shown with its parcel", async () => {
    const { rows, landMu, ownedMu } = await landOfFirm(park.twoPlaces)
    expect(Number(ownedMu)).toBeCloseTo(40, 2)
    expect(landMu).toBe(ownedMu)
    expect(rows.map(({ parcelId, countedMu }) => [parcelId, Number(countedMu).toFixed(2)])).toEqual(
      [
        [park.north, "24.00"],
        [park.south, "16.00"],
      ],
    )
  })

  test("of a lease from 1 July counts 184 of 366 days, on both sides alike", async () => {
    const late = await landOfFirm(park.tenants[2]!)
    expect(late.rows[0]).toMatchObject({ days: 184, kind: "leasedIn" })
    expect(Number(late.landMu)).toBeCloseTo((12 * 184) / 366, 2)
    const lessor = await landOfFirm(park.lessor)
    expect(Number(lessor.landMu)).toBeCloseTo(50 - 10 - 6 - (12 * 184) / 366, 2)
  })

  test("of a parcel with three tenants adds up to the parcel", async () => {
    const firms = await Promise.all([park.lessor, ...park.tenants].map((firm) => landOfFirm(firm)))
    const sum = firms.reduce((total, { landMu }) => total + Number(landMu), 0)
    expect(sum).toBeCloseTo(50, 2)
  })
})

describe("the roster", () => {
  const read = () => team.read<Roster>("assessor", "GET", `${BASE}/years/${YEAR}/roster`)

  test("counts every firm once, by scheme and class", async () => {
    const { items, total, counts } = await read()
    expect(items).toHaveLength(total)
    const counted = Object.values(counts).flatMap((ofScheme) => Object.values(ofScheme))
    expect(counted.reduce((sum, firms) => sum + firms, 0)).toBe(total)
    expect(counts).toEqual({ UP: { rated: park.all.length } })
  })

  test("puts a firm into a class with its reason, and keeps what was before", async () => {
    const entry = {
      enterpriseId: park.tenants[1]!,
      ratingClass: "transition",
      reason: "2023 年新设",
    }
    const put = () =>
      team.read<{ written: number }>("assessor", "PUT", `${BASE}/years/${YEAR}/roster`, {
        json: { entries: [entry] },
      })
    expect(await put()).toEqual({ written: 1 })
    expect(await put()).toEqual({ written: 0 })
    const { items, counts } = await read()
    expect(items.find(({ enterpriseId }) => enterpriseId === entry.enterpriseId)).toMatchObject({
      ratingClass: "transition",
      classReason: "2023 年新设",
    })
    expect(counts).toEqual({ UP: { rated: park.all.length - 1, transition: 1 } })
    await team.ask("assessor", "PUT", `${BASE}/years/${YEAR}/roster`, {
      json: { entries: [{ ...entry, ratingClass: "rated", reason: "撤回" }] },
    })
  })

  test("is for those who may read figures", async () => {
    for (const who of ["promotion", "planner", "plannerGranted", "lead"] as const)
      expect((await team.ask(who, "GET", `${BASE}/years/${YEAR}/roster`)).status).toBe(404)
    expect((await team.ask("leadGranted", "GET", `${BASE}/years/${YEAR}/roster`)).status).toBe(200)
  })
})

describe("a run", () => {
  let first: RunAnswer

  beforeAll(async () => {
    await plan([{ schemeId: "UP", version: 1 }])
    first = await seal({ fiscalYear: YEAR, why: "首次测算" })
  })

  test("ranks every firm, and its counts add up to the firms", async () => {
    expect(first).toMatchObject({ fiscalYear: YEAR, number: 1, baseRunId: null, firms: 7 })
    expect(Object.values(first.counts).reduce((sum, n) => sum + n, 0)).toBe(7)
    const results = await resultsOf(first.id)
    expect(results.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7])
    for (const { items, bonus, penalty, total } of results) {
      const sum = items.reduce((points, { score }) => points + Number(score), 0)
      expect(sum + Number(bonus) - Number(penalty)).toBeCloseTo(Number(total), 9)
    }
  })

  test("tells why a firm stands where it does: land, figures with their sources, neighbours", async () => {
    const why = await team.read<FirmOfRun>(
      "assessor",
      "GET",
      `${BASE}/runs/${first.id}/firms/${park.lessor}`,
    )
    expect(why.firms[0]!.land.map(({ kind }) => kind)).toEqual([
      "owned",
      "leasedOut",
      "leasedOut",
      "leasedOut",
    ])
    expect(why.firms[0]!.figures.find(({ indicator }) => indicator === "taxWanYuan")).toMatchObject(
      {
        value: "91.0000",
        sourceName: "test",
        recordedBy: "test-assessor",
      },
    )
    expect(why.result.items[0]).toMatchObject({ id: "taxPerMu", weight: "30", benchmark: "24.097" })
    expect(why.neighbours.some(({ enterpriseId }) => enterpriseId === park.lessor)).toBe(true)
    expect(why.scheme).toMatchObject({ id: "UP", version: 1 })
  })

  test("is never changed, by anybody", async () => {
    for (const table of ["run", "run_firm"] as const)
      await expect(
        team.as("assessor", "write", (sql) => sql`delete from assess.${sql(table)}`),
      ).rejects.toMatchObject({ code: "42501" })
  })

  test("after a correction is a new run that names the old one and tells who moved and why", async () => {
    const again = await team.ask("assessor", "POST", `${BASE}/runs`, {
      json: { fiscalYear: YEAR, why: "更正" },
    })
    expect(again.status).toBe(409)
    const weakest = park.branch
    await team.as("assessor", "write", async (sql) => {
      await sql`
        update fin.indicator_value set superseded_at = clock_timestamp()
         where enterprise_id = ${weakest} and indicator = 'taxWanYuan' and superseded_at is null`
    })
    await park.land.figure(weakest, YEAR, "taxWanYuan", "900")
    const second = await seal({ fiscalYear: YEAR, why: "税务更正", baseRunId: first.id })
    expect(second).toMatchObject({ number: 2, baseRunId: first.id })
    const { items } = await team.read<MoverList>(
      "assessor",
      "GET",
      `${BASE}/runs/${second.id}/movers?against=${first.id}`,
    )
    const own = items.find(({ enterpriseId }) => enterpriseId === weakest)!
    expect(own.changedInputs).toEqual([
      { field: "taxWanYuan", label: "税收（万元）", before: "46.0000", after: "900.0000" },
    ])
    // The others did nothing: they are passed by.
    const others = items.filter(({ enterpriseId }) => enterpriseId !== weakest)
    expect(others.length).toBeGreaterThan(0)
    for (const { changedInputs, before, after } of others) {
      expect(changedInputs).toEqual([])
      expect(after!.rank).toBe(before!.rank! + 1)
    }
    // The old run stays as it was.
    expect(
      (await resultsOf(first.id)).find(({ enterpriseId }) => enterpriseId === weakest)!.rank,
    ).toBe(own.before!.rank)
  })

  test("computed again from what it keeps gives its own hashes", async () => {
    const verdict = await team.read<RunVerdict>(
      "assessor",
      "GET",
      `${BASE}/runs/${first.id}/verification`,
    )
    expect(verdict).toEqual({
      runId: first.id,
      kept: { input: true, scheme: true, result: true },
      recomputed: true,
    })
  })

  test("that somebody changed behind the program is found by the operator's check", async () => {
    const listBroken = async () =>
      (await verifyRecords(database.door)).filter(({ place }) => place.startsWith("run/"))
    expect(await listBroken()).toEqual([])
    // Nobody but the owner of the tables gets past the triggers; the embedded engine lets nobody be that.
    if (!database.url) return
    const owner = postgres(database.url, { max: 1, onnotice: () => {} })
    try {
      const [piece] = await owner`
        select content from fin.run_piece where run_id = ${first.id} and part = 'result' and n = 0`
      const text = gunzipSync(piece!["content"] as Buffer).toString()
      const forged = gzipSync(text.replace('"grade":"D"', '"grade":"C"'))
      expect(text).toContain('"grade":"D"')
      const put = (content: Buffer) =>
        owner.begin(async (sql) => {
          await sql`alter table fin.run_piece disable trigger run_piece_is_final`
          await sql`update fin.run_piece set content = ${content} where run_id = ${first.id} and part = 'result' and n = 0`
          await sql`alter table fin.run_piece enable trigger run_piece_is_final`
        })
      await put(forged)
      expect(await listBroken()).toEqual([
        { rule: "封存的测算与其校验值一致", place: `run/${first.id}` },
      ])
      await put(piece!["content"] as Buffer)
    } finally {
      await owner.end()
    }
  })

  test("scores a unit once: its members share land, figures and grade", async () => {
    const unit = {
      name: "示例集团",
      leadEnterpriseId: park.head,
      memberIds: [park.head, park.branch],
      reason: "集团合并评价",
    }
    const units = `${BASE}/years/${YEAR}/units`
    await team.read("assessor", "POST", units, { json: unit }, 201)
    expect(
      await problemOf(await team.ask("assessor", "POST", units, { json: unit })),
    ).toMatchObject({ status: 409, detail: expect.stringContaining("示例集团") })
    const [last] = (
      await team.read<{ items: RunAnswer[] }>("assessor", "GET", `${BASE}/runs?fiscalYear=${YEAR}`)
    ).items
    const run = await seal({ fiscalYear: YEAR, why: "集团合并", baseRunId: last!.id })
    expect(run.firms).toBe(6)
    const results = await resultsOf(run.id)
    const merged = results.find(({ enterpriseId }) => enterpriseId === park.head)!
    expect(merged.members.map(({ enterpriseId }) => enterpriseId).sort()).toEqual(
      [park.head, park.branch].sort(),
    )
    // What one let to the other is neither lost nor counted twice.
    expect(Number(merged.landMu)).toBeCloseTo(30, 2)
    const ofBranch = await team.read<FirmOfRun>(
      "assessor",
      "GET",
      `${BASE}/runs/${run.id}/firms/${park.branch}`,
    )
    expect(ofBranch.result).toEqual(merged)
    expect(ofBranch.firms).toHaveLength(2)
  })

  test("shows heads and counts to leadership, and what firms pay to nobody without a grant", async () => {
    const head = await team.read<RunAnswer>("lead", "GET", `${BASE}/runs/${first.id}`)
    expect(head.counts).toEqual(first.counts)
    for (const path of [
      "results",
      `firms/${park.head}`,
      "verification",
      `movers?against=${first.id}`,
    ])
      for (const who of ["promotion", "planner", "plannerGranted", "lead"] as const)
        expect((await team.ask(who, "GET", `${BASE}/runs/${first.id}/${path}`)).status).toBe(404)
    expect((await team.ask("leadGranted", "GET", `${BASE}/runs/${first.id}/results`)).status).toBe(
      200,
    )
  })
})

describe("what follows from a run", () => {
  const last = async () =>
    (await team.read<{ items: RunAnswer[] }>("assessor", "GET", `${BASE}/runs?fiscalYear=${YEAR}`))
      .items[0]!

  test("in money is nothing until a policy is entered with its legal basis", async () => {
    const run = await last()
    const effects = () => team.read<RunEffects>("assessor", "GET", `${BASE}/runs/${run.id}/effects`)
    expect(await effects()).toMatchObject({ policies: [], items: [] })
    const definition = {
      id: "P",
      label: "D 类用电加价",
      kind: "powerSurcharge",
      grades: [{ grade: "D", rates: [0.1] }],
    }
    const enter = (json: object) => team.ask("assessor", "POST", `${BASE}/policies`, { json })
    const decide = (who: "assessor" | "lead", json: object) =>
      team.ask(who, "POST", `${BASE}/policies/P/decision`, { json })
    const listed = async () =>
      (await team.read<PolicyList>("planner", "GET", `${BASE}/policies`)).items.map(
        ({ version, state }) => `${version} ${state}`,
      )
    const validFrom = `${YEAR + 1}-01-01`
    expect((await enter({ definition, legalBasis: " ", validFrom })).status).toBe(400)
    const entered = { definition, legalBasis: "某政发〔2025〕1号", validFrom }
    expect((await enter(entered)).status).toBe(201)
    // One person alone puts nothing in force.
    expect(await effects()).toMatchObject({ policies: [], items: [] })
    expect(
      await problemOf(await decide("assessor", { version: 1, decision: "confirmed" })),
    ).toMatchObject({ status: 409, detail: expect.stringContaining("另一人") })
    expect((await decide("lead", { version: 2, decision: "confirmed" })).status).toBe(404)
    expect((await decide("lead", { version: 1, decision: "rejected" })).status).toBe(400)
    expect((await decide("lead", { version: 1, decision: "confirmed" })).status).toBe(200)
    expect((await decide("lead", { version: 1, decision: "rejected", why: "晚了" })).status).toBe(
      409,
    )
    const { items, sum, appliesIn } = await effects()
    expect(appliesIn).toBe(YEAR + 1)
    expect(items.map(({ grade }) => grade)).toEqual(["D"])
    // Its power is not on record: that is no zero.
    expect(items[0]!.effects).toMatchObject([{ amountWanYuan: null, note: "missingPower" }])
    expect(sum).toEqual({ chargeWanYuan: "0", reliefWanYuan: "0", unknown: 1 })

    // A version that waits changes nothing; a rejected one is gone, a confirmed one takes the place of the first.
    const late = { ...entered, validFrom: `${YEAR + 2}-01-01` }
    expect((await enter(late)).status).toBe(201)
    expect(await listed()).toEqual(["1 confirmed", "2 proposed"])
    expect((await effects()).items).toHaveLength(1)
    expect(
      (await decide("lead", { version: 2, decision: "rejected", why: "文号不符" })).status,
    ).toBe(200)
    expect(await listed()).toEqual(["1 confirmed"])
    await enter(late)
    await enter({ ...late, legalBasis: "某政发〔2026〕2号" })
    expect(await listed()).toEqual(["1 confirmed", "4 proposed"])
    expect((await decide("lead", { version: 4, decision: "confirmed" })).status).toBe(200)
    expect(await listed()).toEqual(["4 confirmed"])
    expect(await effects()).toMatchObject({ policies: [], items: [] })
    expect((await team.ask("assessor", "DELETE", `${BASE}/policies/P`)).status).toBe(204)
    expect(await listed()).toEqual([])
    expect((await team.ask("assessor", "DELETE", `${BASE}/policies/P`)).status).toBe(404)
  })

  test("is placed on the land that each firm used itself on the last day of the year", async () => {
    const run = await last()
    const { items } = await team.read<RunLand>("assessor", "GET", `${BASE}/runs/${run.id}/land`)
    const usedBy = (firm: number) =>
      items
        .find(({ enterpriseId }) => enterpriseId === firm)!
        .parcels.map(({ parcelId, areaM2 }) => [parcelId, Math.round(Number(areaM2) / (2000 / 3))])
    expect(usedBy(park.twoPlaces)).toEqual([
      [park.north, 24],
      [park.south, 16],
    ])
    // 50 mu less 10, 6 and 12 that tenants have at the end of the year.
    expect(usedBy(park.lessor).map(([, mu]) => mu)).toEqual([22])
    expect(usedBy(park.tenants[2]!).map(([, mu]) => mu)).toEqual([12])
    for (const who of ["promotion", "planner", "plannerGranted", "lead"] as const)
      expect((await team.ask(who, "GET", `${BASE}/runs/${run.id}/land`)).status).toBe(404)
  })

  test("for a firm below the best is told as the smallest change that lifts it", async () => {
    const run = await last()
    const weakest = (await resultsOf(run.id)).findLast(({ rank }) => rank !== null)!
    const { items } = await team.read<{ items: { lever: string; grade: string }[] }>(
      "assessor",
      "GET",
      `${BASE}/runs/${run.id}/firms/${weakest.enterpriseId}/lifts`,
    )
    expect(items.map(({ lever }) => lever)).toContain("taxWanYuan")
    for (const { grade } of items) expect(grade < weakest.grade!).toBe(true)
  })

  test("under other schemes is tried, kept by name with its counts, and removed by its author", async () => {
    const run = await last()
    const path = `${BASE}/runs/${run.id}`
    const trial = await team.read<{ schemes: Scheme[]; items: unknown[] }>(
      "assessor",
      "GET",
      `${path}/trial`,
    )
    expect(trial.items).toHaveLength(run.firms)
    const { version: _version, ...scheme } = trial.schemes[0]! as Scheme & { version: number }
    const gradeRule = {
      kind: "rankPercent",
      cuts: [
        ["A", 50],
        ["B", 60],
        ["C", 95],
      ],
      rest: "D",
    }
    const json = { name: "A 类放宽到 50%", schemes: [{ ...scheme, gradeRule }] }
    const kept = await team.read<Scenario>("assessor", "POST", `${path}/scenarios`, { json }, 201)
    expect(kept.counts["A"]).toBe(Math.floor(run.firms / 2))
    expect(run.counts["A"]).toBe(Math.floor(run.firms / 5))
    const { items } = await team.read<{ items: Scenario[] }>("lead", "GET", `${path}/scenarios`)
    expect(items).toEqual([{ ...kept, own: false }])
    expect((await team.ask("assessor", "DELETE", `${path}/scenarios/${kept.id}`)).status).toBe(204)
    expect((await team.ask("assessor", "DELETE", `${path}/scenarios/${kept.id}`)).status).toBe(404)
  })
})

describe("points", () => {
  const claims = `${BASE}/years/${YEAR}/claims`

  test("are entered with their evidence, once an item, and taken back", async () => {
    const claim = {
      enterpriseId: park.lessor,
      kind: "bonus",
      groupId: "innovation",
      item: "高新技术企业",
      points: 3,
      evidence: "证书 GR20240001",
      validTo: `${YEAR}-12-31`,
    }
    const written = await team.read<{ id: number }>(
      "assessor",
      "POST",
      claims,
      { json: claim },
      201,
    )
    expect(
      await problemOf(await team.ask("assessor", "POST", claims, { json: claim })),
    ).toMatchObject({
      status: 409,
      detail: expect.stringContaining("高新技术企业"),
    })
    expect((await team.ask("assessor", "DELETE", `${claims}/${written.id}`)).status).toBe(204)
    expect((await team.ask("assessor", "DELETE", `${claims}/${written.id}`)).status).toBe(404)
  })

  test.each([
    ["a bonus without its group", { kind: "bonus", item: "x", points: 1, evidence: "y" }],
    ["an event with points", { kind: "event", item: "veto", points: 1, evidence: "y" }],
    ["a penalty without points", { kind: "penalty", item: "x", evidence: "y" }],
    ["anything without evidence", { kind: "event", item: "veto", evidence: " " }],
  ])("are refused: %s", async (_, claim) => {
    const json = { enterpriseId: park.lessor, ...claim }
    expect((await team.ask("assessor", "POST", claims, { json })).status).toBe(400)
  })
})

describe("power", () => {
  test("that one firm metered and another used counts for the one that used it", async () => {
    await park.land.figure(park.lessor, YEAR, "powerWanKwh", "120")
    const transfer = {
      fromEnterpriseId: park.lessor,
      toEnterpriseId: park.tenants[0]!,
      wanKwh: 45.5,
      evidence: "分表抄见 2024",
    }
    const path = `${BASE}/years/${YEAR}/transfers`
    await team.read("assessor", "POST", path, { json: transfer }, 201)
    const [last] = (
      await team.read<{ items: RunAnswer[] }>("assessor", "GET", `${BASE}/runs?fiscalYear=${YEAR}`)
    ).items
    const run = await seal({ fiscalYear: YEAR, why: "转供电", baseRunId: last!.id })
    const powerOf = async (firm: number) =>
      (await team.read<FirmOfRun>("assessor", "GET", `${BASE}/runs/${run.id}/firms/${firm}`)).input
        .enterprise.powerWanKwh
    expect(Number(await powerOf(park.lessor))).toBe(74.5)
    expect(Number(await powerOf(park.tenants[0]!))).toBe(45.5)
  })
})
