import type { ReadableStream } from "node:stream/web"
import { join } from "node:path"
import type { Context as HonoContext } from "hono"
import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { legalDayAt } from "../../geodata/days.ts"
import type { UploadKind } from "../../geodata/read/report.ts"
import { mayRead } from "../accounts/matrix.ts"
import type { Config } from "../config.ts"
import type { Sql } from "../db/sql.ts"
import { allow, type Env, SIGNED_IN, transact } from "../http/context.ts"
import { notFound, Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { type Batch, findBatch, insertBatch, listBatches, stagedOf } from "./batches.ts"
import { createRowReader } from "./columns.ts"
import { commitImport, type Reread } from "./commit.ts"
import { textOf } from "./entry.ts"
import type { Context } from "./judging.ts"
import { EVERY_IMPORTER, isConfidential, mayImport } from "./kinds.ts"
import { judgeFile } from "./preview.ts"
import { type Answers, listBatches as listRowBatches, type Reading, readFile } from "./reading.ts"
import { findParcelsByService } from "./references.ts"
import { listRows, writeRejected } from "./rows.ts"
import {
  CommitRequest,
  ImportedRows,
  ImportList,
  ImportParam,
  ImportQuery,
  ImportView,
  ListQuery,
  RowQuery,
  UndoResult,
} from "./schema.ts"
import { stageRows } from "./stage.ts"
import { undoImport } from "./undo.ts"
import { receiveUpload } from "./upload.ts"
import { keepOriginal, originalPath, removeLeftovers, withFolder } from "./workspace.ts"

/** Whole cadastres are staged and committed in one statement each. */
const LIMITS = { statementMs: 120_000 }

/**
 * The request's transaction, with statements planned for the tables as they are: a plan kept from when a table
 * was empty reads all of it for every row.
 */
const transactAnew = <T>(c: HonoContext<Env>, work: (sql: Sql) => Promise<T>): Promise<T> =>
  transact(
    c,
    async (sql) => {
      await sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`
      return work(sql)
    },
    LIMITS,
  )

const json = (description: string, schema: Parameters<typeof resolver>[0]) => ({
  description,
  content: { "application/json": { schema: resolver(schema) } },
})

const described = (summary: string, status: 200 | 201, response: ReturnType<typeof json>) =>
  describeRoute({ tags: ["imports"], summary, responses: { [status]: response } })

/** Uploads: preview, commit, undo. Mounted at /api/imports. */
export function importRoutes(config: Config) {
  removeLeftovers(config.dataDir)
  return new Hono<Env>()
    .get(
      "/",
      allow(...SIGNED_IN),
      described(
        "Batches of the kinds that the audience imports, newest first",
        200,
        json("One page", ImportList),
      ),
      validate("query", ListQuery),
      async (c) => {
        const { limit, cursor } = c.req.valid("query")
        if (!EVERY_IMPORTER.includes(c.var.actor.audience))
          return c.json({ items: [], total: 0, next: null } satisfies ImportList, 200)
        const page = await transact(c, (sql) => listBatches(sql, { limit, before: cursor }))
        return c.json(page satisfies ImportList, 200)
      },
    )
    .use("*", allow(...EVERY_IMPORTER))
    .post(
      "/",
      described(
        "Receives a file (raw body), judges every row of it against the records and stages it; nothing is recorded before the commit",
        201,
        json("The preview", ImportView),
      ),
      validate("query", ImportQuery),
      async (c) => {
        const { kind, filename, ...answers } = c.req.valid("query")
        assertKind(c, config, kind)
        const view = await withFolder(config.dataDir, async (folder) => {
          const { path, sha256 } = await receiveUpload(
            c.req.raw.body as ReadableStream<Uint8Array> | null,
            Number(c.req.header("content-length") ?? 0),
            join(folder, "upload"),
          )
          const reading = await readFile({ path, filename, kind }, answers, folder, optionsOf(c))
          await keepOriginal(config.dataDir, path, sha256)
          const context = await findContext(c, reading)
          return transactAnew(c, async (sql) => {
            const { preview, entries } = await judgeFile(sql, kind, reading, context)
            const id = await insertBatch(sql, { kind, filename, sha256, answers, preview })
            if (entries)
              await stageRows(sql, stagedOf({ id, kind }), kind, entries, reading.rowsPath)
            return (await findBatch(sql, id))!.view
          })
        })
        return c.json(view satisfies ImportView, 201)
      },
    )
    .get(
      "/:id",
      described("One batch", 200, json("Preview and state", ImportView)),
      validate("param", ImportParam),
      async (c) => {
        const batch = await transact(c, (sql) => findBatch(sql, c.req.valid("param").id))
        if (!batch) throw notFound()
        return c.json(batch.view satisfies ImportView, 200)
      },
    )
    .get(
      "/:id/rows",
      described(
        "Rows of a batch with what each changes, field by field",
        200,
        json("One page", ImportedRows),
      ),
      validate("param", ImportParam),
      validate("query", RowQuery),
      async (c) => {
        const { limit, cursor, outcome } = c.req.valid("query")
        const page = await transact(c, async (sql) => {
          const batch = await findBatch(sql, c.req.valid("param").id)
          return batch && listRows(sql, stagedOf(batch.view), { limit, after: cursor, outcome })
        })
        if (!page) throw notFound()
        return c.json(page satisfies ImportedRows, 200)
      },
    )
    .get(
      "/:id/rejected.csv",
      describeRoute({
        tags: ["imports"],
        summary: "The rejected rows as they came, with rule and reason, to send back",
        responses: {
          200: {
            description: "CSV, UTF-8 with byte-order mark",
            content: { "text/csv": { schema: { type: "string" } } },
          },
        },
      }),
      validate("param", ImportParam),
      async (c) => {
        const { id } = c.req.valid("param")
        const text = await transact(
          c,
          async (sql) => {
            const batch = await findBatch(sql, id)
            return batch && writeRejected(sql, stagedOf(batch.view), batch.view.columns)
          },
          LIMITS,
        )
        if (text === undefined) throw notFound()
        return c.body(text, 200, {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="rejected-${id}.csv"`,
        })
      },
    )
    .post(
      "/:id/commit",
      described(
        "Records what was previewed, in one transaction; answers what the preview asked. Again: the same answer",
        200,
        json("The committed batch", ImportView),
      ),
      validate("param", ImportParam),
      validate("json", CommitRequest),
      async (c) => {
        const { id } = c.req.valid("param")
        const { confirm, ...answers } = c.req.valid("json")
        const commit = (reread: Reread | null) =>
          transactAnew(c, (sql) => commitImport(sql, id, { confirm }, reread))
        const batch = isEmpty(answers) ? null : await findOpen(c, id)
        const changed = batch && withAnswers(batch, answers)
        if (!batch || !changed) return c.json((await commit(null)) satisfies ImportView, 200)
        const { kind, filename, sha256 } = batch.view
        assertKind(c, config, kind)
        const view = await withFolder(config.dataDir, async (folder) => {
          const path = originalPath(config.dataDir, sha256)
          const reading = await readFile({ path, filename, kind }, changed, folder, optionsOf(c))
          const context = await findContext(c, reading)
          return commit({
            answers: changed,
            reading,
            judge: (sql) => judgeFile(sql, kind, reading, context),
          })
        })
        return c.json(view satisfies ImportView, 200)
      },
    )
    .post(
      "/:id/undo",
      described(
        "Takes back what nothing was built on since; names the rows that stay, with the reason",
        200,
        json("What was undone", UndoResult),
      ),
      validate("param", ImportParam),
      async (c) => {
        const { id } = c.req.valid("param")
        const result = await transactAnew(c, (sql) => undoImport(sql, id))
        return c.json(result satisfies UndoResult, 200)
      },
    )
}

/** Only who may import a kind learns that there is such an upload. */
function assertKind(c: HonoContext<Env>, config: Config, kind: UploadKind): void {
  if (!mayImport(c.var.actor.audience, kind)) throw notFound()
  if (isConfidential(kind) && c.var.door.engine === "embedded" && !config.allowConfidentialEmbedded)
    throw new Problem(
      "invalid-request",
      "本系统使用内嵌数据库且 MUTU_ALLOW_CONFIDENTIAL_EMBEDDED=no，不接收企业数据。",
    )
}

const optionsOf = (c: HonoContext<Env>) => ({ signal: c.req.raw.signal, log: c.var.log })

/** What the judges need to know of the request; read before the transaction begins. */
async function findContext(
  c: HonoContext<Env>,
  { report, plan, rowsPath }: Reading,
): Promise<Context> {
  const today = legalDayAt(new Date())
  if (mayRead(c.var.actor.audience, "core.parcel_version.parcel_code"))
    return { today, parcels: null }
  const readRow = createRowReader(report, plan)
  const codes = new Set<string>()
  for await (const rows of listRowBatches(rowsPath))
    for (const row of rows) {
      const code = textOf(readRow(row), "parcelCode")
      if (code !== undefined) codes.add(code)
    }
  return { today, parcels: await findParcelsByService(c.var.door, [...codes], today) }
}

const isEmpty = (answers: Answers) => Object.values(answers).every((answer) => answer === undefined)

/** The batch as it stands before the file is read again; undefined when there is nothing to answer. */
async function findOpen(c: HonoContext<Env>, id: number): Promise<Batch | null> {
  const batch = await c.var.door.as(c.var.actor, "read", (sql) => findBatch(sql, id))
  return batch?.view.state === "previewed" ? batch : null
}

/** What the uploader says by now, or null where it is what the preview was made with. */
function withAnswers({ options }: Batch, answers: Answers): Answers | null {
  const said = { ...options.answers }
  for (const [name, answer] of Object.entries(answers))
    if (answer !== undefined) Object.assign(said, { [name]: answer })
  return JSON.stringify(said) === JSON.stringify(options.answers) ? null : said
}
