import { Validator } from "@seriousme/openapi-schema-validator"
import { beforeAll, expect, test } from "vitest"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp } from "../support/parcel-app.ts"

const database = useDatabase()
let app: ParcelApp
beforeAll(() => {
  app = openParcelApp(database.door)
})

type Operation = {
  summary?: string
  responses: Record<string, unknown>
  parameters?: { name: string; in: string }[]
  requestBody?: unknown
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { securitySchemes: object; schemas: Record<string, unknown> }
}

test("the document is valid OpenAPI 3.1", async () => {
  const document = await app.read<Document>("public", "/api/openapi.json")
  const result = await new Validator().validate(document)
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
  expect(document.openapi).toMatch(/^3\.1\./)
})

test("it describes every route of parcels and tiles, each with its problems", async () => {
  const { paths, components } = await app.read<Document>("public", "/api/openapi.json")
  expect(Object.keys(paths).sort()).toEqual(
    [
      "/api/enterprise-names",
      "/api/enterprises",
      "/api/enterprises/summary",
      "/api/enterprises/{id}",
      "/api/filter-names",
      "/api/ground",
      "/api/openapi.json",
      "/api/parcels",
      "/api/parcels/difference",
      "/api/parcels/floors",
      "/api/parcels/order",
      "/api/parcels/summary",
      "/api/parcels/{id}",
      "/api/parcels/{id}/neighbours",
      "/api/parcels/{id}/peers",
      "/api/search",
      "/api/parcels/{id}/undo",
      "/api/tiles/parcels.json",
      "/api/tiles/{audience}/{scope}/changes",
      "/api/tiles/{audience}/{scope}/columns",
      "/api/tiles/{audience}/{scope}/parcels/{z}/{x}/{y}",
    ].sort(),
  )
  for (const [path, operations] of Object.entries(paths))
    for (const operation of Object.values(operations)) {
      expect(operation.responses["default"]).toEqual({ $ref: "#/components/responses/Problem" })
      if (path !== "/api/openapi.json") expect(operation.summary, path).toBeTruthy()
    }
  const names = (operation: Operation | undefined) =>
    operation?.parameters?.map(({ name }) => name).sort()
  expect(names(paths["/api/parcels"]!["get"])).toEqual([
    "bbox",
    "cursor",
    "filter",
    "ids",
    "limit",
    "on",
    "q",
    "sort",
    "year",
  ])
  expect(names(paths["/api/parcels/{id}"]!["patch"])).toEqual(["If-Match", "id"])
  expect(paths["/api/parcels/{id}"]!["patch"]!.requestBody).toBeDefined()
  expect(Object.keys(components.schemas)).toEqual(
    expect.arrayContaining(["ParcelDetail", "ListedParcel", "Problem"]),
  )
  expect(Object.keys(components.securitySchemes)).toEqual(["session"])
})

test("it is the same every time", async () => {
  const [first, second] = [
    await app.ask("public", "/api/openapi.json"),
    await app.ask("planner", "/api/openapi.json"),
  ]
  expect(await first.text()).toBe(await second.text())
})
