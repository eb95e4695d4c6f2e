import { findHolder } from "../db/lock.ts"
import type { Config } from "../config.ts"

/** A way to ask the application: over loopback from the process that holds the data, or in this process. */
export type Ask = (
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: OperatorBody,
  role?: string,
) => Promise<Response>
export type OperatorBody = { json: unknown } | { file: BodyInit; size: number }
export type Transport = { ask: Ask; close: () => Promise<void> }

type Send = (path: string, init: RequestInit) => Response | Promise<Response>

const createAsk =
  (send: Send, key: string): Ask =>
  async (method, path, body, role = "planner") =>
    send(path, {
      method,
      headers: {
        authorization: `Operator ${key}`,
        "mutu-role": role,
        ...(body
          ? { "content-type": "json" in body ? "application/json" : "application/octet-stream" }
          : {}),
      },
      ...(body
        ? { body: "json" in body ? JSON.stringify(body.json) : body.file, duplex: "half" }
        : {}),
    } as RequestInit)

/**
 * Where the embedded data directory is held by a running server, the command works through it; otherwise
 * `open` puts the application into this process.
 * @throws Error when the holder does not tell where it listens
 */
export async function connect(
  config: Config,
  open: () => Promise<{ fetch: Send; operatorKey: string; close: () => Promise<void> }>,
): Promise<Transport> {
  const holder = config.databaseUrl ? undefined : findHolder(config.dataDir)
  if (holder) {
    if (!holder.port || !holder.key)
      throw new Error(
        `进程 ${holder.pid} 正在使用数据目录 ${config.dataDir}，但尚未就绪，请稍后再试。`,
      )
    const base = `http://127.0.0.1:${holder.port}`
    return {
      ask: createAsk((path, init) => fetch(base + path, init), holder.key),
      close: async () => {},
    }
  }
  const local = await open()
  return { ask: createAsk(local.fetch, local.operatorKey), close: local.close }
}

/** The answer's JSON. @throws Error with the problem's sentence and places when it is a refusal */
export async function readAnswer<T>(response: Response): Promise<T> {
  const body: unknown = response.status === 204 ? null : await response.json()
  if (response.ok) return body as T
  const { detail, issues } = body as {
    detail?: string
    issues?: { pointer: string; message: string }[]
  }
  const places = (issues ?? []).map(({ pointer, message }) => `\n  ${pointer} ${message}`).join("")
  throw new Error(`${detail ?? `HTTP ${response.status}`}${places}`)
}
