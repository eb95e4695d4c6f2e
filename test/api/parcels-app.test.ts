import { Validator } from "@seriousme/openapi-schema-validator"
import { beforeAll, expect, test } from "vitest"
import { ensureDemoAccounts } from "../../server/accounts/people.ts"
import { openApp, PASSWORD } from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"
import { insertFigures, insertFirms, insertParcels, insertUses } from "../support/rows.ts"

const database = useDatabase()
let app: ReturnType<typeof openApp>
let id: number
let firm: number

beforeAll(async () => {
  app = openApp(database.door)
  await ensureDemoAccounts(app.accounts, PASSWORD)
  ;[id] = (await insertParcels(database.door, [
    { west: 115.7, south: 33.8, name: "东区一号", certifiedAreaM2: "40000" },
  ])) as [number]
  ;[firm] = (await insertFirms(database.door, [{ name: "示例机械有限公司" }])) as [number]
  await insertUses(database.door, [{ parcelId: id, enterpriseId: firm, landAreaM2: "20000" }])
  await insertFigures(database.door, [
    { enterpriseId: firm, fiscalYear: 2024, indicator: "taxWanYuan", value: "600" },
  ])
})

type Page = {
  items: { id: number; areaMu: number; taxPerMu?: number | null }[]
  total: number
}

test("the whole application serves parcels to a session and nothing without one", async () => {
  const none = await app.ask("GET", "/api/parcels")
  expect([none.status, await none.json()]).toEqual([
    200,
    { items: [], total: 0, next: null, year: null },
  ])
  expect((await app.ask("GET", `/api/parcels/${id}`)).status).toBe(401)
  const cookie = await app.signIn("planner")
  const page = (await (await app.ask("GET", "/api/parcels", { cookie })).json()) as Page
  expect(page.items).toMatchObject([{ id, areaMu: 60 }])
  expect(page.items[0]).not.toHaveProperty("taxPerMu")
})

test("after a correction what is computed from it is new at once", async () => {
  const [planner, assessor] = [await app.signIn("planner"), await app.signIn("assessor")]
  const answer = await app.ask("PATCH", `/api/parcels/${id}`, {
    cookie: planner,
    headers: { "if-match": '"v1"' },
    json: { certifiedAreaM2: 20000, why: "证书换发" },
  })
  expect([answer.status, answer.headers.get("etag")]).toEqual([200, '"v2"'])
  const page = (await (
    await app.ask("GET", "/api/parcels?year=2024", { cookie: assessor })
  ).json()) as Page
  expect(page.items).toMatchObject([{ id, areaMu: 30, taxPerMu: 20 }])
})

test("a page of another origin corrects nothing", async () => {
  const cookie = await app.signIn("planner")
  const answer = await app.ask("PATCH", `/api/parcels/${id}`, {
    cookie,
    headers: { "if-match": '"v2"', origin: "https://example.org" },
    json: { name: "x", why: "y" },
  })
  expect(answer.status).toBe(403)
})

test("a tile of one role is not another's, though the session may change roles", async () => {
  const { tiles } = (await (
    await app.ask("GET", "/api/tiles/parcels.json", { cookie: await app.signIn("assessor") })
  ).json()) as { tiles: string[] }
  const path = tiles[0]!.replace("{z}/{x}/{y}", "14/13457/6554")
  expect((await app.ask("GET", path, { cookie: await app.signIn("planner") })).status).toBe(404)
  expect((await app.ask("GET", path)).status).toBe(404)
})

test("the document of the whole application is valid OpenAPI 3.1", async () => {
  const document = (await (await app.ask("GET", "/api/openapi.json")).json()) as Record<
    string,
    unknown
  >
  const result = await new Validator().validate(document)
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
})
