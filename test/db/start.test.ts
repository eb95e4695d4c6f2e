import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { lockDirectory } from "../../server/db/lock.ts"
import { findRoot } from "../../server/programs.ts"

const folder = mkdtempSync(join(tmpdir(), "mutu-start-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = { code: number | null; said: string }

/** Runs the built server until it ends by itself, as it must when it cannot start. */
async function start(environment: Record<string, string>): Promise<Ended> {
  const port = await freePort()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(findRoot(), "dist/server/main.js")], {
      env: {
        PATH: process.env["PATH"],
        PORT: String(port),
        MUTU_DATA_DIR: join(folder, "data"),
        ...environment,
      },
      stdio: ["ignore", "ignore", "pipe"],
    })
    let said = ""
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()))
    child.once("exit", (code) => resolve({ code, said: said.trim() }))
  })
}

/** A port that nobody listens on at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

describe("a start that cannot be says why in one sentence and ends", () => {
  test("a misspelt variable", async () => {
    expect(await start({ MUTU_SAMPEL: "0" })).toEqual({
      code: 1,
      said: "环境变量 MUTU_SAMPEL 不被识别，请检查拼写。",
    })
  })

  test("a port that is not one", async () => {
    const { code, said } = await start({ PORT: "http" })
    expect({ code, named: said.includes("PORT"), lines: said.split("\n").length }).toEqual({
      code: 1,
      named: true,
      lines: 1,
    })
  })

  test("a port that is taken", async () => {
    const other = createServer()
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening))
    const address = other.address() as { port: number }
    expect(await start({ PORT: String(address.port) })).toEqual({
      code: 1,
      said: `端口 PORT=${address.port} 已被占用。`,
    })
    other.close()
  })

  test("a data directory that another process holds", async () => {
    const dataDir = join(folder, "held")
    const lock = lockDirectory(dataDir)
    const { code, said } = await start({ MUTU_DATA_DIR: dataDir })
    lock.release()
    expect(code).toBe(1)
    expect(said).toContain(dataDir)
    expect(said).toContain(String(process.pid))
    expect(said.split("\n").length).toBe(1)
  })

  test("a database server that is not there", async () => {
    const { code, said } = await start({
      DATABASE_URL: `postgres://mutu@127.0.0.1:${await freePort()}/mutu`,
    })
    expect({ code, said }).toEqual({
      code: 1,
      said: "无法连接 DATABASE_URL 指定的数据库，请检查地址和端口。",
    })
  })

  test.runIf(process.env["MUTU_TEST_ENGINE"] === "postgres")(
    "a database that does not exist",
    async () => {
      const url = new URL(process.env["MUTU_TEST_DATABASE_URL"]!)
      url.pathname = "/mutu_no_such_database"
      expect(await start({ DATABASE_URL: url.href })).toEqual({
        code: 1,
        said: "DATABASE_URL 指定的数据库不存在，请先创建。",
      })
    },
  )
})
