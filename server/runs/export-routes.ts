import { createHash } from "node:crypto"
import { type Context, Hono } from "hono"
import { describeRoute } from "hono-openapi"
import { insertAct } from "../db/act.ts"
import type { Limits } from "../db/door.ts"
import { type Pieces, writeWorkbook } from "../documents/workbook.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { dispositionOf, toFilename } from "../http/disposition.ts"
import { Problem } from "../http/problem.ts"
import { createTurns } from "../http/turns.ts"
import { validate } from "../http/validate.ts"
import { type FirmDossier, readDossier, readFirmDossier } from "./dossier.ts"
import { ExportQuery, RunFirmParam, RunParam } from "./schema.ts"
import { createSetter, type Setter } from "./setter.ts"
import { composeStatement } from "./statement.ts"
import { type Ended, streamStatements } from "./statements-archive.ts"
import { listSheets } from "./workbook.ts"

/** A whole population is read at once. */
const LIMITS: Limits = { statementMs: 120_000 }
/** Whole runs held in memory at a time. */
const AT_ONCE = 2
const QUEUE = { most: 20, detail: "正在导出的测算过多，请稍后重试。", retryAfterSeconds: 10 }

const MEDIA = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
  zip: "application/zip",
} as const
type Ending = keyof typeof MEDIA

const described = (summary: string, ending: Ending) =>
  describeRoute({
    tags: ["assessments"],
    summary,
    responses: {
      200: {
        description: summary,
        content: { [MEDIA[ending]]: { schema: { type: "string", format: "binary" } } },
      },
    },
  })

/** What was handed out, as it stands on record. */
type Export = { kind: string; object: string; told: string; reason: string | undefined }

/**
 * Puts on record that something secret is handed out: who, when, what, why. A read writes nothing, so this is a
 * transaction of its own.
 */
async function record(c: Context<Env>, { kind, object, told, reason }: Export): Promise<void> {
  const why = reason === undefined ? told : `${told}；事由：${reason}`
  await c.var.door.as(c.var.actor, "write", (sql) => insertAct(sql, kind, object, why))
}

const headersOf = (stem: string, ending: Ending) => ({
  "content-type": MEDIA[ending],
  "content-disposition": dispositionOf("attachment", toFilename(stem, ending)),
})

const toPieces = (bytes: Uint8Array<ArrayBuffer>): Pieces => ({
  pieces: [bytes],
  length: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
})

/** A file that is on record before it leaves. */
async function hand(
  c: Context<Env>,
  { pieces, length, sha256 }: Pieces,
  { stem, ending, ...what }: Omit<Export, "told"> & { stem: string; ending: Ending },
) {
  await record(c, { ...what, told: `SHA-256 ${sha256}，${length} 字节` })
  const rest = pieces.values()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value, done } = rest.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  return c.body(body, 200, {
    ...headersOf(stem, ending),
    "content-length": String(length),
  })
}

const titleOf = ({ run }: Pick<FirmDossier, "run">) => `${run.fiscalYear}年度第${run.number}次测算`

/**
 * Runs on paper: the workbook of a run, the statement of a firm, all statements. They tell what firms pay and make: for
 * assessment, and for leadership under a named grant. Mounted at /api/assessments/runs.
 *
 * @param set for tests alone
 */
export function runExportRoutes(set: Setter = createSetter()) {
  const turns = createTurns(AT_ONCE, QUEUE)
  const figures = allow("assessor", "leadGranted")
  let streams = 0
  return new Hono<Env>()
    .get(
      "/:id/workbook",
      described("A run as a workbook: results, how points came about, lineage, counts", "xlsx"),
      figures,
      validate("param", RunParam),
      validate("query", ExportQuery),
      async (c) => {
        const { id } = c.req.valid("param")
        c.header("cache-control", "no-store")
        return turns(async () => {
          const dossier = await transact(c, (sql) => readDossier(sql, id), LIMITS)
          const { run, zone } = dossier
          const file = await writeWorkbook(listSheets(dossier), {
            title: `${zone} ${run.fiscalYear} 年度亩均效益评价测算工作簿`,
            author: zone,
            at: run.sealedAt,
          })
          return hand(c, file, {
            kind: "assessment-workbook-export",
            object: `run/${id}`,
            reason: c.req.valid("query").reason,
            stem: `${titleOf(dossier)}工作簿`,
            ending: "xlsx",
          })
        })
      },
    )
    .get(
      "/:id/firms/:enterpriseId/statement",
      described("What a firm is told of its result: nothing of any other", "pdf"),
      figures,
      validate("param", RunFirmParam),
      validate("query", ExportQuery),
      async (c) => {
        const { id, enterpriseId } = c.req.valid("param")
        c.header("cache-control", "no-store")
        const told = await transact(c, (sql) => readFirmDossier(sql, id, enterpriseId), LIMITS)
        return hand(c, toPieces(await set(composeStatement(told))), {
          kind: "assessment-statement-export",
          object: `run/${id}/enterprise/${enterpriseId}`,
          reason: c.req.valid("query").reason,
          stem: `${titleOf(told)}告知书 ${told.firm.name}`,
          ending: "pdf",
        })
      },
    )
    .get(
      "/:id/statements",
      described("The statements of all firms of a run, in one archive", "zip"),
      figures,
      validate("param", RunParam),
      validate("query", ExportQuery),
      async (c) => {
        const { id } = c.req.valid("param")
        const what = {
          kind: "assessment-statements-export",
          object: `run/${id}`,
          reason: c.req.valid("query").reason,
        }
        const dossier = await turns(() => transact(c, (sql) => readDossier(sql, id), LIMITS))
        if (streams >= AT_ONCE)
          throw new Problem("too-many-requests", QUEUE.detail, {
            headers: { "retry-after": String(QUEUE.retryAfterSeconds) },
          })
        // What is under way is on record too: a process that dies says nothing any more.
        await record(c, { ...what, told: `开始导出 ${dossier.firms.length} 份` })
        streams += 1
        const stream = streamStatements(
          dossier,
          set,
          async ({ files, bytes, hash, isWhole }: Ended) => {
            streams -= 1
            try {
              await record(c, {
                ...what,
                told: `${isWhole ? "" : "中断："}已导出 ${files} 份，SHA-256 ${hash}，${bytes} 字节`,
              })
            } catch (error) {
              c.var.log.error(
                { err: error, requestId: c.var.requestId },
                "an export is not on record",
              )
            }
          },
        )
        return c.body(stream, 200, {
          ...headersOf(`${titleOf(dossier)}告知书`, "zip"),
          "cache-control": "no-store",
          // So that who waits can be told how far it is.
          "x-statements": String(dossier.firms.length),
        })
      },
    )
}
