import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { Comment, MentionList } from "../../server/comments/schema.ts"
import { sqlState } from "../../server/db/failure.ts"
import { type Colleague, useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { insertFirms, insertParcels } from "../support/rows.ts"

const database = useDatabase()
const people = useColleagues(database)

let parcel: number
let enterprise: number
beforeAll(async () => {
  ;[parcel] = (await insertParcels(database.door, [
    { west: 115.7, south: 33.8, name: "示例地块" },
  ])) as [number]
  ;[enterprise] = (await insertFirms(database.door, [{ name: "示例企业" }])) as [number]
})

const post = (audience: Colleague, mentions: Colleague[], more: Record<string, unknown> = {}) =>
  people.ask(audience, "POST", "/api/comments", {
    json: { parcel, text: "请看", mentions: mentions.map(people.nameOf), ...more },
  })
const write = async (...given: Parameters<typeof post>) => {
  const answer = await post(...given)
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
  return Comment.parse(await answer.json())
}
const list = async (audience: Colleague, asked = "") =>
  MentionList.parse(await people.read(audience, "GET", `/api/mentions${asked}`))
const markRead = (audience: Colleague, ids?: string[]) =>
  people.read(audience, "POST", "/api/mentions/read", { json: ids ? { ids } : {} })
const READERS = ["promotion", "planner", "assessor", "lead"] as const

describe("mentions", () => {
  beforeEach(async () => {
    for (const audience of READERS) await markRead(audience)
  })

  test("tell those who are named, with the place and how many are unread", async () => {
    const comment = await write("planner", ["lead", "assessor", "lead"])
    const person = (audience: Colleague) => ({
      username: people.nameOf(audience),
      displayName: `示例${people.nameOf(audience)}`,
    })
    expect(comment.mentions).toEqual([person("assessor"), person("lead")])
    const page = await list("lead")
    expect(page.unread).toBe(1)
    expect(page.items[0]).toEqual({
      ...comment,
      own: false,
      subjectName: "示例地块",
      readAt: null,
    })
    expect((await list("planner")).items.map(({ id }) => id)).not.toContain(comment.id)
    const other = await write("planner", ["lead"], { parcel: undefined, enterprise })
    expect((await list("lead")).items[0]).toMatchObject({ id: other.id, subjectName: "示例企业" })
  })

  test("are read one by one or all at once, each reader his own, by an act", async () => {
    const [first, second] = [
      await write("planner", ["lead", "assessor"]),
      await write("planner", ["lead"]),
    ]
    expect(await markRead("lead", [first.id])).toEqual({ unread: 1 })
    expect(await markRead("lead", [first.id])).toEqual({ unread: 1 })
    const { items, unread } = await list("lead")
    expect(unread).toBe(1)
    const readAt = (id: string) => items.find((one) => one.id === id)!.readAt
    expect([readAt(first.id), readAt(second.id)]).toEqual([expect.any(String), null])
    expect((await list("assessor")).unread).toBe(1)
    expect(await markRead("lead")).toEqual({ unread: 0 })
    expect((await list("assessor")).unread).toBe(1)
    const acts = await people.listActs(`account/${people.nameOf("lead")}`)
    expect(acts.at(-1)).toMatchObject({ kind: "mention-read", actor: people.nameOf("lead") })
  })

  test("of a withdrawn comment are not unread, and are again when it is taken back", async () => {
    const { id } = await write("planner", ["lead"])
    await people.read("planner", "DELETE", `/api/comments/${id}`)
    const page = await list("lead")
    expect([page.unread, page.items[0]!.text, page.items[0]!.mentions]).toEqual([0, null, []])
    await people.read("planner", "POST", `/api/comments/${id}/restore`)
    expect((await list("lead")).unread).toBe(1)
  })

  test("come page by page", async () => {
    const written = [await write("planner", ["lead"]), await write("planner", ["lead"])]
    const first = await list("lead", "?limit=1")
    const second = await list("lead", `?limit=1&cursor=${first.next}`)
    expect([first.items[0]!.id, second.items[0]!.id]).toEqual([written[1]!.id, written[0]!.id])
    expect(first.total).toBe(second.total)
  })

  test("of promotion in a staff comment are refused as a stranger is, and nothing is written", async () => {
    const before = await people.read("lead", "GET", `/api/comments?parcel=${parcel}`)
    const bodyOf = async (answer: Response) => {
      const { instance: _, ...body } = (await answer.json()) as { instance: string }
      return [answer.status, body]
    }
    const outside = await bodyOf(await post("planner", ["promotion"]))
    const json = { parcel, text: "请看", mentions: ["nobody-here"] }
    const stranger = await bodyOf(await people.ask("planner", "POST", "/api/comments", { json }))
    expect(outside).toEqual(stranger)
    expect(outside[0]).toBe(400)
    expect((await post("planner", ["assessor", "promotion"])).status).toBe(400)
    expect(await people.read("lead", "GET", `/api/comments?parcel=${parcel}`)).toEqual(before)
  })

  test("of promotion to everyone reach it", async () => {
    const { id } = await write("planner", ["promotion"], { circle: "everyone" })
    expect((await list("promotion")).items[0]!.id).toBe(id)
  })

  test("in staff comments are hidden from one who is there as promotion now", async () => {
    await people.office.makeUser("both-roles", ["promotion", "planner"])
    const cookie = await people.office.app.signIn("both-roles")
    const asBoth = async () =>
      MentionList.parse(await (await people.askBy(cookie, "GET", "/api/mentions")).json())
    await write("lead", [], { mentions: ["both-roles"] })
    const { id } = await write("lead", [], { mentions: ["both-roles"], circle: "everyone" })
    expect(await asBoth()).toMatchObject({ total: 1, unread: 1, items: [{ id }] })
  })
})

describe("the database itself", () => {
  test("lets only the author name people, only who is named read", async () => {
    const { id } = await write("planner", ["lead"])
    const act = (audience: Colleague) =>
      people.as(audience, "write", async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('mention-read', 'x') returning act_id`
        return sql`update core.mention set read_at = now(), read_act_id = ${act!.actId} where comment_id = ${id}::uuid`
      })
    const name = (audience: Colleague, circle: string) =>
      people.as(
        audience,
        "write",
        (sql) => sql`
          insert into core.mention (comment_id, circle, username, display_name)
          values (${id}::uuid, ${circle}, 'x', 'x')`,
      )
    const isRefused = (error: unknown) => sqlState(error) === "42501"
    await expect(act("assessor")).rejects.toSatisfy(isRefused)
    await expect(name("assessor", "staff")).rejects.toSatisfy(isRefused)
    await expect(name("promotion", "staff")).rejects.toSatisfy(isRefused)
    await expect(name("promotion", "everyone")).rejects.toSatisfy(isRefused)
    expect((await act("promotion")).count).toBe(0)
    expect((await act("lead")).count).toBe(1)
  })
})
