import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { join } from "node:path"
import { findRoot } from "../../server/programs.ts"
import { cookieOf } from "./account-app.ts"

const PASSWORD = "correct horse 1"
const LONGEST_START_MS = 60_000

/** A running server process of the built program. */
export type ServerProcess = {
  pid: number
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** Ends it as a power cut ends a process: no handler runs. */
  kill: () => Promise<void>
}

async function findPort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  if (address === null || typeof address === "string") throw new Error("no port")
  return address.port
}

/** Resolves when the process says that it listens. @throws Error with what it said instead */
function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ""
    const timer = setTimeout(() => reject(new Error(`no start: ${said}`)), LONGEST_START_MS)
    const hear = (chunk: Buffer) => {
      said += chunk
      if (!said.includes("listening on")) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on("data", hear)
    child.stderr?.on("data", (chunk: Buffer) => (said += chunk))
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
}

/**
 * Starts the built server on a port of its own and signs in as the planner.
 * @param environment where its data is: MUTU_DATA_DIR, DATABASE_URL
 */
export async function startServer(environment: Record<string, string>): Promise<ServerProcess> {
  const port = await findPort()
  const child = spawn(process.execPath, [join(findRoot(), "dist/server/main.js")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      PORT: String(port),
      MUTU_SAMPLE: "0",
      MUTU_DEMO_PASSWORD: PASSWORD,
      MUTU_LOG_LEVEL: "error",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  await untilListening(child)
  const origin = `http://127.0.0.1:${port}`
  const signIn = await fetch(`${origin}/api/session`, {
    method: "POST",
    headers: { origin, "content-type": "application/json" },
    body: JSON.stringify({ username: "planner", password: PASSWORD }),
  })
  if (signIn.status !== 200) throw new Error(`sign-in answered ${signIn.status}`)
  const cookie = cookieOf(signIn)
  return {
    pid: child.pid!,
    fetch: (path, init = {}) =>
      fetch(`${origin}${path}`, { ...init, headers: { origin, cookie, ...init.headers } }),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, "exit")
      process.kill(child.pid!, "SIGKILL")
      await gone
    },
  }
}
