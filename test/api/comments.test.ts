import { beforeAll, describe, expect, test } from "vitest"
import { Comment, CommentList, PersonList } from "../../server/comments/schema.ts"
import { sqlState } from "../../server/db/failure.ts"
import { COLLEAGUES, type Colleague, useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { insertFirms, insertParcels } from "../support/rows.ts"

const database = useDatabase()
const people = useColleagues(database)
const STAFF = COLLEAGUES.filter((audience) => audience !== "promotion")
const NOBODY = "00000000-0000-4000-8000-000000000000"

let parcel: number
let enterprise: number
beforeAll(async () => {
  ;[parcel] = (await insertParcels(database.door, [
    { west: 115.7, south: 33.8, name: "示例地块" },
  ])) as [number]
  ;[enterprise] = (await insertFirms(database.door, [{ name: "示例企业" }])) as [number]
})

const post = (audience: Colleague, more: Record<string, unknown> = {}) =>
  people.ask(audience, "POST", "/api/comments", { json: { parcel, text: "现场已核实", ...more } })
const write = async (audience: Colleague, more: Record<string, unknown> = {}) => {
  const answer = await post(audience, more)
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
  return Comment.parse(await answer.json())
}
const list = async (audience: Colleague, about = `parcel=${parcel}`) =>
  CommentList.parse(await people.read(audience, "GET", `/api/comments?${about}`))
const insertPlace = async () => {
  const [id] = await insertParcels(database.door, [{ west: 115.7, south: 33.8 }])
  return id!
}
const refusal = async (answer: Response) => {
  const { type, issues } = (await answer.json()) as {
    type: string
    issues?: { pointer: string }[]
  }
  return [answer.status, type, issues?.[0]?.pointer]
}

describe("a comment", () => {
  test("on a parcel says who wrote it, when, in which role and to whom", async () => {
    const comment = await write("planner", { text: "  一行\r\n二行\t完\r三行 " })
    expect(comment).toEqual({
      id: expect.any(String),
      parcel,
      enterprise: null,
      circle: "staff",
      text: "一行\n二行\t完\n三行",
      mentions: [],
      author: {
        username: people.nameOf("planner"),
        displayName: `示例${people.nameOf("planner")}`,
        role: "planner",
      },
      own: true,
      createdAt: expect.any(String),
      withdrawnAt: null,
    })
    expect((await list("planner")).items).toContainEqual(comment)
    expect((await list("assessor")).items).toContainEqual({ ...comment, own: false })
    expect(await people.listActs(`comment/${comment.id}`)).toEqual([
      { actor: people.nameOf("planner"), role: "aud_planner", kind: "comment-write", why: null },
    ])
  })

  test("on an enterprise stays apart from those on parcels", async () => {
    const comment = await write("assessor", { parcel: undefined, enterprise })
    expect([comment.parcel, comment.enterprise]).toEqual([null, enterprise])
    expect((await list("lead", `enterprise=${enterprise}`)).items.map(({ id }) => id)).toEqual([
      comment.id,
    ])
    expect((await list("lead")).items.map(({ id }) => id)).not.toContain(comment.id)
  })

  test("keeps its author's name after the account was switched off", async () => {
    const planner = await people.office.makeSignedIn("planner")
    const answer = await people.askBy(planner.cookie, "POST", "/api/comments", {
      json: { parcel, text: "离岗前的话" },
    })
    const { id } = Comment.parse(await answer.json())
    await people.office.change(people.office.first, planner.username, { disabled: true })
    const comment = (await list("lead")).items.find((one) => one.id === id)!
    expect(comment.author.displayName).toBe(`示例${planner.username}`)
  })

  test("comes page by page, the latest first", async () => {
    const place = await insertPlace()
    const written: string[] = []
    for (let i = 0; i < 5; i++) written.unshift((await write("lead", { parcel: place })).id)
    const found: string[] = []
    let cursor = ""
    for (let page = 0; page < 3; page++) {
      const answer = await list("planner", `parcel=${place}&limit=2${cursor}`)
      expect(answer.total).toBe(5)
      found.push(...answer.items.map(({ id }) => id))
      cursor = `&cursor=${answer.next}`
      expect(answer.next === null).toBe(page === 2)
    }
    expect(found).toEqual(written)
  })

  test("that looks like SQL, markup or a formula stays text", async () => {
    for (const text of [
      `'); delete from core.comment; --`,
      `<script>alert(1)</script><img src=x onerror=alert(1)>`,
      `=HYPERLINK("http://x")`,
      `{{constructor}} \${1+1} %s \\x00 \\' "`,
      `تعليق 评论 🏭`,
    ])
      expect((await write("planner", { text })).text).toBe(text)
  })
})

describe("circles", () => {
  test.each(STAFF)("%s writes to staff unless it says everyone", async (audience) => {
    expect((await write(audience)).circle).toBe("staff")
    expect((await write(audience, { circle: "everyone" })).circle).toBe("everyone")
  })

  test("promotion writes to everyone and to nobody else", async () => {
    expect((await write("promotion")).circle).toBe("everyone")
    expect((await write("promotion", { circle: "everyone" })).circle).toBe("everyone")
    expect(await refusal(await post("promotion", { circle: "staff" }))).toEqual([
      400,
      "/problems/invalid-request",
      "/circle",
    ])
  })

  test.each(COLLEAGUES)("%s reads exactly its circles, in list and count", async (audience) => {
    const place = await insertPlace()
    const closed = await write("planner", { parcel: place })
    const open = await write("lead", { parcel: place, circle: "everyone" })
    const expected = audience === "promotion" ? [open.id] : [open.id, closed.id]
    const page = await list(audience, `parcel=${place}`)
    expect([page.items.map(({ id }) => id), page.total]).toEqual([expected, expected.length])
  })

  test("a staff comment is the answer of an unknown one to promotion, by every route", async () => {
    const place = await insertPlace()
    const { id } = await write("planner", { parcel: place })
    const bodyOf = async (answer: Response) => {
      const { instance: _, ...body } = (await answer.json()) as { instance: string }
      return [answer.status, body]
    }
    for (const [method, path] of [
      ["DELETE", "/api/comments/ID"],
      ["POST", "/api/comments/ID/restore"],
    ] as const) {
      const [known, unknown] = await Promise.all(
        [id, NOBODY].map((one) => people.ask("promotion", method, path.replace("ID", one))),
      )
      expect(await bodyOf(known!)).toEqual(await bodyOf(unknown!))
    }
    const cursors = await Promise.all(
      [id, NOBODY].map((one) => list("promotion", `parcel=${place}&cursor=${one}`)),
    )
    expect(cursors[0]).toEqual(cursors[1])
    expect(await list("promotion", `parcel=${place}`)).toEqual({ items: [], total: 0, next: null })
  })

  test("the database itself shows promotion no staff comment, mention or count", async () => {
    const { id } = await write("planner", { mentions: [people.nameOf("assessor")] })
    const look = (audience: Colleague) =>
      people.as(
        audience,
        "read",
        (sql) => sql<{ comments: number; mentions: number; staff: number }>`
          select (select count(*)::int from core.comment where comment_id = ${id}::uuid) as comments,
                 (select count(*)::int from core.mention where comment_id = ${id}::uuid) as mentions,
                 (select count(*)::int from core.comment where circle = 'staff') as staff`,
      )
    expect(await look("promotion")).toEqual([{ comments: 0, mentions: 0, staff: 0 }])
    for (const audience of STAFF) {
      const [row] = await look(audience)
      expect(row).toMatchObject({ comments: 1, mentions: 1 })
      expect(row!.staff).toBeGreaterThan(0)
    }
    for (const audience of ["public", "investor", "admin"] as const)
      await expect(
        people.as(audience, "read", (sql) => sql`select count(*) from core.comment`),
      ).rejects.toSatisfy((error) => sqlState(error) === "42501")
  })

  test("the database itself takes no staff comment from promotion and no word in another's name", async () => {
    const insert = (audience: Colleague, circle: string, author: string) =>
      people.as(audience, "write", async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('comment-write', 'comment') returning act_id`
        return sql`
          insert into core.comment (comment_id, parcel_id, circle, body, author, author_name, act_id)
          values (gen_random_uuid(), ${parcel}, ${circle}, 'x', ${author}, 'x', ${act!.actId})`
      })
    await insert("promotion", "everyone", people.nameOf("promotion"))
    for (const [audience, circle, author] of [
      ["promotion", "staff", "promotion"],
      ["promotion", "everyone", "lead"],
      ["lead", "staff", "assessor"],
    ] as const)
      await expect(insert(audience, circle, people.nameOf(author))).rejects.toSatisfy(
        (error) => sqlState(error) === "42501",
      )
  })

  test("nobody rewrites or deletes a comment, not even his own", async () => {
    const { id } = await write("planner")
    for (const work of ["update", "circle", "delete"] as const)
      await expect(
        people.as("planner", "write", (sql) => {
          if (work === "update")
            return sql`update core.comment set body = 'x' where comment_id = ${id}::uuid`
          if (work === "circle")
            return sql`update core.comment set circle = 'everyone' where comment_id = ${id}::uuid`
          return sql`delete from core.comment where comment_id = ${id}::uuid`
        }),
      ).rejects.toSatisfy((error) => sqlState(error) === "42501")
  })
})

describe("a withdrawn comment", () => {
  test("is shown as withdrawn, its text to its author alone, and can be taken back", async () => {
    const comment = await write("planner", {
      circle: "everyone",
      mentions: [people.nameOf("lead")],
    })
    const path = `/api/comments/${comment.id}`
    const withdrawn = Comment.parse(await people.read("planner", "DELETE", path))
    expect(withdrawn).toEqual({ ...comment, withdrawnAt: expect.any(String) })
    const seen = (await list("promotion")).items.find(({ id }) => id === comment.id)!
    expect(seen).toEqual({
      ...comment,
      own: false,
      text: null,
      mentions: [],
      withdrawnAt: expect.any(String),
    })
    expect(await people.read("planner", "DELETE", path)).toEqual(withdrawn)
    expect(await people.read("planner", "POST", `${path}/restore`)).toEqual(comment)
    expect(await people.read("planner", "POST", `${path}/restore`)).toEqual(comment)
    const acts = await people.listActs(`comment/${comment.id}`)
    expect(acts.map(({ kind }) => kind)).toEqual([
      "comment-write",
      "comment-withdraw",
      "comment-restore",
    ])
  })

  test("is its author's own: to others it is unknown", async () => {
    const { id } = await write("planner", { circle: "everyone" })
    for (const audience of COLLEAGUES.filter((one) => one !== "planner"))
      for (const [method, path] of [
        ["DELETE", `/api/comments/${id}`],
        ["POST", `/api/comments/${id}/restore`],
      ] as const)
        expect((await people.ask(audience, method, path)).status, audience).toBe(404)
    await expect(
      people.as("assessor", "write", async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('comment-withdraw', 'comment') returning act_id`
        return sql`update core.comment set withdrawn_at = now(), withdrawn_act_id = ${act!.actId} where comment_id = ${id}::uuid`
      }),
    ).rejects.toSatisfy((error) => sqlState(error) === "42501")
  })
})

describe("what is not taken", () => {
  test.each([
    [{ text: "" }, "/text"],
    [{ text: " \n " }, "/text"],
    [{ text: "x".repeat(4_001) }, "/text"],
    [{ text: "a\u0000b" }, "/text"],
    [{ text: "a\u001bb" }, "/text"],
    [{ text: "a\ud800b" }, "/text"],
    [{ text: 5 }, "/text"],
    [{ parcel: undefined }, "/parcel"],
    [{ enterprise: 1 }, "/parcel"],
    [{ parcel: 0 }, "/parcel"],
    [{ parcel: 1.5 }, "/parcel"],
    [{ parcel: 2_147_483_648 }, "/parcel"],
    [{ circle: "all" }, "/circle"],
    [{ mentions: Array.from({ length: 21 }, () => "x") }, "/mentions"],
    [{ mentions: [""] }, "/mentions/0"],
    [{ author: "admin1" }, ""],
  ])("%j is a 400 at %s", async (more, pointer) => {
    const answer = await post("planner", more)
    expect(await refusal(answer)).toEqual([400, "/problems/invalid-request", pointer])
  })

  test("ends at 4,000 characters", async () => {
    for (const length of [1, 3_999, 4_000])
      expect((await write("planner", { text: "长".repeat(length) })).text).toHaveLength(length)
  })

  test("are comments on what there is not", async () => {
    expect((await post("planner", { parcel: 999_999 })).status).toBe(404)
    expect((await post("planner", { parcel: undefined, enterprise: 999_999 })).status).toBe(404)
    expect((await list("planner", "parcel=999999")).total).toBe(0)
  })

  test.each(["", "parcel=1&enterprise=1", "parcel=x", "parcel=1&limit=0", "parcel=1&limit=501"])(
    "as a question: %s",
    async (asked) => {
      expect((await people.ask("lead", "GET", `/api/comments?${asked}`)).status).toBe(400)
    },
  )
})

describe("people", () => {
  const listPeople = async (audience: Colleague, asked = "") =>
    PersonList.parse(await people.read(audience, "GET", `/api/people${asked}`)).items

  test("of a circle are those who hold a role in it, by name alone", async () => {
    const staff = await listPeople("planner")
    expect(staff).toContainEqual({
      username: people.nameOf("lead"),
      displayName: `示例${people.nameOf("lead")}`,
    })
    const names = (found: typeof staff) => found.map(({ username }) => username)
    expect(names(staff)).not.toContain(people.nameOf("promotion"))
    expect(names(staff)).not.toContain("admin1")
    const everyone = await listPeople("planner", "?circle=everyone")
    expect(names(everyone)).toContain(people.nameOf("promotion"))
    expect(names(everyone)).not.toContain("admin1")
    expect(await listPeople("promotion")).toEqual(everyone)
    expect((await people.ask("promotion", "GET", "/api/people?circle=staff")).status).toBe(400)
  })

  test("who were switched off, lost the role or never had it approved are not offered", async () => {
    const off = await people.office.makeSignedIn("planner")
    await people.office.change(people.office.first, off.username, { disabled: true })
    const bare = await people.office.makeSignedIn("planner")
    await people.office.change(people.office.first, bare.username, { roles: [] })
    await people.office.makeUser("proposed", [])
    await people.office.change(people.office.first, "proposed", { roles: ["planner"] })
    const names = (await listPeople("lead")).map(({ username }) => username)
    for (const username of [off.username, bare.username, "proposed"]) {
      expect(names).not.toContain(username)
      expect(await refusal(await post("lead", { mentions: [username] }))).toEqual([
        400,
        "/problems/invalid-request",
        "/mentions/0",
      ])
    }
  })
})
