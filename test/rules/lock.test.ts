import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
import { DirectoryHeld, findHolder, lockDirectory } from "../../server/db/lock.ts"

const folder = mkdtempSync(join(tmpdir(), "mutu-lock-"))
const file = join(folder, "lock.json")
afterEach(() => rmSync(file, { force: true }))

test("a held directory is refused, with the holder named", () => {
  const lock = lockDirectory(folder)
  expect(() => lockDirectory(folder)).toThrow(DirectoryHeld)
  expect(() => lockDirectory(folder)).toThrow(String(process.pid))
  lock.release()
  lockDirectory(folder).release()
})

test("the lock tells its owner alone where the server listens", () => {
  const lock = lockDirectory(folder)
  lock.announce(8787, "secret-key")
  expect(findHolder(folder)).toMatchObject({ pid: process.pid, port: 8787, key: "secret-key" })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  lock.release()
  expect(findHolder(folder)).toBeUndefined()
})

test("the lock of a dead process is taken over", () => {
  const { boot } = JSON.parse(readLock()) as { boot: string }
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "2020-01-01T00:00:00Z", boot }))
  expect(findHolder(folder)).toBeUndefined()
  lockDirectory(folder).release()
})

test("the lock of a process from before a restart of the machine is taken over", () => {
  writeFileSync(
    file,
    JSON.stringify({ pid: process.pid, startedAt: "2020-01-01T00:00:00Z", boot: "another-boot" }),
  )
  lockDirectory(folder).release()
})

test("a lock file cut short is taken over", () => {
  writeFileSync(file, '{"pid": ')
  lockDirectory(folder).release()
})

function readLock(): string {
  const lock = lockDirectory(folder)
  const text = readFileSync(file, "utf8")
  lock.release()
  return text
}
