/**
 * Reads an upload in a child process with its own limits: what a file does to its reader stays there.
 * Memory, processor time and file size are held by `prlimit` where the system has it, the heap by Node,
 * the time on the clock from here.
 */
import { type ChildProcess, fork } from "node:child_process"
import { existsSync } from "node:fs"
import { access, mkdtemp, rm } from "node:fs/promises"
import { setPriority, tmpdir } from "node:os"
import { dirname, join, resolve as absolute } from "node:path"
import type { ChildMessage } from "./child.ts"
import { CPU_SECONDS, DATA_BYTES, HEAP_MB, OUTPUT_BYTES, WALL_MS } from "./limits.ts"
import { type ReadReport, type ReadRequest, refusedReport } from "./report.ts"

export type ReadOptions = {
  signal?: AbortSignal | undefined
  /** Rows written so far. */
  onProgress?: ((rows: number) => void) | undefined
  /** What the child said on its error line: for our log, never for the user. */
  onDiagnostic?: ((text: string) => void) | undefined
  /** Shorter limits, for tests of the limits. */
  wallMs?: number | undefined
  cpuSeconds?: number | undefined
  dataBytes?: number | undefined
}

const PRLIMIT = ["/usr/bin/prlimit", "/bin/prlimit"].find((path) => existsSync(path))
/** Below every request of the server on the same machine. */
const PRIORITY = 10
const DIAGNOSTIC_CHARACTERS = 4000

/** The built program, from source and from dist alike: Node does not run the sources. */
function findChild(folder = import.meta.dirname): string {
  const path = join(folder, "dist/server/read-child.js")
  if (existsSync(path)) return path
  const parent = dirname(folder)
  if (parent === folder) throw new Error("dist/server/read-child.js is missing: run npm run build")
  return findChild(parent)
}

function startChild(folder: string, { cpuSeconds, dataBytes }: ReadOptions): ChildProcess {
  // Columns may be called __proto__: without the accessor such a name is a name like any other.
  const node = [`--max-old-space-size=${HEAP_MB}`, "--disable-proto=delete"]
  const limits = [
    `--cpu=${cpuSeconds ?? CPU_SECONDS}`,
    `--data=${dataBytes ?? DATA_BYTES}`,
    `--fsize=${OUTPUT_BYTES * 1.25}`,
    "--core=0",
  ]
  return fork(findChild(), {
    ...(PRLIMIT
      ? { execPath: PRLIMIT, execArgv: [...limits, process.execPath, ...node] }
      : { execArgv: node }),
    cwd: folder,
    env: {},
    // A group of its own, so that nothing the child might start outlives it.
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  })
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL")
  } catch (error) {
    // ESRCH: it has ended by itself between the decision and the signal. Systems without groups say EPERM.
    if (!(error instanceof Error)) throw error
    child.kill("SIGKILL")
  }
}

const tooComplex = (filename: string, reason: string): ReadReport =>
  refusedReport({
    row: null,
    pointer: "",
    rule: "file-too-complex",
    severity: "error",
    message: `${filename}：文件过大或过于复杂（${reason}），请拆分或简化后上传。`,
  })

function attend(
  child: ChildProcess,
  request: ReadRequest,
  { signal, onProgress, wallMs = WALL_MS }: ReadOptions,
): Promise<ReadReport> {
  return new Promise((resolve, reject) => {
    let report: ReadReport | undefined
    let overdue = false
    const timer = setTimeout(() => {
      overdue = true
      killGroup(child)
    }, wallMs)
    const onAbort = () => killGroup(child)
    signal?.addEventListener("abort", onAbort, { once: true })
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", onAbort)
    }
    child.on("message", (message: ChildMessage) => {
      if ("report" in message) report = message.report
      else onProgress?.(message.rows)
    })
    child.once("error", (error) => {
      settle()
      reject(error)
    })
    child.once("close", () => {
      settle()
      if (signal?.aborted) reject(signal.reason)
      else if (report) resolve(report)
      else {
        const reason = overdue
          ? `超过 ${Math.round(wallMs / 1000)} 秒仍未读完`
          : "超出读取所允许的内存或时间"
        resolve(tooComplex(request.filename, reason))
      }
    })
    child.send(request, (error) => {
      // A child that dies before it listens is told by "close".
      if (error) killGroup(child)
    })
  })
}

/**
 * Reads the file of the request and writes its rows to `request.outPath`; see `ReadRow` and `listRows`.
 * A file that cannot be used, or that brings the reader down, is a report with `refused`.
 *
 * @throws the signal's reason when it is aborted; Error when there is no such file, or no reader to start
 */
export async function readUpload(
  request: ReadRequest,
  options: ReadOptions = {},
): Promise<ReadReport> {
  options.signal?.throwIfAborted()
  // The child works in a folder of its own.
  const placed = { ...request, path: absolute(request.path), outPath: absolute(request.outPath) }
  await access(placed.path)
  const folder = await mkdtemp(join(tmpdir(), "mutu-read-"))
  try {
    const child = startChild(folder, options)
    if (child.pid !== undefined) lowerPriority(child.pid)
    let diagnostic = ""
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      diagnostic = (diagnostic + text).slice(-DIAGNOSTIC_CHARACTERS)
    })
    const report = await attend(child, placed, options)
    if (diagnostic !== "") options.onDiagnostic?.(diagnostic)
    return report
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, PRIORITY)
  } catch (error) {
    // ESRCH: the child has ended already, which "close" will tell.
    if (!(error instanceof Error && "code" in error && error.code === "ERR_SYSTEM_ERROR"))
      throw error
  }
}
