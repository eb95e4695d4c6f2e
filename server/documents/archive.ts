/** ZIP archives that are written while they are read: nothing of them is held whole, equal files give equal bytes. */
import { promisify } from "node:util"
import { constants, crc32, createDeflateRaw } from "node:zlib"
import { Zip, type ZipInputFile } from "fflate"

/** No clock in the bytes. The date is read in local time, so it is made in it. */
const longAgo = () => new Date(1980, 0, 1)
const DEFLATED = 8
const STORED = 0

export type Archive = {
  /** Adds a file that is compressed as its pieces come; other work goes on in between. */
  addText: (filename: string, pieces: Iterable<string>) => Promise<void>
  /** Adds a file as it is: one that is compressed already. */
  addBytes: (filename: string, bytes: Uint8Array<ArrayBuffer>) => void
  end: () => void
}

/**
 * Begins an archive.
 * @param put is given its bytes in order
 * @throws what `put` throws, from the call that made the bytes
 */
export function createArchive(put: (chunk: Uint8Array<ArrayBuffer>) => void): Archive {
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    if (chunk.length > 0) put(chunk)
  })
  const begin = (filename: string, compression: number) => {
    const entry: ZipInputFile = { filename, mtime: longAgo(), compression, size: 0, crc: 0 }
    zip.add(entry)
    const { ondata } = entry
    if (!ondata) throw new Error("the archive took no file")
    return {
      entry,
      send: (chunk: Uint8Array<ArrayBuffer>, isLast: boolean) => ondata(null, chunk, isLast),
    }
  }
  return {
    async addText(filename, pieces) {
      const { entry, send } = begin(filename, DEFLATED)
      const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED + 3 })
      deflate.on("data", (chunk: Buffer<ArrayBuffer>) => send(chunk, false))
      const failed = new Promise<never>((_, reject) => deflate.on("error", reject))
      const write = promisify((bytes: Buffer, done: (error?: Error | null) => void) =>
        deflate.write(bytes, done),
      )
      const finish = promisify((done: () => void) => deflate.on("end", done).end())
      for (const piece of pieces) {
        const bytes = Buffer.from(piece)
        entry.size += bytes.length
        entry.crc = crc32(bytes, entry.crc)
        await Promise.race([write(bytes), failed])
      }
      await Promise.race([finish(), failed])
      send(new Uint8Array(0), true)
    },
    addBytes(filename, bytes) {
      const { entry, send } = begin(filename, STORED)
      entry.size = bytes.length
      entry.crc = crc32(bytes)
      send(bytes, true)
    },
    end: () => zip.end(),
  }
}
