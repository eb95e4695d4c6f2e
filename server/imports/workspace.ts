/** Where uploads lie on disk: folders of running requests, and the originals by their hash. */
import { existsSync, readdirSync, rmSync } from "node:fs"
import { chmod, mkdir, mkdtemp, open, rename, rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"

const FOLDER = /^import-(\d+)-/

const folderOf = (dataDir: string) => join(resolve(dataDir), "tmp")

/** Where the original with this SHA-256 is kept. */
export const originalPath = (dataDir: string, sha256: string): string =>
  join(resolve(dataDir), "vault", sha256.slice(0, 2), sha256)

/** Removes what a process that died in the middle of an import has left behind. */
export function removeLeftovers(dataDir: string): void {
  const folder = folderOf(dataDir)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const pid = FOLDER.exec(name)?.[1]
    if (pid !== undefined && !isOtherProcess(Number(pid)))
      rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Another process that is alive: its folders are in use. What bears our own number is of an earlier life. */
function isOtherProcess(pid: number): boolean {
  if (pid === process.pid) return inUse > 0
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM is a living process of another user.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

let inUse = 0

/** Gives `work` an empty folder that only this user may open, and removes it whatever happens. */
export async function withFolder<T>(
  dataDir: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(folderOf(dataDir), `import-${process.pid}-`))
  inUse += 1
  try {
    return await work(folder)
  } finally {
    inUse -= 1
    await rm(folder, { recursive: true, force: true })
  }
}

/** Moves a received file to its place among the originals; one that is there already stays. */
export async function keepOriginal(dataDir: string, path: string, sha256: string): Promise<void> {
  const place = originalPath(dataDir, sha256)
  if (existsSync(place)) return
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  await chmod(path, 0o600)
  const file = await open(path, "r")
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(path, place)
}
