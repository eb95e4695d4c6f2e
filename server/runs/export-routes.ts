import { Hono } from "hono"
import type { Limits } from "../db/door.ts"
import {
  describedFile,
  type Ending,
  handOut,
  headersOf,
  record,
  toPieces,
} from "../documents/hand-out.ts"
import type { Setter } from "../documents/setter.ts"
import { writeWorkbook } from "../documents/workbook.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { Problem } from "../http/problem.ts"
import { createTurns } from "../http/turns.ts"
import { validate } from "../http/validate.ts"
import { type FirmDossier, readDossier, readFirmDossier } from "./dossier.ts"
import { ExportQuery, RunFirmParam, RunParam } from "./schema.ts"
import type { StatementJob } from "./statement-page.ts"
import { composeStatement } from "./statement.ts"
import { type Ended, streamStatements } from "./statements-archive.ts"
import { listSheets } from "./workbook.ts"

/** A whole population is read at once. */
const LIMITS: Limits = { statementMs: 120_000 }
/** Whole runs held in memory at a time. */
const AT_ONCE = 2
const QUEUE = { most: 20, detail: "正在导出的测算过多，请稍后重试。", retryAfterSeconds: 10 }

const described = (summary: string, ending: Ending) => describedFile("assessments", summary, ending)

const titleOf = ({ run }: Pick<FirmDossier, "run">) => `${run.fiscalYear}年度第${run.number}次测算`

/**
 * Runs on paper: the workbook of a run, the statement of a firm, all statements. They tell what firms pay and make: for
 * assessment, and for leadership under a named grant. Mounted at /api/assessments/runs.
 */
export function runExportRoutes(set: Setter<StatementJob>) {
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
          return handOut(c, file, {
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
        return handOut(
          c,
          toPieces(await set({ kind: "statement", statement: composeStatement(told) })),
          {
            kind: "assessment-statement-export",
            object: `run/${id}/enterprise/${enterpriseId}`,
            reason: c.req.valid("query").reason,
            stem: `${titleOf(told)}告知书 ${told.firm.name}`,
            ending: "pdf",
          },
        )
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
