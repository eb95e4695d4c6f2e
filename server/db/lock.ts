import { randomBytes } from "node:crypto"
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/**
 * Who holds an embedded data directory. `port` and `key` let the operator's command on the same machine
 * work through the server that holds it; the file is readable by its owner alone.
 */
export type Holder = { pid: number; startedAt: string; boot: string; port?: number; key?: string }

/** Another living process has the directory open: two openers would corrupt it. */
export class DirectoryHeld extends Error {
  readonly holder: Holder
  constructor(dataDir: string, holder: Holder) {
    super(
      `数据目录 ${dataDir} 正由进程 ${holder.pid} 使用（${holder.startedAt} 启动），不能同时打开。`,
    )
    this.holder = holder
  }
}

const file = (dataDir: string) => join(dataDir, "lock.json")

/** A process id means nothing after a reboot. */
const bootId = () => {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
  } catch {
    return "unknown"
  }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM is a living process of another user.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** The living holder of a directory, or undefined. A lock is never judged by its age. */
export function findHolder(dataDir: string): Holder | undefined {
  let holder: Holder
  try {
    holder = JSON.parse(readFileSync(file(dataDir), "utf8")) as Holder
  } catch {
    return undefined
  }
  return holder.boot === bootId() && isAlive(holder.pid) ? holder : undefined
}

/**
 * Takes the directory for this process. `announce` adds where the server listens; `release` gives it back.
 * @throws DirectoryHeld when a living process has it
 */
export function lockDirectory(dataDir: string) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const mine: Holder = { pid: process.pid, startedAt: new Date().toISOString(), boot: bootId() }
  const draft = `${file(dataDir)}.${process.pid}.${randomBytes(4).toString("hex")}`
  const write = (holder: Holder) => writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  write(mine)
  for (let attempt = 1; ; attempt += 1) {
    try {
      // A hard link to a full file is created whole or not at all, and fails where one exists.
      linkSync(draft, file(dataDir))
      break
    } catch (error) {
      const holder = findHolder(dataDir)
      if (holder || attempt === 3) {
        rmSync(draft, { force: true })
        if (holder) throw new DirectoryHeld(dataDir, holder)
        throw error
      }
      rmSync(file(dataDir), { force: true })
    }
  }
  rmSync(draft, { force: true })
  return {
    announce(port: number, key: string) {
      write({ ...mine, port, key })
      renameSync(draft, file(dataDir))
    },
    release: () => rmSync(file(dataDir), { force: true }),
  }
}
