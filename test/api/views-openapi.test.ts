import { Validator } from "@seriousme/openapi-schema-validator"
import { expect, test } from "vitest"
import { useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
const people = useColleagues(database)

type Document = {
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>
}

test("every route of views, comments and attachments stands in a valid description", async () => {
  const document = await people.read<Document>("public", "GET", "/api/openapi.json")
  expect((await new Validator().validate(document)).errors).toBeUndefined()
  const described = Object.entries(document.paths)
    .filter(([path]) => /^\/api\/(views|areas|comments|mentions|people|attachments)/.test(path))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { summary, responses }]) => {
        expect(summary, path).toBeTruthy()
        return `${method} ${path} ${Object.keys(responses).join(" ")}`
      }),
    )
  expect(described.toSorted()).toEqual([
    "delete /api/areas/{id} 204 default",
    "delete /api/attachments/{id} 200 default",
    "delete /api/comments/{id} 200 default",
    "delete /api/views/{id} 204 default",
    "get /api/areas 200 default",
    "get /api/attachments 200 default",
    "get /api/attachments/{id} 200 default",
    "get /api/comments 200 default",
    "get /api/mentions 200 default",
    "get /api/people 200 default",
    "get /api/views 200 default",
    "patch /api/views/{id} 200 default",
    "post /api/areas 201 default",
    "post /api/areas/{id}/restore 200 default",
    "post /api/attachments 201 default",
    "post /api/attachments/{id}/restore 200 default",
    "post /api/comments 201 default",
    "post /api/comments/{id}/restore 200 default",
    "post /api/mentions/read 200 default",
    "post /api/views 201 default",
    "post /api/views/{id}/restore 200 default",
  ])
})
