import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import type { Config } from "../config.ts"

const MAGIC = { embedded: "gzip", server: "custom" } as const

/** Runs a PostgreSQL tool; its own message goes to the terminal, the password through the environment. */
function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] })
    child.once("error", () =>
      reject(new Error(`没有找到 ${command}，请安装 PostgreSQL 客户端工具。`)),
    )
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} 以代码 ${code} 结束。`)),
    )
  })
}

/** Backup of a server database with its own tool. Written beside the target first, then renamed. */
export async function backupServer(url: string, target: string): Promise<void> {
  const draft = `${target}.partial`
  await run("pg_dump", ["--format", MAGIC.server, "--no-owner", "--file", draft, url])
  renameSync(draft, target)
}

/** Writes a dump of the embedded engine, whole or not at all. @returns its SHA-256 */
export function writeArchive(target: string, archive: Uint8Array): string {
  const draft = `${target}.partial`
  writeFileSync(draft, archive, { mode: 0o600 })
  renameSync(draft, target)
  return createHash("sha256").update(archive).digest("hex")
}

/** An archive of the embedded engine for an empty data directory. @throws Error when there is data already */
export function readArchive(config: Config, source: string): Uint8Array<ArrayBuffer> {
  const target = join(config.dataDir, "pg")
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new Error(`${target} 不是空目录；只能恢复到空的数据目录。`)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const archive = new Uint8Array(readFileSync(source))
  if (archive[0] !== 0x1f || archive[1] !== 0x8b)
    throw new Error(`${source} 不是内嵌数据库的备份文件。`)
  return archive
}

/** Restores a server database; the target must be empty, which pg_restore itself checks table by table. */
export const restoreServer = (url: string, source: string): Promise<void> =>
  run("pg_restore", [
    "--no-owner",
    "--exit-on-error",
    "--single-transaction",
    "--dbname",
    url,
    source,
  ])
