import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import writeXlsx from "write-excel-file/node"
import pino from "pino"
import { afterAll, beforeAll, expect } from "vitest"
import { createAccounts } from "../../server/accounts/sessions.ts"
import { createApp } from "../../server/app.ts"
import { createMapEngine } from "../../server/tiles/engine.ts"
import { ReadyTiles } from "../../server/tiles/ready.ts"
import { readConfig } from "../../server/config.ts"
import type { Role } from "../../server/db/audience.ts"
import type { Door } from "../../server/db/door.ts"
import { createEvaluator, openEvaluations } from "../../server/derivation/evaluator.ts"
import type { ProblemBody } from "../../server/http/problem.ts"
import { ImportView, UndoResult } from "../../server/imports/schema.ts"
import type { useDatabase } from "./database.ts"

const OPERATOR_KEY = "operator-key-of-the-import-tests"
const ORIGIN = "http://127.0.0.1:8787"

export type Upload = {
  name: string
  content: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

type TextUpload = { name: string; content: string }

/** The whole application with a data directory of its own, asked in a role as the operator's command asks. */
export function openImports(door: Door, dataDir: string, environment: Record<string, string> = {}) {
  const config = readConfig({ MUTU_DATA_DIR: dataDir, ...environment })
  const log = pino({ level: process.env["MUTU_LOG_LEVEL"] ?? "silent" })
  const accounts = createAccounts({ door, config, log, operatorKey: OPERATOR_KEY })
  const work = {
    loadSample: async () => ({}),
    addUser: async () => ({}),
    dump: async () => new Uint8Array(),
  }
  const map = createMapEngine(door, { memoryBytes: 2 ** 26 })
  const evaluator = createEvaluator(openEvaluations(door), map.look, () => {})
  const ready = new ReadyTiles(map, accounts.peek)
  const app = createApp({
    door,
    map,
    ready,
    basemap: null,
    accounts,
    evaluator,
    config,
    log,
    version: "0",
    work,
  })

  const ask = async (
    role: Role | null,
    method: string,
    path: string,
    { json, file }: { json?: unknown; file?: Upload["content"] } = {},
  ): Promise<Response> =>
    app.request(`${ORIGIN}${path}`, {
      method,
      headers: {
        host: new URL(ORIGIN).host,
        ...(method === "GET" ? {} : { origin: ORIGIN }),
        ...(role ? { authorization: `Operator ${OPERATOR_KEY}`, "mutu-role": role } : {}),
        ...(json === undefined
          ? { "content-type": "application/octet-stream" }
          : { "content-type": "application/json" }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(file === undefined ? {} : { body: file, duplex: "half" }),
    } as RequestInit)

  const upload = (
    role: Role | null,
    kind: string,
    { name, content }: Upload,
    options: Record<string, string> = {},
  ) =>
    ask(role, "POST", `/api/imports?${new URLSearchParams({ kind, filename: name, ...options })}`, {
      file: content,
    })

  return {
    ask,
    upload,
    /** The preview of a file that is read: its declared shape, every row accounted for. */
    async preview(
      role: Role,
      kind: string,
      file: Upload,
      options: Record<string, string> = {},
    ): Promise<ImportView> {
      const answer = await upload(role, kind, file, options)
      if (answer.status !== 201)
        throw new Error(`${file.name} answered ${answer.status}: ${await answer.text()}`)
      const view = ImportView.strict().parse(await answer.json())
      const { rows, ...outcomes } = view.counts
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(rows)
      return view
    },
    /** The commit of a batch that is taken. */
    async commit(role: Role, id: number, answers: unknown = {}): Promise<ImportView> {
      const answer = await ask(role, "POST", `/api/imports/${id}/commit`, { json: answers })
      if (answer.status !== 200)
        throw new Error(`commit answered ${answer.status}: ${await answer.text()}`)
      return ImportView.strict().parse(await answer.json())
    },
    refusedCommit: (role: Role, id: number, answers: unknown = {}) =>
      ask(role, "POST", `/api/imports/${id}/commit`, { json: answers }),
    async undo(role: Role, id: number): Promise<UndoResult> {
      const answer = await ask(role, "POST", `/api/imports/${id}/undo`, { json: {} })
      if (answer.status !== 200)
        throw new Error(`undo answered ${answer.status}: ${await answer.text()}`)
      return UndoResult.strict().parse(await answer.json())
    },
    async read<T>(role: Role, path: string): Promise<T> {
      const answer = await ask(role, "GET", path)
      if (answer.status !== 200)
        throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as T
    },
  }
}

export type ImportApp = ReturnType<typeof openImports>

/** One application with a data directory for a test file; read its parts inside tests. */
export function useImports(database: ReturnType<typeof useDatabase>) {
  let app: ImportApp
  const dataDir = mkdtempSync(join(tmpdir(), "mutu-imports-"))
  beforeAll(() => {
    app = openImports(database.door, dataDir)
  })
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
  return {
    get app() {
      return app
    },
    dataDir,
    /** Names of what lies in the folder of running requests. */
    listTemporary: () => {
      const folder = join(dataDir, "tmp")
      return existsSync(folder) ? readdirSync(folder) : []
    },
  }
}

/** The problem of a refusal; its status is the answer's. */
export async function problemOf(answer: Response): Promise<ProblemBody> {
  const body = (await answer.json()) as ProblemBody
  expect(answer.headers.get("content-type")).toBe("application/problem+json")
  expect(body.status).toBe(answer.status)
  return body
}

type Cell = string | number | boolean | null

/** A table as CSV: UTF-8 with byte-order mark, as spreadsheet programs write it. */
export const csv = (
  name: string,
  header: readonly string[],
  rows: readonly Cell[][],
): TextUpload => ({
  name,
  content: `\ufeff${[header, ...rows].map((cells) => cells.map(toCsvCell).join(",")).join("\r\n")}\r\n`,
})

const toCsvCell = (cell: Cell) => {
  const text = cell === null ? "" : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The same as a workbook: texts as text cells, numbers as numbers. */
export async function xlsx(
  name: string,
  header: readonly string[],
  rows: readonly Cell[][],
): Promise<Upload> {
  const sheet = [header, ...rows].map((cells) =>
    cells.map((value) =>
      value === null
        ? null
        : typeof value === "number"
          ? { value, type: Number }
          : { value: String(value), type: String },
    ),
  )
  const blob = await writeXlsx(sheet).toBuffer()
  return { name, content: new Uint8Array(blob) }
}

/** A square parcel: its south-west corner and side in degrees, about 95 m by 111 m for 0.001. */
export const square = (west: number, south: number, side = 0.001): number[][][] => [
  [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ],
]

export type Feature = { properties: Record<string, unknown>; rings: number[][][] }

export const geojson = (name: string, features: readonly Feature[]): TextUpload => ({
  name,
  content: JSON.stringify({
    type: "FeatureCollection",
    features: features.map(({ properties, rings }) => ({
      type: "Feature",
      properties,
      geometry: { type: "Polygon", coordinates: rings },
    })),
  }),
})

/** Parcel code of sub-district 001002 with this sequence number. */
export const parcelCode = (sequence: number): string =>
  `341602001002GB${String(sequence).padStart(5, "0")}`
