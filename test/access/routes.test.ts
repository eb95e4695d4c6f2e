import { beforeAll, describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { SIGNED_IN } from "../../server/http/context.ts"
import { useOffice } from "../support/account-office.ts"
import { useDatabase } from "../support/database.ts"

/** `open`: answers everyone, each as far as he may see. Otherwise the audiences that are let through. */
type Rule = "open" | "operator" | readonly Audience[]

const PLANNERS = ["planner", "plannerGranted"] as const
const COLLEAGUES = [
  "promotion",
  "planner",
  "plannerGranted",
  "assessor",
  "lead",
  "leadGranted",
] as const
const IMPORTERS = ["promotion", "planner", "plannerGranted", "assessor"] as const

const STAFF = ["planner", "plannerGranted", "assessor", "lead", "leadGranted"] as const
const LEADERS = ["assessor", "lead", "leadGranted"] as const
/** Planning and leadership: they decide, and read what documents bear. */
const DECIDERS = [...PLANNERS, "lead", "leadGranted"] as const
/** Who may read what firms pay and make, and with it scores and ranks. */
const SCORED = ["assessor", "leadGranted"] as const

/** Every route there is. A route that is missing here fails the suite: whoever adds one says who may use it. */
const RULES: Record<string, Rule> = {
  "GET /api/health": "open",
  "GET /api/openapi.json": "open",
  "GET /api/session": "open",
  "POST /api/session": "open",
  "DELETE /api/session": "open",
  "PUT /api/session/password": SIGNED_IN,
  "PUT /api/session/role": SIGNED_IN,
  "GET /api/users": ["admin"],
  "POST /api/users": ["admin"],
  "PATCH /api/users/:username": ["admin"],
  "GET /api/grants": ["admin"],
  "POST /api/grants": ["admin"],
  "POST /api/grants/:id/approve": ["admin"],
  "DELETE /api/grants/:id": ["admin"],
  "GET /api/filter-names": "open",
  "GET /api/ground": "open",
  "GET /api/parcels": "open",
  "GET /api/parcels/order": "open",
  "GET /api/parcels/difference": "open",
  "GET /api/parcels/summary": "open",
  "GET /api/parcels/floors": "open",
  "GET /api/parcels/:id": SIGNED_IN,
  "GET /api/parcels/:id/neighbours": SIGNED_IN,
  "GET /api/parcels/:id/peers": ["plannerGranted", "assessor", "leadGranted"],
  "PATCH /api/parcels/:id": PLANNERS,
  "GET /api/sources": "open",
  "GET /api/search": "open",
  "GET /api/enterprise-names": "open",
  "GET /api/enterprises": "open",
  "GET /api/enterprises/summary": "open",
  "GET /api/enterprises/:id": SIGNED_IN,
  "POST /api/parcels/:id/undo": PLANNERS,
  "GET /api/tiles/parcels.json": "open",
  "GET /api/tiles/:audience/:scope/parcels/:z/:x/:y": "open",
  "GET /api/tiles/:audience/:scope/columns": "open",
  "GET /api/tiles/:audience/:scope/changes": "open",
  "GET /api/basemap": "open",
  "GET /api/basemap/:z/:x/:y": "open",
  "GET /api/imports": SIGNED_IN,
  "POST /api/imports": IMPORTERS,
  "GET /api/imports/:id": IMPORTERS,
  "GET /api/imports/:id/rows": IMPORTERS,
  "GET /api/imports/:id/rejected.csv": IMPORTERS,
  "POST /api/imports/:id/commit": IMPORTERS,
  "POST /api/imports/:id/undo": IMPORTERS,
  "POST /api/assessments/score": ["assessor"],
  "GET /api/assessments/schemes": STAFF,
  "POST /api/assessments/schemes": ["assessor"],
  "GET /api/assessments/schemes/:id/difference": STAFF,
  "GET /api/assessments/schemes/:id/:version": STAFF,
  "POST /api/assessments/schemes/:id/:version/steps": LEADERS,
  "GET /api/assessments/years": LEADERS,
  "GET /api/assessments/years/:year": LEADERS,
  "PUT /api/assessments/years/:year": ["assessor"],
  "GET /api/assessments/years/:year/roster": SCORED,
  "PUT /api/assessments/years/:year/roster": ["assessor"],
  "GET /api/assessments/years/:year/land/:enterpriseId": SCORED,
  "GET /api/assessments/years/:year/claims": SCORED,
  "POST /api/assessments/years/:year/claims": ["assessor"],
  "DELETE /api/assessments/years/:year/claims/:id": ["assessor"],
  "GET /api/assessments/years/:year/units": LEADERS,
  "POST /api/assessments/years/:year/units": ["assessor"],
  "DELETE /api/assessments/years/:year/units/:id": ["assessor"],
  "GET /api/assessments/years/:year/transfers": SCORED,
  "POST /api/assessments/years/:year/transfers": ["assessor"],
  "DELETE /api/assessments/years/:year/transfers/:id": ["assessor"],
  "GET /api/assessments/publicity": LEADERS,
  "POST /api/assessments/publicity": ["assessor"],
  "GET /api/assessments/publicity/:id": LEADERS,
  "POST /api/assessments/publicity/:id/steps": LEADERS,
  "GET /api/assessments/publicity/:id/appeals": LEADERS,
  "POST /api/assessments/publicity/:id/appeals": ["assessor"],
  "POST /api/assessments/appeals/:id/preview": ["assessor"],
  "POST /api/assessments/appeals/:id/decision": ["assessor"],
  "GET /api/assessments/policies": STAFF,
  "POST /api/assessments/policies": ["assessor"],
  "POST /api/assessments/policies/:id/decision": LEADERS,
  "DELETE /api/assessments/policies/:id": ["assessor"],
  "GET /api/assessments/runs/:id/effects": SCORED,
  "GET /api/assessments/runs/:id/firms/:enterpriseId/lifts": SCORED,
  "GET /api/assessments/runs/:id/trial": SCORED,
  "GET /api/assessments/runs/:id/land": SCORED,
  "GET /api/assessments/runs/:id/scenarios": LEADERS,
  "POST /api/assessments/runs/:id/scenarios": ["assessor"],
  "DELETE /api/assessments/runs/:id/scenarios/:scenarioId": ["assessor"],
  "GET /api/assessments/runs": LEADERS,
  "POST /api/assessments/runs": ["assessor"],
  "GET /api/assessments/runs/:id": LEADERS,
  "GET /api/assessments/runs/:id/results": SCORED,
  "GET /api/assessments/runs/:id/firms/:enterpriseId": SCORED,
  "GET /api/assessments/runs/:id/workbook": SCORED,
  "GET /api/assessments/runs/:id/firms/:enterpriseId/statement": SCORED,
  "GET /api/assessments/runs/:id/statements": SCORED,
  "GET /api/assessments/runs/:id/movers": SCORED,
  "GET /api/assessments/runs/:id/verification": SCORED,
  "POST /api/flags/evaluate": PLANNERS,
  "GET /api/flags/parcels/:id/triangle": ["plannerGranted", "assessor", "leadGranted"],
  "GET /api/flags/triangles": ["plannerGranted", "assessor", "leadGranted"],
  "GET /api/flags/determinations": STAFF,
  "GET /api/flags/determinations/proposals": STAFF,
  "POST /api/flags/determinations/proposals": PLANNERS,
  "POST /api/flags/determinations/proposals/:id/steps": DECIDERS,
  "GET /api/flags/notices": DECIDERS,
  "GET /api/flags/notices/:id": DECIDERS,
  "GET /api/flags/notices/:id/files/:format": DECIDERS,
  "POST /api/flags/notices/:id/steps": DECIDERS,
  "POST /api/flags/notices/:id/service": PLANNERS,
  "GET /api/flags/parcels/:id/notices/offer": DECIDERS,
  "POST /api/flags/parcels/:id/notices": PLANNERS,
  "GET /api/flags/parcels/:id/evidence-sheet": DECIDERS,
  "GET /api/flags/desk": STAFF,
  "GET /api/flags/desk/:parcelId/:ruleSet": STAFF,
  "POST /api/flags/desk/:parcelId/:ruleSet/outcomes": PLANNERS,
  "DELETE /api/flags/desk/:parcelId/:ruleSet/outcomes/:id": PLANNERS,
  "POST /api/flags/desk/:parcelId/:ruleSet/requests": [...PLANNERS, "assessor"],
  "POST /api/flags/desk/:parcelId/:ruleSet/requests/:id/answer": [...PLANNERS, "assessor"],
  "POST /api/flags/desk/:parcelId/:ruleSet/evidence": [...PLANNERS, "assessor"],
  "GET /api/flags/evaluations": STAFF,
  "POST /api/flags/evaluations": [...PLANNERS, "assessor"],
  "GET /api/flags/evaluations/:id": STAFF,
  "DELETE /api/flags/evaluations/:id": [...PLANNERS, "assessor"],
  "GET /api/flags/supervision": STAFF,
  "GET /api/flags/rule-sets": STAFF,
  "POST /api/flags/rule-sets": IMPORTERS.filter((audience) => audience !== "promotion"),
  "POST /api/flags/rule-sets/preview": STAFF,
  "GET /api/flags/rule-sets/:id/difference": STAFF,
  "GET /api/flags/rule-sets/:id/:version": STAFF,
  "POST /api/flags/rule-sets/:id/:version/steps": STAFF,
  "GET /api/flags/forecast": STAFF,
  "GET /api/flags/parcels/:id/clock": STAFF,
  "POST /api/flags/parcels/:id/clock/events": PLANNERS,
  "PUT /api/flags/parcels/:id/clock/events/:event": PLANNERS,
  "DELETE /api/flags/parcels/:id/clock/events/:event": PLANNERS,
  "GET /api/views": COLLEAGUES,
  "POST /api/views": COLLEAGUES,
  "PATCH /api/views/:id": COLLEAGUES,
  "DELETE /api/views/:id": COLLEAGUES,
  "POST /api/views/:id/restore": COLLEAGUES,
  "GET /api/areas": COLLEAGUES,
  "POST /api/areas": COLLEAGUES,
  "DELETE /api/areas/:id": COLLEAGUES,
  "POST /api/areas/:id/restore": COLLEAGUES,
  "GET /api/comments": COLLEAGUES,
  "POST /api/comments": COLLEAGUES,
  "DELETE /api/comments/:id": COLLEAGUES,
  "POST /api/comments/:id/restore": COLLEAGUES,
  "GET /api/mentions": COLLEAGUES,
  "POST /api/mentions/read": COLLEAGUES,
  "GET /api/people": COLLEAGUES,
  "GET /api/attachments": COLLEAGUES,
  "POST /api/attachments": COLLEAGUES,
  "GET /api/attachments/:id": COLLEAGUES,
  "DELETE /api/attachments/:id": COLLEAGUES,
  "POST /api/attachments/:id/restore": COLLEAGUES,
  "POST /api/operator/sample": "operator",
  "POST /api/operator/users": "operator",
  "GET /api/operator/verify": "operator",
  "GET /api/operator/dump": "operator",
}

const database = useDatabase()
const office = useOffice(database)

const cookies = new Map<Audience, string | undefined>()
beforeAll(async () => {
  cookies.set("public", undefined)
  for (const role of ["promotion", "planner", "assessor", "lead"] as const)
    cookies.set(role, (await office.makeSignedIn(role)).cookie)
  cookies.set("admin", office.first)
})

const listRoutes = () => [
  ...new Set(
    office.app.routes
      // The guards of unsafe requests stand at /api/* and are no routes.
      .filter(
        ({ method, path }) => method !== "ALL" && path.startsWith("/api") && path !== "/api/*",
      )
      .map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, "").replace(/\/$/, "")}`),
  ),
]

/** A request that is well addressed and says nothing: who is let through, is told what is wrong with it. */
const knock = (route: string, cookie: string | undefined) => {
  const [method, path] = route.split(" ") as [string, string]
  const address = path.replace(/:[a-z]+/g, "999999")
  return office.app.ask(method, address, { ...(method === "GET" ? {} : { json: {} }), cookie })
}

const bodyOf = async (answer: Response) => {
  const body = (await answer.json()) as { instance?: string }
  delete body.instance
  return { status: answer.status, body }
}

test("every route says who may use it", () => {
  expect(listRoutes().filter((route) => !(route in RULES))).toEqual([])
  expect(Object.keys(RULES).filter((route) => !listRoutes().includes(route))).toEqual([])
})

describe.each(Object.entries(RULES).filter(([, rule]) => rule !== "open"))("%s", (route, rule) => {
  test.each(["promotion", "planner", "assessor", "lead", "admin"] as const)(
    "answers %s as the rule says",
    async (audience) => {
      const answer = await knock(route, cookies.get(audience))
      if (rule !== "operator" && rule.includes(audience)) {
        expect(answer.status).not.toBe(401)
        return
      }
      // The same as an address that does not exist: status, body and headers.
      const unknown = await office.app.ask("GET", "/api/nowhere", { cookie: cookies.get(audience) })
      expect(await bodyOf(answer)).toEqual(await bodyOf(unknown))
      expect([...answer.headers.keys()].sort()).toEqual([...unknown.headers.keys()].sort())
    },
  )

  test("asks who is not signed in to sign in", async () => {
    const answer = await knock(route, undefined)
    expect(answer.status).toBe(rule === "operator" ? 404 : 401)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
  })
})

describe("a parcel", () => {
  test.each(["promotion", "planner", "assessor", "lead", "admin"] as const)(
    "that does not exist and one that may not be seen are the same to %s",
    async (audience) => {
      const cookie = cookies.get(audience)
      const unknown = await bodyOf(await office.app.ask("GET", "/api/parcels/999999", { cookie }))
      const malformed = await bodyOf(await office.app.ask("GET", "/api/parcels/none", { cookie }))
      expect(malformed).toEqual(unknown)
      expect(unknown.status).toBe(404)
    },
  )
})

describe("a tile of another audience", () => {
  test.each(["public", "promotion", "planner", "assessor", "lead", "admin"] as const)(
    "is unknown to %s",
    async (audience) => {
      for (const other of [
        "promotion",
        "planner",
        "plannerGranted",
        "assessor",
        "lead",
        "leadGranted",
      ]) {
        if (other === audience) continue
        const answer = await office.app.ask(
          "GET",
          `/api/tiles/${other}/all/parcels/14/13460/6548.mvt`,
          { cookie: cookies.get(audience) },
        )
        expect(answer.status).toBe(404)
      }
    },
  )
})

describe("problems", () => {
  test.each([
    ["GET", "/api/parcels?filter=taxPerMu%20%3C"],
    ["GET", "/api/parcels?bbox=1,2,3"],
    ["GET", "/api/parcels?sort=password"],
    ["GET", "/api/tiles/public/all/parcels/-1/0/0.mvt"],
    ["POST", "/api/session"],
  ])("%s %s names no table, path or stack", async (method, path) => {
    const answer = await office.app.ask(
      method,
      path,
      method === "POST" ? { json: { username: 1 } } : {},
    )
    const text = await answer.text()
    expect(answer.status).toBeLessThan(500)
    expect(text).not.toMatch(/core\.|fin\.|select |postgres|\/server\/|\.ts:/i)
  })
})
