import { describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { AreaList, NamedArea } from "../../server/views/schema.ts"
import { COLLEAGUES, useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
const people = useColleagues(database)

const RING = [
  [115.7812345678901, 33.85123456789012],
  [115.79, 33.85],
  [115.79, 33.86],
  [115.7812345678901, 33.85123456789012],
]
const NOBODY = "00000000-0000-4000-8000-000000000000"

/** A regular outline with this many corners, closed. */
const circle = (corners: number) => {
  const ring = Array.from({ length: corners }, (_, i) => [
    115.78 + 0.01 * Math.cos((2 * Math.PI * i) / corners),
    33.85 + 0.01 * Math.sin((2 * Math.PI * i) / corners),
  ])
  return [...ring, ring[0]!]
}

const post = (audience: Audience, more: Record<string, unknown> = {}) =>
  people.ask(audience, "POST", "/api/areas", { json: { name: "西片区", ring: RING, ...more } })
const save = async (audience: Audience, more: Record<string, unknown> = {}) => {
  const answer = await post(audience, more)
  if (answer.status !== 201) throw new Error(await answer.text())
  return NamedArea.parse(await answer.json())
}
const sees = async (audience: Audience, id: string) =>
  AreaList.parse(await people.read(audience, "GET", "/api/areas")).items.some(
    (area) => area.id === id,
  )

describe("an area", () => {
  test("is kept corner by corner as it was drawn, by an act", async () => {
    const area = await save("planner")
    expect(area).toEqual({
      id: expect.any(String),
      name: "西片区",
      ring: RING,
      shared: "own",
      author: {
        username: people.nameOf("planner"),
        displayName: `示例${people.nameOf("planner")}`,
        role: "planner",
      },
      own: true,
      createdAt: expect.any(String),
    })
    const { items } = AreaList.parse(await people.read("planner", "GET", "/api/areas"))
    expect(items).toContainEqual(area)
    const acts = await people.listActs(`area/${area.id}`)
    expect(acts.map(({ kind }) => kind)).toEqual(["area-save"])
  })

  test.each([
    ["own", ["assessor"]],
    ["role", ["assessor"]],
    ["staff", COLLEAGUES],
  ] as [string, readonly Audience[]][])(
    "of an assessor shared with %s is seen by exactly %j",
    async (shared, readers) => {
      const { id } = await save("assessor", { shared })
      for (const audience of COLLEAGUES)
        expect(await sees(audience, id), audience).toBe(readers.includes(audience))
    },
  )

  test("removed is gone for all and comes back; only its author does either", async () => {
    const area = await save("planner", { shared: "staff" })
    for (const audience of ["promotion", "plannerGranted", "lead"] as const)
      for (const id of [area.id, NOBODY])
        expect((await people.ask(audience, "DELETE", `/api/areas/${id}`)).status).toBe(404)
    expect((await people.ask("planner", "DELETE", `/api/areas/${area.id}`)).status).toBe(204)
    expect((await people.ask("planner", "DELETE", `/api/areas/${area.id}`)).status).toBe(204)
    for (const audience of ["planner", "promotion"] as const)
      expect(await sees(audience, area.id)).toBe(false)
    const restore = `/api/areas/${area.id}/restore`
    expect((await people.ask("promotion", "POST", restore)).status).toBe(404)
    expect(await people.read("planner", "POST", restore)).toEqual(area)
    expect(await sees("promotion", area.id)).toBe(true)
    const acts = await people.listActs(`area/${area.id}`)
    expect(acts.map(({ kind, why }) => [kind, why])).toEqual([
      ["area-save", null],
      ["area-share", "staff"],
      ["area-remove", null],
      ["area-restore", null],
      ["area-share", "staff"],
    ])
  })
})

describe("an outline that is not taken", () => {
  const [a, b, c] = RING as [number[], number[], number[]]
  test.each([
    ["of two corners", [a, b, a], "/ring"],
    ["that is open", [a, b, c, b], "/ring"],
    [
      "that crosses itself",
      [
        [115, 33],
        [116, 34],
        [116, 33],
        [115, 34],
        [115, 33],
      ],
      "/ring",
    ],
    ["without area", [a, b, a, a], "/ring"],
    ["of one place", [a, a, a, a], "/ring"],
    ["outside the world", [a, b, [181, 33], a], "/ring/2/0"],
    ["above the map", [a, b, [115, 85.06], a], "/ring/2/1"],
    ["with heights", [a, b, [115, 33, 1], a], "/ring/2"],
    ["of texts", [a, b, ["115", 33], a], "/ring/2/0"],
    ["that is none", null, "/ring"],
  ])("is one %s", async (_, ring, pointer) => {
    const answer = await post("planner", { ring })
    expect(answer.status).toBe(400)
    const { issues } = (await answer.json()) as { issues: { pointer: string }[] }
    expect(issues[0]!.pointer).toBe(pointer)
  })

  test("has more than 500 corners; 499 and 500 are taken", async () => {
    for (const corners of [499, 500])
      expect((await save("planner", { ring: circle(corners) })).ring).toHaveLength(corners + 1)
    expect((await post("planner", { ring: circle(501) })).status).toBe(400)
  })

  test("comes with a name that is empty, too long or has control characters", async () => {
    for (const name of ["", "x".repeat(101), "a\u0007"])
      expect((await post("planner", { name })).status).toBe(400)
    expect((await save("planner", { name: "x".repeat(100) })).name).toHaveLength(100)
  })
})
