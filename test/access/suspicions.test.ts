import { beforeAll, describe, expect, test } from "vitest"
import { addDays, legalDayAt } from "../../geodata/days.ts"
import { deriveDue } from "../../server/derivation/derive.ts"
import type { DeskFlag } from "../../server/desk/schema.ts"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import {
  insertContracts,
  insertFigures,
  insertFirms,
  insertParcels,
  insertUses,
} from "../support/rows.ts"
import { coverTiles, listCells } from "../support/tiles.ts"

const database = useDatabase()
const team = useColleagues(database)
const today = legalDayAt(new Date())
const RULE_SET = "idle-order53"
const RULE_SETS = [RULE_SET, "five-categories", "liandu-2020"]

let parcelId = 0
let firmId = 0
let addresses: Record<string, string[]> = {}
const flag = () => `/api/flags/desk/${parcelId}/${RULE_SET}`

/** Routes whose answer is not about land: who is signed in, and what moves with any write of anybody. */
const NOT_LAND = new Set([
  "GET /api/health",
  "GET /api/openapi.json",
  "GET /api/session",
  "GET /api/users",
  "GET /api/grants",
  "GET /api/people",
  "GET /api/basemap",
  "GET /api/basemap/:z/:x/:y",
  "GET /api/operator/verify",
  "GET /api/operator/dump",
])

/** Routes of things that this test makes none of: imports, assessments, saved questions. */
const isElsewhere = (route: string) =>
  /^GET \/api\/(imports|assessments|views|areas|mentions|attachments\/:id)/.test(route)

beforeAll(async () => {
  const [first] = await insertParcels(database.door, [
    { west: 116, south: 33, certifiedAreaM2: "20000", name: "一号地" },
    { west: 116.002, south: 33, certifiedAreaM2: "30000", name: "二号地" },
  ])
  parcelId = first!
  await insertContracts(database.door, [
    {
      parcelId,
      contractNo: "一",
      signedOn: addDays(today, -900),
      agreedStart: addDays(today, -550),
      landPriceWanYuan: "1000",
    },
  ])
  const [firm] = await insertFirms(database.door, [
    { name: "甲公司", industryCode: "1711", aboveScale: true },
  ])
  firmId = firm!
  await insertUses(database.door, [{ parcelId, enterpriseId: firmId, landAreaM2: "20000" }])
  await writeTax("60")
  await team.read(
    "assessor",
    "POST",
    "/api/flags/rule-sets",
    { json: { ruleSet: { id: "liandu-2020", areaMinMu: "30" }, label: "重点监管" } },
    201,
  )
  for (const [who, step] of [
    ["assessor", "submitted"],
    ["lead", "approved"],
  ] as const)
    await team.read(
      who,
      "POST",
      "/api/flags/rule-sets/liandu-2020/1/steps",
      { json: { step } },
      201,
    )
  await deriveDue(database.door)
  // Nothing is suspected while an outcome holds.
  for (const ruleSet of RULE_SETS)
    await team.read(
      "planner",
      "POST",
      `/api/flags/desk/${parcelId}/${ruleSet}/outcomes`,
      {
        json: {
          outcome: ruleSet === "liandu-2020" ? "notLowEfficiency" : "notIdle",
          reason: "核实",
        },
      },
      201,
    )
  const cells = await listCells(database.door)
  const [tile] = coverTiles([116, 33, 116.003, 33.001], 14)
  addresses = addressesOf(cells, `${tile!.z}/${tile!.x}/${tile!.y}`)
})

const writeTax = (value: string) =>
  insertFigures(database.door, [
    { enterpriseId: firmId, fiscalYear: 2024, indicator: "taxWanYuan", value },
  ])

/** Addresses of every route that answers about land, with the questions that could tell of a suspicion. */
const addressesOf = (cells: readonly number[], tile: string): Record<string, string[]> => ({
  "GET /api/filter-names": ["/api/filter-names"],
  "GET /api/ground": ["/api/ground"],
  "GET /api/parcels": [
    "/api/parcels",
    "/api/parcels?filter=suspected%20=%20TRUE",
    "/api/parcels?filter=flagRule%20=%20'type1'",
    "/api/parcels?sort=suspected",
    "/api/parcels?q=type1",
  ],
  "GET /api/parcels/order": ["/api/parcels/order", "/api/parcels/order?sort=suspected"],
  "GET /api/parcels/difference": [
    `/api/parcels/difference?from=${addDays(today, -2)}&to=${addDays(today, -1)}`,
  ],
  "GET /api/parcels/summary": [
    "/api/parcels/summary",
    "/api/parcels/summary?filter=suspected%20=%20TRUE",
  ],
  "GET /api/parcels/floors": ["/api/parcels/floors"],
  "GET /api/parcels/:id": [`/api/parcels/${parcelId}`],
  "GET /api/parcels/:id/neighbours": [`/api/parcels/${parcelId}/neighbours`],
  "GET /api/parcels/:id/peers": [`/api/parcels/${parcelId}/peers?measure=taxPerMu`],
  "GET /api/sources": ["/api/sources"],
  "GET /api/search": ["/api/search?q=一号地", "/api/search?q=idle"],
  "GET /api/enterprise-names": ["/api/enterprise-names"],
  "GET /api/enterprises": ["/api/enterprises"],
  "GET /api/enterprises/summary": ["/api/enterprises/summary"],
  "GET /api/enterprises/:id": [`/api/enterprises/${firmId}`],
  "GET /api/comments": [`/api/comments?parcel=${parcelId}`],
  "GET /api/attachments": [`/api/attachments?parcel=${parcelId}`],
  "GET /api/tiles/parcels.json": ["/api/tiles/parcels.json"],
  "GET /api/tiles/:audience/:scope/parcels/:z/:x/:y": [
    `/api/tiles/AUDIENCE/all/parcels/${tile}.mvt`,
    `/api/tiles/AUDIENCE/all/parcels/${tile}.mvt?filter=suspected%20=%20TRUE`,
  ],
  "GET /api/tiles/:audience/:scope/columns": [
    `/api/tiles/AUDIENCE/all/columns?cells=${cells.join(",")}`,
    `/api/tiles/AUDIENCE/all/columns?cells=${cells.join(",")}&fields=suspected`,
  ],
  "GET /api/tiles/:audience/:scope/changes": ["/api/tiles/AUDIENCE/all/changes"],
  "GET /api/flags/forecast": ["/api/flags/forecast?days=3000"],
  "GET /api/flags/supervision": ["/api/flags/supervision", "/api/flags/supervision?combine=all"],
  "GET /api/flags/rule-sets": ["/api/flags/rule-sets"],
  "GET /api/flags/rule-sets/:id/difference": [
    "/api/flags/rule-sets/liandu-2020/difference?from=1&to=1",
  ],
  "GET /api/flags/rule-sets/:id/:version": ["/api/flags/rule-sets/liandu-2020/1"],
  "GET /api/flags/parcels/:id/clock": [`/api/flags/parcels/${parcelId}/clock`],
  "GET /api/flags/parcels/:id/triangle": [`/api/flags/parcels/${parcelId}/triangle`],
  "GET /api/flags/triangles": [`/api/flags/triangles?parcels=${parcelId}`],
  "GET /api/flags/desk": [
    "/api/flags/desk",
    "/api/flags/desk?status=settled",
    "/api/flags/desk?status=all",
  ],
  "GET /api/flags/desk/:parcelId/:ruleSet": [flag(), `/api/flags/desk/${parcelId}/liandu-2020`],
  "GET /api/flags/evaluations": ["/api/flags/evaluations"],
  "GET /api/flags/evaluations/:id": ["/api/flags/evaluations/1"],
  "GET /api/flags/determinations": ["/api/flags/determinations"],
  "GET /api/flags/determinations/proposals": ["/api/flags/determinations/proposals"],
  "GET /api/flags/notices": ["/api/flags/notices", `/api/flags/notices?parcel=${parcelId}`],
  "GET /api/flags/notices/:id": ["/api/flags/notices/1"],
  "GET /api/flags/notices/:id/files/:format": ["/api/flags/notices/1/files/pdf"],
  "GET /api/flags/parcels/:id/notices/offer": [`/api/flags/parcels/${parcelId}/notices/offer`],
  "GET /api/flags/parcels/:id/evidence-sheet": [`/api/flags/parcels/${parcelId}/evidence-sheet`],
})

type Who = "public" | "promotion" | "planner" | "assessor" | "lead" | "admin"

async function askAll(who: Who): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  for (const address of Object.values(addresses).flat()) {
    const answer = await team.ask(who, "GET", address.replace("AUDIENCE", who))
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isJson = /json/.test(answer.headers.get("content-type") ?? "")
    const body = isJson
      ? bytes.toString().replace(/"(instance|mark|revision|ageDays|knownAt)":("[^"]*"|\d+)/g, "")
      : bytes.toString("base64")
    answers.set(address, `${answer.status} ${body}`)
  }
  return answers
}
const differing = (before: Map<string, string>, after: Map<string, string>) =>
  [...before.keys()].filter((address) => before.get(address) !== after.get(address))

test("every route that answers about land is asked", () => {
  const routes = new Set(
    team.office.app.routes
      .filter(({ method, path }) => method === "GET" && path.startsWith("/api"))
      .map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, "").replace(/\/$/, "")}`),
  )
  const unasked = [...routes].filter(
    (route) => !(route in addresses) && !NOT_LAND.has(route) && !isElsewhere(route),
  )
  expect(unasked).toEqual([])
})

describe("a suspicion that is raised, asked about, and proposed to be determined", () => {
  const OUTSIDE = ["public", "promotion", "admin"] as const
  const INSIDE = ["planner", "assessor", "lead"] as const
  const before = new Map<Who, Map<string, string>>()
  const after = new Map<Who, Map<string, string>>()

  beforeAll(async () => {
    for (const who of [...OUTSIDE, ...INSIDE]) before.set(who, await askAll(who))
    for (const ruleSet of RULE_SETS) {
      const path = `/api/flags/desk/${parcelId}/${ruleSet}`
      const { outcomes } = await team.read<DeskFlag>("planner", "GET", path)
      await team.ask("planner", "DELETE", `${path}/outcomes/${outcomes[0]!.id}`, {
        json: { why: "重新核查" },
      })
    }
    await team.read(
      "planner",
      "POST",
      `${flag()}/requests`,
      { json: { addressee: "甲公司", what: "说明原因", dueOn: today } },
      201,
    )
    const determination = {
      documentNo: "闲置认定〔2026〕3号",
      decidedOn: today,
      body: "示例自然资源局",
    }
    await team.read(
      "planner",
      "POST",
      `${flag()}/outcomes`,
      { json: { outcome: "confirmed", reason: "满一年未动工", determination } },
      201,
    )
    for (const who of [...OUTSIDE, ...INSIDE]) after.set(who, await askAll(who))
  })

  test.each(OUTSIDE)("changes no byte of any answer to %s", (who) => {
    expect(differing(before.get(who)!, after.get(who)!)).toEqual([])
  })

  test.each(INSIDE)("is told to %s by list, sheet, tile, column, summary and desk", (who) => {
    const changed = differing(before.get(who)!, after.get(who)!)
    for (const part of [
      "/api/parcels?",
      `/api/parcels/${parcelId}`,
      "/summary?",
      "/api/tiles/",
      "/columns",
      "/api/flags/desk",
    ])
      expect(
        changed.some((address) => address.includes(part)),
        part,
      ).toBe(true)
  })

  test.each(OUTSIDE)("cannot be asked for by %s: its names are those of nothing", async (who) => {
    const detailOf = async (address: string) => {
      const answer = await team.ask(who, "GET", address)
      return [
        answer.status,
        (await answer.text())
          .replace(/"instance":"[^"]*"/, "")
          .replaceAll(/suspected|flagRule|noSuchName/g, ""),
      ]
    }
    for (const name of ["suspected", "flagRule"])
      for (const address of [
        "/api/parcels?sort=NAME",
        "/api/parcels?filter=NAME%20=%20'x'",
        "/api/parcels/summary?filter=NAME%20=%20'x'",
        "/api/parcels/order?sort=NAME",
      ])
        expect(await detailOf(address.replace("NAME", name)), `${who} ${address}`).toEqual(
          await detailOf(address.replace("NAME", "noSuchName")),
        )
  })
})

describe("a figure under a suspicion that stays as it is", () => {
  test.each(["promotion", "planner", "lead", "admin"] as const)(
    "changes no byte of any answer to %s who holds no grant",
    async (who) => {
      const before = await askAll(who)
      await team.as(
        "assessor",
        "write",
        (sql) => sql`
      update fin.indicator_value set superseded_at = clock_timestamp() where enterprise_id = ${firmId} and superseded_at is null`,
      )
      await writeTax(who === "planner" ? "57" : who === "lead" ? "54" : "51")
      await deriveDue(database.door)
      const seen = await team.read<DeskFlag>(
        "assessor",
        "GET",
        `/api/flags/desk/${parcelId}/liandu-2020`,
      )
      expect(seen.reasons).toMatchObject([
        { fact: "lowTax", value: { planner: "1.9", lead: "1.8" }[who as string] ?? "1.7" },
      ])
      expect(differing(before, await askAll(who))).toEqual([])
    },
  )
})
