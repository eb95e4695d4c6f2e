import { createHash } from "node:crypto"
import { ReadableStream as NodeStream } from "node:stream/web"
import { strToU8, zipSync } from "fflate"
import { beforeAll, describe, expect, test, vi } from "vitest"
import { receiveFile } from "../../server/attachments/receive.ts"
import { Attachment, AttachmentList } from "../../server/attachments/schema.ts"
import { sqlState } from "../../server/db/failure.ts"
import { COLLEAGUES, type Colleague, useColleagues } from "../support/colleagues.ts"
import { useDatabase } from "../support/database.ts"
import { insertFirms, insertParcels } from "../support/rows.ts"

const database = useDatabase()
const people = useColleagues(database)
const NOBODY = "00000000-0000-4000-8000-000000000000"
const MOST = 20 * 1024 * 1024

type Bytes = Uint8Array<ArrayBuffer>

let parcel: number
let enterprise: number
beforeAll(async () => {
  ;[parcel] = (await insertParcels(database.door, [{ west: 115.7, south: 33.8 }])) as [number]
  ;[enterprise] = (await insertFirms(database.door, [{ name: "示例企业" }])) as [number]
})

const begin = (hex: string, length = 64): Bytes => {
  const bytes = new Uint8Array(length)
  bytes.set(Buffer.from(hex, "hex"))
  return bytes
}
const zip = (parts: Record<string, string>) =>
  zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
  ) as Bytes
const TYPES = { "[Content_Types].xml": "<Types/>" }

const FILES = {
  pdf: begin("255044462d312e37"),
  png: begin("89504e470d0a1a0a"),
  jpeg: begin("ffd8ffe000104a46"),
  webp: begin("524946463800000057454250"),
  docx: zip({ ...TYPES, "word/document.xml": "<x/>" }),
  xlsx: zip({ ...TYPES, "xl/workbook.xml": "<x/>" }),
}

type Given = Record<string, string | number | undefined>

const post = (
  audience: Colleague,
  file: Bytes | ReadableStream<Uint8Array>,
  given: Given = {},
  headers: Record<string, string> = {},
) => {
  const asked = Object.entries({ parcel, filename: "现场.pdf", ...given }).flatMap(
    ([name, value]) => (value === undefined ? [] : [[name, String(value)]]),
  )
  const path = `/api/attachments?${new URLSearchParams(asked)}`
  return people.ask(audience, "POST", path, { file, headers })
}
const add = async (audience: Colleague, given: Given = {}, file: Bytes = FILES.pdf) => {
  const answer = await post(audience, file, given)
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
  return Attachment.parse(await answer.json())
}
const list = async (audience: Colleague, about = `parcel=${parcel}`) =>
  AttachmentList.parse(await people.read(audience, "GET", `/api/attachments?${about}`))
const insertPlace = async () => {
  const [id] = await insertParcels(database.door, [{ west: 115.7, south: 33.8 }])
  return id!
}
const typeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { type: string }).type,
]

describe("an attachment", () => {
  test("is kept byte by byte with its hash, by an act", async () => {
    const bytes = new Uint8Array(3 * 1024 * 1024 + 17).map((_, i) => (i * 31) % 251)
    bytes.set(FILES.pdf)
    const attachment = await add("planner", {}, bytes)
    expect(attachment).toEqual({
      id: expect.any(String),
      parcel,
      enterprise: null,
      circle: "staff",
      filename: "现场.pdf",
      format: "pdf",
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      author: {
        username: people.nameOf("planner"),
        displayName: `示例${people.nameOf("planner")}`,
        role: "planner",
      },
      own: true,
      createdAt: expect.any(String),
      withdrawnAt: null,
    })
    expect((await list("planner")).items).toContainEqual(attachment)
    const answer = await people.ask("lead", "GET", `/api/attachments/${attachment.id}`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
    const acts = await people.listActs(`attachment/${attachment.id}`)
    expect(acts.map(({ kind }) => kind)).toEqual(["attachment-add"])
  })

  test("of an enterprise stays apart from those of parcels, page by page", async () => {
    const about = { parcel: undefined, enterprise }
    const added = [await add("assessor", about), await add("assessor", about)]
    const first = await list("lead", `enterprise=${enterprise}&limit=1`)
    const second = await list("lead", `enterprise=${enterprise}&limit=1&cursor=${first.next}`)
    expect([first.items[0]!.id, second.items[0]!.id]).toEqual([added[1]!.id, added[0]!.id])
    expect([first.total, second.next]).toEqual([2, null])
  })

  test("is handed out to be saved, under its own name, and can run nothing", async () => {
    const { id } = await add("planner", { filename: `表 "1" (终);é'.pdf` })
    const { headers } = await people.ask("planner", "GET", `/api/attachments/${id}`)
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-length": "64",
      "content-disposition": `attachment; filename="___1________.pdf"; filename*=UTF-8''%E8%A1%A8%20%221%22%20%28%E7%BB%88%29%3B%C3%A9%27.pdf`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    })
  })

  test.each(Object.keys(FILES) as (keyof typeof FILES)[])(
    "of %s is known by its bytes, whatever its name; shown in place only if an image",
    async (format) => {
      const { id, ...attachment } = await add("planner", { filename: "a.exe" }, FILES[format])
      expect(attachment.format).toBe(format)
      const shown = await people.ask("planner", "GET", `/api/attachments/${id}?inline=1`)
      const saved = await people.ask("planner", "GET", `/api/attachments/${id}`)
      const isImage = ["png", "jpeg", "webp"].includes(format)
      const disposition = (answer: Response) => answer.headers.get("content-disposition")!
      const ending = format === "jpeg" ? "jpg" : format
      expect(disposition(shown).split(";")[0]).toBe(isImage ? "inline" : "attachment")
      expect(disposition(saved).split(";")[0]).toBe("attachment")
      expect(disposition(saved)).toContain(`filename*=UTF-8''a.exe.${ending}`)
      expect(shown.headers.get("x-content-type-options")).toBe("nosniff")
    },
  )
})

describe("a file that is not taken", () => {
  test.each([
    ["HTML", new TextEncoder().encode("<html><script>alert(1)</script>")],
    ["SVG", new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg"/>`)],
    ["GIF", begin("474946383961")],
    ["an old office document", begin("d0cf11e0a1b11ae1")],
    ["a PDF that begins late", begin("00255044462d")],
    ["a RIFF that is no WebP", begin("524946463800000057415645")],
    ["an archive", zip({ "a.txt": "x" })],
    ["half an office document", zip({ ...TYPES, "ppt/presentation.xml": "<x/>" })],
    ["both kinds at once", zip({ ...TYPES, "word/document.xml": "", "xl/workbook.xml": "" })],
    ["macros", zip({ ...TYPES, "word/document.xml": "", "word/vbaProject.bin": "x" })],
    ["a broken archive", begin("504b0304ffffffff")],
    ["a program", begin("7f454c46")],
    ["three bytes", begin("255044", 3)],
  ] as const)("is %s", async (_, file) => {
    const answer = await post("planner", file as Bytes)
    expect(await typeOf(answer)).toEqual([415, "/problems/media-type-unsupported"])
  })

  test("is empty", async () => {
    expect(await typeOf(await post("planner", new Uint8Array()))).toEqual([
      400,
      "/problems/invalid-request",
    ])
  })

  test("has more than 20 MB, announced or not; one byte less and exactly as many are taken", async () => {
    for (const length of [MOST - 1, MOST])
      expect((await add("planner", {}, begin("255044462d", length))).bytes).toBe(length)
    const tooLong = begin("255044462d", MOST + 1)
    expect(await typeOf(await post("planner", tooLong))).toEqual([413, "/problems/body-too-large"])
    const small = { "content-length": String(MOST + 1) }
    expect((await post("planner", FILES.pdf, {}, small)).status).toBe(413)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 2 ** 20
        controller.enqueue(new Uint8Array(2 ** 20))
        if (sent > 2 * MOST) controller.close()
      },
    })
    expect((await post("planner", endless)).status).toBe(413)
    expect(sent).toBeLessThan(1.5 * MOST)
  })

  test("breaks off in the middle", async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(FILES.pdf)
        controller.error(new Error("gone"))
      },
    })
    expect((await post("planner", broken)).status).toBe(400)
  })

  test("takes longer than two minutes to come", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    try {
      let cancelled = false
      const slow = new NodeStream<Uint8Array>({
        start: (controller) => controller.enqueue(FILES.pdf),
        cancel: () => {
          cancelled = true
        },
      })
      const received = expect(receiveFile(slow, 0)).rejects.toThrow("上传用时过长")
      await vi.advanceTimersByTimeAsync(119_999)
      expect(cancelled).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      await received
      expect(cancelled).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    [{ filename: undefined }, "/filename"],
    [{ filename: "" }, "/filename"],
    [{ filename: "a/" }, "/filename"],
    [{ filename: ".." }, "/filename"],
    [{ filename: "x".repeat(201) }, "/filename"],
    [{ filename: "a\nb.pdf" }, "/filename"],
    [{ filename: "a\u202efdp.exe" }, "/filename"],
    [{ circle: "all" }, "/circle"],
    [{ parcel: undefined }, "/parcel"],
    [{ enterprise: 1 }, "/parcel"],
    [{ kind: "pdf" }, ""],
  ])("comes with %j: a 400 at %s", async (given, pointer) => {
    const answer = await post("planner", FILES.pdf, given as Given)
    expect(answer.status).toBe(400)
    const { issues } = (await answer.json()) as { issues: { pointer: string }[] }
    expect(issues[0]!.pointer).toBe(pointer)
  })

  test("is for what there is not", async () => {
    expect((await post("planner", FILES.pdf, { parcel: 999_999 })).status).toBe(404)
  })

  test("leaves its folders behind", async () => {
    for (const filename of ["../../etc/现场.pdf", "C:\\temp\\现场.pdf"])
      expect((await add("planner", { filename })).filename).toBe("现场.pdf")
    expect((await add("planner", { filename: "x".repeat(200) })).filename).toHaveLength(200)
  })
})

describe("circles", () => {
  test("promotion adds for everyone and for nobody else", async () => {
    expect((await add("promotion")).circle).toBe("everyone")
    expect((await post("promotion", FILES.pdf, { circle: "staff" })).status).toBe(400)
    for (const audience of COLLEAGUES.filter((one) => one !== "promotion"))
      expect((await add(audience)).circle).toBe("staff")
  })

  test.each(COLLEAGUES)("%s sees exactly its circles, in list and count", async (audience) => {
    const place = await insertPlace()
    const closed = await add("planner", { parcel: place })
    const open = await add("lead", { parcel: place, circle: "everyone" })
    const expected = audience === "promotion" ? [open.id] : [open.id, closed.id]
    const page = await list(audience, `parcel=${place}`)
    expect([page.items.map(({ id }) => id), page.total]).toEqual([expected, expected.length])
    const status = async (id: string) =>
      (await people.ask(audience, "GET", `/api/attachments/${id}`)).status
    expect(await status(open.id)).toBe(200)
    expect(await status(closed.id)).toBe(audience === "promotion" ? 404 : 200)
  })

  test("a staff file is the answer of an unknown one to promotion, by every route", async () => {
    const { id } = await add("planner")
    const bodyOf = async (answer: Response) => {
      const { instance: _, ...body } = (await answer.json()) as { instance: string }
      return [answer.status, body, [...answer.headers.keys()].sort()]
    }
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "?inline=1"],
      ["DELETE", ""],
      ["POST", "/restore"],
    ] as const) {
      const [known, unknown] = await Promise.all(
        [id, NOBODY].map((one) =>
          people.ask("promotion", method, `/api/attachments/${one}${path}`),
        ),
      )
      expect(await bodyOf(known!)).toEqual(await bodyOf(unknown!))
    }
  })

  test("the database itself shows promotion no staff file and none of its bytes", async () => {
    const { id } = await add("planner")
    const look = (audience: Colleague) =>
      people.as(
        audience,
        "read",
        (sql) => sql<{ files: number; pieces: number }>`
          select (select count(*)::int from core.attachment where attachment_id = ${id}::uuid) as files,
                 (select count(*)::int from core.attachment_piece where attachment_id = ${id}::uuid) as pieces`,
      )
    expect(await look("promotion")).toEqual([{ files: 0, pieces: 0 }])
    for (const audience of COLLEAGUES.filter((one) => one !== "promotion"))
      expect(await look(audience)).toEqual([{ files: 1, pieces: 1 }])
    for (const audience of ["public", "investor", "admin"] as const)
      await expect(
        people.as(audience, "read", (sql) => sql`select n from core.attachment_piece`),
      ).rejects.toSatisfy((error) => sqlState(error) === "42501")
  })

  test("the database itself adds no bytes to another's file", async () => {
    const { id } = await add("planner", { circle: "everyone" })
    for (const audience of ["promotion", "assessor"] as const)
      await expect(
        people.as(
          audience,
          "write",
          (sql) => sql`
            insert into core.attachment_piece (attachment_id, circle, n, content)
            values (${id}::uuid, 'everyone', 2, ${new Uint8Array([1])})`,
        ),
      ).rejects.toSatisfy((error) => sqlState(error) === "42501")
  })
})

describe("a withdrawn attachment", () => {
  test("cannot be fetched, keeps its bytes and comes back; only its author does either", async () => {
    const attachment = await add("planner", { circle: "everyone" })
    const path = `/api/attachments/${attachment.id}`
    for (const audience of COLLEAGUES.filter((one) => one !== "planner"))
      expect((await people.ask(audience, "DELETE", path)).status, audience).toBe(404)
    const withdrawn = Attachment.parse(await people.read("planner", "DELETE", path))
    expect(withdrawn).toEqual({ ...attachment, withdrawnAt: expect.any(String) })
    for (const audience of ["planner", "promotion"] as const)
      expect((await people.ask(audience, "GET", path)).status).toBe(404)
    const seen = (await list("promotion")).items.find(({ id }) => id === attachment.id)!
    expect([seen.filename, seen.withdrawnAt]).toEqual([null, withdrawn.withdrawnAt])
    expect((await people.ask("promotion", "POST", `${path}/restore`)).status).toBe(404)
    expect(await people.read("planner", "POST", `${path}/restore`)).toEqual(attachment)
    const answer = await people.ask("promotion", "GET", path)
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(FILES.pdf))).toBe(true)
    const acts = await people.listActs(`attachment/${attachment.id}`)
    expect(acts.map(({ kind }) => kind)).toEqual([
      "attachment-add",
      "attachment-withdraw",
      "attachment-restore",
    ])
  })
})

describe("a day's limits", () => {
  /** A planner who added files of this length so many hours ago, and how he adds more. */
  const makeSender = async (old: readonly { files: number; bytes: number; hours: number }[]) => {
    const { username: name, cookie } = await people.office.makeSignedIn("planner")
    await database.door.as(
      { audience: "planner", role: null, userId: null, name, requestId: "r" },
      "write",
      async (sql) => {
        const [act] = await sql<{ actId: string }>`
          insert into core.act (kind, object) values ('attachment-add', 'old') returning act_id`
        for (const { files, bytes, hours } of old)
          await sql`
            insert into core.attachment (attachment_id, parcel_id, circle, filename, format, bytes, sha256, author_name,
                   created_at, act_id)
            select gen_random_uuid(), ${parcel}, 'staff', 'x', 'pdf', ${bytes}::int, repeat('0', 64), 'x',
                   clock_timestamp() - make_interval(hours => ${hours}), ${act!.actId}
              from generate_series(1, ${files}::int)`
      },
    )
    return (length: number) =>
      people.askBy(cookie, "POST", `/api/attachments?parcel=${parcel}&filename=x.pdf`, {
        file: begin("255044462d", length),
      })
  }

  test("are 100 files of one person; older ones do not count", async () => {
    const send = await makeSender([
      { files: 98, bytes: 1, hours: 23 },
      { files: 50, bytes: 1, hours: 25 },
    ])
    expect((await send(9)).status).toBe(201)
    expect((await send(9)).status).toBe(201)
    const answer = await send(9)
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "3600"])
    await add("planner")
  })

  test("are 500 MB of one person", async () => {
    const send = await makeSender([
      { files: 24, bytes: MOST, hours: 1 },
      { files: 1, bytes: MOST - 19, hours: 1 },
    ])
    expect((await send(20)).status).toBe(429)
    expect((await send(10)).status).toBe(201)
    expect((await send(10)).status).toBe(429)
    expect((await send(9)).status).toBe(201)
    expect((await send(9)).status).toBe(429)
  })
})

test("many at once are all taken, a few at a time", async () => {
  const place = await insertPlace()
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => post("lead", FILES.png, { parcel: place })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 201))
  expect((await list("lead", `parcel=${place}`)).total).toBe(12)
})
