import { createHash } from "node:crypto"
import { type Context, Hono } from "hono"
import { legalDayAt } from "../../geodata/days.ts"
import type { NameOf } from "../comments/schema.ts"
import { describedFile, handOut, headersOf, toPieces } from "../documents/hand-out.ts"
import type { Setter } from "../documents/setter.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import type { NoticeJob } from "./notice-page.ts"
import {
  type Asker,
  type File,
  insertIssue,
  insertNotice,
  insertStep,
  type Issue,
  listNotices,
  prepareIssue,
  readFile,
  readNotice,
  readOffer,
} from "./queries.ts"
import {
  FactsQuery,
  FileParam,
  NewNotice,
  NewService,
  NewStep,
  Notice,
  NoticeList,
  NoticeOffer,
  NoticeParam,
  NoticesQuery,
  ParcelParam,
} from "./schema.ts"
import { insertService } from "./service.ts"
import { readSheet } from "./sheet.ts"
import type { SheetJob } from "./sheet-page.ts"
import { composeNotice } from "./text.rules.ts"

const described = describedAs("flags")
const PLANNERS = ["planner", "plannerGranted"] as const
/** Documents bear the land price, and prejudge their addressee until they are served. */
const READERS = [...PLANNERS, "lead", "leadGranted"] as const
/** Another may take the number while the files are set. */
const ATTEMPTS = 5

const today = () => legalDayAt(new Date())
const askerOf = (c: Context<Env>): Asker => ({ audience: c.var.actor.audience, today: today() })

const toFile = (format: File["format"], content: Uint8Array): File => ({
  format,
  content,
  sha256: createHash("sha256").update(content).digest("hex"),
})

/** The statutory documents of idle land. Mounted at /api/flags. */
export function noticeRoutes(nameOf: NameOf, set: Setter<NoticeJob | SheetJob>) {
  const makeFiles = async ({ notice, number }: Issue): Promise<File[]> => {
    const job = {
      kind: "notice" as const,
      text: {
        ...composeNotice({ fields: notice.fields, facts: notice.facts, number: number.number }),
        number: number.number,
      },
      zone: notice.facts.zone,
      at: notice.recordedAt,
      factsSha256: notice.factsSha256,
    }
    return Promise.all(
      (["pdf", "docx"] as const).map(async (format) =>
        toFile(format, await set({ ...job, format })),
      ),
    )
  }

  /** Files are set between two transactions: nobody waits for fonts while numbers are locked. */
  async function issue(c: Context<Env>, id: number, why: string | null): Promise<Notice> {
    const { door, actor } = c.var
    const asker = { ...askerOf(c), actorName: await nameOf(actor.name), why }
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const prepared = await door.as(actor, "read", (sql) => prepareIssue(sql, id, asker))
      const files = await makeFiles(prepared)
      const issued = await door.as(actor, "write", (sql) =>
        insertIssue(sql, prepared, files, asker),
      )
      if (issued) return issued
    }
    throw new Problem("conflict", "他人正在签发同一字号的文书，请重试。", {
      headers: { "retry-after": "2" },
    })
  }

  return new Hono<Env>()
    .get(
      "/notices",
      described("Documents of cases of idle land, the latest first", 200, NoticeList),
      allow(...READERS),
      validate("query", NoticesQuery),
      async (c) => {
        const list = await transact(c, (sql) => listNotices(sql, c.req.valid("query"), today()))
        return c.json(list satisfies NoticeList, 200)
      },
    )
    .get(
      "/parcels/:id/notices/offer",
      described(
        "What a document of a day would rest on, and which documents may be drawn up; of the others, why not",
        200,
        NoticeOffer,
      ),
      allow(...READERS),
      validate("param", ParcelParam),
      validate("query", FactsQuery),
      async (c) => {
        const { on = today() } = c.req.valid("query")
        const { audience } = c.var.actor
        const offer = await transact(c, (sql) =>
          readOffer(sql, c.req.valid("param").id, { on, audience }),
        )
        return c.json(offer satisfies NoticeOffer, 200)
      },
    )
    .post(
      "/parcels/:id/notices",
      described(
        "Draws up a document on the facts of the day it bears; they are frozen",
        201,
        Notice,
      ),
      allow(...PLANNERS),
      validate("param", ParcelParam),
      validate("json", NewNotice),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const asker = { ...askerOf(c), authorName }
        const notice = await transact(c, (sql) =>
          insertNotice(sql, c.req.valid("param").id, c.req.valid("json"), asker),
        )
        return c.json(notice satisfies Notice, 201)
      },
    )
    .get(
      "/parcels/:id/evidence-sheet",
      describedFile(
        "flags",
        "The evidence of a parcel's idleness on one page: facts with sources, events, finding, sketch, pictures",
        "pdf",
      ),
      allow(...READERS),
      validate("param", ParcelParam),
      async (c) => {
        const { id } = c.req.valid("param")
        c.header("cache-control", "no-store")
        const asked = { ...askerOf(c), parcelId: id }
        const sheet = await transact(c, (sql) => readSheet(sql, asked))
        const stem = `闲置土地调查事实表 ${sheet.parcel} ${sheet.on}`
        return handOut(c, toPieces(await set({ kind: "sheet", sheet })), {
          kind: "evidence-sheet-export",
          object: `evidence-sheet/${id}`,
          stem,
          ending: "pdf",
        })
      },
    )
    .get(
      "/notices/:id",
      described("A document with what was filled in and the facts it rests on", 200, Notice),
      allow(...READERS),
      validate("param", NoticeParam),
      async (c) => {
        const notice = await transact(c, (sql) => readNotice(sql, c.req.valid("param").id, today()))
        return c.json(notice satisfies Notice, 200)
      },
    )
    .post(
      "/notices/:id/steps",
      described(
        "Issues, returns or revokes a document of another person, or withdraws one's own. What is issued has its number, and its files are hashed before anybody can read them",
        201,
        Notice,
      ),
      allow(...READERS),
      validate("param", NoticeParam),
      validate("json", NewStep),
      async (c) => {
        const { id } = c.req.valid("param")
        const step = c.req.valid("json")
        if (step.step === "approved") {
          const notice = await issue(c, id, step.why ?? null)
          return c.json(notice satisfies Notice, 201)
        }
        const asker = { ...askerOf(c), actorName: await nameOf(c.var.actor.name) }
        const notice = await transact(c, (sql) => insertStep(sql, id, step, asker))
        return c.json(notice satisfies Notice, 201)
      },
    )
    .post(
      "/notices/:id/service",
      described(
        "Records that a document was served, or corrects that; answers by when its addressee must do what",
        201,
        Notice,
      ),
      allow(...PLANNERS),
      validate("param", NoticeParam),
      validate("json", NewService),
      async (c) => {
        const asker = { ...askerOf(c), authorName: await nameOf(c.var.actor.name) }
        const notice = await transact(c, (sql) =>
          insertService(sql, c.req.valid("param").id, c.req.valid("json"), asker),
        )
        return c.json(notice satisfies Notice, 201)
      },
    )
    .get(
      "/notices/:id/files/:format",
      describedFile(
        "flags",
        "An issued document byte for byte as it was hashed; X-Sha256 is its hash",
        "pdf",
        "docx",
      ),
      allow(...READERS),
      validate("param", FileParam),
      async (c) => {
        const { id, format } = c.req.valid("param")
        const { content, title, number, sha256 } = await transact(c, (sql) =>
          readFile(sql, id, format),
        )
        return c.body(content as Uint8Array<ArrayBuffer>, 200, {
          ...headersOf(`${title} ${number}`, format),
          "content-length": String(content.length),
          "x-sha256": sha256,
          "cache-control": "no-store",
        })
      },
    )
}
