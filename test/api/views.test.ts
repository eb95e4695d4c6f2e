import { describe, expect, test } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import { sqlState } from "../../server/db/failure.ts"
import { SavedView, ViewList } from "../../server/views/schema.ts"
import { cookieOf } from "../support/account-app.ts"
import { COLLEAGUES, useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"

const database = useDatabase()
const people = useColleagues(database)

const NEW = { name: "低效地块", query: "?filter=areaMu%20%3E%3D%2020&z=13" }
const NOBODY = "00000000-0000-4000-8000-000000000000"

const save = async (audience: Audience, more: Record<string, unknown> = {}) =>
  SavedView.parse(
    await people.read(audience, "POST", "/api/views", { json: { ...NEW, ...more } }, 201),
  )
const list = async (audience: Audience) =>
  ViewList.parse(await people.read(audience, "GET", "/api/views"))
const sees = async (audience: Audience, id: string) =>
  (await list(audience)).items.some((view) => view.id === id)
const change = (audience: Audience, id: string, json: unknown, version: number | null = 1) =>
  people.ask(audience, "PATCH", `/api/views/${id}`, {
    json,
    headers: version === null ? {} : { "if-match": `"v${version}"` },
  })

type Version = { version: number; name: string; shared: string; current: boolean }
const listVersions = (audience: Audience, id: string) =>
  people.as(
    audience,
    "read",
    (sql) => sql<Version>`
      select version, name, shared, superseded_at is null as current
        from core.saved_view where view_id = ${id}::uuid order by version`,
  )

describe("a view", () => {
  test("is saved as it was given, its author's alone, by an act", async () => {
    const view = await save("planner", { tourOrder: 3 })
    expect(view).toEqual({
      ...NEW,
      id: expect.any(String),
      shared: "own",
      tourOrder: 3,
      author: {
        username: people.nameOf("planner"),
        displayName: `示例${people.nameOf("planner")}`,
        role: "planner",
      },
      own: true,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    })
    expect((await list("planner")).items).toContainEqual(view)
    expect(await people.listActs(`view/${view.id}`)).toEqual([
      { actor: people.nameOf("planner"), role: "aud_planner", kind: "view-save", why: null },
    ])
  })

  test.each([
    ["own", ["planner"]],
    ["role", ["planner", "plannerGranted"]],
    ["staff", COLLEAGUES],
  ] as [string, readonly Audience[]][])(
    "shared with %s is seen by exactly %j",
    async (shared, readers) => {
      const { id } = await save("planner", { shared })
      for (const audience of COLLEAGUES)
        expect(await sees(audience, id), audience).toBe(readers.includes(audience))
      for (const audience of COLLEAGUES) {
        const rows = await listVersions(audience, id)
        expect(rows.length, audience).toBe(readers.includes(audience) ? 1 : 0)
      }
    },
  )

  test("of promotion shared with its role is not seen by staff", async () => {
    const { id } = await save("promotion", { shared: "role" })
    for (const audience of COLLEAGUES)
      expect(await sees(audience, id), audience).toBe(audience === "promotion")
  })

  test("is its author's in the role that he saved it in, not in another", async () => {
    await people.office.makeUser("two-roles", ["promotion", "assessor"])
    let cookie = await people.office.app.signIn("two-roles")
    const switchTo = async (role: string) => {
      const answer = await people.askBy(cookie, "PUT", "/api/session/role", { json: { role } })
      cookie = cookieOf(answer)
    }
    await switchTo("assessor")
    const saved = await people.askBy(cookie, "POST", "/api/views", { json: NEW })
    const { id } = SavedView.parse(await saved.json())
    await switchTo("promotion")
    const seen = ViewList.parse(await (await people.askBy(cookie, "GET", "/api/views")).json())
    expect(seen.items.map((view) => view.id)).not.toContain(id)
    expect((await people.askBy(cookie, "DELETE", `/api/views/${id}`)).status).toBe(404)
  })

  test("gives no data: its question is asked anew in the reader's role", async () => {
    const query = "?filter=taxPerMu%20%3C%3D%203"
    const { id } = await save("assessor", { query, shared: "staff" })
    const view = (await list("promotion")).items.find((one) => one.id === id)!
    const asked = await people.ask("promotion", "GET", `/api/parcels${view.query}`)
    expect(asked.status).toBe(400)
    expect((await people.ask("assessor", "GET", `/api/parcels${view.query}`)).status).toBe(200)
  })
})

describe("a change", () => {
  test("is a new version of one's own view; sharing is an act of its own", async () => {
    const { id, createdAt } = await save("planner")
    const answer = await change("planner", id, { name: "新名", shared: "role", tourOrder: 1 })
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, '"v2"'])
    const view = SavedView.parse(await answer.json())
    expect(view).toMatchObject({ name: "新名", query: NEW.query, shared: "role", tourOrder: 1 })
    expect([view.version, view.createdAt]).toEqual([2, createdAt])
    expect(view.updatedAt > createdAt).toBe(true)
    expect(await listVersions("planner", id)).toEqual([
      { version: 1, name: NEW.name, shared: "own", current: false },
      { version: 2, name: "新名", shared: "role", current: true },
    ])
    const acts = await people.listActs(`view/${id}`)
    expect(acts.map(({ kind, why }) => [kind, why])).toEqual([
      ["view-save", null],
      ["view-change", null],
      ["view-share", "role"],
    ])
  })

  test("that takes sharing back hides what was shared before too", async () => {
    const { id } = await save("planner", { shared: "staff" })
    await change("planner", id, { shared: "own" })
    expect(await sees("promotion", id)).toBe(false)
    expect(await listVersions("promotion", id)).toEqual([])
  })

  test("takes a view out of the tour with null, and changes nothing where nothing differs", async () => {
    const { id } = await save("planner", { tourOrder: 2 })
    const answer = await change("planner", id, { tourOrder: null })
    expect(SavedView.parse(await answer.json()).tourOrder).toBe(null)
    const same = await change("planner", id, { name: NEW.name, tourOrder: null }, 2)
    expect([same.status, same.headers.get("etag")]).toEqual([200, '"v2"'])
    expect(await listVersions("planner", id)).toHaveLength(2)
  })

  test("needs If-Match, and the version that stands", async () => {
    const { id } = await save("planner")
    expect((await change("planner", id, { name: "x" }, null)).status).toBe(428)
    await change("planner", id, { name: "先到" })
    const late = await change("planner", id, { name: "后到" })
    expect([late.status, late.headers.get("etag")]).toEqual([412, '"v2"'])
    expect(await late.json()).toMatchObject({
      type: "/problems/version-stale",
      issues: [{ pointer: "/name" }],
    })
    for (const tag of ["*", "v2", '"2"', 'W/"v2"', '"v0"', '"v99999999999"']) {
      const headers = { "if-match": tag }
      const json = { name: "x" }
      const answer = await people.ask("planner", "PATCH", `/api/views/${id}`, { json, headers })
      expect(answer.status, tag).toBe(412)
    }
  })

  test("by several at once lets one through", async () => {
    const { id } = await save("planner")
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => change("planner", id, { name: `第${i}次` })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412])
    expect(await listVersions("planner", id)).toHaveLength(2)
  })

  test("of another's view is the answer of an unknown one, shared or not", async () => {
    for (const shared of ["own", "role", "staff"]) {
      const { id } = await save("planner", { shared })
      for (const audience of ["promotion", "plannerGranted", "assessor", "lead"] as const)
        for (const [method, path] of [
          ["PATCH", ""],
          ["DELETE", ""],
          ["POST", "/restore"],
        ] as const) {
          const asked = { json: {}, headers: { "if-match": '"v1"' } }
          const [known, unknown] = await Promise.all(
            [id, NOBODY].map((one) =>
              people.ask(audience, method, `/api/views/${one}${path}`, asked),
            ),
          )
          expect(known!.status, `${audience} ${method}`).toBe(404)
          expect(unknown!.status).toBe(404)
        }
      expect(await listVersions("planner", id)).toHaveLength(1)
    }
  })
})

describe("a removed view", () => {
  test("is gone for all, stays in the table and comes back as it was", async () => {
    const view = await save("planner", { shared: "staff", tourOrder: 5 })
    expect((await people.ask("planner", "DELETE", `/api/views/${view.id}`)).status).toBe(204)
    for (const audience of ["planner", "promotion"] as const)
      expect(await sees(audience, view.id)).toBe(false)
    expect(await listVersions("planner", view.id)).toHaveLength(1)
    expect((await people.ask("planner", "DELETE", `/api/views/${view.id}`)).status).toBe(404)
    expect((await change("planner", view.id, { name: "x" })).status).toBe(404)
    const restored = await people.read("planner", "POST", `/api/views/${view.id}/restore`)
    expect(SavedView.parse(restored)).toEqual({
      ...view,
      version: 2,
      updatedAt: expect.any(String),
    })
    expect(await sees("promotion", view.id)).toBe(true)
    const acts = await people.listActs(`view/${view.id}`)
    expect(acts.map(({ kind }) => kind)).toEqual([
      "view-save",
      "view-share",
      "view-remove",
      "view-restore",
      "view-share",
    ])
  })

  test("that is there already is not restored again", async () => {
    const view = await save("planner")
    expect(await people.read("planner", "POST", `/api/views/${view.id}/restore`)).toEqual(view)
    expect(await listVersions("planner", view.id)).toHaveLength(1)
  })
})

describe("what is not taken", () => {
  test.each([
    [{ name: "" }, "/name"],
    [{ name: "  " }, "/name"],
    [{ name: "x".repeat(101) }, "/name"],
    [{ name: "a\u0000b" }, "/name"],
    [{ name: "\ud800" }, "/name"],
    [{ query: "filter=x" }, "/query"],
    [{ query: "https://example.org/?a" }, "/query"],
    [{ query: "//example.org/?a" }, "/query"],
    [{ query: "/?a" }, "/query"],
    [{ query: "?a\nb" }, "/query"],
    [{ query: "?a#b" }, "/query"],
    [{ query: `?${"x".repeat(4_000)}` }, "/query"],
    [{ shared: "public" }, "/shared"],
    [{ tourOrder: 0 }, "/tourOrder"],
    [{ tourOrder: 1_000 }, "/tourOrder"],
    [{ tourOrder: 1.5 }, "/tourOrder"],
    [{ author: "admin1" }, ""],
  ])("%j is a 400 at %s", async (more, pointer) => {
    const answer = await people.ask("planner", "POST", "/api/views", { json: { ...NEW, ...more } })
    expect(answer.status).toBe(400)
    const { issues } = (await answer.json()) as { issues: { pointer: string }[] }
    expect(issues[0]!.pointer).toBe(pointer)
  })

  test("ends where the limits are", async () => {
    for (const more of [
      { name: "x".repeat(100) },
      { query: "" },
      { query: `?${"x".repeat(3_999)}` },
      { tourOrder: 1 },
      { tourOrder: 999 },
    ])
      expect(await save("lead", more)).toMatchObject(more)
  })

  test("are more than 200 views of one person in one role", async () => {
    await people.as("leadGranted", "write", async (sql) => {
      const [act] = await sql<{ actId: string }>`
        insert into core.act (kind, object) values ('view-save', 'views') returning act_id`
      await sql`
        insert into core.saved_view (view_id, version, name, query, shared, author_name, act_id)
        select gen_random_uuid(), 1, 'x', '', 'own', 'x', ${act!.actId} from generate_series(1, 199)`
    })
    await save("leadGranted")
    const answer = await people.ask("leadGranted", "POST", "/api/views", { json: NEW })
    expect(answer.status).toBe(409)
  })

  test("text that looks like SQL or markup stays text", async () => {
    const name = `'); drop table core.saved_view; -- <img src=x onerror=alert(1)>`
    const query = `?q=%27%20or%201%3D1--&x=<script>alert(1)</script>`
    const { id } = await save("planner", { name, query })
    expect((await list("planner")).items.find((view) => view.id === id)).toMatchObject({
      name,
      query,
    })
  })
})

describe("straight in the database", () => {
  const insert = (audience: Audience, author: string, role: string) =>
    people.as(audience, "write", async (sql) => {
      const [act] = await sql<{ actId: string }>`
        insert into core.act (kind, object) values ('view-save', 'views') returning act_id`
      await sql`
        insert into core.saved_view (view_id, version, name, query, shared, author, role, author_name, act_id)
        values (gen_random_uuid(), 1, 'x', '', 'staff', ${author}, ${role}, 'x', ${act!.actId})`
    })

  test("nobody writes in another's name or role", async () => {
    await insert("planner", people.nameOf("planner"), "planner")
    for (const [author, role] of [
      [people.nameOf("assessor"), "planner"],
      [people.nameOf("planner"), "assessor"],
    ] as const)
      await expect(insert("planner", author, role)).rejects.toSatisfy(
        (error) => sqlState(error) === "42501",
      )
  })

  test("nobody ends, changes or deletes another's view", async () => {
    const { id } = await save("planner", { shared: "staff" })
    const act = async (audience: Audience, verb: "end" | "rename" | "delete") =>
      people.as(audience, "write", async (sql) => {
        if (verb === "rename")
          return sql`update core.saved_view set name = 'x' where view_id = ${id}::uuid`
        if (verb === "delete") return sql`delete from core.saved_view where view_id = ${id}::uuid`
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('view-remove', 'views') returning act_id`
        return sql`update core.saved_view set superseded_at = now(), superseded_act_id = ${act!.actId} where view_id = ${id}::uuid`
      })
    for (const audience of ["promotion", "assessor", "plannerGranted"] as const)
      for (const verb of ["end", "rename", "delete"] as const)
        await expect(act(audience, verb)).rejects.toSatisfy((error) => sqlState(error) === "42501")
    expect(await listVersions("planner", id)).toMatchObject([{ current: true }])
  })
})
